using System.Diagnostics;

namespace CircuitSim.Experiments;

/// <summary>The steps of a study: each is shown while it runs, and timed.</summary>
internal sealed class StudySteps(IStudyProgress progress)
{
    private readonly List<(string Step, double Seconds)> timing = [];

    /// <summary>The steps that have ended, in order.</summary>
    public IReadOnlyList<(string Step, double Seconds)> Timing => timing;

    /// <param name="name">Shown and kept.</param>
    /// <param name="work">Gives the result and one line that says what came out.</param>
    public T Run<T>(string name, Func<IStudyStep, (T Result, string Outcome)> work)
    {
        var start = Stopwatch.GetTimestamp();
        using var step = progress.Begin(name);
        var (result, outcome) = work(step);
        step.Conclude(outcome);
        timing.Add((name, Stopwatch.GetElapsedTime(start).TotalSeconds));
        return result;
    }

    /// <summary>Hands on a library's progress; unlike <see cref="Progress{T}"/> in order and on the caller's thread.</summary>
    public static IProgress<T> Share<T>(IStudyStep step, Func<T, double> share) => new StepProgress<T>(step, share);

    private sealed class StepProgress<T>(IStudyStep step, Func<T, double> share) : IProgress<T>
    {
        public void Report(T value) => step.Report(share(value));
    }
}
