using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments;

/// <summary>
/// A study as the command line, the files and the tests know it. To add one, derive from this in a file of Studies/, register it in
/// <see cref="Studies.StudyTable"/>, and write its test: options, help, checks, result.json, CSV files, report and exit code follow from what it
/// declares and returns.
/// </summary>
public abstract class Study
{
    /// <summary>In its result.json, and of its folder.</summary>
    public abstract string Name { get; }

    /// <summary>As typed behind the command.</summary>
    public virtual string Word => Name;

    /// <summary>What it asks in a sentence or two, and worked examples: the help text.</summary>
    public abstract string Description { get; }

    /// <summary>In the order of the help and of the result.json.</summary>
    public abstract IReadOnlyList<StudyOption> Options { get; }

    /// <summary>Null where no other engine runs anything.</summary>
    public virtual SimulatorUse? Simulators => null;

    /// <summary>Whether it keeps what is done in <see cref="StudyRun.Checkpoint"/>.</summary>
    public virtual bool CanResume => false;

    /// <summary>The option that a file calls by this key; null if there is none.</summary>
    public virtual StudyOption? OptionOf(string key) => Options.FirstOrDefault(o => o.FileKey == key);

    /// <summary>Files of this machine that a run with these values reads.</summary>
    /// <exception cref="CircuitSimException">One of them cannot be read.</exception>
    public virtual IEnumerable<string> FilesOf(StudyValues values) => values.Options.SelectMany(o => o.FilesOf(values));

    /// <summary>What is wrong with options that are right one by one, and with files and cards that they name.</summary>
    /// <exception cref="CircuitSimException">Names it.</exception>
    protected virtual void CheckTogether(StudyRun run)
    {
    }

    /// <summary>Takes the run's values as checked.</summary>
    protected abstract StudyResult Find(StudyRun run);

    /// <summary>Refuses what cannot be run, before any work.</summary>
    /// <exception cref="CircuitSimException">An option is out of range.</exception>
    public void Check(StudyRun run)
    {
        foreach (var option in Options)
            option.Check(run.Values);
        CheckTogether(run);
    }

    /// <exception cref="CircuitSimException">Whatever stops it, in one line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public StudyResult Run(StudyRun run)
    {
        Check(run);
        return Find(run);
    }
}
