namespace CircuitSim.Cosimulation;

/// <summary>
/// A quantity between two stages of a read, for many images and all lines, as ideal stages give it and as circuits do.
/// </summary>
/// <param name="Behind">The stage that it follows.</param>
/// <param name="Name">What is tapped, e.g. "TIA output".</param>
/// <param name="Unit">V or A; empty for codes.</param>
/// <param name="Lines">Rows, columns or outputs.</param>
/// <param name="Ideal">[images × lines] row-major.</param>
/// <param name="Circuit">[images × lines] row-major.</param>
/// <param name="Lsb">What one LSB of the ADC is here, in the unit of the tap.</param>
public sealed record Tap(ReadOutStage Behind, string Name, string Unit, int Lines, double[] Ideal, double[] Circuit, double Lsb)
{
    /// <summary>Largest difference of the two, in the unit of the tap.</summary>
    public double Largest => Ideal.Zip(Circuit, (a, b) => Math.Abs(a - b)).DefaultIfEmpty().Max();

    /// <summary>Root of the mean square of the differences, in the unit of the tap.</summary>
    public double Rms => Math.Sqrt(Ideal.Zip(Circuit, (a, b) => (a - b) * (a - b)).DefaultIfEmpty().Average());

    public double LargestInLsb => Largest / Lsb;

    public double RmsInLsb => Rms / Lsb;
}
