using System.Reflection;

namespace CircuitSim.Experiments.Examples;

/// <summary>
/// The input files of every example of the help and the documents. What is text lies in the repository under the same path and inside the
/// program; arrays of many numbers are drawn (<see cref="DrawnExamples"/>).
/// </summary>
public static class ExampleTable
{
    /// <summary>Of the resources that are such files.</summary>
    private const string Prefix = "example:";

    private static Assembly Assembly => typeof(ExampleTable).Assembly;

    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<Example> All { get; } =
    [
        new("matrix", "W.npy, float32 [128 × 64], and X.npy, a thousand inputs: for infer and lut array", DrawnExamples.Matrix),
        new("network", "two layers 128-32-10 as NumPy files, archive and ONNX model, inputs and classes", [.. DrawnExamples.Network]),
        new("array", "cells, read and write voltages of an 8 × 4 array; targets of 3 × 3 cells to program", [.. Texts("examples/cells.csv", "examples/voltages.csv", "examples/rows.csv", "examples/columns.csv", "examples/target.csv"), DrawnExamples.Cells(Text("examples/cells.csv"))]),
        new("card", "a memristor card of one's own, cards.lib:mine", [.. Texts("examples/cards.lib")]),
        new("converter", "fifteen measured transitions of a 4-bit converter", [.. Texts("examples/transitions.csv")]),
        new("filter", "a netlist as LTspice exports it, with .step and .ac", [.. Texts("examples/filter.net")]),
        new("measured", "a measured hysteresis loop, to fit a card to, or to lay over a model", [.. Texts("device-models/measured/")]),
        new("arrays", "netlists of arrays, one with a TIA behind every bit line; files of badcrossbar's", [.. Texts("netlists/arrays/")]),
        new("memristors", "netlists of memristors with other equations than VTEAM", [.. Texts("netlists/memristors/")]),
        new("periphery", "netlists of op-amps, converters, drivers and sense circuits", [.. Texts("netlists/periphery/")]),
        new("tolerances", "a netlist whose values scatter", [.. Texts("netlists/tolerances/")]),
        new("conformance", "small netlists, one per element, analysis or statement", [.. Texts("netlists/conformance/")]),
        new("studies", "studies as YAML files, with the inputs of one", [.. Texts("studies/")]),
    ];

    /// <summary>Example, file or folder of them by name; <c>all</c> is everything.</summary>
    /// <exception cref="InvalidParameterException">There is none of that name.</exception>
    public static IReadOnlyList<ExampleFile> Named(string name)
    {
        if (name == "all")
            return [.. All.SelectMany(e => e.Files).DistinctBy(f => f.Path)];
        if (All.FirstOrDefault(e => e.Name == name) is { } example)
            return example.Files;
        ExampleFile[] files = [.. All.SelectMany(e => e.Files).DistinctBy(f => f.Path).Where(f => f.Path == name || f.Path.StartsWith($"{name.TrimEnd('/')}/", StringComparison.Ordinal))];
        return files.Length > 0 ? files : throw InvalidParameterException.Because("name", $"no example '{name}'; there are: {string.Join(", ", All.Select(e => e.Name))}, each of their files by its path, and all.");
    }

    /// <summary>The text of a file that the program carries.</summary>
    internal static string Text(string path)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(Prefix + path)!);
        return reader.ReadToEnd();
    }

    /// <summary>By path, or all below a path that ends in '/'.</summary>
    private static IEnumerable<ExampleFile> Texts(params string[] paths) =>
        Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..].Replace('\\', '/'))
            .Where(n => paths.Any(p => p.EndsWith('/') ? n.StartsWith(p, StringComparison.Ordinal) : n == p))
            .Order(StringComparer.Ordinal)
            .Select(n => new ExampleFile(n, stream =>
            {
                using var resource = Assembly.GetManifestResourceStream(Prefix + n)!;
                resource.CopyTo(stream);
            }));
}
