using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>What a process has in memory. Linux says so in a line, where the runtime would ask for every thread of it.</summary>
internal static class ProcessMemoryFile
{
    /// <returns>0 for one that is no more [bytes].</returns>
    public static long Read(Process process)
    {
        if (!OperatingSystem.IsLinux())
        {
            process.Refresh();
            return process.WorkingSet64;
        }

        Span<byte> line = stackalloc byte[128];
        try
        {
            using var file = File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/statm"));
            // Pages: all, those in memory, ….
            var words = Encoding.ASCII.GetString(line[..RandomAccess.Read(file, line, 0)]).Split(' ');
            return words.Length > 1 && long.TryParse(words[1], CultureInfo.InvariantCulture, out var pages) ? pages * Environment.SystemPageSize : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
