using System.Diagnostics;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Programming;

/// <summary>Writes an array unit by unit and leaves a checkpoint behind each.</summary>
public sealed class ProgramRun(ProgramCase program, IStudyProgress progress)
{
    /// <param name="checkpoint">File for the state behind each unit; null leaves none. It goes when all are done.</param>
    /// <param name="resumes">Whether to begin with what that file holds.</param>
    /// <exception cref="OperationCanceledException">Interrupted; the checkpoint holds every finished unit.</exception>
    public ProgramResult Execute(string? checkpoint, bool resumes, CancellationToken cancellationToken = default)
    {
        var job = program.Job;
        var programming = new ArrayProgramming(job);
        var state = resumes && checkpoint is not null ? ProgramCheckpoint.Read(checkpoint, program) : ProgrammingState.Before(job);
        var (clock, first) = (Stopwatch.StartNew(), state.UnitsDone);
        var fingerprint = ProgramCheckpoint.FingerprintOf(program);
        using (var step = progress.Begin($"Writing {job.Array.Rows} × {job.Array.Columns} cells {(job.Order == WriteOrder.Row ? "row by row" : "cell by cell")}"))
        {
            while (state.UnitsDone < job.Units)
            {
                state = programming.WriteUnit(state, cancellationToken);
                if (checkpoint is not null)
                    new ProgramCheckpoint { Fingerprint = fingerprint, State = state }.Write(checkpoint);
                step.Report((double)state.UnitsDone / job.Units);
            }

            step.Conclude(first == 0 ? $"{job.Units} units" : $"{job.Units - first} of {job.Units} units, the others were done before");
        }

        var outcome = programming.Conclude(state, cancellationToken);
        return new ProgramResult(program, outcome, clock.Elapsed.TotalSeconds);
    }
}
