using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using SpiceSharp;
using SpiceSharp.Simulations;
using SpiceSharp.Simulations.IntegrationMethods;
using SimulationStatistics = CircuitSim.Netlists.Results.SimulationStatistics;

namespace CircuitSim.SpiceSharp;

/// <summary>
/// SpiceSharp as a reference, in this process: the netlist becomes a circuit of its entities (<see cref="CircuitTranslation"/>),
/// with memristors as <see cref="VteamMemristor"/>. Its sparse solver is meant for circuits of a few thousand nodes: the
/// operating point of a 64 × 64 array takes seconds. Stateless; share it between threads.
/// </summary>
public sealed class SpiceSharpSimulator : ICircuitSimulator
{
    internal const string EngineName = "spicesharp";

    public string Name => EngineName;

    public SimulatorAvailability FindAvailability() =>
        SimulatorAvailability.Available(typeof(Transient).Assembly.GetName().Version?.ToString(3) ?? "0.0.0");

    public OperatingPoint SolveOperatingPoint(FlatNetlist netlist, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        var flat = netlist.AskingOperatingPoint();
        var simulation = new OP("operating point");
        simulation.BiasingParameters.Validate = CanBeJudged(flat);
        var quantities = WaveformSelection.Of(flat, AnalysisKind.OperatingPoint).Quantities;
        // The nodes come first.
        NodeId[] nodes = [.. quantities.OfType<NodeVoltageExpression>().Select(v => v.Positive)];
        string[] branches = [.. quantities.OfType<BranchCurrentExpression>().Select(i => i.Element)];
        double[] values = [];
        Drive(simulation, flat, null, OP.ExportOperatingPoint, () =>
        {
            SimulationProbes.RequireInRange(flat, simulation);
            values = [.. SimulationProbes.Of(quantities, simulation).Select(probe => probe())];
        }, cancellationToken);
        return new OperatingPoint(nodes, values.AsSpan(0, nodes.Length), branches, values.AsSpan(nodes.Length)) { Statistics = Statistics(simulation, 1) };
    }

    public SimulationStatistics RunDcSweep(FlatNetlist netlist, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(sink);
        var flat = netlist.Asking(analysis);
        var sweep = (DcSweepAnalysis)flat.Analyses[0];
        if (sweep.Table is not null)
            throw NetlistException.At(sweep.Place, ".dc in SpiceSharp has no .data; choose another engine.");
        if (sweep.Axes.FirstOrDefault(a => SweptThings.ElementOf(flat, a) is not (VoltageSource or CurrentSource)) is { } other)
            throw NetlistException.At(sweep.Place, $".dc in SpiceSharp sweeps sources, not {other.Source}; choose another engine.");
        SourceSweep[] sweeps = [.. sweep.Axes.Reverse()];
        var simulation = new DC("DC sweep", sweeps.Select(s => new ParameterSweep(s.Source, Enumerable.Range(0, s.Count).Select(s.ValueAt))));
        simulation.BiasingParameters.Validate = CanBeJudged(flat);
        simulation.DCParameters.SweepMaxIterations = flat.Options.SweepIterations;
        var selection = WaveformSelection.Of(flat, AnalysisKind.DcSweep);
        var (axis, first) = (SweptThings.VectorOf(flat, sweep.Inner), sweeps.Length - 1);
        WaveformVector[] vectors = [.. sweep.Axes.Skip(1).Select(a => SweptThings.VectorOf(flat, a)), .. selection.Vectors];
        sink.Begin(new WaveformHeader(flat.Title, AnalysisKind.DcSweep, axis, vectors));
        Func<double>[]? probes = null;
        var values = new double[vectors.Length];
        var points = 0;
        Drive(simulation, flat, null, DC.ExportSweep, () =>
        {
            probes ??= SimulationProbes.Of(selection.Quantities, simulation);
            SimulationProbes.RequireInRange(flat, simulation);
            var at = sweep.ValuesAt(points);
            at.AsSpan(1).CopyTo(values);
            for (var k = 0; k < probes.Length; k++)
                values[first + k] = probes[k]();
            sink.Add(at[0], values);
            points++;
        }, cancellationToken);
        sink.End();
        return Statistics(simulation, points);
    }

    public SimulationStatistics RunAc(FlatNetlist netlist, AcAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw NetlistException.At(analysis?.Place, ".ac is not among what SpiceSharp is given here; builtin and ngspice have it.");

    public SimulationStatistics RunNoise(FlatNetlist netlist, NoiseAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw NetlistException.At(analysis?.Place, ".noise is not among what SpiceSharp is given here; builtin and ngspice have it.");

    public SimulationStatistics RunTransferFunction(FlatNetlist netlist, TransferFunctionAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw NetlistException.At(analysis?.Place, ".tf is not among what SpiceSharp is given here; builtin and ngspice have it.");

    public SimulationStatistics RunSensitivity(FlatNetlist netlist, SensitivityAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw NetlistException.At(analysis?.Place, ".sens is not among what SpiceSharp is given here; builtin and ngspice have it.");

    public SimulationStatistics RunTransient(FlatNetlist netlist, TransientAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(sink);
        var flat = netlist.AskingWhole(analysis);
        var asked = (TransientAnalysis)flat.Analyses[0];
        var simulation = new Transient("transient", Method(flat, asked));
        var selection = WaveformSelection.Of(flat, AnalysisKind.Transient);
        sink.Begin(new WaveformHeader(flat.Title, AnalysisKind.Transient, new WaveformVector("time", "s"), selection.Vectors));
        Func<double>[]? probes = null;
        var values = new double[selection.Vectors.Count];
        var points = 0;
        Drive(simulation, flat, asked, Transient.ExportTransient, () =>
        {
            probes ??= SimulationProbes.Of(selection.Quantities, simulation);
            for (var k = 0; k < probes.Length; k++)
                values[k] = probes[k]();
            sink.Add(simulation.Time, values);
            points++;
        }, cancellationToken);
        sink.End();
        var cost = Statistics(simulation, points);
        return cost with
        {
            AcceptedSteps = simulation.Statistics.Accepted,
            RejectedSteps = simulation.Statistics.Rejected,
            NewtonIterations = cost.NewtonIterations + simulation.Statistics.TransientIterations,
        };
    }

    /// <summary>
    /// Whether SpiceSharp's search for floating nodes is right: it takes a current source whose current depends on its own
    /// voltage for an open circuit. Where it may be wrong it is asked only if the matrix turns out to be singular.
    /// </summary>
    private static bool CanBeJudged(FlatNetlist flat) =>
        !flat.Elements.Any(e => e is VoltageControlledCurrentSource or CurrentControlledCurrentSource or BehavioralSource { Quantity: BehavioralQuantity.Current });

    private static SpiceMethod Method(FlatNetlist flat, TransientAnalysis asked)
    {
        var options = flat.Options;
        SpiceMethod method = options.Method == IntegrationMethod.Gear ? new Gear() : new Trapezoidal();
        var (step, start, stop) = (asked.Step.Number, asked.Start.Number, asked.Stop.Number);
        method.InitialStep = step;
        method.StartTime = start;
        method.StopTime = stop;
        method.MaxStep = asked.MaximumStep?.Number ?? Math.Min(step, (stop - start) / 50);
        method.UseIc = asked.UseInitialConditions;
        // Without an operating point a node may well hang on capacitors alone.
        method.Validate = !asked.UseInitialConditions && CanBeJudged(flat);
        method.TransientMaxIterations = options.TransientIterations;
        method.RelativeTolerance = options.RelativeTolerance;
        method.AbsoluteTolerance = options.CurrentTolerance;
        method.ChargeTolerance = options.ChargeTolerance;
        method.TrTol = options.TruncationFactor;
        foreach (var condition in flat.InitialConditions.Where(c => !c.Node.IsGround))
            method.InitialConditions[condition.Node.Name] = condition.Voltage.Number;
        return method;
    }

    private static void Configure(BiasingParameters parameters, FlatNetlist flat)
    {
        var options = flat.Options;
        parameters.RelativeTolerance = options.RelativeTolerance;
        parameters.AbsoluteTolerance = options.CurrentTolerance;
        parameters.VoltageTolerance = options.VoltageTolerance;
        parameters.Gmin = options.MinimumConductance;
        parameters.DcMaxIterations = options.OperatingPointIterations;
        parameters.Temperature = ModelTranslation.Kelvin(options.Temperature);
        parameters.NominalTemperature = ModelTranslation.Kelvin(options.NominalTemperature);
        foreach (var set in flat.NodeSets.Where(s => !s.Node.IsGround && s.Like.IsGround))
            parameters.Nodesets[set.Node.Name] = set.Voltage.Number;
    }

    /// <summary>Runs to the end; SpiceSharp's own loop does nothing until somebody asks for its next point.</summary>
    private static void Drive(
        BiasingSimulation simulation, FlatNetlist flat, TransientAnalysis? transient, int export, Action onPoint, CancellationToken cancellationToken)
    {
        Configure(simulation.BiasingParameters, flat);
        var circuit = CircuitTranslation.Translate(flat, transient);
        simulation.BeforeLoad += (_, _) => cancellationToken.ThrowIfCancellationRequested();
        try
        {
            foreach (var _ in simulation.Run(circuit, export))
                onPoint();
        }
        catch (SpiceSharpException e)
        {
            throw SimulationFailures.Translate(e, simulation, circuit);
        }
    }

    private static SimulationStatistics Statistics(BiasingSimulation simulation, int points) =>
        new(simulation.GetState<IBiasingSimulationState>().Solver.Size, points, NewtonIterations: simulation.Statistics.Iterations);
}
