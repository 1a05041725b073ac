namespace CircuitSim.Experiments;

/// <summary>Where a study says how far it is; a terminal draws bars, a pipe gets lines, a test ignores it.</summary>
public interface IStudyProgress
{
    /// <summary>A step began.</summary>
    /// <param name="name">What is being done, in a few words.</param>
    IStudyStep Begin(string name);
}
