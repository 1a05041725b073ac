using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Encodings;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// What IR drop does to an array with a reference column, apart from any network: weights normal with σ 0.14 in 10 kΩ … 1 MΩ,
/// inputs as sparse as MNIST's. Beside each figure stands what an independent reproduction in NumPy found beforehand with draws of
/// its own.
/// </summary>
/// <param name="Correlation">Of the outputs with the ideal ones.</param>
/// <param name="Compensated">The same with one gain per column.</param>
internal sealed record ReferenceArray(double WireResistance, int TileRows, CurrentLoss Loss, double Correlation, double Compensated)
{
    public const int Rows = 785, Columns = 33;

    private const int Inputs = 1000;

    private const double On = 1e-4, Off = 1e-6, Deviation = 0.14, LitShare = 0.19;

    /// <summary>Share of current lost, spread of what columns keep, correlation, and correlation with a gain per column.</summary>
    public static IReadOnlyDictionary<(double Wire, int Tile), (double Lost, double Spread, double Correlation, double Compensated)> Found { get; } =
        new Dictionary<(double, int), (double, double, double, double)>
        {
            [(1, 16)] = (0.02, 0.008, 0.941, 1.000),
            [(1, 32)] = (0.03, 0.008, 0.941, 1.000),
            [(1, 64)] = (0.08, 0.008, 0.944, 0.9995),
            [(1, 128)] = (0.21, 0.007, 0.946, 0.994),
            [(1, 785)] = (0.82, 0.010, 0.567, 0.616),
            [(5, 16)] = (0.10, 0.038, 0.485, 0.9999),
            [(5, 32)] = (0.15, 0.036, 0.501, 0.999),
            [(5, 64)] = (0.29, 0.031, 0.549, 0.990),
            [(5, 128)] = (0.53, 0.024, 0.611, 0.917),
            [(5, 785)] = (0.92, 0.022, 0.347, 0.415),
        };

    /// <summary>Where the reference column stands, and the correlation found with it there at 5 Ω in tiles of 32 rows.</summary>
    public static IReadOnlyList<(string Name, int Column, double Correlation)> Places { get; } = [("first", 0, 0.516), ("middle", (Columns - 1) / 2, 0.496), ("last", Columns - 1, 0.501)];

    /// <returns>For each of <see cref="Found"/>, and the correlations for each of <see cref="Places"/>.</returns>
    public static (ReferenceArray[] Arrays, double[] Placed) All(StudyRun run, IStudyStep step)
    {
        var random = new RandomStream(run.Get(CompensationSweep.Seed)).Child("reference array");
        var weights = new WeightMatrix(Rows, Columns - 1, [.. Enumerable.Range(0, Rows * (Columns - 1)).Select(_ => Deviation * random.NextNormal())]);
        var layer = new MappedLayer(new OffsetColumn(On, Off).Encode(weights), 1);
        double[] Draw() => [.. Enumerable.Range(0, Inputs * (Rows - 1)).Select(_ => random.NextUniform() < LitShare ? random.NextUniform() : 0)];
        var (train, test) = (InputBatch.Of(Inputs, Draw()), InputBatch.Of(Inputs, Draw()));
        var (fitted, ideal) = (new LayerCompensation(layer, train), layer.Outputs(test, layer.Currents(test)));
        double[] Effective((double Wire, int Tile) at, ReadOnlySpan<double> cells)
        {
            var tiles = RowTiling.Of(Rows, at.Tile);
            return tiles.Effective(CrossbarWiring.Uniform(tiles.TileRows, Columns, at.Wire), cells, Off, cancellationToken: run.CancellationToken);
        }

        double CorrelationOf(double[] outputs) => MathNet.Numerics.Statistics.Correlation.Pearson(ideal, outputs);
        var placed = Array.ConvertAll(Places.ToArray(), place =>
        {
            var moved = Effective((5, 32), Move(layer.Weights.Conductances, Columns - 1, place.Column));
            return CorrelationOf(layer.Outputs(test, layer.Currents(test, Move(moved, place.Column, Columns - 1))));
        });
        var plan = Found.Keys.ToArray();
        return (run.Each(plan.Length, step, k =>
        {
            var effective = Effective(plan[k], layer.Weights.Conductances);
            var currents = layer.Currents(test, effective);
            var gained = new MappedLayer(fitted.WithGains(fitted.ColumnGains(layer.Currents(train, effective), CompensationGoal.Currents)), 1);
            return new ReferenceArray(
                plan[k].Wire, plan[k].Tile, CurrentLoss.Of(effective, layer.Weights.Conductances, Columns),
                CorrelationOf(layer.Outputs(test, currents)), CorrelationOf(gained.Outputs(test, currents)));
        }), placed);
    }

    /// <summary>The array with one of its columns elsewhere.</summary>
    private static double[] Move(ReadOnlySpan<double> cells, int from, int to)
    {
        var moved = new double[cells.Length];
        for (var i = 0; i < cells.Length; i += Columns)
        {
            List<double> row = [.. cells.Slice(i, Columns)];
            row.RemoveAt(from);
            row.Insert(to, cells[i + from]);
            row.CopyTo(moved, i);
        }

        return moved;
    }
}
