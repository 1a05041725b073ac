using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Elements;

/// <summary>K: inductors that share flux; between any two of them M = k √(L₁ L₂), with the dot at the first node of each.</summary>
/// <param name="Inductors">Two or more inductors of the same circuit.</param>
/// <param name="Coupling">k, from −1 to 1 and not zero.</param>
public sealed record CoupledInductors(string Name, IReadOnlyList<string> Inductors, ElementValue Coupling) : Element(Name)
{
    public override char Letter => 'K';

    public override string Kind => "coupling of inductors";

    /// <summary>None: what it joins are the inductors.</summary>
    public override NodeList Nodes => default;

    public override IReadOnlyList<string> ControlCurrents => Inductors;

    /// <summary>Every two of the inductors, once.</summary>
    public IEnumerable<(string First, string Second)> Pairs =>
        Inductors.SelectMany((first, k) => Inductors.Skip(k + 1).Select(second => (first, second)));

    internal override void CheckValues(SimulatorOptions options) =>
        this.Require(Coupling.Number != 0 && Math.Abs(Coupling.Number) <= 1, "coupling", Coupling.Number, "", "from -1 to 1 and not zero");

    public override Element Placed(string name, Placement placement) => this with
    {
        Name = name,
        Inductors = [.. Inductors.Select(placement.Element)],
        Coupling = placement.Value(Coupling),
    };

    internal override Element Multiplied(double count) => this;
}
