namespace CircuitSim.Cosimulation;

/// <summary>A tap of a layer's circuit in time, line by line.</summary>
/// <param name="Behind">The stage that it follows.</param>
/// <param name="Name">What is tapped, e.g. "TIA output".</param>
/// <param name="Values">At the end of the read, [lines] [V] or [A].</param>
/// <param name="Settling">The earliest times behind which lines stay within their tolerance of these, [lines] [s].</param>
public sealed record LayerTap(ReadOutStage Behind, string Name, double[] Values, double[] Settling)
{
    /// <summary>When the last line has settled [s].</summary>
    public double Settled => Settling.Max();
}
