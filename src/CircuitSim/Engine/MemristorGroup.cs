using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CircuitSim.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>
/// Memristors of one model. Each device solves for its own state inside every Newton iteration, by the model's integral for a
/// voltage that goes evenly from that of the last point to the one of the iteration, so the formula of the circuit's charges
/// does not concern it, and nothing depends on the largest step as long as voltages are straight. The circuit's matrix sees
/// the total derivative di/dv = ∂i/∂v + ∂i/∂w · dw/dv along that solution, which may be negative during a reset. At operating
/// points and behind jumps the state stands still. <see cref="MemristorSteps"/> controls the step. It is second order, and
/// A-stable as the trapezoidal rule is.
/// </summary>
internal sealed class MemristorGroup<TModel>(double stateTolerance) : DeviceGroup
    where TModel : struct, IMemristorModel
{
    // Places in the memory of a device.
    private const int State0 = MemristorPlace.State0, Voltage0 = MemristorPlace.Voltage0, VoltageBefore = MemristorPlace.VoltageBefore, Speed = MemristorPlace.Speed;

    // Walked by plain references: through readonly ones a call to a model, whose type is not known here, would copy it.
    private readonly List<Memristor> memristors = [];
    private bool isRanged;

    // A frozen memristor is a resistor, but a running one is not.
    public override bool IsLinear => false;

    /// <param name="memory">First of its <see cref="MemristorPlace.Count"/> places.</param>
    /// <param name="start">State at the start [m].</param>
    public void Add(string name, int a, int b, int memory, in TModel model, double start)
    {
        isRanged |= !model.HoldsEverywhere;
        memristors.Add(new Memristor { Name = name, Stamp = new ConductanceStamp(a, b), Memory = memory, Model = model, Start = start });
    }

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

    public override bool StampsResidualAlone => true;

    public override void Stamp(StampTarget target)
    {
        foreach (ref var m in CollectionsMarshal.AsSpan(memristors))
        {
            var (v, w, slope) = Move(ref m, target);
            var (current, conductance) = m.Model.Linearize(v, w);
            if (slope != 0)
                conductance += m.Model.CurrentPerState(v, w) * slope;
            m.Stamp.Add(target, current, conductance);
            m.Stamp.AddScale(target, current);
        }
    }

    public override void StampResidual(StampTarget target)
    {
        foreach (ref var m in CollectionsMarshal.AsSpan(memristors))
        {
            var (v, w, _) = Move(ref m, target);
            var current = m.Model.Current(v, w);
            m.Stamp.AddCurrent(target, current);
            m.Stamp.AddScale(target, current);
        }
    }

    /// <summary>Takes the state to the end of the step, unless states stand still.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (double Voltage, double State, double StatePerVolt) Move(ref Memristor m, StampTarget target)
    {
        var (memory, accepted) = (target.Memory, target.AcceptedMemory);
        var v = m.Stamp.Voltage(target.X);
        var start = accepted[m.Memory + State0];
        var (w, slope) = (start, 0.0);
        if (!target.StatesFrozen)
        {
            (w, slope) = m.Model.Advance(start, accepted[m.Memory + Voltage0], v, target.StepLength * accepted[m.Memory + Speed]);
            if (!MemristorSteps.IsSettled(m.Model.StateRange, stateTolerance, start, memory[m.Memory + State0], w))
                target.LimitedCount++;
        }

        memory[m.Memory + State0] = w;
        memory[m.Memory + Voltage0] = v;
        memory[m.Memory + VoltageBefore] = accepted[m.Memory + Voltage0];
        memory[m.Memory + Speed] = accepted[m.Memory + Speed];
        return (v, w, slope);
    }

    public override void RequireInRange(StampTarget target)
    {
        if (!isRanged)
            return;
        foreach (ref var m in CollectionsMarshal.AsSpan(memristors))
        {
            var v = target.Memory[m.Memory + Voltage0];
            if (!m.Model.HoldsAt(v))
                m.Model.RequireVoltage(v, $"voltage across {m.Name} at {SiText.Format(target.Time, "s")}");
        }
    }

    public override void PrescribeStart(StampTarget target)
    {
        foreach (var m in memristors)
            (target.AcceptedMemory[m.Memory + State0], target.AcceptedMemory[m.Memory + Speed]) = (m.Start, 1);
    }

    public override double AcceptablePart(StampTarget target, double step, double resolution) =>
        MemristorSteps.AcceptablePart(LargestPart(target), target.HasPast);

    public override double LongestStep(StampTarget target, double step)
    {
        // The first step takes what voltages and states do within it as a measure for the next.
        var longest = MemristorSteps.LongestPart(LargestPart(target));
        if (!target.HasPast)
            return longest * step;
        var (memory, accepted, lastStep) = (target.Memory, target.AcceptedMemory, target.LastStepLength);
        foreach (ref var m in CollectionsMarshal.AsSpan(memristors))
        {
            var voltages = (accepted[m.Memory + VoltageBefore], accepted[m.Memory + Voltage0], memory[m.Memory + Voltage0]);
            longest = MemristorSteps.LongestPart(
                ref m.Model, stateTolerance, accepted[m.Memory + State0], memory[m.Memory + State0], voltages, step, lastStep, accepted[m.Memory + Speed], longest);
        }

        return longest * step;
    }

    public override void AddMoments(StampTarget target, double step, double straightness, List<double> parts)
    {
        var (memory, accepted) = (target.Memory, target.AcceptedMemory);
        foreach (ref var m in CollectionsMarshal.AsSpan(memristors))
        {
            var (w, v0, v1) = (accepted[m.Memory + State0], accepted[m.Memory + Voltage0], memory[m.Memory + Voltage0]);
            if (memory[m.Memory + State0] != w)
                new MemristorCourse<TModel>(m.Model, w, v0, v1, step * accepted[m.Memory + Speed]).AddMoments(straightness, parts);
        }
    }

    public override void Interpolate(StampTarget target, ReadOnlySpan<double> end, double step, double part)
    {
        var (memory, accepted) = (target.Memory, target.AcceptedMemory);
        foreach (ref var m in CollectionsMarshal.AsSpan(memristors))
        {
            var (v0, v1) = (accepted[m.Memory + Voltage0], end[m.Memory + Voltage0]);
            memory[m.Memory + State0] = m.Model.Advance(accepted[m.Memory + State0], v0, v0 + part * (v1 - v0), part * step * accepted[m.Memory + Speed]).State;
        }
    }

    /// <summary>The largest move within the step, as a part of the range.</summary>
    private double LargestPart(StampTarget target)
    {
        var (memory, accepted, largest) = (target.Memory, target.AcceptedMemory, 0.0);
        foreach (ref var m in CollectionsMarshal.AsSpan(memristors))
        {
            var move = Math.Abs(memory[m.Memory + State0] - accepted[m.Memory + State0]);
            // Most cells of an array stay where they are.
            if (move > 0)
                largest = Math.Max(largest, move / m.Model.StateRange);
        }

        return largest;
    }

    private struct Memristor
    {
        public required string Name { get; init; }

        public required ConductanceStamp Stamp;

        public required int Memory { get; init; }

        public required TModel Model;

        public required double Start { get; init; }
    }
}
