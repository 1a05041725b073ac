using CircuitSim.Netlists;

namespace CircuitSim.Periphery;

/// <summary>A DAC: codes to voltages, as an exact transfer and as a circuit whose bits are sources that a program changes.</summary>
public interface IDigitalToAnalog
{
    string Name { get; }

    /// <summary>2^Bits codes, 0 … 2^Bits − 1.</summary>
    int Bits { get; }

    /// <summary>Code D gives D/2^Bits of it with ideal parts [V].</summary>
    double Reference { get; }

    /// <summary>The exact voltage of a code [V].</summary>
    double Ideal(int code);

    /// <summary>
    /// Adds the circuit; bit k (0 is the least) is set by the source <c>Vname_k</c>, at <see cref="BitVoltage"/> for 1 and at 0 V
    /// for 0.
    /// </summary>
    void AddTo(CircuitDraft draft, string name, NodeId output);

    /// <summary>Of a bit that is 1 [V].</summary>
    double BitVoltage { get; }
}
