using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Files;
using CircuitSim.LookupTables;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// A user's own network and inputs on arrays: outputs, where they differ from the ideal ones, and which stage is at fault.
/// </summary>
/// <remarks>
/// Each matrix is scaled so that the largest |x| of its inputs is the row voltage V_read, as the bias row's is: the array holds
/// [max|x| W; b] and takes x / max|x|. A matrix without bias has no bias row. Inputs pass in blocks of fixed size, so memory does not
/// grow with them, and sums over blocks are added in order.
/// </remarks>
public sealed class Infer : Study
{
    internal const string WiresName = "wires";

    internal const string GainsName = "column gains";

    /// <summary>Inputs of a block, at most.</summary>
    private const int MostInBlock = 256;

    /// <summary>Numbers between the stages of a block, roughly.</summary>
    private const long NumbersInBlock = 1 << 21;

    /// <summary>Column currents that are kept, as many as an archive that can be read.</summary>
    private const int MostTaps = (1 << 28) - 1;

    /// <summary>What wires may cost by themselves, relative to full scale, before a remedy is looked for.</summary>
    private const double ToleratedRms = 0.01;

    /// <summary>Of an array whose remedy is looked for, so that looking takes no longer than what was asked.</summary>
    private const long MostTriedCells = 1 << 19;

    /// <summary>Of read-outs of circuits, which have ADCs in any case.</summary>
    private const int StandardAdcBits = 8;

    private static readonly NumberRule FromOne = NumberRule.AtLeast(1);

    internal static readonly ActivationOperator NoActivation = new("Identity", y => y);

    public static FilesOption Weights { get; } = new() { Name = "--weights", Key = "weights", Standard = [], Description = $"Weights W [inputs × outputs] of any kind of number, {ArrayFile.Endings}; once for each layer, from input to output." };

    public static FilesOption Bias { get; } = new() { Name = "--bias", Key = "bias", Standard = [], Description = "Bias [outputs], once for each layer. Default: none.", OnlyWith = (Weights, null) };

    public static TextOption Network { get; } = new() { Name = "--network", Key = "network", Standard = "", Placeholder = "file", MayBePath = true, Description = "A network's file instead: ONNX (.onnx), an archive (.npz) of weights_0, bias_0, weights_1 and so on or of named nodes (docs/onnx.md), or a trained network (.npz).", NotWith = Weights };

    public static FlagOption Transpose { get; } = new() { Name = "--transpose", Key = "transpose", Standard = false, Description = "All W are [outputs × inputs], as PyTorch has them." };

    public static ChoiceOption<ActivationOperator?> Activation { get; } = new()
    {
        Name = "--activation",
        Key = "activation",
        Standard = null,
        Choices = [("relu", "relu", ActivationOperator.Relu), ("sigmoid", "sigmoid", ActivationOperator.Sigmoid), ("tanh", "tanh", ActivationOperator.Tanh), ("none", "none", NoActivation)],
        Description = "Between two layers. Default: relu.",
    };

    public static TextOption Inputs { get; } = new() { Name = "--inputs", Key = "inputs", Standard = "", Placeholder = "file", MayBePath = true, Description = $"Inputs [inputs × numbers] of any range, {ArrayFile.Endings}; pictures are flattened where weights ask for it." };

    public static TextOption Labels { get; } = new() { Name = "--labels", Key = "labels", Standard = "", Placeholder = "file", MayBePath = true, Description = "Class of each input, from 0 on: accuracy is found, too." };

    public static ChoiceOption<EncodingChoice> Encoding { get; } = new()
    {
        Name = "--encoding",
        Key = "encoding",
        Standard = EncodingTable.All[0],
        Choices = [.. EncodingTable.All.Select(e => (e.ShortWord, e.Word, e))],
        Description = "How signed weights become conductances.",
    };

    public static OptionalIntegerOption Levels { get; } = new() { Name = "--levels", Key = "levels", Standard = null, Description = "Conductance levels of a cell; of 4-bit cells 16. Default: any conductance." };

    public static OptionalIntegerOption Bits { get; } = new() { Name = "--bits", Key = "bits", Standard = null, Description = "Bits of a weight, where the encoding gives each a cell. Default: 4, of bit-sliced 8.", NotWith = Levels };

    public static TextOption Table { get; } = new() { Name = "--device-table", Key = "device_table", Standard = "", Placeholder = "file", MayBePath = true, Description = "Cells as the pulses of a device write them, whose tables lut device measured: tables.npz or its folder. R_on and R_off are the table's, and each cell is set and reset until it is near its target." };

    public static QuantityOption WriteTolerance { get; } = new() { Name = "--write-tolerance", Key = "write_tolerance", Subject = "write tolerance", Unit = "1", Standard = DeviceTableSweep.Tolerance.Standard, Rule = DeviceTableSweep.Tolerance.Rule, OnlyWith = (Table, null), Description = "Error of a written conductance that is good enough, relative to the target" };

    public static IntegerOption PulseLimit { get; } = new() { Name = "--max-pulses", Key = "max_pulses", Subject = "pulse limit", Standard = DeviceTableSweep.PulseLimit.Standard, Rule = DeviceTableSweep.PulseLimit.Rule, OnlyWith = (Table, null), Description = "Most pulses that a cell may have." };

    public static QuantityOption OnResistance { get; } = new() { Name = "--r-on", Key = "r_on_ohm", Subject = "R_on", Unit = "Ω", Standard = 10e3, Rule = NumberRule.Positive, Description = "Least resistance of a cell" };

    public static QuantityOption OffResistance { get; } = new() { Name = "--r-off", Key = "r_off_ohm", Subject = "R_off", Unit = "Ω", Standard = 1e6, Rule = NumberRule.Positive, Description = "Greatest resistance of a cell" };

    public static QuantityOption Variation { get; } = new() { Name = "--variation", Key = "variation", Subject = "variation", Unit = "1", Standard = 0, Description = "Standard deviation of every cell's conductance relative to its target, normal; one chip is drawn" };

    public static QuantityOption Wire { get; } = new() { Name = "--wire", Key = "wire_resistance_ohm", Subject = "wire resistance", Unit = "Ω", Standard = 0, Description = "Wire resistance per segment" };

    public static IntegerOption TileRows { get; } = new() { Name = "--tile-rows", Key = "tile_rows", Subject = "tile rows", Standard = 4096, Rule = FromOne, Description = "Word lines of a tile, whose currents are summed; arrays of no more are one tile." };

    public static IntegerOption TileColumns { get; } = new() { Name = "--tile-columns", Key = "tile_columns", Subject = "tile columns", Standard = 4096, Rule = FromOne, Description = "Bit lines of a tile; arrays of no more are one tile." };

    public static OptionalIntegerOption AdcBits { get; } = new() { Name = "--adc-bits", Key = "adc_bits", Standard = null, Description = "Bits of each column's ADC, from 0 to the largest current of these inputs. Default: currents as they are." };

    public static ChoiceOption<bool> AdcRange { get; } = new() { Name = "--adc-range", Key = "adc_range", Standard = false, Choices = [("ideal", "ideal", false), ("read", "read", true)], Description = "Whether the ADCs' full scale is the largest current without wires, or the largest that is read: wires leave codes unused." };

    public static FlagOption ColumnGains { get; } = new() { Name = "--column-gains", Key = "column_gains", Standard = false, Description = "Take back what wires keep, with a digital gain for each column that is measured once, all rows on." };

    public static QuantityOption Voltage { get; } = new() { Name = "--v-read", Key = "read_voltage_v", Subject = "read voltage", Unit = "V", Standard = 0.2, Rule = NumberRule.Positive, Description = "Row voltage of the largest magnitude of the inputs" };

    /// <summary>Wires of the read-out are those of the array.</summary>
    private static IReadOnlyList<StudyOption> ReadOutParts { get; } = [ReadOutOptions.Stages, .. ReadOutOptions.Parts.Except([ReadOutOptions.Wire, WiringOptions.WordWire, WiringOptions.BitWire])];

    public static FlagOption Taps { get; } = new() { Name = "--taps", Key = "taps", Standard = false, Description = "Write the column currents of every array, ideal and circuit, too (taps.npz)." };

    public static SeedOption Seed { get; } = SeedOption.Of(1);

    public override string Name => "infer";

    public override string Description => """
        Your own weights and inputs through arrays: the outputs, how far they are from the ideal ones, and which stage is at fault.

        Writes outputs.npy and ideal.npy, both as NumPy's x @ W + b has them. Weights may be negative, inputs too: they are then read in two
        cycles. Numbers may be of any kind (float32, integers), in C or Fortran order.

        Examples:
          circuitsim infer --weights examples/W.npy --inputs examples/X.npy --wire 2 --levels 16 --adc-bits 6
          circuitsim infer --weights examples/W1.npy --bias examples/b1.npy --weights examples/W2.npy --bias examples/b2.npy --inputs examples/X.npy --labels examples/y.npy --encoding differential
          circuitsim infer --network examples/network.npz --activation tanh --inputs examples/X.csv --encoding two-complement --bits 6 --wire 1 --tile-rows 32
          circuitsim infer --network examples/model.onnx --inputs examples/X.npy --labels examples/y.npy --wire 0.5 --tile-rows 64 --adc-bits 8
          circuitsim infer --weights examples/W.npy --inputs examples/X.npy --wire 2 --encoding differential --levels 16 --adc-bits 8 --column-gains --adc-range read
          circuitsim infer --weights examples/W.npy --inputs examples/X.npy --wire 1 --adc-bits 8 --stages driver,array,tia,adc
          circuitsim infer --weights examples/W.npy --inputs examples/X.npy --device-table results/lut-device --write-tolerance 0.02 --wire 1
          circuitsim infer --weights examples/W.npy --inputs examples/X.npy --variation 0.05 --seed 3 --taps --out results/mine
        """;

    public override IReadOnlyList<StudyOption> Options { get; } =
    [
        Weights, Bias, Network, Transpose, Activation, Inputs, Labels, Encoding, Levels, Bits, OnResistance, OffResistance, Variation, Table, WriteTolerance, PulseLimit, Wire, WiringOptions.WordWire, WiringOptions.BitWire, TileRows, TileColumns,
        WiringOptions.Driver, WiringOptions.Sense, WiringOptions.Drive, ColumnGains, AdcBits, AdcRange, Voltage, Taps, .. ReadOutParts, Seed, IntegerOption.Jobs,
    ];

    protected override void CheckTogether(StudyRun run)
    {
        CheckCells(run);
        if (run.Get(Table).Length > 0 && new StudyOption[] { OnResistance, OffResistance, Variation }.Any(run.Values.IsGiven))
            throw InvalidParameterException.Because("device table", "device table: the cells' resistances and what becomes of them are the table's; leave R_on, R_off and the variation out.");
        _ = TableOf(run);
        if (run.Get(AdcBits) is { } adc)
            _ = new ColumnQuantizer(adc, 1);
        var hasSubtractor = run.Get(Encoding).Word == OffsetColumn.Word;
        ReadOutOptions.Check(run.Values, hasSubtractor, run.Get(AdcBits) ?? StandardAdcBits);
        if (IsReadByCircuits(run) && run.Get(ColumnGains))
            throw InvalidParameterException.Because("stages", "stages: a read-out of circuits has no gains of columns; leave one of the two out.");
        if (IsReadByCircuits(run) && (run.Get(TileRows), run.Get(TileColumns)) != (TileRows.Standard, TileColumns.Standard))
            throw InvalidParameterException.Because("stages", "stages: a read-out of circuits takes each array as one tile; leave the tiles out.");
    }

    /// <summary>Refuses an encoding, levels, bits or resistances that do not go together.</summary>
    internal static void CheckCells(StudyRun run)
    {
        var (choice, levels, bits) = (run.Get(Encoding), run.Get(Levels), run.Get(Bits));
        if (choice.TakesBits && levels is not null)
            throw InvalidParameterException.Because("levels", $"levels: a cell of the encoding {choice.ShortWord} is on or off; choose the bits of a weight instead.");
        if (!choice.TakesBits && bits is not null)
            throw InvalidParameterException.Because("bits", $"bits: the encoding {choice.ShortWord} has one cell for all of them; choose its levels instead.");
        CheckRange(run);
        _ = EncodingOf(run, new WeightMatrix(1, 1, [1])).Encode(new WeightMatrix(1, 1, [1]));
    }

    /// <summary>Refuses a greatest resistance that is not above the least one.</summary>
    internal static void CheckRange(StudyRun run)
    {
        if (run.Get(OffResistance) <= run.Get(OnResistance))
            throw InvalidParameterException.OutOfRange("R_off", run.Get(OffResistance), "Ω", $"above R_on = {SiText.Format(run.Get(OnResistance), "Ω")}");
    }

    protected override StudyResult Find(StudyRun run)
    {
        var table = TableOf(run);
        if (table is not null)
            run = new StudyRun(run.Values.With(OnResistance, 1 / table.Conductances.Greatest).With(OffResistance, 1 / table.Conductances.Least), run.Progress, run.Simulators, run.CancellationToken);
        var subject = run.Steps.Run("Network", _ => InferNetwork.Read(run) is var read ? (read, Invariant($"{read.Describe()}, {read.Inputs.Batch} inputs")) : default);
        var network = subject.Network;
        if (network.Matrices.Count == 0)
            throw InvalidParameterException.Because("network", "network: it has no matrix that an array could hold.");
        var (blocks, reads) = Blocks(network, subject.Inputs, subject.Batch);
        var ideal = run.Steps.Run("Ideal", step => (run.Each(blocks.Length, step, k => Ideal(network, blocks[k])), Invariant($"{blocks.Length} blocks")));
        (double Least, double Greatest)[] ranges = [.. network.Matrices.Select((_, m) => (ideal.Min(i => i.Ranges[m].Least), ideal.Max(i => i.Ranges[m].Greatest)))];
        if (ideal[0].Outputs.Batch != blocks[0].Batch)
            throw InvalidParameterException.Because("network", $"network: its outputs have shape {ideal[0].Outputs} for {blocks[0].Batch} inputs; their first dimension must count the inputs, as that of a recurrent network does which was exported with batch_first=True.");
        var judge = new InferJudge(run.Get(Labels), subject.Inputs.Batch, [.. ideal.Select(i => i.Outputs)]);
        var arrays = run.Steps.Run("Arrays", step =>
        {
            var made = new InferArray[network.Matrices.Count];
            for (var m = 0; m < made.Length; m++)
            {
                made[m] = Map(run, m, network.Matrices[m].Weights, ranges[m], table);
                step.Report((m + 1.0) / made.Length);
            }

            return (made, string.Join(", ", made.Select(a => Invariant($"{a.Rows} × {a.Layer.Columns}"))));
        });
        if (run.Get(Taps) && arrays.Zip(reads, (a, n) => 2 * n * a.Layer.Columns * subject.Inputs.Batch).Sum() is > MostTaps and var currents)
            throw InvalidParameterException.Because("taps", Invariant($"taps: these inputs have {currents} column currents, and at most {MostTaps} are written; take fewer inputs."));
        var stages = StagesOf(run);
        InferAdcs? adcs = run.Get(AdcBits) is { } bits ? run.Steps.Run("Full scales", step =>
        {
            ColumnQuantizer[] Of(InferEffects effects) => Quantizers(run, bits, network, blocks, arrays, effects, step);
            var ideal = Of(new InferEffects());
            return (new InferAdcs(ideal, run.Get(AdcRange) ? Of(stages[^1].Along with { IsQuantized = false }) : ideal), Invariant($"{bits} bits"));
        }) : null;
        var read = run.Steps.Run("Read", step => (run.Each(blocks.Length, step, k => Read(run, network, blocks[k], k, judge, arrays, adcs, stages)), string.Join(", ", stages.Select(s => s.Name))));
        var result = new InferResult(run, subject, judge, arrays, adcs?.Along, stages, read);
        var told = result.Tell(result.WiresAlone > ToleratedRms && arrays.Max(a => (long)a.Rows * a.Layer.Columns) <= MostTriedCells
            ? run.Steps.Run("Remedies", _ => Remedies(run, network, ranges, blocks[0], judge, arrays)) : []);
        return IsReadByCircuits(run) ? ReadByCircuits(run, subject, judge, arrays, blocks[0], told) : told;
    }

    private static bool IsReadByCircuits(StudyRun run) => !StageSet.Parse(run.Get(ReadOutOptions.Stages)).IsIdeal;

    /// <summary>All inputs again, with stages of the read-out as circuits: the outputs are those of that read.</summary>
    private static StudyResult ReadByCircuits(StudyRun run, InferNetwork subject, InferJudge judge, InferArray[] arrays, Tensor calibration, StudyResult result)
    {
        var mapped = new MappedNetwork(subject.Network, [.. arrays.Select(a => a.LayerWith(IsVaried(run)))], [.. arrays.Select(a => a.Scale)]);
        var (read, outputs) = NetworkReadOutReport.Run(run, result, new NetworkReadOutCase(mapped, calibration, subject.Inputs, judge.Labels, run.Get(AdcBits) ?? StandardAdcBits),
            new RandomStream(run.Get(Seed)), run.Values.With(ReadOutOptions.Wire, run.Get(Wire)));
        return read with { Binaries = [.. read.Binaries.Select(b => b.Name == InferResult.OutputsFile ? (b.Name, InferResult.Npy(outputs!.Shape, subject.IsOne, outputs.Values)) : b)] };
    }

    /// <summary>What makes the wires cost less, each change by itself, on the first block of inputs: what helps one encoding may harm another.</summary>
    private static (IReadOnlyList<(string Change, double Rms)> Found, string Outcome) Remedies(StudyRun run, Network network, (double Least, double Greatest)[] ranges, Tensor block, InferJudge judge, InferArray[] arrays)
    {
        var rows = Math.Min(arrays.Max(a => a.Rows), run.Get(TileRows));
        var values = run.Values.With(Variation, 0).With(Table, "");
        List<(string Change, StudyValues Values)> changes = [("R_on and R_off ten times as large", values.With(OnResistance, 10 * run.Get(OnResistance)).With(OffResistance, 10 * run.Get(OffResistance)))];
        if (run.Get(WiringOptions.Drive) == WordLineDrive.OneEnd)
            changes.Add(("word lines driven from both ends", values.With(WiringOptions.Drive, WordLineDrive.BothEnds)));
        foreach (var height in (ReadOnlySpan<int>)[32, 8])
        {
            if (height < rows)
                changes.Add((Invariant($"tiles of {height} rows"), values.With(TileRows, height)));
        }

        if (run.Get(Encoding).Word != DifferentialPair.Word)
            changes.Add(("the encoding differential", values.With(Encoding, EncodingTable.Find(DifferentialPair.Word)).With(Bits, null)));
        var found = changes.Select(change =>
        {
            var changed = new StudyRun(change.Values, run.Progress, run.Simulators, run.CancellationToken);
            InferArray[] own = [.. network.Matrices.Select((m, k) => Map(changed, k, m.Weights, ranges[k]))];
            return (change.Change, Rms: Rms(own, new InferEffects { IsWired = true, IsCompensated = run.Get(ColumnGains) }));
        }).ToList();
        if (!run.Get(ColumnGains))
            found.Add((GainsName, Rms(arrays, new InferEffects { IsWired = true, IsCompensated = true })));
        return ([.. found.OrderBy(f => f.Rms)], Invariant($"{found.Count} changes"));

        double Rms(InferArray[] own, InferEffects effects)
        {
            double[] Outputs(InferEffects e) => network.Apply(block, (m, count, x) => own[m].Multiply(count, x, e, null)).Values.ToArray();
            return judge.Of(0, Outputs(effects), Outputs(new InferEffects())).Rms;
        }
    }

    internal static IEncoding EncodingOf(StudyRun run, WeightMatrix weights) =>
        run.Get(Encoding).Of(weights, run.Get(Levels) ?? run.Get(Bits), 1 / run.Get(OnResistance), 1 / run.Get(OffResistance));

    /// <summary>Whether cells are not at their targets.</summary>
    private static bool IsVaried(StudyRun run) => run.Get(Variation) > 0 || run.Get(Table).Length > 0;

    /// <summary>The tables whose pulses write the cells, or null.</summary>
    private static DeviceTable? TableOf(StudyRun run)
    {
        if (run.Get(Table).Length == 0)
            return null;
        var table = TabledDevice.ReadTable(run.Get(Table));
        return table.IsOhmic ? table
            : throw InvalidParameterException.Because("device table", $"{run.Get(Table)}: the cells are not ohmic, and an array is read here as one matrix; sweep device-table reads such cells.");
    }

    private static bool HasWires(StudyRun run) => WiringOptions.HasWires(run.Values, run.Get(Wire)) || run.Get(WiringOptions.Driver) > 0 || run.Get(WiringOptions.Sense) > 0;

    /// <summary>Blocks of inputs of one size, as many numbers between the stages as memory bears lightly; and how often an input reads each matrix.</summary>
    private static (Tensor[] Blocks, double[] Reads) Blocks(Network network, Tensor inputs, int? batch)
    {
        var (each, first) = (inputs.Count / inputs.Batch, batch ?? 1);
        var taken = MappedNetwork.InputsOf(network, new Tensor([first, .. inputs.Shape.Skip(1)], inputs.Values[..(first * each)]));
        var numbers = each + taken.Sum(x => (long)x.Length) / first;
        var size = batch ?? (int)Math.Clamp(NumbersInBlock / numbers, 1, MostInBlock);
        return ([.. Enumerable.Range(0, (inputs.Batch + size - 1) / size).Select(k => (Start: k * size, Count: Math.Min(size, inputs.Batch - k * size)))
            .Select(b => new Tensor([b.Count, .. inputs.Shape.Skip(1)], inputs.Values.Slice(b.Start * each, b.Count * each)))],
            [.. taken.Select((x, m) => (double)x.Length / (network.Matrices[m].Weights.Rows - 1) / first)]);
    }

    /// <summary>The ideal outputs of a block, and between which numbers each matrix' inputs lie, 0 among them.</summary>
    private static ((double Least, double Greatest)[] Ranges, Tensor Outputs) Ideal(Network network, Tensor block)
    {
        var ranges = new (double Least, double Greatest)[network.Matrices.Count];
        var outputs = network.Apply(block, (m, count, x) =>
        {
            foreach (var value in x.Span)
                ranges[m] = (Math.Min(ranges[m].Least, value), Math.Max(ranges[m].Greatest, value));
            return network.ExactProduct(m, count, x);
        });
        return (ranges, outputs);
    }

    /// <summary>A matrix on its array, with all cells that the stages ask for.</summary>
    private static InferArray Map(StudyRun run, int index, WeightMatrix matrix, (double Least, double Greatest) inputs, DeviceTable? table = null)
    {
        var array = InferArray.Of(matrix, inputs, weights => EncodingOf(run, weights).Encode(weights), run.Get(Voltage));
        var targets = array.Layer.Weights.Conductances.ToArray();
        var varied = new double[targets.Length];
        var random = new RandomStream(run.Get(Seed)).Child("cells", index);
        if (table is not null)
            varied = DeviceTableWrite.ByTable(run, table, table.Conductances.Least, new VerifiedWrite(run.Get(WriteTolerance), run.Get(PulseLimit)), targets, random, step: null).Conductances;
        else
            Variability.Normal(run.Get(Variation)).Apply(targets, random, varied);
        var cells = new Dictionary<InferEffects, double[]> { [new InferEffects()] = targets };
        if (IsVaried(run))
            cells[new InferEffects { IsVaried = true }] = varied;
        if (HasWires(run))
        {
            foreach (var (effects, conductances) in cells.ToList())
                cells[effects with { IsWired = true }] = cells[effects with { IsWired = true, IsCompensated = true }] = Wired(run, array, conductances);
        }

        return array.With(cells);
    }

    /// <summary>The effective conductance of all tiles; the row of a bias that there is not stays without any.</summary>
    private static double[] Wired(StudyRun run, InferArray array, double[] cells)
    {
        var (columns, effective) = (array.Layer.Columns, new double[cells.Length]);
        var tiling = RowTiling.Of(array.Rows, run.Get(TileRows));
        for (var first = 0; first < columns; first += run.Get(TileColumns))
        {
            var width = Math.Min(run.Get(TileColumns), columns - first);
            var part = new double[array.Rows * width];
            for (var i = 0; i < array.Rows; i++)
                cells.AsSpan(i * columns + first, width).CopyTo(part.AsSpan(i * width));
            var wiring = WiringOptions.Of(run.Values, tiling.TileRows, width, run.Get(Wire));
            var found = tiling.Effective(wiring, part, 1 / run.Get(OffResistance), new CrossbarSolverOptions { Threads = run.Get(IntegerOption.Jobs) }, run.CancellationToken);
            for (var i = 0; i < array.Rows; i++)
                found.AsSpan(i * width, width).CopyTo(effective.AsSpan(i * columns + first));
        }

        return effective;
    }

    /// <summary>Full scale of each array's ADCs: its largest column current over all inputs as the ideal network passes them on.</summary>
    private static ColumnQuantizer[] Quantizers(StudyRun run, int bits, Network network, Tensor[] blocks, InferArray[] arrays, InferEffects effects, IStudyStep step)
    {
        var found = run.Each(blocks.Length, step, k =>
        {
            var largest = new double[arrays.Length];
            network.Apply(blocks[k], (m, count, x) =>
            {
                largest[m] = Math.Max(largest[m], arrays[m].LargestCurrent(count, x, effects));
                return network.ExactProduct(m, count, x);
            });
            return largest;
        });
        return [.. arrays.Select((_, m) => found.Max(f => f[m])).Select((current, m) => new ColumnQuantizer(bits, current > 0 ? current
            : throw InvalidParameterException.Because("inputs", $"{network.Matrices[m].Name}: no input drives any current, so its ADC has no full scale.")))];
    }

    /// <summary>In the order of the chain.</summary>
    private static List<InferStage> StagesOf(StudyRun run)
    {
        var (choice, cells) = (run.Get(Encoding), new InferEffects());
        List<InferStage> stages = [new(choice.TakesBits ? (run.Get(Bits) ?? choice.StandardBits) is 1 ? "1 bit" : Invariant($"{run.Get(Bits) ?? choice.StandardBits} bits") : run.Get(Levels) is { } levels ? Invariant($"{levels} levels") : "encoding", cells, cells)];
        if (IsVaried(run))
            stages.Add(new(run.Get(Table).Length > 0 ? "write" : "variation", cells with { IsVaried = true }, stages[^1].Along with { IsVaried = true }));
        if (HasWires(run))
            stages.Add(new(WiresName, cells with { IsWired = true }, stages[^1].Along with { IsWired = true }));
        if (HasWires(run) && run.Get(ColumnGains))
            stages.Add(new(GainsName, cells with { IsWired = true, IsCompensated = true }, stages[^1].Along with { IsCompensated = true }));
        if (run.Get(AdcBits) is not null)
            stages.Add(new("ADC", cells with { IsQuantized = true }, stages[^1].Along with { IsQuantized = true }));
        return stages;
    }

    /// <summary>One block through every stage, alone and along the chain.</summary>
    private static InferBlock Read(StudyRun run, Network network, Tensor block, int index, InferJudge judge, InferArray[] arrays, InferAdcs? adcs, List<InferStage> stages)
    {
        var known = new Dictionary<InferEffects, double[]>();
        double[] Outputs(InferEffects effects) => known.TryGetValue(effects, out var found) ? found
            : known[effects] = network.Apply(block, (m, count, x) => arrays[m].Multiply(count, x, effects, adcs?.Of(effects)[m])).Values.ToArray();

        run.CancellationToken.ThrowIfCancellationRequested();
        var cells = Outputs(new InferEffects());
        return new InferBlock(
            Outputs(stages[^1].Along),
            [.. stages.Select((s, k) => judge.Of(index, Outputs(s.Alone), k == 0 ? null : cells))],
            [.. stages.Select(s => judge.Of(index, Outputs(s.Along), null))],
            run.Get(Taps) ? [.. CurrentsOf(network, block, arrays, adcs?.Along, stages[^1].Along)] : []);
    }

    /// <summary>Column currents of each array: with targets and exact products, and with everything.</summary>
    private static IEnumerable<(double[] Ideal, double[] Circuit)> CurrentsOf(Network network, Tensor block, InferArray[] arrays, ColumnQuantizer[]? quantizers, InferEffects effects)
    {
        var (ideal, circuit) = (new List<double>[arrays.Length], new List<double>[arrays.Length]);
        network.Apply(block, (m, count, x) =>
        {
            (ideal[m] ??= []).AddRange(arrays[m].Currents(count, x, new InferEffects()));
            return network.ExactProduct(m, count, x);
        });
        network.Apply(block, (m, count, x) =>
        {
            (circuit[m] ??= []).AddRange(arrays[m].Currents(count, x, effects));
            return arrays[m].Multiply(count, x, effects, quantizers?[m]);
        });
        return ideal.Zip(circuit, (a, b) => (a.ToArray(), b.ToArray()));
    }
}
