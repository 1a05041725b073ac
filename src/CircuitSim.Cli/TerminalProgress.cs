using System.Diagnostics;
using CircuitSim.Experiments;
using CircuitSim.Numerics;

namespace CircuitSim.Cli;

/// <summary>Progress of a study: a line per step that counts up on a terminal and is written once, when done, into a pipe.</summary>
internal sealed class TerminalProgress(Terminal terminal) : IStudyProgress
{
    public IStudyStep Begin(string name) => new Step(terminal, name);

    private sealed class Step(Terminal terminal, string name) : IStudyStep
    {
        private readonly Lock gate = new();
        private readonly long start = Stopwatch.GetTimestamp();
        private int shown = -1;
        private string? outcome;

        public void Report(double share)
        {
            if (!terminal.IsWatched)
                return;
            lock (gate)
            {
                var percent = (int)(100 * Math.Clamp(share, 0, 1));
                if (percent <= shown)
                    return;
                shown = percent;
                Write($"\r{name} … {percent} %");
            }
        }

        public void Conclude(string outcome) => this.outcome = outcome;

        public void Dispose()
        {
            // A step that was cut off by an exception has nothing to say: the fault speaks.
            if (outcome is null)
            {
                if (terminal.IsWatched && shown >= 0)
                    Write("\n");
                return;
            }

            var line = $"{name}: {outcome} ({SiText.Duration(Stopwatch.GetElapsedTime(start).TotalSeconds)})";
            Write(terminal.IsWatched ? $"\r{line.PadRight(Math.Max(0, name.Length + 10))}\n" : $"{line}\n");
        }

        private void Write(string text) => terminal.Tell(text);
    }
}
