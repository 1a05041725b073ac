using CircuitSim.Netlists;

namespace CircuitSim.Periphery;

/// <summary>
/// A stage with one analog input and one analog output, in two forms: an exact transfer, and a circuit between two nodes.
/// Immutable; may be shared between threads.
/// </summary>
public interface IAnalogStage
{
    /// <summary>In messages and reports, e.g. "TIA".</summary>
    string Name { get; }

    /// <summary>What the stage is meant to do: its transfer with ideal parts.</summary>
    /// <param name="input">Voltage [V], or for a termination the current that leaves the array [A].</param>
    /// <returns>[V]</returns>
    double Ideal(double input);

    /// <summary>
    /// Adds the circuit. Its elements and inner nodes are named <c>…_name</c> or <c>name_…</c>, so that a stage can be added
    /// once for every line of an array.
    /// </summary>
    /// <param name="input">A node of the stage before; the circuit loads it.</param>
    /// <param name="output">Driven by this stage.</param>
    void AddTo(CircuitDraft draft, string name, NodeId input, NodeId output);
}
