using CircuitSim.Crossbars;
using CircuitSim.Files;
using CircuitSim.LookupTables;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.LookupTables;

public class NumPyArrayFormatTests
{
    private static readonly NumPyArrayFormat Format = new();

    [Fact]
    public void Faults_OfItsOwnFiles_AreNone()
    {
        var files = Files();
        Assert.Equal(["g_cells_s.npy", "g_effective_s.npy"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(Format.Faults(files));
    }

    [Theory]
    [InlineData("other unit", "looks like another unit")]
    [InlineData("swapped", "belong to two arrays, or have two units")]
    [InlineData("not finite", "finite and not negative")]
    [InlineData("negative", "finite and not negative")]
    [InlineData("short", "g_effective_s.npy")]
    [InlineData("missing", "g_effective_s.npy is missing.")]
    [InlineData("extra", "readme.txt is no file of this format.")]
    [InlineData("flat", "has 2 dimensions")]
    [InlineData("other shape", "all must have one")]
    public void Faults_OfADamagedFolder_NameIt(string damage, string expected)
    {
        var files = Files();
        var (cells, effective) = (files["g_cells_s.npy"], files["g_effective_s.npy"]);
        switch (damage)
        {
            case "other unit":
                files["g_cells_s.npy"] = Npy([2, 3, 2], 100);
                break;
            case "swapped":
                (files["g_cells_s.npy"], files["g_effective_s.npy"]) = (effective, cells);
                break;
            case "not finite":
                files["g_cells_s.npy"] = Npy([2, 3, 2], double.NaN);
                break;
            case "negative":
                files["g_effective_s.npy"] = Npy([2, 3, 2], -1e-6);
                break;
            case "short":
                files["g_effective_s.npy"] = effective[..^8];
                break;
            case "missing":
                files.Remove("g_effective_s.npy");
                break;
            case "extra":
                files["readme.txt"] = new byte[3];
                break;
            case "flat":
                files["g_cells_s.npy"] = Npy([6, 2], 1e-4);
                break;
            case "other shape":
                files["g_effective_s.npy"] = Npy([1, 3, 2], 1e-6);
                break;
        }

        Assert.Contains(expected, Assert.Single(Format.Faults(files)), StringComparison.Ordinal);
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Files()
    {
        var random = new RandomStream(5);
        double[] cells = [.. Enumerable.Range(0, 12).Select(_ => random.NextUniform(1e-6, 1e-4))];
        var wiring = CrossbarWiring.Uniform(3, 2, 100);
        double[] effective = [.. EffectiveConductance.Compute(wiring, cells.AsSpan(0, 6)).Values, .. EffectiveConductance.Compute(wiring, cells.AsSpan(6)).Values];
        TableAxis[] axes = [Axis(ArrayKeys.Array, 2), Axis(ArrayKeys.Row, 3), Axis(ArrayKeys.Column, 2)];
        return Format.Write(new TableSet
        {
            Kind = TableKind.Array,
            Provenance = new TableProvenance { Version = "1.0.0", Source = "lut array random", Seed = 5, ReadVoltage = 0.2 },
            Tables = [new LookupTable(ArrayKeys.Cells, "cells", "S", axes, cells), new LookupTable(ArrayKeys.Effective, "effective", "S", axes, effective)],
        }).ToDictionary(f => f.Name, f => f.Content);

        static TableAxis Axis(string key, int count) => new(key, key, "", [.. Enumerable.Range(0, count).Select(k => (double)k)]);
    }

    private static ReadOnlyMemory<byte> Npy(int[] shape, double value)
    {
        using var content = new MemoryStream();
        var values = new double[shape.Aggregate((a, b) => a * b)];
        values.AsSpan().Fill(1e-6);
        values[^1] = value;
        NpyFile.Write(content, new NpzArray("", shape, values));
        return content.ToArray();
    }
}
