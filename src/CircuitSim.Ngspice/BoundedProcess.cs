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
        var end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        using var process = new Process { StartInfo = StartInfo(executable, arguments, workingFolder) };
        process.Start();
        // Threads of its own, nothing of the pool: a study that keeps every thread of the pool busy must neither delay
        // what the program says nor have its time run out unseen.
        var output = new PipeReader(process.StandardOutput);
        var error = new PipeReader(process.StandardError);
        // Nothing is typed to it: a program that asks gets the end of its input.
        process.StandardInput.Close();
        var code = 0;
        bool finished;
        using (cancellationToken.Register(() => Kill(process)))
        {
            // A child that outlives the process can hold the pipes open; that counts against the time, too.
            finished = process.WaitForExit(Left(end)) && output.Wait(Left(end)) && error.Wait(Left(end));
            if (finished)
                code = process.ExitCode;
            else
                Kill(process);
        }

        if (!finished || cancellationToken.IsCancellationRequested)
        {
            output.Wait(Grace);
            error.Wait(Grace);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException();
        }

        return new ProcessOutcome(code, output.Text, error.Text);
    }

    private static TimeSpan Left(long end) => TimeSpan.FromMilliseconds(Math.Max(0, end - Environment.TickCount64));

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

    /// <summary>Reads a stream to its end and keeps what stands near either end of it.</summary>
    private sealed class PipeReader
    {
        private readonly StringBuilder text = new();
        private readonly Thread thread;

        public PipeReader(StreamReader reader)
        {
            // The read ends with the pipe, which may be long after we lost interest: it must not keep the program alive.
            thread = new Thread(() => Read(reader)) { IsBackground = true };
            thread.Start();
        }

        /// <summary>What was read; to be asked for after the end.</summary>
        public string Text => text.ToString();

        /// <summary>Whether the end came in time.</summary>
        public bool Wait(TimeSpan time) => thread.Join(time);

        private void Read(StreamReader reader)
        {
            var chunk = new char[4096];
            try
            {
                int count;
                while ((count = reader.Read(chunk)) > 0)
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
        }
    }
}
