namespace CircuitSim.Devices;

/// <summary>What an instance adds to a MOSFET's card.</summary>
public sealed record MosfetGeometry
{
    /// <summary>Width of the channel [m].</summary>
    public required double Width { get; init; }

    /// <summary>Drawn length of the channel [m].</summary>
    public required double Length { get; init; }

    /// <summary>[m²]</summary>
    public double DrainArea { get; init; }

    /// <summary>[m²]</summary>
    public double SourceArea { get; init; }

    /// <summary>[m]</summary>
    public double DrainPerimeter { get; init; }

    /// <summary>[m]</summary>
    public double SourcePerimeter { get; init; }

    /// <summary>Squares of diffusion between drain contact and channel.</summary>
    public double DrainSquares { get; init; } = 1;

    /// <summary>Squares of diffusion between source contact and channel.</summary>
    public double SourceSquares { get; init; } = 1;

    /// <summary>Transistors in parallel.</summary>
    public double Multiplier { get; init; } = 1;

    /// <summary>Of the channel [m].</summary>
    public double EffectiveLength(MosfetParameters p) => Length - 2 * p.LateralDiffusion + p.LengthAdjustment;

    /// <summary>Of the channel [m].</summary>
    public double EffectiveWidth(MosfetParameters p) => Width - 2 * p.WidthNarrowing + p.WidthAdjustment;
}
