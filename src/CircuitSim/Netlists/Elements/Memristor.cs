using CircuitSim.Netlists.Cards;

namespace CircuitSim.Netlists.Elements;

/// <summary>A memristor; a positive voltage above v_off moves its state towards w_off (resets it).</summary>
/// <param name="Model">Name of a model card of kind MEMRISTOR.</param>
/// <param name="InitialState">State w at the start [m]; null takes the card's own w0.</param>
public sealed record Memristor(string Name, NodeId Positive, NodeId Negative, string Model, ElementValue? InitialState = null) : Element(Name)
{
    private const string Prefix = "YMEMRISTOR ";

    private static readonly string[] Cards = [VteamCard.Kind];

    public override char Letter => 'Y';

    public override string Kind => "memristor";

    /// <summary>YMEMRISTOR M1 is not the transistor M1.</summary>
    public override string Designation => DesignationOf(Name);

    public override NodeList Nodes => new(Positive, Negative);

    public override CardReference? Card => new(Model, Cards);

    public static string DesignationOf(string name) => Prefix + name;

    /// <summary>The name in a designation; a name by itself is one.</summary>
    public static string NameOf(string designation)
    {
        ArgumentNullException.ThrowIfNull(designation);
        return designation.StartsWith(Prefix, StringComparison.Ordinal) ? designation[Prefix.Length..] : designation;
    }

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Positive = placement.Node(Positive),
        Negative = placement.Node(Negative),
        Model = placement.Model(Model),
        InitialState = placement.Value(InitialState),
    };
}
