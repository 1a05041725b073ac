using System.Globalization;
using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Encodings;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

public class LayerCompensationTests
{
    private const int Images = 60, Rows = 16, Outputs = 3;

    public static TheoryData<IEncoding> Encodings => [new OffsetColumn(1e-3, 1e-5), new TwosComplement(3, 0.5, 1e-3, 1e-5)];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Fit_NoWires_LeavesEverythingAsItIs(IEncoding encoding)
    {
        var (layer, fitted, inputs) = Case(encoding);
        var cells = layer.Weights.Conductances;
        double[] ones = [.. Enumerable.Repeat(1.0, layer.Columns)];
        Close.Equal(ones, fitted.ColumnGains(cells), rtol: 0, where: "measured");
        Close.Equal(1, fitted.CommonGain(cells), rtol: 0);
        foreach (var goal in Enum.GetValues<CompensationGoal>())
        {
            Close.Equal(ones, fitted.ColumnGains(fitted.IdealCurrents, goal), rtol: 1e-8, where: $"{goal}");
            var gains = fitted.RowColumnGains(cells, goal);
            Close.Equal(ones, gains.Columns, rtol: 1e-8, where: $"columns, {goal}");
            Close.Equal([.. Enumerable.Repeat(1.0, Rows)], gains.Rows, rtol: 1e-8, where: $"rows, {goal}");
        }

        AssertOutputs(layer, fitted.LinearDecode(fitted.IdealCurrents), inputs, cells);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void ColumnGains_LossOfOneFactorPerColumn_GiveTheIdealBack(IEncoding encoding)
    {
        var (layer, fitted, inputs) = Case(encoding);
        double[] kept = [.. Enumerable.Range(0, layer.Columns).Select(j => 0.3 + 0.05 * j)];
        double[] effective = [.. layer.Weights.Conductances.ToArray().Select((g, k) => g * kept[k % kept.Length])];
        double[] inverse = [.. kept.Select(f => 1 / f)];
        Close.Equal(inverse, fitted.ColumnGains(effective), rtol: 1e-12, where: "measured");
        foreach (var goal in Enum.GetValues<CompensationGoal>())
        {
            var gains = fitted.ColumnGains(layer.Currents(inputs, effective), goal);
            Close.Equal(inverse, gains, rtol: 1e-8, where: $"{goal}");
            AssertOutputs(layer, fitted.WithGains(gains), inputs, effective);
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void LinearDecode_ColumnsMixedInvertibly_IsExact(IEncoding encoding)
    {
        var (layer, fitted, inputs) = Case(encoding);
        var random = new RandomStream(3);
        var columns = layer.Columns;
        double[] mix = [.. Enumerable.Range(0, columns * columns).Select(k => (k / columns == k % columns ? 1 : 0) + 0.1 * random.NextUniform())];
        double[] effective = [.. Enumerable.Range(0, Rows * columns).Select(k => Enumerable.Range(0, columns).Sum(j => layer.Weights.Conductances[k / columns * columns + j] * mix[j * columns + k % columns]))];
        AssertOutputs(layer, fitted.LinearDecode(layer.Currents(inputs, effective)), inputs, effective);
    }

    // Gains of rows need the columns' besides, so they can only be nearer; and no row is driven above its read voltage.
    [Theory]
    [MemberData(nameof(Encodings))]
    public void RowColumnGains_OnAWiredArray_ComeNearerThanColumnGains(IEncoding encoding)
    {
        var (layer, fitted, inputs) = Case(encoding);
        var effective = Wired(layer, 20);
        double Error(EncodedWeights weights, double[] conductances)
        {
            var outputs = new MappedLayer(weights, layer.ReadVoltage).Outputs(inputs, layer.Currents(inputs, conductances));
            return outputs.Zip(layer.Outputs(inputs, fitted.IdealCurrents), (a, b) => (a - b) * (a - b)).Sum();
        }

        var columns = Error(fitted.WithGains(fitted.ColumnGains(layer.Currents(inputs, effective), CompensationGoal.Outputs)), effective);
        var gains = fitted.RowColumnGains(effective, CompensationGoal.Outputs);
        Assert.InRange(Error(fitted.WithGains(gains.Columns), gains.Drive(effective)), 0, columns);
        Assert.InRange(columns, 0, Error(layer.Weights, effective));
        Assert.Equal(1, gains.Rows.Max());
        Assert.All(gains.Rows, r => Assert.InRange(r, 0, 1));
    }

    [NumPyFact]
    [Trait("Category", "slow")]
    public void Fits_OnAWiredArray_AreThoseOfNumPysLeastSquares()
    {
        var (layer, fitted, inputs) = Case(new TwosComplement(3, 0.5, 1e-3, 1e-5));
        var currents = layer.Currents(inputs, Wired(layer, 5));
        var (decode, outputs) = (layer.Weights.CurrentDecode.ToArray(), layer.Outputs(inputs, fitted.IdealCurrents));
        double[] sums = [.. Enumerable.Range(0, Images).Select(inputs.InputSum)];
        static string Text(IEnumerable<double> values) => string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
        var printed = NumPy.Run(
            """
            n, k = 60, 3
            J, I, D, s, Y, x = (np.array([float(v) for v in a.split(',')]) for a in sys.argv[1:])
            J, I, D, Y = J.reshape(n, -1), I.reshape(n, -1), D.reshape(k, -1), Y.reshape(n, -1)
            g = [np.linalg.lstsq(J[:, [j]], I[:, j], rcond=None)[0][0] for j in range(J.shape[1])]
            A = np.concatenate([J * D[m] for m in range(k)]) / 0.2
            h = np.linalg.lstsq(A, np.concatenate([Y[:, m] - s[m] * x for m in range(k)]), rcond=None)[0]
            F = np.linalg.lstsq(np.c_[J / 0.2, x], Y, rcond=None)[0]
            print(' '.join(repr(float(v)) for v in np.concatenate([g, h, F.T.ravel()])))
            """,
            Text(currents), Text(fitted.IdealCurrents), Text(decode), Text(layer.Weights.InputSumDecode.ToArray()), Text(outputs), Text(sums));
        double[] expected = [.. printed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        var linear = fitted.LinearDecode(currents);
        double[] actual =
        [
            .. fitted.ColumnGains(currents, CompensationGoal.Currents), .. fitted.ColumnGains(currents, CompensationGoal.Outputs),
            .. Enumerable.Range(0, Outputs).SelectMany(k => (double[])[.. linear.CurrentDecode.Slice(k * layer.Columns, layer.Columns), linear.InputSumDecode[k]]),
        ];
        Close.Equal(expected, actual, rtol: 1e-6, atol: 1e-9);
    }

    [Fact]
    public void ScaledTargets_FarColumnsThatLose_AreExactButForACommonFactor()
    {
        double[] goal = [3e-4, 2e-4, 4e-4, 5e-4];
        var targets = ScaledTargets.Of(goal, 1e-5, 1e-3, cells => [.. cells.Select((g, k) => g * (k % 2 == 0 ? 0.9 : 0.5))]);
        Close.Equal(0, targets.Residual, rtol: 0, atol: 1e-12);
        Close.Equal(goal, [.. targets.Effective.Select(e => e * targets.Gain)], rtol: 1e-12);
        Assert.Equal(1, ScaledTargets.Of(goal, 1e-5, 1e-3, cells => cells).Gain);
    }

    [Fact]
    public void ScaledTargets_OfAWiredArray_StayInTheCellsRangeAndUndoTheWiresWithoutOne()
    {
        var (layer, _, _) = Case(new OffsetColumn(1e-3, 1e-5));
        var wiring = CrossbarWiring.Uniform(Rows, layer.Columns, 2);
        double[] Effective(double[] cells) => EffectiveConductance.Compute(wiring, cells).Values.ToArray();
        var targets = ScaledTargets.Of(layer.Weights.Conductances, 1e-5, 1e-3, Effective);
        Assert.All(targets.Conductances, g => Assert.InRange(g, 1e-5, 1e-3));
        Assert.Equal(Effective(targets.Conductances), targets.Effective);

        // Cells that may be as conductive as they like undo the wires.
        var free = ScaledTargets.Of(layer.Weights.Conductances, 1e-7, 1e-1, Effective);
        Assert.InRange(free.Residual, 0, targets.Residual);
        Close.Equal(layer.Weights.Conductances, [.. Effective(free.Conductances).Select(e => e * free.Gain)], rtol: 0, atol: 1e-3 * 1e-3, where: "effective");
    }

    [Fact]
    public void ColumnGains_CurrentsOfOtherImages_AreRefused()
    {
        var (layer, fitted, _) = Case(new OffsetColumn(1e-3, 1e-5));
        Assert.Throws<InvalidParameterException>(() => fitted.ColumnGains(new double[layer.Columns], CompensationGoal.Outputs));
        Assert.Throws<InvalidParameterException>(() => fitted.LinearDecode(new double[layer.Columns]));
        Assert.Throws<InvalidParameterException>(() => fitted.RowColumnGains(new double[layer.Columns], CompensationGoal.Currents));
    }

    private static (MappedLayer Layer, LayerCompensation Fitted, InputBatch Inputs) Case(IEncoding encoding)
    {
        var random = new RandomStream(1);
        var weights = new WeightMatrix(Rows, Outputs, [.. Enumerable.Range(0, Rows * Outputs).Select(_ => 0.5 * Math.Floor(random.NextUniform(-4, 4)))]);
        var inputs = InputBatch.Of(Images, Enumerable.Range(0, Images * (Rows - 1)).Select(_ => random.NextUniform()).ToArray());
        var layer = new MappedLayer(encoding.Encode(weights), 0.2);
        return (layer, new LayerCompensation(layer, inputs), inputs);
    }

    private static double[] Wired(MappedLayer layer, double wire) =>
        EffectiveConductance.Compute(CrossbarWiring.Uniform(Rows, layer.Columns, wire), layer.Weights.Conductances, CrossbarSolverOptions.Tightest).Values.ToArray();

    private static void AssertOutputs(MappedLayer ideal, EncodedWeights weights, InputBatch inputs, ReadOnlySpan<double> effective) => Close.Equal(
        ideal.Outputs(inputs, ideal.Currents(inputs)), new MappedLayer(weights, ideal.ReadVoltage).Outputs(inputs, ideal.Currents(inputs, effective)), rtol: 0, atol: 1e-8, where: "output");
}
