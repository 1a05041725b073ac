namespace CircuitSim.Netlists.Expressions;

/// <summary>An operation on the results of the steps A, B and C.</summary>
/// <param name="A">First operand; of a control its index.</param>
/// <param name="B">Second operand; of a table its index.</param>
/// <param name="Constant">Of a constant, its value.</param>
internal readonly record struct Instruction(Operation Operation, int A = 0, int B = 0, int C = 0, double Constant = 0);
