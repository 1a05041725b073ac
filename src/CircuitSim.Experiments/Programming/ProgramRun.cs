using System.Diagnostics;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Programming;

/// <summary>
/// Writes an array unit by unit and leaves checkpoints: behind the first unit, behind the last one that is finished when the run
/// is interrupted, and in between no more often than once a second, because a disk may take longer to keep a state than the
/// engine takes to write a cell.
/// </summary>
public sealed class ProgramRun(ProgramCase program, IStudyProgress progress)
{
    private const long MillisecondsBetweenCheckpoints = 1000;

    /// <param name="checkpoint">File for the state behind each unit; null leaves none. It goes when all are done.</param>
    /// <param name="resumes">Whether to begin with what that file holds; where there is none, nothing was finished and the run starts.</param>
    /// <exception cref="OperationCanceledException">Interrupted; the checkpoint holds every finished unit.</exception>
    public ProgramResult Execute(string? checkpoint, bool resumes, CancellationToken cancellationToken = default)
    {
        var job = program.Job;
        var programming = new ArrayProgramming(job);
        var state = resumes && File.Exists(checkpoint) ? ProgramCheckpoint.Read(checkpoint, program) : ProgrammingState.Before(job);
        var (clock, first) = (Stopwatch.StartNew(), state.UnitsDone);
        var fingerprint = ProgramCheckpoint.FingerprintOf(program);
        using (var step = progress.Begin($"Writing {job.Array.Rows} × {job.Array.Columns} cells {(job.Order == WriteOrder.Row ? "row by row" : "cell by cell")}"))
        {
            var (kept, keptAt) = (first, 0L);
            void Keep()
            {
                if (checkpoint is null || kept == state.UnitsDone)
                    return;
                new ProgramCheckpoint { Fingerprint = fingerprint, State = state }.Write(checkpoint);
                (kept, keptAt) = (state.UnitsDone, clock.ElapsedMilliseconds);
            }

            try
            {
                while (state.UnitsDone < job.Units)
                {
                    state = programming.WriteUnit(state, cancellationToken);
                    if (kept == first || clock.ElapsedMilliseconds - keptAt > MillisecondsBetweenCheckpoints)
                        Keep();
                    step.Report((double)state.UnitsDone / job.Units);
                }
            }
            finally
            {
                // Whatever ends the run, finished units are not written again.
                Keep();
            }

            step.Conclude(first == 0 ? $"{job.Units} units" : $"{job.Units - first} of {job.Units} units, the others were done before");
        }

        var outcome = programming.Conclude(state, cancellationToken);
        return new ProgramResult(program, outcome, clock.Elapsed.TotalSeconds);
    }
}
