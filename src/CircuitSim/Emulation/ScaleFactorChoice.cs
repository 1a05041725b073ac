namespace CircuitSim.Emulation;

/// <summary>A scale factor chosen on one of the two sets.</summary>
/// <param name="Best">The lowest scale factor among the equally good.</param>
/// <param name="EquallyGood">How many scale factors are as good, itself included.</param>
public readonly record struct ScaleFactorChoice(ScaleFactorPoint Best, int EquallyGood);
