using CircuitSim.Netlists;

namespace CircuitSim.Periphery;

/// <summary>A stage that subtracts one voltage from another, as an exact transfer and as a circuit; see <see cref="IAnalogStage"/>.</summary>
public interface IDifferenceStage
{
    string Name { get; }

    /// <param name="positive">[V]</param>
    /// <param name="negative">Of the w_min column [V].</param>
    /// <returns>[V]</returns>
    double Ideal(double positive, double negative);

    void AddTo(CircuitDraft draft, string name, NodeId positive, NodeId negative, NodeId output);
}
