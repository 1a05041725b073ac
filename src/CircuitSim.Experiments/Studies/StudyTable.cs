namespace CircuitSim.Experiments.Studies;

/// <summary>The studies that are declared as <see cref="Study"/>, in the order of the help.</summary>
public static class StudyTable
{
    public static IReadOnlyList<Study> All { get; } = [new IrDropSweepStudy(), new ThresholdMarginsStudy(), new ReadVoltageSweep()];
}
