namespace CircuitSim.Emulation.Networks;

/// <summary>
/// y = Wᵀx + b for many x, by a matrix of an operator or of a network whose last row is the bias. This is the one seam between a
/// network and what computes it: <see cref="Network.ExactProduct"/> multiplies; a mapped network reads the array that holds the matrix.
/// </summary>
/// <param name="matrix">Index among the matrices of the operator or network.</param>
/// <param name="count">How many x.</param>
/// <param name="inputs">[count × (rows − 1)], row-major, without the bias row's 1.</param>
/// <returns>[count × outputs], row-major.</returns>
public delegate double[] MatrixProduct(int matrix, int count, ReadOnlyMemory<double> inputs);
