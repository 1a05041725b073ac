using CircuitSim.Programming;

namespace CircuitSim.Experiments.Studies;

/// <summary>One write as a transient of the whole array, beside what the margins say of it.</summary>
/// <param name="OthersConduct">Whether all other cells are in the LRS, or else in the HRS.</param>
/// <param name="Amplitude">[V]</param>
/// <param name="WrittenState">Of the written cell behind the pulse, from 0 (LRS) to 1 (HRS).</param>
internal sealed record WholeArrayCheck(WriteDirection Direction, bool OthersConduct, double Amplitude, double WrittenState)
{
    /// <summary>The same by the cell's source and resistance, which belong to others in the LRS.</summary>
    public double? PredictedState { get; init; }

    /// <summary>Of all other cells, as a part of the range.</summary>
    public double LargestDrift { get; init; }

    /// <summary>The same with the written cell in the LRS throughout, and in the HRS; the truth lies between.</summary>
    public (double Conducting, double Resisting) PredictedDrift { get; init; }

    /// <summary>The same write on other engines.</summary>
    public IReadOnlyList<EngineCheck> Engines { get; init; } = [];
}
