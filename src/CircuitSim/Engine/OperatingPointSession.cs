using CircuitSim.Netlists;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Engine;

/// <summary>
/// Operating points of one circuit that a program asks for: change sources, solve, read nodes and currents, go on. The circuit
/// is numbered, ordered and first solved once. Every later search starts from that first point and its factors, not from the
/// point before, so a point does not depend on which others were asked for, bit by bit. A linear circuit costs two solutions
/// with factors that stay; where amplifiers bend little the first factors serve, too. One thread at a time.
/// </summary>
public sealed class OperatingPointSession
{
    private readonly Circuit circuit;
    private readonly EquationSystem system;
    private readonly NewtonSolver newton;
    private readonly OperatingPointSearch search;
    private readonly HeldNode[] nodeSets;
    private readonly double[] firstX, firstMemory;
    private long factorizations;

    /// <summary>Finds the first point: sources at their values for an operating point, from the netlist's nodesets.</summary>
    /// <param name="netlist">Its analyses are not looked at.</param>
    /// <exception cref="NetlistException">The netlist refers to something that is not there, or has a value that cannot be.</exception>
    /// <exception cref="SingularMatrixException">Nothing determines a node or a branch.</exception>
    /// <exception cref="ConvergenceException">No operating point was found.</exception>
    /// <exception cref="InvalidParameterException">A device is outside the range of its card there.</exception>
    public OperatingPointSession(FlatNetlist netlist, CancellationToken cancellationToken = default)
    {
        circuit = Circuit.Build(netlist);
        system = new EquationSystem(circuit);
        system.RequireDetermined(isDc: true);
        newton = new NewtonSolver(system);
        search = new OperatingPointSearch(system, newton, "operating point");
        nodeSets = OperatingPointSolver.NodeSets(circuit);
        search.SolveFromNothing(nodeSets, null, cancellationToken);
        system.AcceptDevices();
        (firstX, firstMemory) = ([.. system.Target.X], [.. system.Target.AcceptedMemory]);
        factorizations = -1;
    }

    public int Unknowns => circuit.Numbering.UnknownCount;

    /// <summary>Of all searches so far.</summary>
    public long NewtonIterations => newton.Iterations;

    public long Factorizations => system.Factorizations;

    /// <summary>Gives a voltage or current source a value, which the next <see cref="Solve"/> sees [V] or [A].</summary>
    /// <exception cref="NetlistException">There is no such source.</exception>
    /// <exception cref="InvalidParameterException">The value is not finite.</exception>
    public void SetSource(string source, double value)
    {
        if (!circuit.Numbering.Sources.TryGetValue(source, out var found))
            throw NetlistException.Because($"{source} is not a voltage or current source of the circuit; check its name.");
        found.Override = InvalidParameterException.RequireFinite(value, "", source);
    }

    /// <summary>Finds the operating point of the sources as they are.</summary>
    /// <exception cref="ConvergenceException">No operating point was found; the session goes on.</exception>
    /// <exception cref="SingularMatrixException">Nothing determines an unknown there; the session goes on.</exception>
    /// <exception cref="InvalidParameterException">A device is outside the range of its card there; the session goes on.</exception>
    public void Solve(CancellationToken cancellationToken = default)
    {
        var target = system.Target;
        firstX.CopyTo(target.X, 0);
        firstMemory.CopyTo(target.AcceptedMemory, 0);
        system.Begin();
        if (factorizations != system.Factorizations)
        {
            system.ForgetFactors();
            system.Evaluate();
            system.Factor();
            factorizations = system.Factorizations;
        }

        system.ForgetEvaluations();
        if (newton.SolveNear(circuit.Options.OperatingPointIterations, cancellationToken).Converged)
            search.Refine();
        else
            search.SolveFromNothing(nodeSets, null, cancellationToken);
        system.AcceptDevices();
    }

    /// <summary>Voltage of a node against ground at the point that was solved last [V].</summary>
    /// <exception cref="NetlistException">There is no such node.</exception>
    public double Voltage(NodeId node) => system.Target.X[circuit.Numbering.IndexOfNode(node, "the session")];

    /// <summary>Current of a voltage source, an inductor or another element with a branch, from its positive node through it [A].</summary>
    /// <exception cref="NetlistException">There is no such branch.</exception>
    public double Current(string element) => system.Target.X[circuit.Numbering.IndexOfBranch(element, "the session")];
}
