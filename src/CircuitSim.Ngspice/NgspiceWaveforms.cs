using CircuitSim.Files;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;

namespace CircuitSim.Ngspice;

/// <summary>Hands the points of ngspice's raw plot to a sink, under CircuitSim's names.</summary>
internal static class NgspiceWaveforms
{
    /// <param name="outerAxis">Of a sweep of two sources; becomes the first vector.</param>
    /// <param name="axisAt">Places of a point on both axes.</param>
    public static void Write(
        FlatNetlist flat, RawPlot plot, AnalysisKind analysis, WaveformVector axis, WaveformVector? outerAxis,
        Func<int, (double Inner, double Outer)> axisAt, string simulator, IWaveformSink sink)
    {
        var selection = WaveformSelection.Of(flat, analysis);
        // Of a complex plot each quantity has two.
        var columns = selection.Quantities.SelectMany(q => plot.IsComplex
            ? [Column(q, flat, plot, v => v.Real, simulator), Column(q, flat, plot, v => v.Imaginary!, simulator)]
            : new[] { Column(q, flat, plot, v => v.Real, simulator) }).ToArray();
        var vectors = outerAxis is null ? selection.Vectors : [outerAxis, .. selection.Vectors];
        sink.Begin(new WaveformHeader(flat.Title, analysis, axis, vectors));
        var first = outerAxis is null ? 0 : 1;
        var values = new double[vectors.Count];
        for (var point = 0; point < plot.Points; point++)
        {
            var (inner, outer) = axisAt(point);
            if (first == 1)
                values[0] = outer;
            for (var k = 0; k < columns.Length; k++)
            {
                var value = columns[k](point);
                values[first + k] = double.IsFinite(value)
                    ? value
                    : throw ExternalSimulatorException.BadOutput(simulator, $"{selection.Vectors[k].Name} is not a finite number at point {point}.");
            }

            sink.Add(inner, values);
        }

        sink.End();
    }

    private static Func<int, double> Column(Expression quantity, FlatNetlist flat, RawPlot plot, Func<RawVector, double[]> part, string simulator)
    {
        double[] Vector(string name) => plot.Find(name) is { } vector ? part(vector) : throw ExternalSimulatorException.BadOutput(simulator, $"the raw file lacks {name}.");
        switch (quantity)
        {
            case NodeVoltageExpression v:
                var positive = v.Positive.IsGround ? null : Vector($"v({v.Positive})");
                var negative = v.Negative.IsGround ? null : Vector($"v({v.Negative})");
                return point => (positive?[point] ?? 0) - (negative?[point] ?? 0);
            case DeviceStateExpression w:
                var memristor = flat.Elements.OfType<Memristor>().First(m => m.Name.Equals(w.Element, StringComparison.OrdinalIgnoreCase));
                var model = MemristorCard.ToModel(flat.Models.First(m => m.Name.Equals(memristor.Model, StringComparison.OrdinalIgnoreCase)));
                var state = Vector($"v({SpiceWriter.NgspiceStateNode(memristor)})");
                return point => model.LowestState + model.StateRange * state[point];
            default:
                var name = ((BranchCurrentExpression)quantity).Element;
                var element = flat.Elements.First(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
                var current = Vector($"i({SpiceWriter.NgspiceName(element)})");
                return point => current[point];
        }
    }
}
