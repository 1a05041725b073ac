namespace CircuitSim.Netlists.Elements;

/// <summary>TRRANDOM(type ts td p1 p2) of ngspice: a random value for each interval, beside the DC value of its source.</summary>
/// <param name="Law">1: uniform, p2 ± p1. 2: normal, mean p2, σ p1. 3: exponential, p2 + one of mean p1. 4: Poisson, p2 + one of mean p1.</param>
/// <param name="Step">How long a value holds [s].</param>
/// <param name="Delay">Before which there is none; null is 0 [s].</param>
/// <param name="Width">p1; null is 1.</param>
/// <param name="Center">p2; null is 0.</param>
public sealed record TransientRandomWaveform(ElementValue Law, ElementValue Step, ElementValue? Delay = null, ElementValue? Width = null, ElementValue? Center = null) : SourceWaveform
{
    /// <summary>Poisson draws take as many steps as their mean.</summary>
    private const double MostOfPoisson = 1e4;

    /// <summary>The DC value, to which the random ones add.</summary>
    public ElementValue Offset { get; init; } = 0;

    /// <summary>By which the random values are multiplied.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Of its random numbers; flattening gives one to each instance.</summary>
    public ulong? Seed { get; init; }

    public override double InitialValue => Offset.Number;

    internal override string Swing => "noise";

    internal override double LongestStep(double stop) => Step.Number;

    internal override void CheckValues(Element source, string unit)
    {
        source.Require(Law.Number is 1 or 2 or 3 or 4, "trrandom type", Law.Number, "", "1 (uniform), 2 (normal), 3 (exponential) or 4 (Poisson)");
        source.Require(Step.Number > 0, "trrandom ts", Step.Number, "s", ElementRules.AboveZero);
        source.RequireTime("trrandom td", Delay);
        source.RequireFinite("trrandom p1", Width, unit);
        source.RequireFinite("trrandom p2", Center, unit);
        if (Law.Number == 4)
            source.Require((Width?.Number ?? 1) is >= 0 and <= MostOfPoisson, "trrandom p1", Width?.Number ?? 1, "", FormattableString.Invariant($"from 0 to {MostOfPoisson} of a Poisson law"));
    }

    internal override SourceWaveform Times(double count) => this with { Offset = Offset.Times(count), Factor = Factor * count };

    public override SourceWaveform Placed(Placement placement) => new TransientRandomWaveform(
        placement.Value(Law), placement.Value(Step), placement.Value(Delay), placement.Value(Width), placement.Value(Center))
    {
        Offset = placement.Value(Offset),
        Factor = Factor,
        Seed = Seed ?? placement.Seed(),
    };
}
