using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>
/// F(x) = 0 of a circuit with its matrix: the pattern and its ordering are found once, values and factors as often as
/// the point changes.
/// </summary>
internal sealed class EquationSystem
{
    private readonly Circuit circuit;
    private readonly SparseLu lu;
    private readonly double[] jacobian;
    private readonly double[] residual;

    public EquationSystem(Circuit circuit)
    {
        this.circuit = circuit;
        var plan = new MatrixPlan(circuit.UnknownCount);
        foreach (var device in circuit.Devices)
            device.Reserve(plan);
        var pattern = plan.Build(out var slots);
        foreach (var device in circuit.Devices)
            device.Resolve(slots);
        lu = SparseLu.Analyze(pattern);
        jacobian = new double[pattern.EntryCount + 1];
        residual = new double[circuit.UnknownCount + 1];
        X = new double[circuit.UnknownCount + 1];
    }

    /// <summary>[unknowns + 1]; the point: node voltages [V], branch currents [A], and 0 for ground.</summary>
    public double[] X { get; }

    /// <summary>Computes F and ∂F/∂x at <see cref="X"/>.</summary>
    public void Stamp()
    {
        Array.Clear(jacobian);
        Array.Clear(residual);
        X[^1] = 0;
        var target = new StampTarget(X, residual, jacobian);
        foreach (var device in circuit.Devices)
            device.Stamp(target);
    }

    public FactorOutcome Factor() => lu.Refactor(jacobian);

    /// <summary>One Newton step, x −= (∂F/∂x)⁻¹ F, with the residual of the last stamp and the factors at hand.</summary>
    public void Step()
    {
        var step = residual.AsSpan(0, circuit.UnknownCount);
        lu.Solve(step);
        for (var k = 0; k < step.Length; k++)
            X[k] -= step[k];
    }
}
