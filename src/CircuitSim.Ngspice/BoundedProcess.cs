using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CircuitSim.Ngspice;

/// <summary>Runs a program without a shell, with bounded time and bounded output.</summary>
internal static class BoundedProcess
{
    /// <summary>Characters that are kept from either end of a stream.</summary>
    private const int KeptCharacters = 1 << 16;

    /// <summary>How long a killed process may take to let go of its pipes.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="TimeoutException">It ran longer than <paramref name="timeout"/> and was killed.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; it was killed.</exception>
    public static ProcessOutcome Run(
        string executable, IEnumerable<string> arguments, string? workingFolder, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(executable, arguments, workingFolder) };
        process.Start();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        // The reads end with the pipes, not with the token: their tasks must not outlive the process object.
        var output = ReadBoundedAsync(process.StandardOutput);
        var error = ReadBoundedAsync(process.StandardError);
        try
        {
            // Nothing is typed to it: a program that asks gets the end of its input.
            process.StandardInput.Close();
            // A child that outlives the process can hold the pipes open; that counts against the time, too.
            Task.WhenAll(process.WaitForExitAsync(limit.Token), output.WaitAsync(limit.Token), error.WaitAsync(limit.Token))
                .GetAwaiter().GetResult();
            return new ProcessOutcome(process.ExitCode, output.Result, error.Result);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            Task.WhenAny(Task.WhenAll(output, error), Task.Delay(Grace, CancellationToken.None)).GetAwaiter().GetResult();
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException();
        }
    }

    private static ProcessStartInfo StartInfo(string executable, IEnumerable<string> arguments, string? workingFolder)
    {
        var start = new ProcessStartInfo(executable)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // Messages and decimal points as ngspice was written, whatever the user's language.
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(Grace);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in the meantime.
        }
    }

    private static async Task<string> ReadBoundedAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        var chunk = new char[4096];
        try
        {
            int count;
            while ((count = await reader.ReadAsync(chunk).ConfigureAwait(false)) > 0)
            {
                text.Append(chunk, 0, count);
                if (text.Length > 4 * KeptCharacters)
                    text.Remove(KeptCharacters, text.Length - 2 * KeptCharacters);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process was killed while we read: what came until then is what there is.
        }

        return text.ToString();
    }
}
