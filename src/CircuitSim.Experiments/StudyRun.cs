using CircuitSim.Experiments.Options;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments;

/// <summary>What a study is given.</summary>
public sealed class StudyRun
{
    /// <param name="simulators">Those that a user named, whether they can run here or not.</param>
    public StudyRun(StudyValues values, IStudyProgress progress, IReadOnlyList<ICircuitSimulator>? simulators = null, CancellationToken cancellationToken = default)
    {
        (Values, Progress, Simulators, CancellationToken) = (values, progress, simulators ?? [], cancellationToken);
        Steps = new StudySteps(progress);
    }

    public StudyValues Values { get; }

    public IStudyProgress Progress { get; }

    public IReadOnlyList<ICircuitSimulator> Simulators { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>File in which a study that <see cref="Study.CanResume"/> keeps what is done, so that the next run goes on; null keeps nothing.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Whether to begin with what that file holds, if it is there.</summary>
    public bool Resumes { get; init; }

    internal StudySteps Steps { get; }

    public T Get<T>(StudyOptionOf<T> option) => Values.Get(option);

    /// <summary>Does independent pieces of a step on as many threads as were asked for; each reports itself done.</summary>
    internal T[] Each<T>(int count, IStudyStep? step, Func<int, T> piece)
    {
        var results = new T[count];
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Get(IntegerOption.Jobs), CancellationToken = CancellationToken };
        Parallel.For(0, count, options, k =>
        {
            results[k] = piece(k);
            step?.Report((double)Interlocked.Increment(ref done) / count);
        });
        return results;
    }
}
