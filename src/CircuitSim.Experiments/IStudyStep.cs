namespace CircuitSim.Experiments;

/// <summary>One step of a study; disposing it says that it has ended. May be called from several threads.</summary>
public interface IStudyStep : IDisposable
{
    /// <summary>Share that is done, 0 … 1.</summary>
    void Report(double share);

    /// <summary>What came out of the step, one line.</summary>
    void Conclude(string outcome);
}
