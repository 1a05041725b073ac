using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Engine;

/// <summary>
/// A transient that a program drives: advance to a time, read nodes and currents, change sources, switches and device
/// states, save and go back, go on. Between calls the circuit stands at <see cref="Time"/>. A change acts from that moment
/// on: charges that only finite currents could move stay, node voltages may jump, and are seen behind the next advance
/// (or <see cref="Settle"/>). One thread at a time.
/// </summary>
public sealed class TransientSession
{
    private readonly Circuit circuit;
    private readonly TransientSolver solver;

    /// <summary>Finds the start: the operating point, or with uic the initial conditions.</summary>
    /// <param name="netlist">Its analyses are not looked at.</param>
    /// <param name="analysis">Step control; its stop gives waveforms their defaults and does not end the session.</param>
    /// <exception cref="NetlistException">The netlist refers to something that is not there, or has a value that cannot be.</exception>
    /// <exception cref="SingularMatrixException">Nothing determines a node or a branch.</exception>
    /// <exception cref="ConvergenceException">No operating point was found.</exception>
    public TransientSession(FlatNetlist netlist, TransientAnalysis analysis, CancellationToken cancellationToken = default)
        : this(Circuit.Build(netlist, analysis), cancellationToken)
    {
    }

    internal TransientSession(Circuit circuit, CancellationToken cancellationToken)
    {
        this.circuit = circuit;
        solver = new TransientSolver(circuit, (TransientAnalysis)circuit.Analysis!);
        solver.Start(cancellationToken);
    }

    /// <summary>[s]</summary>
    public double Time => solver.Time;

    public TransientStatistics Statistics => solver.Statistics;

    internal double[] X => solver.X;

    /// <summary>See <see cref="TransientSolver.Held"/>.</summary>
    internal double[]? Held => solver.Held;

    internal StampTarget Target => solver.Target;

    /// <summary>See <see cref="TransientSolver.Watch"/>.</summary>
    internal void Watch(Action<double> pointSeen, bool statesOnly, double from) => solver.Watch(pointSeen, statesOnly, from);

    /// <summary>See <see cref="TransientSolver.EndAt"/>.</summary>
    internal void EndAt(double time) => solver.EndAt(time);

    /// <summary>Advances to a time exactly, in as many steps as accuracy asks for.</summary>
    /// <param name="time">Not before <see cref="Time"/> [s].</param>
    /// <exception cref="InvalidParameterException">The time has passed, or a device is outside the range of its card.</exception>
    /// <exception cref="ConvergenceException">No step, however short, succeeded.</exception>
    public void AdvanceTo(double time, CancellationToken cancellationToken = default)
    {
        if (!(time >= Time) || double.IsInfinity(time))
            throw InvalidParameterException.OutOfRange(nameof(time), time, "s", "finite and not before the time of the session");
        while (Time < time)
            solver.Step(time, cancellationToken);
    }

    /// <summary>Advances by one step of the engine's choice that does not pass a time; false if the time is reached.</summary>
    /// <param name="limit">[s]</param>
    /// <exception cref="ConvergenceException">No step, however short, succeeded.</exception>
    /// <exception cref="InvalidParameterException">A device is outside the range of its card.</exception>
    public bool Advance(double limit, CancellationToken cancellationToken = default)
    {
        if (!(Time < limit))
            return false;
        solver.Step(limit, cancellationToken);
        return true;
    }

    /// <summary>Makes the effect of changes visible without advancing.</summary>
    /// <exception cref="ConvergenceException">No solution was found.</exception>
    public void Settle(CancellationToken cancellationToken = default) => solver.Settle(cancellationToken);

    /// <summary>Voltage of a node against ground [V].</summary>
    /// <exception cref="NetlistException">There is no such node.</exception>
    public double Voltage(NodeId node) => solver.X[circuit.Numbering.IndexOfNode(node, "the session")];

    /// <summary>Voltage between two nodes [V].</summary>
    /// <exception cref="NetlistException">There is no such node.</exception>
    public double Voltage(NodeId positive, NodeId negative) => Voltage(positive) - Voltage(negative);

    /// <summary>Current of a voltage source, an inductor or another element with a branch, from its positive node through it [A].</summary>
    /// <exception cref="NetlistException">There is no such branch.</exception>
    public double Current(string element) => solver.X[circuit.Numbering.IndexOfBranch(element, "the session")];

    /// <summary>Gives a voltage or current source a constant value from now on [V] or [A].</summary>
    /// <exception cref="NetlistException">There is no such source.</exception>
    /// <exception cref="InvalidParameterException">The value is not finite.</exception>
    public void SetSource(string source, double value)
    {
        InvalidParameterException.RequireFinite(value, "", source);
        ChangeSource(source, value, null);
    }

    /// <summary>
    /// Lets a voltage or current source follow straight lines between points from now on, and stay at the last one. If they
    /// start at its present value nothing jumps; every point is met by a step.
    /// </summary>
    /// <param name="course">In the session's time; what lies in the past does not matter.</param>
    /// <exception cref="NetlistException">There is no such source, or the points are not in order.</exception>
    public void SetSource(string source, PieceWiseLinearWaveform course)
    {
        ArgumentNullException.ThrowIfNull(course);
        if (course.Points.Count == 0 || !course.Points.All(p => double.IsFinite(p.Time.Number) && double.IsFinite(p.Value.Number)))
            throw NetlistException.Because($"{source}: its waveform needs at least one point, and every point finite numbers.");
        if (course.Points.Zip(course.Points.Skip(1)).Any(p => p.Second.Time.Number < p.First.Time.Number))
            throw NetlistException.Because($"{source}: a time of its waveform lies before the one in front of it; put the points in order.");
        ChangeSource(source, null, SourceFunctions.Create(source, course, null));
    }

    /// <summary>Holds a switch on or off from now on, whatever its control; null lets the control decide again.</summary>
    /// <exception cref="NetlistException">There is no such switch.</exception>
    public void SetSwitch(string element, bool? on)
    {
        var index = Find(circuit.Switches.Places, element, "switch");
        if (circuit.Switches.HeldState(index) == on)
            return;
        circuit.Switches.Hold(index, on);
        solver.Interrupt();
    }

    /// <exception cref="NetlistException">There is no such switch.</exception>
    public bool IsOn(string element) => circuit.Switches.IsOn(Find(circuit.Switches.Places, element, "switch"), solver.Target);

    /// <summary>State w of a memristor [m].</summary>
    /// <exception cref="NetlistException">There is no such memristor.</exception>
    public double State(string memristor) => Find(circuit.Memristors, memristor, "memristor").State(solver.Target.AcceptedMemory);

    /// <summary>Gives a memristor another state [m].</summary>
    /// <exception cref="NetlistException">There is no such memristor.</exception>
    /// <exception cref="InvalidParameterException">The state is outside the range of its card.</exception>
    public void SetState(string memristor, double w)
    {
        Find(circuit.Memristors, memristor, "memristor").SetState(solver.Target, w);
        solver.Interrupt();
    }

    /// <summary>
    /// Makes a memristor's state move so many times as fast as its card says, from now on: variation from cycle to cycle
    /// scales k, and a device that is stuck has the factor 0.
    /// </summary>
    /// <exception cref="NetlistException">There is no such memristor.</exception>
    /// <exception cref="InvalidParameterException">The factor is negative or not finite.</exception>
    public void SetSpeed(string memristor, double factor)
    {
        InvalidParameterException.RequireNonNegative(factor, "", "speed");
        Find(circuit.Memristors, memristor, "memristor").SetSpeed(solver.Target, factor);
        solver.Interrupt();
    }

    /// <summary>The whole state; restoring it continues bit by bit as from here.</summary>
    public TransientSnapshot Save()
    {
        var snapshot = solver.Save();
        snapshot.HeldSwitches = [.. Enumerable.Range(0, circuit.Switches.Places.Count).Select(circuit.Switches.HeldState)];
        return snapshot;
    }

    /// <exception cref="InvalidParameterException">The snapshot belongs to another circuit.</exception>
    public void Restore(TransientSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        solver.Restore(snapshot);
        for (var k = 0; k < snapshot.HeldSwitches.Length; k++)
            circuit.Switches.Hold(k, snapshot.HeldSwitches[k]);
    }

    private void ChangeSource(string name, double? value, SourceFunction? course)
    {
        if (!circuit.Numbering.Sources.TryGetValue(name, out var source))
            throw NetlistException.Because($"{name} is not a voltage or current source of the circuit; check its name.");
        if (source.Override == value && source.Course == course)
            return;
        var before = source.At(Time);
        (source.Override, source.Course) = (value, course);
        if (source.At(Time) == before)
            solver.Turn();
        else
            solver.Interrupt();
    }

    private static T Find<T>(IReadOnlyDictionary<string, T> indices, string name, string kind) =>
        indices.TryGetValue(name, out var index)
            ? index
            : throw NetlistException.Because($"{name} is not a {kind} of the circuit; check its name.");
}
