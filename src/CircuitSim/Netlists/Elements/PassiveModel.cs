namespace CircuitSim.Netlists.Elements;

/// <summary>What the line of a resistor, capacitor or inductor that names a model card says besides; flattening makes a value of both.</summary>
/// <param name="Card">Name of the card.</param>
/// <param name="HasValue">Whether the line has a value of its own.</param>
public sealed record PassiveModel(string Card, bool HasValue)
{
    /// <summary>Whether the line has one word that may be a parameter as well: a card goes before it.</summary>
    public bool IsPerhaps { get; init; }

    /// <summary>w; null takes that of the card [m].</summary>
    public ElementValue? Width { get; init; }

    /// <summary>l [m].</summary>
    public ElementValue? Length { get; init; }

    /// <summary>nt, of an inductor.</summary>
    public ElementValue? Turns { get; init; }

    /// <summary>What a value that the card alone gives is multiplied by: scale and parallel elements.</summary>
    public ElementValue Factor { get; init; } = 1;

    internal PassiveModel Placed(Placement placement) => new(placement.Model(Card), HasValue)
    {
        Width = placement.Value(Width),
        Length = placement.Value(Length),
        Turns = placement.Value(Turns),
        Factor = placement.Value(Factor),
    };

    internal PassiveModel Times(double count) => this with { Factor = Factor.Times(count) };
}
