namespace CircuitSim.Cosimulation;

/// <summary>What a whole set of images lost by some parts of the chain being real.</summary>
/// <param name="RmsLsb">Root mean square of the errors at the input of the ADC, its own errors included, in LSB.</param>
/// <param name="LargestLsb">The largest of them.</param>
/// <param name="RmsOutput">Of the network's outputs, over their full scale.</param>
/// <param name="LargestOutput">The largest of them.</param>
/// <param name="Correct">Images classified correctly.</param>
/// <param name="Changed">Images whose class differs from the ideal network's.</param>
public readonly record struct BudgetOutcome(double RmsLsb, double LargestLsb, double RmsOutput, double LargestOutput, int Correct, int Changed);
