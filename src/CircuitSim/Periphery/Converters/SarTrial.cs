namespace CircuitSim.Periphery.Converters;

/// <summary>One decision of a SAR conversion.</summary>
/// <param name="Code">That was tried.</param>
/// <param name="Voltage">Of the common plate at the decision: (D/2^N Range + Lowest − v_in) C/(C + C_p) with ideal parts [V].</param>
/// <param name="IsKept">Whether the comparator left the bit.</param>
public readonly record struct SarTrial(int Code, double Voltage, bool IsKept);
