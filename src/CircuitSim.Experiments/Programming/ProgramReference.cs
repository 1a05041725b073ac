using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Programming;

/// <summary>
/// One write of a small array by several engines: every cell of the first unit gets one pulse without verify; the sources of
/// the co-simulation are written into a netlist, and each engine runs that as one transient.
/// </summary>
public sealed class ProgramReference
{
    /// <summary>More cells are no matter of minutes for every engine.</summary>
    public const int MostCells = 64;

    private readonly ProgramCase program;
    private readonly IReadOnlyDictionary<string, PieceWiseLinearWaveform> courses;
    private readonly double time;
    private readonly double[] written;

    /// <exception cref="InvalidParameterException">The array is too large, or its lines float.</exception>
    public ProgramReference(ProgramCase program, CancellationToken cancellationToken = default)
    {
        var job = program.Job;
        if (job.Array.Count > MostCells)
            throw InvalidParameterException.Because("rows", $"{job.Array.Rows} × {job.Array.Columns} cells: other engines run one write of at most {MostCells} cells as a reference; give fewer rows and columns.");
        if (job.Drive.Scheme == BiasScheme.Floating)
            throw InvalidParameterException.Because("engine", "floating lines are opened by a program, which no netlist can say; take the scheme v2, v3 or select for a reference.");
        this.program = program;
        var drive = job.Drive with { KeepsCourses = true };
        var session = new ArraySession(job.Array, drive, job.Start.Span, cancellationToken);
        var cells = Enumerable.Range(0, job.Order == WriteOrder.Row ? job.Array.Columns : 1);
        var assumed = job.Nominal.Conductance(0, job.Nominal.StandardStart);
        var selector = job.Array.Cell.Structure == CellStructure.Selector ? job.Array.Cell.Selector : null;
        foreach (var group in cells.Select(j => new CellController(job.Nominal, job.Pulses, job.Targets.Span[j], job.Tolerance, 0, selector).Blind(j, assumed)).GroupBy(p => p.Direction))
            session.Apply(new WritePulse(group.Key, 0, [.. group.Select(p => p.Pulse)], job.Pulses.Edge), default, cancellationToken);
        session.Read(0, new double[job.Array.Columns], default, cancellationToken);
        written = new double[job.Array.Count];
        session.CopyStates(written);
        (courses, time) = (session.Courses, session.Time);
    }

    public static IReadOnlyList<string> Header { get; } = ["engine", "largest difference of a state [% of its range]", "largest difference of a conductance [%]", "cells that moved"];

    /// <summary>An engine's final states beside those of the co-simulation.</summary>
    /// <exception cref="CircuitSimException">The engine failed.</exception>
    public IReadOnlyList<string> Compare(ICircuitSimulator simulator, CancellationToken cancellationToken = default)
    {
        var array = program.Job.Array;
        var states = FinalStates(simulator, array, program.Job.Start.Span, courses, program.Job.Pulses.Edge, time, cancellationToken);
        var (state, conductance, moved) = (0.0, 0.0, 0);
        for (var k = 0; k < array.Count; k++)
        {
            var (w, device) = (states[k], array.DeviceOf(k));
            state = Math.Max(state, Math.Abs(w - written[k]) / device.StateRange);
            conductance = Math.Max(conductance, Math.Abs(device.Conductance(0, w) / device.Conductance(0, written[k]) - 1));
            moved += Math.Abs(w - program.Job.Start.Span[k]) > 1e-6 * device.StateRange ? 1 : 0;
        }

        return [simulator.Name, SiText.Scientific(100 * state), SiText.Scientific(100 * conductance), $"{moved}"];
    }

    /// <summary>States behind what the sources of a co-simulation did, as one transient of one netlist, [M × N] [m].</summary>
    /// <param name="start">[M × N] [m].</param>
    /// <param name="edge">Engines of tolerances of their own are asked for steps that resolve it [s].</param>
    /// <param name="time">When it ends [s].</param>
    /// <exception cref="CircuitSimException">The engine failed.</exception>
    internal static double[] FinalStates(
        ICircuitSimulator simulator, MemristorArray array, ReadOnlySpan<double> start, IReadOnlyDictionary<string, PieceWiseLinearWaveform> courses,
        double edge, double time, CancellationToken cancellationToken)
    {
        var built = MemristorArrayNetlist.Build(array, start, courses: courses);
        var memristors = built.Elements.OfType<Memristor>().Select(m => m.Name).ToList();
        var netlist = built with { Saves = [.. memristors.Select(name => new SaveRequest(new DeviceStateExpression(name)))] };
        var waveforms = new Waveforms();
        simulator.RunTransient(netlist, new TransientAnalysis(edge, time) { MaximumStep = edge }, waveforms, cancellationToken);
        return [.. memristors.Select(name => waveforms[$"w({name})"][waveforms.Points - 1])];
    }
}
