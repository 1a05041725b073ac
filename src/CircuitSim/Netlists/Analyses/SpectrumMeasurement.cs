using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.measure fft</c>: a number from the <c>.fft</c> of a quantity.</summary>
/// <param name="Quantity">That of an .fft, or a real number of it, such as vm(out).</param>
public sealed record SpectrumMeasurement(string Name, SpectrumFigure Figure, Expression Quantity) : Measurement(Name, AnalysisKind.Transient)
{
    /// <summary>The last .fft of the quantity; null until all is read.</summary>
    public SpectrumRequest? Request { get; init; }

    /// <summary>Where the coefficient is wanted [Hz].</summary>
    public ElementValue At { get; init; }

    /// <summary>Lines to each side of the signal's that belong to it.</summary>
    public int Breadth { get; init; }

    /// <summary>Harmonics that count; null is all.</summary>
    public int? Harmonics { get; init; }

    public ElementValue? LowestFrequency { get; init; }

    public ElementValue? HighestFrequency { get; init; }

    /// <summary>Without the part that is asked for.</summary>
    public Expression Transformed => Quantity is PhasorExpression p ? p.Quantity : Quantity;

    public override IEnumerable<Expression> Quantities => [Transformed];

    public override IEnumerable<MeasureWindow> Windows => [];

    public override Measurement Placed(Placement placement) => this with
    {
        Quantity = Quantity is PhasorExpression p ? p with { Quantity = placement.Expression(p.Quantity) } : placement.Expression(Quantity),
        Request = Request?.Placed(placement),
        At = placement.Value(At),
        LowestFrequency = placement.Value(LowestFrequency),
        HighestFrequency = placement.Value(HighestFrequency),
    };
}
