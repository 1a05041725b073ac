using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.LookupTables;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// What wires make of arrays, for those who simulate whole networks: effective matrices, maps of IR drop, and inputs with ideal and exact
/// currents to train a surrogate model on.
/// </summary>
public sealed class ArrayTableStudy : Study
{
    private readonly QuantityOption voltage;
    private readonly SeedOption seed;
    private readonly Action<StudyRun>? check;
    private readonly Func<StudyRun, RandomStream, ArraySubject> subject;

    /// <summary>Arrays that have tables where their number is not asked for; null: all.</summary>
    private readonly int? maps;

    private ArrayTableStudy(
        string word, string description, IReadOnlyList<StudyOption> own, QuantityOption voltage, SeedOption seed, Func<StudyRun, RandomStream, ArraySubject> subject, Action<StudyRun>? check = null, int? maps = null)
    {
        (Word, Description, Options) = (word, description, [.. own, .. ArrayTableOptions.All, seed, IntegerOption.Jobs]);
        (this.voltage, this.seed, this.subject, this.check, this.maps) = (voltage, seed, subject, check, maps);
    }

    public static ArrayTableStudy Digits { get; } = new("digits", """
        The array of Camponogara's network for Digits, 65 × 40, driven by its images: effective matrix, IR-drop maps, and a data set of ideal and exact currents. Training images train, test images test.

        Examples:
          circuitsim lut array digits
          circuitsim lut array digits --wire 5 --tile-rows 13 --samples 5000 --out results/digits-tiles
        """, [CamponogaraDigits.Card, CamponogaraDigits.Voltage, Infer.Variation, ArrayTableOptions.TileRows, ArrayTableOptions.TileColumns, ArrayTableOptions.Images, CamponogaraDigits.DataFile], CamponogaraDigits.Voltage, CamponogaraDigits.Seed, NetworkArrays.Digits);

    public static ArrayTableStudy Mnist { get; } = new("mnist", """
        The arrays of Halawani's network for MNIST, 785 × 33 and 33 × 11 cut into tiles, driven by pixels and activations. The images come from circuitsim data get mnist.

        Examples:
          circuitsim lut array mnist
          circuitsim lut array mnist --wire-word 1 --wire-bit 2 --tile-rows 64 --levels 16 --samples 10k
        """, [HalawaniMnist.OnResistance, IrDropSweep.Ratio, IrDropSweep.Levels, IrDropSweep.Voltage, Infer.Variation, ArrayTableOptions.TileRows, ArrayTableOptions.TileColumns, ArrayTableOptions.Images, DataFolderOption.Instance], IrDropSweep.Voltage, IrDropSweep.Seed, NetworkArrays.Mnist);

    public static ArrayTableStudy Network { get; } = new("network", """
        The arrays of your own network, driven by your own inputs and what becomes of them in it: files as circuitsim infer takes them. A part of the inputs is kept for the test.

        Examples:
          circuitsim lut array network --weights examples/W.npy --inputs examples/X.npy --wire 2
          circuitsim lut array network --network examples/model.onnx --inputs examples/X.npy --tile-rows 64 --tile-columns 64 --encoding differential --levels 16
        """,
        [Infer.Weights, Infer.Bias, Infer.Network, Infer.Transpose, Infer.Activation, Infer.Inputs, Infer.Encoding, Infer.Levels, Infer.Bits, Infer.OnResistance, Infer.OffResistance, Infer.Voltage, Infer.Variation, ArrayTableOptions.TileRows, ArrayTableOptions.TileColumns, ArrayTableOptions.Images],
        Infer.Voltage, Infer.Seed, NetworkArrays.OfFiles, Infer.CheckCells);

    public static ArrayTableStudy Random { get; } = new("random", """
        Arrays of random cells under random inputs, of given size, sparsity and levels: what a surrogate model that knows no network is trained on.

        Examples:
          circuitsim lut array random
          circuitsim lut array random --rows 32 --columns 32 --arrays 500 --samples 20k --sparsity 0,0.5,0.9 --input-levels 2 --cell-sparsity 0,0.5 --levels 16
          circuitsim lut array random --rows 16 --columns 16 --wire-word 1 --wire-bit 3 --driver 100 --sense 50 --curvature 3 --v-read 0.5
        """,
        [ArrayTableOptions.Rows, ArrayTableOptions.Columns, ArrayTableOptions.Arrays, ArrayTableOptions.Sparsity, ArrayTableOptions.InputLevels, ArrayTableOptions.CellSparsity, Infer.Levels, Infer.OnResistance, Infer.OffResistance, Infer.Voltage],
        Infer.Voltage, Infer.Seed, RandomArrays.Draw, RandomArrays.Check, 8);

    public override string Name => $"lut-array-{Word}";

    public override string Word { get; }

    public override string Description { get; }

    public override IReadOnlyList<StudyOption> Options { get; }

    public override bool CanResume => true;

    protected override void CheckTogether(StudyRun run)
    {
        check?.Invoke(run);
        _ = TableFormats.Parse(run.Get(ArrayTableOptions.Formats), TableKind.Array);
        foreach (var option in new[] { ArrayTableOptions.Maps, ArrayTableOptions.TileRows, ArrayTableOptions.TileColumns })
            InvalidParameterException.RequireAtLeast(run.Get(option) ?? 1, 1, option.Subject);

        var arrays = Options.Contains(ArrayTableOptions.Arrays) ? run.Get(ArrayTableOptions.Arrays) : 1;
        var (rows, columns) = Options.Contains(ArrayTableOptions.Rows) ? (run.Get(ArrayTableOptions.Rows), run.Get(ArrayTableOptions.Columns)) : (run.Get(ArrayTableOptions.TileRows) ?? 1, run.Get(ArrayTableOptions.TileColumns) ?? 1);
        _ = WiringOptions.Of(run.Values, rows, columns, run.Get(ArrayTableOptions.Wire));
        ArrayDataSet.RequireRoom(run.Get(ArrayTableOptions.Samples), arrays, rows, columns);
    }

    protected override StudyResult Find(StudyRun run)
    {
        var random = new RandomStream(run.Get(seed)).Child("array tables");
        var arrays = subject(run, random);
        ArrayDataSet.RequireRoom(run.Get(ArrayTableOptions.Samples), arrays.Arrays.Count, arrays.Rows, arrays.Columns);
        var wiring = WiringOptions.Of(run.Values, arrays.Rows, arrays.Columns, run.Get(ArrayTableOptions.Wire));
        var (curvature, read) = (run.Get(ArrayTableOptions.Curvature), run.Get(voltage));
        var samples = run.Steps.Run("Inputs", step => ArraySamples.Draw(run, arrays, run.Get(ArrayTableOptions.Samples), run.Get(ArrayTableOptions.TestShare), random, step) is var drawn ? (drawn, Invariant($"{drawn.Count} samples of {arrays.Arrays.Count} arrays")) : default);
        if (samples.Count == 0)
            throw InvalidParameterException.Because("inputs", "inputs: none of those drawn drives any row; take others, or less sparse ones.");
        var count = Math.Min(arrays.Arrays.Count, run.Get(ArrayTableOptions.Maps) ?? maps ?? int.MaxValue);
        var tables = run.Steps.Run("Effective matrices", step => (ArrayTables.Find(run, arrays, samples, count, wiring, curvature, read, step), Invariant($"{count} arrays of {arrays.Rows} × {arrays.Columns}")));
        var currents = run.Steps.Run("Exact currents", step => ArrayCurrents.Solve(run, arrays, samples, wiring, curvature, step));
        return new ArrayTableResult(run, this, arrays, samples, tables, currents, wiring, read, run.Get(seed)).Tell();
    }
}
