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
    public static double Last(string cards, string vector)
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

        return RawFile.Read(folder.File("out.raw")).SelectMany(p => p.Vectors).First(v => v.Name.Contains(vector, StringComparison.OrdinalIgnoreCase)).Real[^1];
    }
}
