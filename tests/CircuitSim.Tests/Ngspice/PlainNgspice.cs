using System.Diagnostics;
using CircuitSim.Files;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Ngspice;

/// <summary>ngspice on a text as a user would run it, past all that the writer for ngspice does.</summary>
internal static class PlainNgspice
{
    /// <summary>The last real value of the first vector whose name contains this.</summary>
    /// <param name="cards">Without title and .end.</param>
    public static double Last(string cards, string vector) =>
        Find(cards, vector)?[^1] ?? throw new InvalidOperationException($"ngspice has no {vector} of\n{cards}");

    /// <summary>The values of the first vector whose name contains this; null if ngspice gives none.</summary>
    public static double[]? Find(string cards, string vector, bool isImaginary = false)
    {
        using var folder = new TemporaryFolder();
        Run(folder, cards, ["-r", folder.File("out.raw")]);
        if (!File.Exists(folder.File("out.raw")))
            return null;
        try
        {
            var found = RawFile.Read(folder.File("out.raw")).SelectMany(p => p.Vectors).FirstOrDefault(v => v.Name.Contains(vector, StringComparison.OrdinalIgnoreCase));
            return isImaginary ? found?.Imaginary : found?.Real;
        }
        catch (DataFileException)
        {
            // It broke off.
            return null;
        }
    }

    /// <summary>What it prints.</summary>
    public static string Text(string cards)
    {
        using var folder = new TemporaryFolder();
        return Run(folder, cards, []);
    }

    private static string Run(TemporaryFolder folder, string cards, string[] options)
    {
        File.WriteAllText(folder.File("plain.cir"), $"plain\n{cards}\n.end\n");
        using var process = Process.Start(new ProcessStartInfo(NgspiceLocation.Find(), ["-n", "-b", .. options, folder.File("plain.cir")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return text;
    }
}
