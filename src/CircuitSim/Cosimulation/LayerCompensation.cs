using CircuitSim.Encodings;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CircuitSim.Cosimulation;

/// <summary>
/// Factors that take back what wires do to one layer, found by least squares over a training set; network and cells stay as they are:
/// <code>
///  x_i ─▶ ·r_i ─DAC─▶ array E ─▶ I_j ─quantizer─▶ ·g_j ─▶ D, s ─▶ outputs          gains per row, per column
///  x_i ────────DAC─▶ array E ─▶ I_j ─quantizer─▶ D′, s′ ─▶ outputs                 linear decode
/// </code>
/// With X the inputs, G the cells, E the effective matrix, J = X E, I = X G, and M = 1 for the goal of currents or Dᵀ D for that of
/// outputs, the gains of columns minimise ‖(J diag(g) − I) M^½‖², so they solve (JᵀJ ∘ M) g = diag(JᵀI M), ∘ entry by entry; with
/// M = 1 that is g_j = J_j·I_j / J_j·J_j. Those of rows solve (XᵀX ∘ E′ M E′ᵀ) r = diag(XᵀX G M E′ᵀ) with E′ = E diag(g), and the
/// two are alternated. Immutable; may be shared between threads.
/// </summary>
public sealed class LayerCompensation
{
    /// <summary>
    /// Weight of Σ(r − 1)² against the squares that it is added to, as a share of their mean curvature: rows that the training set
    /// never drives stay at 1, and gains that would change little stay near it.
    /// </summary>
    private const double Tether = 0.1;

    private const int Alternations = 10;

    private readonly InputBatch training;
    private readonly double[] outputs;
    private readonly double[] metric;
    private readonly Lazy<DenseMatrix> moments;

    /// <param name="training">Inputs to fit on; none of a test set.</param>
    public LayerCompensation(MappedLayer layer, InputBatch training)
    {
        (Layer, this.training) = (layer, training);
        IdealCurrents = layer.Currents(training);
        outputs = layer.Outputs(training, IdealCurrents);
        metric = Metric(layer.Weights);
        moments = new Lazy<DenseMatrix>(() => SecondMoments(training));
    }

    public MappedLayer Layer { get; }

    /// <summary>Of the training set without wires, [images × columns] row-major [A].</summary>
    public double[] IdealCurrents { get; }

    /// <summary>
    /// The closed form that needs no data: what a column would carry with all rows at one voltage over what it does carry then, so that
    /// one read of the array measures all of them.
    /// </summary>
    /// <param name="effective">[rows × columns] row-major [S].</param>
    public double[] ColumnGains(ReadOnlySpan<double> effective)
    {
        RequireMatrix(effective);
        return ColumnGains(Layer.Weights.Conductances, effective, Layer.Columns);
    }

    /// <param name="cells">[rows × columns] row-major [S].</param>
    /// <inheritdoc cref="ColumnGains(ReadOnlySpan{double})"/>
    public static double[] ColumnGains(ReadOnlySpan<double> cells, ReadOnlySpan<double> effective, int columns)
    {
        var (actual, ideal) = (ColumnSums(effective, columns), ColumnSums(cells, columns));
        return [.. ideal.Zip(actual, (i, a) => a > 0 ? i / a : 1)];
    }

    /// <summary>One gain for all columns: it takes back what they lose in common, and nothing else.</summary>
    /// <param name="effective">[rows × columns] row-major [S].</param>
    public double CommonGain(ReadOnlySpan<double> effective)
    {
        RequireMatrix(effective);
        return ColumnSums(Layer.Weights.Conductances, Layer.Columns).Sum() / ColumnSums(effective, Layer.Columns).Sum();
    }

    /// <summary>One gain per column.</summary>
    /// <param name="currents">Of the training set as they are read, quantizers included, [images × columns] row-major [A].</param>
    public double[] ColumnGains(ReadOnlySpan<double> currents, CompensationGoal goal)
    {
        RequireTraining(currents);
        var (columns, m) = (Layer.Columns, MetricOf(goal));
        var (own, cross) = (new double[columns * columns], new double[columns * columns]);
        for (var image = 0; image < training.Count; image++)
        {
            var read = currents.Slice(image * columns, columns);
            AddOuter(own, read, read);
            AddOuter(cross, read, IdealCurrents.AsSpan(image * columns, columns));
        }

        return SolveColumns(own, cross, m);
    }

    /// <summary>A gain per row and one per column. The quantizers are not seen; fit the columns again on what they give.</summary>
    /// <param name="effective">[rows × columns] row-major [S].</param>
    public RowColumnGains RowColumnGains(ReadOnlySpan<double> effective, CompensationGoal goal)
    {
        var (rows, columns) = (Layer.Weights.Rows, Layer.Columns);
        var x = moments.Value;
        var (e, g, m) = (Matrix(effective), Matrix(Layer.Weights.Conductances), MetricOf(goal));
        var weighing = new DenseMatrix(columns, columns, m);
        var target = x * (g * weighing);
        var r = Enumerable.Repeat(1.0, rows).ToArray();
        for (var round = 0; ; round++)
        {
            var driven = (DenseMatrix)(new DiagonalMatrix(rows, rows, r) * e);
            var seen = x * driven;
            double[] gains = SolveColumns((driven.Transpose() * seen).ToRowMajorArray(), (seen.Transpose() * g).ToRowMajorArray(), m);
            if (round == Alternations)
                return Normalized(r, gains);
            var scaled = e * new DiagonalMatrix(columns, columns, gains);
            var curvature = (DenseMatrix)(scaled * weighing * scaled.Transpose()).PointwiseMultiply(x);
            var slope = DenseVector.Create(rows, i => target.Row(i) * scaled.Row(i));
            var tether = Tether * curvature.Trace() / rows;
            for (var i = 0; i < rows; i++)
            {
                curvature[i, i] += tether;
                slope[i] += tether;
            }

            r = [.. curvature.Cholesky().Solve(slope).Select(v => Math.Max(v, 0))];
        }
    }

    /// <summary>
    /// The encoding with the decode D′, s′ that gives the ideal outputs best: one factor from every column and from the inputs' sum to
    /// every output. What the currents cannot tell apart is left out.
    /// </summary>
    /// <param name="currents">Of the training set as they are read, quantizers included, [images × columns] row-major [A].</param>
    public EncodedWeights LinearDecode(ReadOnlySpan<double> currents)
    {
        RequireTraining(currents);
        var (columns, outs) = (Layer.Columns, Layer.Weights.Outputs);
        var (known, cross) = (new double[(columns + 1) * (columns + 1)], new double[(columns + 1) * outs]);
        var row = new double[columns + 1];
        for (var image = 0; image < training.Count; image++)
        {
            for (var j = 0; j < columns; j++)
                row[j] = currents[image * columns + j] / Layer.ReadVoltage;
            row[columns] = training.InputSum(image);
            AddOuter(known, row, row);
            AddOuter(cross, row, outputs.AsSpan(image * outs, outs));
        }

        var factors = NormalEquations.Solve(known, cross, columns + 1);
        var (decode, sums) = (new double[outs * columns], new double[outs]);
        for (var k = 0; k < outs; k++)
        {
            for (var j = 0; j < columns; j++)
                decode[k * columns + j] = factors[j * outs + k];
            sums[k] = factors[columns * outs + k];
        }

        return Layer.Weights.WithDecode(decode, sums);
    }

    /// <summary>The encoding with every column's current multiplied by its gain before it is decoded.</summary>
    public EncodedWeights WithGains(IReadOnlyList<double> gains)
    {
        var decode = Layer.Weights.CurrentDecode.ToArray();
        for (var k = 0; k < decode.Length; k++)
            decode[k] *= gains[k % gains.Count];
        return Layer.Weights.WithDecode(decode, Layer.Weights.InputSumDecode.ToArray());
    }

    private double[] MetricOf(CompensationGoal goal) =>
        goal == CompensationGoal.Outputs ? metric : DenseMatrix.CreateIdentity(Layer.Columns).Values;

    private static double[] SolveColumns(double[] own, double[] cross, double[] metric)
    {
        var columns = (int)Math.Sqrt(own.Length);
        var (curvature, slope) = (new double[own.Length], new double[columns]);
        for (var k = 0; k < own.Length; k++)
        {
            curvature[k] = own[k] * metric[k];
            slope[k / columns] += cross[k] * metric[k];
        }

        return NormalEquations.Solve(curvature, slope, columns);
    }

    private static RowColumnGains Normalized(double[] rows, double[] columns)
    {
        var largest = rows.Max();
        return new RowColumnGains([.. rows.Select(r => r / largest)], [.. columns.Select(c => c * largest)]);
    }

    /// <summary>Dᵀ D, [columns × columns], over its largest diagonal entry.</summary>
    private static double[] Metric(EncodedWeights weights)
    {
        var metric = new double[weights.Columns * weights.Columns];
        for (var k = 0; k < weights.Outputs; k++)
        {
            var decode = weights.CurrentDecode.Slice(k * weights.Columns, weights.Columns);
            AddOuter(metric, decode, decode);
        }

        var largest = metric.Max();
        return Array.ConvertAll(metric, v => v / largest);
    }

    private static DenseMatrix SecondMoments(InputBatch inputs)
    {
        var sums = new DenseMatrix(inputs.Rows);
        var values = sums.Values;
        for (var image = 0; image < inputs.Count; image++)
        {
            var rows = inputs.DrivenRows(image);
            var x = inputs.Inputs(image);
            for (var a = 0; a < rows.Length; a++)
            {
                for (var b = 0; b < rows.Length; b++)
                    values[rows[a] * inputs.Rows + rows[b]] += x[a] * x[b];
            }
        }

        return sums;
    }

    private static void AddOuter(double[] sums, ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        for (var a = 0; a < left.Length; a++)
        {
            var row = sums.AsSpan(a * right.Length, right.Length);
            for (var b = 0; b < right.Length; b++)
                row[b] += left[a] * right[b];
        }
    }

    private static double[] ColumnSums(ReadOnlySpan<double> conductances, int columns)
    {
        var sums = new double[columns];
        for (var k = 0; k < conductances.Length; k++)
            sums[k % sums.Length] += conductances[k];
        return sums;
    }

    private DenseMatrix Matrix(ReadOnlySpan<double> conductances)
    {
        RequireMatrix(conductances);
        return (DenseMatrix)DenseMatrix.Build.DenseOfRowMajor(Layer.Weights.Rows, Layer.Columns, conductances.ToArray());
    }

    private void RequireMatrix(ReadOnlySpan<double> conductances)
    {
        if (conductances.Length != Layer.Weights.Conductances.Length)
            throw InvalidParameterException.WrongShape("effective conductance", $"[{conductances.Length}]", $"[{Layer.Weights.Rows} × {Layer.Columns}]");
    }

    private void RequireTraining(ReadOnlySpan<double> currents)
    {
        if (currents.Length != IdealCurrents.Length)
            throw InvalidParameterException.WrongShape("currents", $"[{currents.Length}]", $"[{training.Count} × {Layer.Columns}]");
    }
}
