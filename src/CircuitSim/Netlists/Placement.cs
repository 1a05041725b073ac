using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists;

/// <summary>How one instance of a circuit maps the names and values of its elements to those of the flat circuit.</summary>
public abstract class Placement
{
    public abstract NodeId Node(NodeId node);

    /// <summary>The number of a value under the parameters of this instance.</summary>
    public abstract ElementValue Value(ElementValue value);

    /// <summary>The flat name of another element of the same circuit.</summary>
    public abstract string Element(string name);

    /// <summary>The flat name of the model card that the name means here.</summary>
    public abstract string Model(string name);

    /// <summary>Whether a model card has this name here.</summary>
    public virtual bool HasModel(string name) => false;

    /// <summary>The expression with its parameters replaced by numbers, its nodes and branches by their flat names.</summary>
    public abstract Expression Expression(Expression expression);

    /// <summary>The expression of a value that follows voltages, currents or time, as <see cref="Expression"/> gives it; null of one that is a number.</summary>
    public virtual Expression? Law(ElementValue value) => null;

    /// <summary>What a line asks of a card; null where its word is a parameter after all.</summary>
    internal PassiveModel? Model(PassiveModel? model) => model is null || (model.IsPerhaps && !HasModel(model.Card)) ? null : model.Placed(this);

    /// <summary>The seed of something that is random over time.</summary>
    public virtual ulong Seed() => 0;

    public ElementValue? Value(ElementValue? value) => value is { } given ? Value(given) : null;
}
