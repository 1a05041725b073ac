using System.Diagnostics;
using System.Text;

namespace CircuitSim.Tests.Support;

/// <summary>A page as a browser makes it, without a window and without a network.</summary>
internal static class Chromium
{
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>The document as it is when its scripts have come to rest.</summary>
    public static string Dump(string html)
    {
        Assert.True(Program is not null, "Chromium is not on the PATH (apt install chromium)");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("page.html"), html);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(Program,
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage",
                $"--user-data-dir={folder.File("profile")}", "--window-size=2000,1200", "--virtual-time-budget=10000", "--dump-dom", new Uri(folder.File("page.html")).AbsoluteUri,
            ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            },
        };
        process.Start();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return output;
    }
}
