using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Experiments.Devices;
using CircuitSim.Experiments.Programming;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// Which amplitudes write a passive array? The least that writes its worst-placed cell, wires included, and the greatest
/// that its worst half-selected cell bears through all writes, over size and wire resistance; for one array also where the
/// disturbance lies, how many of scattered devices fail, and the same write as a transient of the whole array.
/// </summary>
public sealed class ThresholdMargins
{
    public const string Name = "threshold-margins";

    /// <summary>Amplitudes of a yield curve.</summary>
    private const int YieldPoints = 61;

    /// <summary>Arrays above this many cells are not run as a whole.</summary>
    private const int MostCheckedCells = 64 * 64;

    private static readonly WriteDirection[] Directions = [WriteDirection.Set, WriteDirection.Reset];

    private readonly ThresholdMarginsOptions options;
    private readonly DeviceModel card;
    private readonly IReadOnlyList<ICircuitSimulator> references;
    private readonly StudySteps steps;

    /// <param name="references">Engines that run the same writes of the whole array, if it is small.</param>
    /// <exception cref="InvalidParameterException">An option is out of range, or other engines cannot run the array.</exception>
    /// <exception cref="CircuitSimException">There is no such card.</exception>
    public ThresholdMargins(ThresholdMarginsOptions options, IStudyProgress progress, IReadOnlyList<ICircuitSimulator>? references = null)
    {
        options.Validate();
        (this.options, this.references) = (options, references ?? []);
        steps = new StudySteps(progress);
        if (this.references.Count > 0 && options.Size * options.Size > ProgramReference.MostCells)
            throw InvalidParameterException.Because("engine", $"{options.Size} × {options.Size} cells: other engines run a write of at most {ProgramReference.MostCells} cells; give a smaller --size.");
        if (this.references.Count > 0 && options.Scheme == BiasScheme.Floating)
            throw InvalidParameterException.Because("engine", "floating lines are opened by a program, which no netlist can say; take the scheme v2 or v3 for a reference.");
        card = DeviceModel.Load(options.Model, []);
    }

    /// <exception cref="CircuitSimException">Whatever stops it, in one line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ThresholdMarginsResult Run(CancellationToken cancellationToken = default)
    {
        var cases = steps.Run("Windows", step =>
        {
            var found = Windows(step, cancellationToken);
            return (found, $"{found.Count}: {options.Sizes.Count} sizes × {options.WireResistances.Count} wire resistances, set and reset");
        });
        var margins = Margins(options.Size, options.WireResistance);
        var windows = Directions.Select(d => margins.Find(d, cancellationToken)).ToList();
        var yields = steps.Run("Yield", step =>
            (windows.SelectMany(w => Yield(margins, w, step, cancellationToken)).ToList(), $"{options.Samples} scattered devices in each direction"));
        var checks = steps.Run("Whole array", _ => Checks(margins, windows, cancellationToken));
        return new ThresholdMarginsResult
        {
            Options = options,
            Card = card.Provenance,
            Cases = cases,
            Windows = windows,
            DisturbMaps = [.. windows.Select(margins.DisturbMap)],
            Yields = yields,
            Checks = checks,
            Timing = steps.Timing,
        };
    }

    private WriteMargins Margins(int size, double wire) =>
        new(Wiring(size, wire), card.Card, options.Scheme, options.Requirement);

    private CrossbarWiring Wiring(int size, double wire) =>
        CrossbarWiring.Uniform(size, size, wire, options.DriverResistance, options.DriverResistance, options.Drive);

    private List<MarginCase> Windows(IStudyStep step, CancellationToken cancellationToken)
    {
        var places = options.Sizes.Order().SelectMany(size => options.WireResistances.Order().Select(wire => (Size: (int)size, Wire: wire))).ToArray();
        var found = new MarginCase[places.Length][];
        var done = 0;
        Parallel.For(0, places.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken }, k =>
        {
            var margins = Margins(places[k].Size, places[k].Wire);
            found[k] = [.. Directions.Select(d => new MarginCase(places[k].Size, places[k].Wire, margins.Find(d, cancellationToken)))];
            step.Report(Interlocked.Increment(ref done) / (double)places.Length);
        });
        return [.. found.SelectMany(f => f)];
    }

    /// <summary>Shares of scattered devices that fail, over amplitudes around the window.</summary>
    private List<WriteYield> Yield(WriteMargins margins, WriteWindow window, IStudyStep step, CancellationToken cancellationToken)
    {
        var nominal = card.Parameters;
        var law = Variability.LogNormal(options.Sigma);
        var scatter = new VteamScatter { ROn = law, ROff = law, KOn = law, KOff = law, VOn = law, VOff = law };
        var devices = new RandomStream(options.Seed).Child(Name);
        var least = new double[options.Samples];
        var greatest = new double[options.Samples];
        var done = 0;
        Parallel.For(0, options.Samples, new ParallelOptions { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken }, k =>
        {
            var device = scatter.Draw(nominal, devices.Child("device", k));
            least[k] = margins.LeastAmplitude(window.Direction, window.Supply, device, cancellationToken) ?? double.PositiveInfinity;
            greatest[k] = margins.GreatestAmplitude(window.Direction, window.Disturbance, device);
            step.Report(Interlocked.Increment(ref done) / (double)options.Samples);
        });
        // From below both ends of the window, in either order, to above both.
        var (low, high) = (0.8 * Math.Min(window.Least ?? window.Greatest, window.Greatest), 1.2 * Math.Max(window.Least ?? window.Greatest, window.Greatest));
        double Share(Func<int, bool> fails) => Enumerable.Range(0, options.Samples).Count(fails) / (double)options.Samples;
        return [.. Enumerable.Range(0, YieldPoints).Select(k => low + (high - low) * k / (YieldPoints - 1)).Select(a => new WriteYield(
            window.Direction, a, Share(k => least[k] > a), Share(k => greatest[k] < a), Share(k => least[k] > a || greatest[k] < a)))];
    }

    private (List<WholeArrayCheck>, string) Checks(WriteMargins margins, List<WriteWindow> windows, CancellationToken cancellationToken)
    {
        if (options.Size * options.Size > MostCheckedCells)
            return ([], $"left out above {MostCheckedCells} cells");
        List<WholeArrayCheck> checks =
        [
            .. windows.Select(w => Check(margins, w, othersConduct: true, cancellationToken)),
            .. windows.Select(w => Check(margins, w, othersConduct: false, cancellationToken)),
        ];
        return (checks, $"{checks.Count} writes of {options.Size} × {options.Size} cells");
    }

    /// <summary>One write at the window's amplitude with every wire and every device in a transient.</summary>
    private WholeArrayCheck Check(WriteMargins margins, WriteWindow window, bool othersConduct, CancellationToken cancellationToken)
    {
        var device = card.Parameters;
        var range = device.WOff - device.WOn;
        var array = new MemristorArray { Wiring = Wiring(options.Size, options.WireResistance), Card = card.Card, Devices = [device] };
        var cell = window.Supply.Cell;
        var states = new double[array.Count];
        Array.Fill(states, margins.Start(othersConduct ? WriteDirection.Reset : WriteDirection.Set));
        states[cell] = margins.Start(window.Direction);
        var before = states.ToArray();
        var session = new ArraySession(array, new ArrayDrive { Scheme = options.Scheme, LongestStep = options.Requirement.Width, KeepsCourses = references.Count > 0 }, states, cancellationToken);
        session.Apply(
            new WritePulse(window.Direction, cell / options.Size, [new ColumnPulse(cell % options.Size, window.Amplitude, options.Requirement.Width)], options.Requirement.Edge),
            default, cancellationToken);
        session.CopyStates(states);
        var engines = references.Select(simulator =>
        {
            var found = ProgramReference.FinalStates(simulator, array, before, session.Courses, options.Requirement.Edge, session.Time, cancellationToken);
            return new EngineCheck(simulator.Name, (found[cell] - device.WOn) / range, found.Zip(states, (a, b) => Math.Abs(a - b)).Max() / range);
        }).ToList();

        // The written cell moves from one end of its range to the other; each neighbour gets something between these two.
        var background = othersConduct ? 1 / device.ROn : 1 / device.ROff;
        var canMove = othersConduct == (window.Direction == WriteDirection.Reset);
        double Predicted(double written) => canMove
            ? margins.Voltages(window.Direction, cell, background, written).Where((v, k) => k != cell && v > 0).Select(v => margins.Drift(window.Direction, v * window.Amplitude, device, 1)).DefaultIfEmpty(0).Max()
            : 0;
        return new WholeArrayCheck(window.Direction, othersConduct, window.Amplitude, (states[cell] - device.WOn) / range)
        {
            PredictedState = othersConduct ? (margins.StateBehindPulse(window.Direction, window.Supply, device, window.Amplitude, cancellationToken) - device.WOn) / range : null,
            LargestDrift = states.Where((_, k) => k != cell).Select((w, k) => Math.Abs(w - before[k < cell ? k : k + 1]) / range).Max(),
            Engines = engines,
            PredictedDrift = (Predicted(1 / device.ROn), Predicted(1 / device.ROff)),
        };
    }
}
