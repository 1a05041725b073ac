using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>A memristor; which way a positive voltage moves its state is a matter of the model.</summary>
/// <param name="Model">Name of a model card of kind MEMRISTOR.</param>
/// <param name="InitialState">State w at the start [m]; null takes the card's own.</param>
/// <param name="InitialResistance">Resistance at the start, which says the same in another way [Ω].</param>
public sealed record Memristor(string Name, NodeId Positive, NodeId Negative, string Model, ElementValue? InitialState = null, ElementValue? InitialResistance = null)
    : TwoTerminalElement(Name, Positive, Negative)
{
    private const string Prefix = "YMEMRISTOR ";

    private static readonly string[] Cards = [MemristorCard.Kind];

    public override char Letter => 'Y';

    public override string Kind => "memristor";

    /// <summary>YMEMRISTOR M1 is not the transistor M1.</summary>
    public override string Designation => DesignationOf(Name);

    public override bool IsLinear => false;

    public override CardReference? Card => new(Model, Cards);

    public static string DesignationOf(string name) => Prefix + name;

    /// <summary>The name in a designation; a name by itself is one.</summary>
    public static string NameOf(string designation)
    {
        ArgumentNullException.ThrowIfNull(designation);
        return designation.StartsWith(Prefix, StringComparison.Ordinal) ? designation[Prefix.Length..] : designation;
    }

    /// <summary>State at the start [m].</summary>
    /// <exception cref="InvalidParameterException">The model cannot start there.</exception>
    public double StartOf(IMemristorModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (InitialResistance is not { } resistance)
            return model.RequireStart(InitialState?.Number ?? model.StandardStart);
        return InitialState is null
            ? model.RequireStart(model.StateForResistance(resistance.Number))
            : throw InvalidParameterException.Because(nameof(InitialResistance), "w0 and r_init both say where the state starts; give one of them.");
    }

    internal override void CheckValues(SimulatorOptions options)
    {
        this.RequireFinite("w0", InitialState, "m");
        this.RequireFinite("r_init", InitialResistance, "Ω");
    }

    internal override void CheckAgainst(object parameters)
    {
        try
        {
            StartOf((IMemristorModel)parameters);
        }
        catch (InvalidParameterException e)
        {
            throw NetlistException.At(Place, $"{Name}: {e.Message}");
        }
    }

    protected override TwoTerminalElement WithValues(Placement placement) =>
        this with { Model = placement.Model(Model), InitialState = placement.Value(InitialState), InitialResistance = placement.Value(InitialResistance) };
}
