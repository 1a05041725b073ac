using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CircuitSim.Cli;

/// <summary>
/// Ctrl-C and requests to end. The first one asks the command to stop; one more, or ten seconds without an answer, ends the
/// process where it stands. The command-line library could do this, too, but its handler meets what it has disposed
/// when a second signal arrives while the first one is being answered.
/// </summary>
internal sealed class Interrupts
{
    /// <summary>Two signals closer than this are one: <c>timeout</c> sends to the process and then to its group.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Action cancel;
    private long? first;

    public Interrupts()
    {
        // Neither they nor the source are ever disposed: a late signal must find everything in its place.
        var source = new CancellationTokenSource();
        (Token, cancel) = (source.Token, source.Cancel);
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Answer), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Answer)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token { get; }

    /// <summary>Listens until here: registrations that nothing refers to go with the next collection of garbage.</summary>
    public void KeepAlive() => GC.KeepAlive(registrations);

    private void Answer(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (gate)
        {
            if (first is { } time)
            {
                if (Stopwatch.GetElapsedTime(time) >= Together)
                    End();
                return;
            }

            first = Stopwatch.GetTimestamp();
        }

        // Not in this thread: what a command does when it is cancelled must not hold up the next signal. Nor in the pool, all
        // of whose threads the command may be using.
        new Thread(() => cancel()) { IsBackground = true }.Start();
        new Thread(() =>
        {
            Thread.Sleep(Patience);
            End();
        })
        { IsBackground = true }.Start();
    }

    private static void End()
    {
        Console.Error.Write("circuitsim: interrupted before the command could stop by itself.\n");
        Environment.Exit(ExitCode.Interrupted);
    }
}
