using System.Runtime.InteropServices;
using CircuitSim.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>
/// VTEAM memristors. Each device solves for its own state inside every Newton iteration, exactly for a voltage that goes
/// evenly from that of the last point to the one of the iteration (<see cref="VteamRamp"/>), so the formula of the circuit's
/// charges does not concern it, and nothing depends on the largest step as long as voltages are straight. The circuit's
/// matrix sees the total derivative di/dv = ∂i/∂v + ∂i/∂w · dw/dv along that solution, which may be negative during a
/// reset. At operating points and behind jumps the state stands still.
/// <para>
/// Control of the step: no state moves by more than <see cref="LargestMove"/> of its range, and what the bending of its
/// voltage costs stays below statetol of the move. It is second order, and A-stable as the trapezoidal rule is.
/// </para>
/// </summary>
internal sealed class MemristorGroup(double stateTolerance) : DeviceGroup
{
    /// <summary>Largest move of a state within one step, as a part of its range.</summary>
    private const double LargestMove = 0.05;

    /// <summary>The same in the first step behind a corner, where nothing is known of how voltages bend.</summary>
    private const double LargestFirstMove = 0.01;

    /// <summary>Errors below this part of statetol times the range do not count.</summary>
    private const double Floor = 1e-3;

    /// <summary>How much of the tolerance an iteration that has converged may leave open.</summary>
    private const double IterationPart = 0.1;

    // Places in the memory of a device.
    private const int State0 = 0, Voltage0 = 1, VoltageBefore = 2, Speed = 3, Places = 4;

    private readonly List<Memristor> memristors = [];
    private bool isRanged;

    public bool IsEmpty => memristors.Count == 0;

    // A frozen memristor is a resistor, but a running one is not.
    public override bool IsLinear => false;

    /// <summary>Numbers of memory that a device needs.</summary>
    public static int MemoryCount => Places;

    /// <summary>Returns the index of the memristor.</summary>
    /// <param name="memory">First of its <see cref="MemoryCount"/> places.</param>
    /// <param name="start">State at the start [m].</param>
    public int Add(string name, int a, int b, int memory, VteamParameters parameters, double start)
    {
        isRanged |= double.IsFinite(parameters.VMin) || double.IsFinite(parameters.VMax);
        memristors.Add(new Memristor
        {
            Name = name,
            Stamp = new ConductanceStamp(a, b),
            Memory = memory,
            Physics = new Vteam(parameters),
            Ramp = new VteamRamp(parameters),
            Parameters = parameters,
            Range = parameters.WOff - parameters.WOn,
            Start = start,
        });
        return memristors.Count - 1;
    }

    /// <param name="memory">That of a point.</param>
    public double State(int index, ReadOnlySpan<double> memory) => memory[memristors[index].Memory + State0];

    /// <exception cref="InvalidParameterException">The state is outside its range.</exception>
    public void SetState(int index, StampTarget target, double w) =>
        target.AcceptedMemory[memristors[index].Memory + State0] = memristors[index].Parameters.RequireStart(w);

    /// <summary>From now on the state moves so many times as fast as the card says; 0 holds it.</summary>
    public void SetSpeed(int index, StampTarget target, double factor) => target.AcceptedMemory[memristors[index].Memory + Speed] = factor;

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
        var (memory, accepted) = (target.Memory, target.AcceptedMemory);
        foreach (ref readonly var m in CollectionsMarshal.AsSpan(memristors))
        {
            var v = m.Stamp.Voltage(target.X);
            var start = accepted[m.Memory + State0];
            var (w, slope) = (start, 0.0);
            if (!target.StatesFrozen)
            {
                (w, slope) = m.Ramp.Advance(start, accepted[m.Memory + Voltage0], v, target.StepLength * accepted[m.Memory + Speed]);
                // Half a tolerance of voltage can be many of the state, whose rate is a power of it.
                if (Math.Abs(w - memory[m.Memory + State0]) > IterationPart * Tolerance(m, w - start))
                    target.LimitedCount++;
            }

            memory[m.Memory + State0] = w;
            memory[m.Memory + Voltage0] = v;
            memory[m.Memory + VoltageBefore] = accepted[m.Memory + Voltage0];
            memory[m.Memory + Speed] = accepted[m.Memory + Speed];
            var (current, conductance) = m.Physics.Linearize(v, w);
            if (slope != 0)
                conductance += m.Physics.CurrentPerState(v, w) * slope;
            m.Stamp.Add(target, current, conductance);
            m.Stamp.AddScale(target, current);
        }
    }

    public override void RequireInRange(StampTarget target)
    {
        if (!isRanged)
            return;
        foreach (ref readonly var m in CollectionsMarshal.AsSpan(memristors))
        {
            var v = target.Memory[m.Memory + Voltage0];
            if (!m.Parameters.HoldsAt(v))
                m.Parameters.RequireVoltage(v, $"voltage across {m.Name} at {SiText.Format(target.Time, "s")}");
        }
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (var m in memristors)
            (target.AcceptedMemory[m.Memory + State0], target.AcceptedMemory[m.Memory + Speed]) = (m.Start, 1);
    }

    public override double AcceptablePart(StampTarget target, double step, double resolution)
    {
        var (largest, limit) = (LargestPart(target), target.HasPast ? LargestMove : LargestFirstMove);
        return largest <= limit ? 1 : Math.Max(0.8 * limit / largest, 0.1);
    }

    public override double LongestStep(StampTarget target, double step)
    {
        // The first step takes what voltages and states do within it as a measure for the next.
        var move = LargestPart(target);
        var longest = move > 0 ? LargestMove / move : double.PositiveInfinity;
        if (!target.HasPast)
            return longest * step;
        // Voltages of three points: v″ = 2 [(v1 − v0)/h − (v0 − v₋₁)/h₋₁] / (h + h₋₁); the error of a step grows as h³, its move as h.
        var ratio = step / target.LastStepLength;
        var scale = step / (4 * (step + target.LastStepLength));
        var (memory, accepted) = (target.Memory, target.AcceptedMemory);
        foreach (ref readonly var m in CollectionsMarshal.AsSpan(memristors))
        {
            var (before, v0, v1) = (accepted[m.Memory + VoltageBefore], accepted[m.Memory + Voltage0], memory[m.Memory + Voltage0]);
            var sag = scale * (v1 - v0 - ratio * (v0 - before));
            var w = memory[m.Memory + State0];
            // A state that a limit holds is exact.
            if (w <= m.Parameters.WOn || w >= m.Parameters.WOff)
                continue;
            var error = m.Ramp.Bending(w, v0, v1, sag, step * accepted[m.Memory + Speed]);
            var tolerance = Tolerance(m, w - accepted[m.Memory + State0]);
            if (error * longest * longest > tolerance)
                longest = Math.Sqrt(tolerance / error);
        }

        return longest * step;
    }

    public override void AddMoments(StampTarget target, double step, double straightness, List<double> parts)
    {
        var (memory, accepted) = (target.Memory, target.AcceptedMemory);
        List<double> corners = [];
        foreach (ref readonly var m in CollectionsMarshal.AsSpan(memristors))
        {
            var (w, v0, v1) = (accepted[m.Memory + State0], accepted[m.Memory + Voltage0], memory[m.Memory + Voltage0]);
            if (memory[m.Memory + State0] == w)
                continue;
            var course = new Course(m, w, v0, v1, step * accepted[m.Memory + Speed], straightness);
            corners.Clear();
            m.Ramp.AddMoments(w, v0, v1, course.Time, corners);
            parts.AddRange(corners);
            var start = 0.0;
            foreach (var corner in corners)
            {
                course.AddBends(start, corner, 0, 1, parts);
                start = corner;
            }

            course.AddBends(start, 1, 0, 1, parts);
        }
    }

    public override void Interpolate(StampTarget target, ReadOnlySpan<double> end, double step, double part)
    {
        var (memory, accepted) = (target.Memory, target.AcceptedMemory);
        foreach (ref readonly var m in CollectionsMarshal.AsSpan(memristors))
        {
            var (v0, v1) = (accepted[m.Memory + Voltage0], end[m.Memory + Voltage0]);
            memory[m.Memory + State0] = m.Ramp.Advance(accepted[m.Memory + State0], v0, v0 + part * (v1 - v0), part * step * accepted[m.Memory + Speed]).State;
        }
    }

    private double Tolerance(in Memristor m, double move) => stateTolerance * (Math.Abs(move) + Floor * m.Range);

    /// <summary>The largest move within the step, as a part of the range.</summary>
    private double LargestPart(StampTarget target)
    {
        var largest = 0.0;
        foreach (ref readonly var m in CollectionsMarshal.AsSpan(memristors))
            largest = Math.Max(largest, Math.Abs(target.Memory[m.Memory + State0] - target.AcceptedMemory[m.Memory + State0]) / m.Range);
        return largest;
    }

    /// <summary>What a device does within a step in which its voltage is straight.</summary>
    private readonly struct Course
    {
        /// <summary>Of the step: parts closer together than this are not looked between.</summary>
        private const double ShortestPart = 1.0 / 1024;

        private readonly Memristor m;
        private readonly double w, v0, v1, stateTolerance, currentTolerance;

        public Course(in Memristor m, double w, double v0, double v1, double time, double straightness)
        {
            (this.m, this.w, this.v0, this.v1, Time) = (m, w, v0, v1, time);
            stateTolerance = straightness * m.Range;
            currentTolerance = 10 * straightness * Math.Max(Math.Abs(At(0).Current), Math.Abs(At(1).Current));
        }

        /// <summary>How long the state moves at the speed of its card [s].</summary>
        public double Time { get; }

        /// <summary>
        /// Adds where the course from one part of the step to another needs points, halving an interval until a line through
        /// what it shares with the course is straight enough. Intervals are halves of halves of the step, so that devices share points.
        /// </summary>
        public void AddBends(double from, double to, double start, double end, List<double> parts)
        {
            var (first, last) = (Math.Max(from, start), Math.Min(to, end));
            if (!(last > first) || end - start <= ShortestPart)
                return;
            var (a, b, between) = (At(first), At(last), At(0.5 * (first + last)));
            if (Math.Abs(0.5 * (a.State + b.State) - between.State) <= stateTolerance
                && Math.Abs(0.5 * (a.Current + b.Current) - between.Current) <= currentTolerance)
            {
                return;
            }

            var middle = 0.5 * (start + end);
            if (middle > first && middle < last)
                parts.Add(middle);
            AddBends(from, to, start, middle, parts);
            AddBends(from, to, middle, end, parts);
        }

        private (double State, double Current) At(double part)
        {
            var v = v0 + part * (v1 - v0);
            var state = m.Ramp.Advance(w, v0, v, part * Time).State;
            return (state, m.Physics.Current(v, state));
        }
    }

    private struct Memristor
    {
        public required string Name { get; init; }

        public required ConductanceStamp Stamp;

        public required int Memory { get; init; }

        public required Vteam Physics;

        public required VteamRamp Ramp;

        public required VteamParameters Parameters { get; init; }

        public required double Range { get; init; }

        public required double Start { get; init; }
    }
}
