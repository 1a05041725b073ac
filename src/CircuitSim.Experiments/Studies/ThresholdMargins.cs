using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Experiments.Devices;
using CircuitSim.Experiments.Options;
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
public sealed class ThresholdMargins : Study
{
    /// <summary>Amplitudes of a yield curve.</summary>
    private const int YieldPoints = 61;

    /// <summary>Arrays above this many cells are not run as a whole.</summary>
    private const int MostCheckedCells = 64 * 64;

    private static readonly WriteDirection[] Directions = [WriteDirection.Set, WriteDirection.Reset];

    private static readonly WriteRequirement Q = new();

    // A requirement checks itself.
    public static TextOption Model { get; } = new() { Name = "--model", Standard = "vteam_magic", Description = "Model card of the library, or FILE.lib:NAME." };

    public static ChoiceOption<BiasScheme> Scheme { get; } = new() { Name = "--scheme", Key = "scheme", Standard = BiasScheme.HalfVoltage, Choices = [("v2", "V/2", BiasScheme.HalfVoltage), ("v3", "V/3", BiasScheme.ThirdVoltage), ("floating", "floating", BiasScheme.Floating)], Description = "What the lines that are not selected do." };

    public static QuantityOption Width { get; } = new() { Name = "--width", Key = "width_s", Unit = "s", Standard = Q.Width, Rule = NumberRule.Any, Description = "Length of a pulse between its edges" };

    public static QuantityOption Edge { get; } = new() { Name = "--edge", Key = "edge_s", Unit = "s", Standard = Q.Edge, Rule = NumberRule.Any, Description = "Length of each edge" };

    public static QuantityOption Switched { get; } = new() { Name = "--switched", Key = "switched", Unit = "1", Standard = Q.Switched, Rule = NumberRule.Any, Description = "Part of its range that a written state must move" };

    public static IntegerOption Writes { get; } = new() { Name = "--writes", Key = "writes", Standard = Q.Writes, Rule = NumberRule.Any, Description = "Writes of other cells that a cell must bear." };

    public static QuantityOption Tolerance { get; } = new() { Name = "--tolerance", Key = "tolerance", Unit = "1", Standard = Q.Tolerance, Rule = NumberRule.Any, Description = "Part of its range that these may move it" };

    public static QuantityOption Largest { get; } = new() { Name = "--largest", Key = "largest_amplitude_v", Unit = "V", Standard = Q.LargestAmplitude, Rule = NumberRule.Any, Description = "Largest amplitude that is looked at" };

    // The worst neighbour of a cell is another cell of its lines.
    private static readonly NumberRule SizeRule = new("a whole number from 2 to 1024", size => size is >= 2 and <= 1024 && double.IsInteger(size));

    public static IntegerOption Size { get; } = new() { Name = "--size", Key = "size", Subject = "size", Standard = 16, Rule = SizeRule, Description = "Rows and columns of the array that is looked at closely." };

    public static QuantityOption Wire { get; } = new() { Name = "--wire", Key = "wire_resistance_ohm", Subject = "wire", Unit = "Ω", Standard = 1, Description = "Its wire resistance per segment" };

    public static QuantitiesOption Sizes { get; } = new() { Name = "--sizes", Key = "sizes", Subject = "size", Unit = "rows", Standard = [8, 16, 32, 64, 128], Rule = SizeRule, Description = "Array sizes of the curves" };

    public static QuantitiesOption Wires { get; } = new() { Name = "--wires", Key = "wire_resistances_ohm", Subject = "wires", Subjects = "wires", Unit = "Ω", Standard = [0.5, 1, 2, 5], Description = "Wire resistances of the curves" };

    public static QuantityOption Sigma { get; } = new() { Name = "--sigma", Key = "sigma", Subject = "sigma", Unit = "1", Standard = 0.05, Description = "Scatter of resistances, speeds and thresholds" };

    public static IntegerOption Samples { get; } = new() { Name = "--samples", Key = "samples", Subject = "samples", Standard = 400, Description = "Devices drawn for the yield." };

    public static SeedOption Seed { get; } = SeedOption.Of(1);

    public override string Name => "threshold-margins";

    public override string Description => """
        Which amplitudes write a passive array? The least that writes its worst-placed cell, IR drop included, and the greatest that its worst half-selected cell bears, over array size and wire resistance; disturb map, devices that scatter, and a transient of the whole array beside it, with --engine on other engines, too (exit code 1 if they differ).

        Examples:
          circuitsim sweep threshold-margins
          circuitsim sweep threshold-margins --model vteam_magic --scheme v3 --width 50n --writes 10000 --tolerance 0.01
          circuitsim sweep threshold-margins --size 16 --wire 1 --sizes 8,16,32 --wires 0.5,2 --sigma 0.1 --out results/margins
          circuitsim sweep threshold-margins --size 4 --sizes 4,8 --wires 2 --samples 40 --engine all
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
    [
        Model, Scheme, Width, Edge, Switched, Writes, Tolerance, Largest, Size, Wire, Sizes, Wires, WiringOptions.WordWire, WiringOptions.BitWire, WiringOptions.Driver, WiringOptions.Drive, Sigma, Samples, Seed, IntegerOption.Jobs,
    ];

    public override SimulatorUse Simulators { get; } = new(ICircuitSimulator.BuiltIn, "Another engine runs the writes of the whole array, too, if --size is at most 8");

    /// <summary>What a write must do.</summary>
    internal static WriteRequirement RequirementOf(StudyValues values) => new()
    {
        Width = values.Get(Width),
        Edge = values.Get(Edge),
        Switched = values.Get(Switched),
        Writes = values.Get(Writes),
        Tolerance = values.Get(Tolerance),
        LargestAmplitude = values.Get(Largest),
    };

    protected override void CheckTogether(StudyRun run)
    {
        RequirementOf(run.Values).Validated();
        var size = run.Get(Size);
        if (References(run).Any() && size * size > ProgramReference.MostCells)
            throw InvalidParameterException.Because("size", $"{size} × {size} cells: other engines run a write of at most {ProgramReference.MostCells} cells; give a smaller size.");
        if (References(run).Any() && run.Get(Scheme) == BiasScheme.Floating)
            throw InvalidParameterException.Because("engine", "floating lines are opened by a program, which no netlist can say; take the scheme v2 or v3 for a reference.");
        DeviceModel.Load(run.Get(Model), []);
    }

    protected override StudyResult Find(StudyRun run) => Search(run).Tell();

    /// <summary>The built-in engine runs the writes anyway.</summary>
    private static IEnumerable<ICircuitSimulator> References(StudyRun run) => run.Simulators.Where(s => s.Name != ICircuitSimulator.BuiltIn && s.FindAvailability().IsAvailable);

    /// <exception cref="CircuitSimException">Whatever stops it, in one line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static ThresholdMarginsResult Search(StudyRun run) => new Searching(run).Result();

    private sealed class Searching
    {
        private readonly StudyRun run;
        private readonly WriteRequirement requirement;
        private readonly DeviceModel card;
        private readonly List<ICircuitSimulator> references;
        private readonly int size;

        public Searching(StudyRun run)
        {
            this.run = run;
            (requirement, card, size) = (RequirementOf(run.Values), DeviceModel.Load(run.Get(Model), []), run.Get(Size));
            references = [.. References(run)];
        }

        public ThresholdMarginsResult Result()
        {
            var cases = run.Steps.Run("Windows", step =>
            {
                var found = Windows(step);
                return (found, $"{found.Length}: {run.Get(Sizes).Count} sizes × {run.Get(Wires).Count} wire resistances, set and reset");
            });
            var margins = Margins(size, run.Get(Wire));
            var windows = Directions.Select(d => margins.Find(d, run.CancellationToken)).ToList();
            var yields = run.Steps.Run("Yield", step =>
                (windows.SelectMany(w => Yield(margins, w, step)).ToList(), $"{run.Get(Samples)} scattered devices in each direction"));
            var checks = run.Steps.Run("Whole array", _ => Checks(margins, windows));
            return new ThresholdMarginsResult
            {
                Options = run.Values,
                Card = card.Provenance,
                Cases = cases,
                Windows = windows,
                DisturbMaps = [.. windows.Select(margins.DisturbMap)],
                Yields = yields,
                Checks = checks,
                Timing = run.Steps.Timing,
            };
        }

        private WriteMargins Margins(int size, double wire) =>
            new(Wiring(size, wire), card.Card, run.Get(Scheme), requirement);

        private CrossbarWiring Wiring(int size, double wire) =>
            WiringOptions.Of(run.Values, size, size, wire) with { SenseInputs = run.Get(WiringOptions.Driver) };

        private MarginCase[] Windows(IStudyStep step)
        {
            var places = run.Get(Sizes).Order().SelectMany(size => run.Get(Wires).Order().Select(wire => (Size: (int)size, Wire: wire))).ToArray();
            return
            [
                .. run.Each(places.Length, step, k =>
                {
                    var margins = Margins(places[k].Size, places[k].Wire);
                    return Directions.Select(d => new MarginCase(places[k].Size, places[k].Wire, margins.Find(d, run.CancellationToken))).ToArray();
                }).SelectMany(found => found),
            ];
        }

        /// <summary>Shares of scattered devices that fail, over amplitudes around the window.</summary>
        private List<WriteYield> Yield(WriteMargins margins, WriteWindow window, IStudyStep step)
        {
            var nominal = card.Device;
            var law = Variability.LogNormal(run.Get(Sigma));
            var scatter = new DeviceScatter { ROn = law, ROff = law, KOn = law, KOff = law, VOn = law, VOff = law };
            var devices = new RandomStream(run.Get(Seed)).Child("threshold-margins");
            var samples = run.Get(Samples);
            var ends = run.Each(samples, step, k =>
            {
                var device = nominal.Drawn(scatter, devices.Child("device", k));
                return (Least: margins.LeastAmplitude(window.Direction, window.Supply, device, run.CancellationToken) ?? double.PositiveInfinity,
                    Greatest: margins.GreatestAmplitude(window.Direction, window.Disturbance, device));
            });
            // From below both ends of the window, in either order, to above both.
            var (low, high) = (0.8 * Math.Min(window.Least ?? window.Greatest, window.Greatest), 1.2 * Math.Max(window.Least ?? window.Greatest, window.Greatest));
            double Share(Func<(double Least, double Greatest), bool> fails) => ends.Count(fails) / (double)samples;
            return [.. Enumerable.Range(0, YieldPoints).Select(k => low + (high - low) * k / (YieldPoints - 1)).Select(a => new WriteYield(
                window.Direction, a, Share(e => e.Least > a), Share(e => e.Greatest < a), Share(e => e.Least > a || e.Greatest < a)))];
        }

        private (List<WholeArrayCheck>, string) Checks(WriteMargins margins, List<WriteWindow> windows)
        {
            if (size * size > MostCheckedCells)
                return ([], $"left out above {MostCheckedCells} cells");
            List<WholeArrayCheck> checks =
            [
                .. windows.Select(w => Check(margins, w, othersConduct: true)),
                .. windows.Select(w => Check(margins, w, othersConduct: false)),
            ];
            return (checks, $"{checks.Count} writes of {size} × {size} cells");
        }

        /// <summary>One write at the window's amplitude with every wire and every device in a transient.</summary>
        private WholeArrayCheck Check(WriteMargins margins, WriteWindow window, bool othersConduct)
        {
            var device = card.Device;
            var range = device.StateRange;
            var array = new MemristorArray { Wiring = Wiring(size, run.Get(Wire)), Card = card.Card, Devices = [device] };
            var cell = window.Supply.Cell;
            var states = new double[array.Count];
            Array.Fill(states, margins.Start(othersConduct ? WriteDirection.Reset : WriteDirection.Set));
            states[cell] = margins.Start(window.Direction);
            var before = states.ToArray();
            var session = new ArraySession(array, new ArrayDrive { Scheme = run.Get(Scheme), LongestStep = requirement.Width, KeepsCourses = references.Count > 0 }, states, run.CancellationToken);
            session.Apply(
                new WritePulse(window.Direction, cell / size, [new ColumnPulse(cell % size, window.Amplitude, requirement.Width)], requirement.Edge),
                default, run.CancellationToken);
            session.CopyStates(states);
            var engines = references.Select(simulator =>
            {
                var found = ProgramReference.FinalStates(simulator, array, before, session.Courses, requirement.Edge, session.Time, run.CancellationToken);
                return new EngineCheck(simulator.Name, (found[cell] - device.LowestState) / range, found.Zip(states, (a, b) => Math.Abs(a - b)).Max() / range);
            }).ToList();

            // The written cell moves from one end of its range to the other; each neighbour gets something between these two.
            var background = othersConduct ? 1 / device.LowResistance : 1 / device.HighResistance;
            var canMove = othersConduct == (window.Direction == WriteDirection.Reset);
            double Predicted(double written) => canMove
                ? margins.Voltages(window.Direction, cell, background, written).Where((v, k) => k != cell && v > 0).Select(v => margins.Drift(window.Direction, v * window.Amplitude, device, 1)).DefaultIfEmpty(0).Max()
                : 0;
            return new WholeArrayCheck(window.Direction, othersConduct, window.Amplitude, (states[cell] - device.LowestState) / range)
            {
                PredictedState = othersConduct ? (margins.StateBehindPulse(window.Direction, window.Supply, device, window.Amplitude, run.CancellationToken) - device.LowestState) / range : null,
                LargestDrift = states.Where((_, k) => k != cell).Select((w, k) => Math.Abs(w - before[k < cell ? k : k + 1]) / range).Max(),
                Engines = engines,
                PredictedDrift = (Predicted(1 / device.LowResistance), Predicted(1 / device.HighResistance)),
            };
        }
    }
}
