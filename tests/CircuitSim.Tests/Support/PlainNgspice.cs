using System.Diagnostics;
using CircuitSim.Files;
using CircuitSim.Ngspice;

namespace CircuitSim.Tests.Support;

/// <summary>ngspice on the text of a netlist, as a user would run it.</summary>
internal static class PlainNgspice
{
    /// <param name="cards">Without title and .end.</param>
    public static IReadOnlyList<RawVector> Run(string cards)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("plain.cir"), $"plain\n{cards}\n.end\n");
        using (var process = Process.Start(new ProcessStartInfo(NgspiceLocation.Find(), ["-n", "-b", "-r", folder.File("out.raw"), folder.File("plain.cir")]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }

        return [.. RawFile.Read(folder.File("out.raw")).SelectMany(p => p.Vectors)];
    }
}
