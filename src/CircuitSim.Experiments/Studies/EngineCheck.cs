namespace CircuitSim.Experiments.Studies;

/// <summary>A write of a whole array on another engine.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="WrittenState">Of the written cell behind the pulse, from 0 (LRS) to 1 (HRS).</param>
/// <param name="LargestDifference">Of any cell's state from the built-in engine's, as a part of the range.</param>
internal sealed record EngineCheck(string Engine, double WrittenState, double LargestDifference)
{
    /// <summary>
    /// Of the range. ngspice's state is a capacitor's voltage with soft limits, good to a few thousandths where a pulse moves it
    /// all the way; what a margin is made of, a cell written or not, is far coarser.
    /// </summary>
    public const double Tolerance = 5e-3;

    public bool Agrees => LargestDifference <= Tolerance;
}
