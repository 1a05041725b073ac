namespace CircuitSim.Cosimulation;

/// <summary>One read of a layer in time.</summary>
/// <param name="Taps">In the order of the chain.</param>
/// <param name="Energy">What the sources of each stage delivered, the conversion included [J].</param>
/// <param name="Unsettled">Taps that moved too late to be relied on, a line each that names the tap and the remedy; none where all is well.</param>
/// <param name="Codes">Of the converters, [lines]; none without them.</param>
/// <param name="Steps">Accepted steps of the engine.</param>
public sealed record LayerResponse(IReadOnlyList<LayerTap> Taps, IReadOnlyDictionary<ReadOutStage, double> Energy, IReadOnlyList<string> Unsettled, IReadOnlyList<int> Codes, long Steps)
{
    /// <summary>The tap behind a stage.</summary>
    public LayerTap this[ReadOutStage stage] => Taps.Single(t => t.Behind == stage);

    /// <summary>Of all stages [J].</summary>
    public double TotalEnergy => Energy.Values.Sum();
}
