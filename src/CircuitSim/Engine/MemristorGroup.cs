using System.Runtime.InteropServices;
using CircuitSim.Devices;

namespace CircuitSim.Engine;

/// <summary>
/// VTEAM memristors. The state w is a charge of its own in the sense of <see cref="StampTarget"/>: its rate is
/// Alpha · w + History = f(v, w), and each device solves this for w by itself inside every Newton iteration, projected to
/// [w_on, w_off]. The circuit's matrix sees the total derivative di/dv = ∂i/∂v + ∂i/∂w · dw/dv along that solution, which
/// may be negative during a reset. At operating points the state stands still.
/// </summary>
internal sealed class MemristorGroup : DeviceGroup
{
    /// <summary>Largest move of a state within one step, as a part of its range.</summary>
    private const double LargestMove = 0.05;

    private const int MostLocalIterations = 60;

    private readonly List<Memristor> memristors = [];

    public bool IsEmpty => memristors.Count == 0;

    // A frozen memristor is a resistor, but a running one is not.
    public override bool IsLinear => false;

    /// <summary>Returns the index of the memristor.</summary>
    /// <param name="start">State at the start [m].</param>
    public int Add(int a, int b, int state, VteamParameters parameters, double start)
    {
        memristors.Add(new Memristor
        {
            Stamp = new ConductanceStamp(a, b),
            State = state,
            Physics = new Vteam(parameters),
            Parameters = parameters,
            Start = start,
        });
        return memristors.Count - 1;
    }

    public double State(int index, StampTarget target) => target.AcceptedCharges[memristors[index].State];

    /// <exception cref="InvalidParameterException">The state is outside its range.</exception>
    public void SetState(int index, StampTarget target, double w) =>
        target.AcceptedCharges[memristors[index].State] = memristors[index].Parameters.RequireStart(w);

    public override void Describe(Topology topology)
    {
        foreach (var m in memristors)
            topology.Conduct(m.Stamp.A, m.Stamp.B);
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (ref var m in CollectionsMarshal.AsSpan(memristors))
            m.Stamp = m.Stamp.Reserve(plan);
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (ref var m in CollectionsMarshal.AsSpan(memristors))
            m.Stamp = m.Stamp.Resolve(slots);
    }

    public override void Stamp(StampTarget target)
    {
        foreach (ref var m in CollectionsMarshal.AsSpan(memristors))
        {
            var v = m.Stamp.Voltage(target.X);
            var (w, slope) = target.StatesFrozen ? (target.AcceptedCharges[m.State], 0) : SolveState(target, m, v);
            target.Charges[m.State] = w;
            var conductance = m.Physics.Conductance(v, w);
            if (slope != 0)
                conductance += m.Physics.CurrentPerState(v, w) * slope;
            var current = m.Physics.Current(v, w);
            m.Stamp.Add(target, current, conductance);
            m.Stamp.AddScale(target, current);
        }
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (var m in memristors)
            target.AcceptedCharges[m.State] = m.Start;
    }

    public override double AcceptablePart(StampTarget target, double step, double resolution)
    {
        var largest = 0.0;
        foreach (ref readonly var m in CollectionsMarshal.AsSpan(memristors))
        {
            var move = Math.Abs(target.Charges[m.State] - target.AcceptedCharges[m.State]) / (m.Parameters.WOff - m.Parameters.WOn);
            largest = Math.Max(largest, move);
        }

        return largest <= LargestMove ? 1 : Math.Max(0.8 * LargestMove / largest, 0.1);
    }

    public override void Accept(StampTarget target)
    {
        foreach (ref readonly var m in CollectionsMarshal.AsSpan(memristors))
        {
            // A state that a limit stopped has no rate, whatever the formula makes of its history.
            var w = target.Charges[m.State];
            if (w <= m.Parameters.WOn || w >= m.Parameters.WOff)
                target.AcceptedRates[m.State] = 0;
        }
    }

    /// <summary>The state at the end of the step for a voltage there, and dw/dv.</summary>
    private static (double State, double Slope) SolveState(StampTarget target, in Memristor m, double v)
    {
        ref readonly var physics = ref m.Physics;
        var (low, high) = (m.Parameters.WOn, m.Parameters.WOff);
        var (alpha, start) = (target.Alpha, target.AcceptedCharges[m.State]);
        // g(w) = Alpha (w − w₁) + c − f(v, w), counted from the last state w₁ so that a state without a rate stays bit by
        // bit. It rises wherever windows close towards the limits: its signs there tell whether the solution lies outside.
        var offset = alpha * start + target.History[m.State];
        if (alpha * (low - start) + offset - physics.StateRate(v, low) >= 0)
            return (low, 0);
        if (alpha * (high - start) + offset - physics.StateRate(v, high) <= 0)
            return (high, 0);
        var (below, above) = (low, high);
        var w = start;
        var tolerance = 1e-14 * (high - low);
        for (var iteration = 0; iteration < MostLocalIterations; iteration++)
        {
            var g = alpha * (w - start) + offset - physics.StateRate(v, w);
            if (g == 0)
                break;
            if (g > 0)
                above = w;
            else
                below = w;
            var next = w - g / (alpha - physics.StateRatePerState(v, w));
            if (!(next > below && next < above))
                next = 0.5 * (below + above);
            var change = Math.Abs(next - w);
            w = next;
            if (change <= tolerance)
                break;
        }

        var stiffness = alpha - physics.StateRatePerState(v, w);
        return (w, stiffness > 0 ? physics.StateRatePerVolt(v, w) / stiffness : 0);
    }

    private struct Memristor
    {
        public required ConductanceStamp Stamp;

        public required int State { get; init; }

        public required Vteam Physics;

        public required VteamParameters Parameters { get; init; }

        public required double Start { get; init; }
    }
}
