namespace CircuitSim.Experiments;

/// <summary>Progress that nobody watches.</summary>
public sealed class SilentProgress : IStudyProgress
{
    public IStudyStep Begin(string name) => new Step();

    private sealed class Step : IStudyStep
    {
        public void Report(double share)
        {
        }

        public void Conclude(string outcome)
        {
        }

        public void Dispose()
        {
        }
    }
}
