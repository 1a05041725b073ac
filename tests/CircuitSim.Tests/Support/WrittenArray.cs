using CircuitSim.Crossbars;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Support;

/// <summary>
/// A passive array of vteam_magic cells in random states while one word line is written under V/2: every other cell of the
/// row sees −2 V for 6 ns less what the wires take, the half-selected ones −1 V, within edges of 1 ns.
/// </summary>
public static class WrittenArray
{
    public const double Stop = 10e-9;

    /// <summary>Wire resistance of one segment [Ω].</summary>
    private const double Wire = 2;

    private const double HalfVoltage = 1;

    private const string Model = "vteam_magic";

    public static string CellName(int row, int column) => $"Ym_{row}_{column}";

    /// <summary>Every state is saved; the step is that of a user who asks for 100 points.</summary>
    public static Netlist Create(int side)
    {
        var random = new RandomStream(1).Child("written array", side);
        var states = new double[side * side];
        var conductances = new double[side * side];
        for (var k = 0; k < states.Length; k++)
            (states[k], conductances[k]) = (3e-9 * random.NextUniform(0.05, 1), 1);
        var elements = CrossbarNetlist.Elements(CrossbarWiring.Uniform(side, side, Wire), conductances, new double[side]).Select(Written).ToList();
        var saves = Enumerable.Range(0, side * side).Select(k => new SaveRequest(new DeviceStateExpression(CellName(k / side, k % side))));
        return new Netlist
        {
            Title = $"write of one row of a {side} x {side} array",
            Elements = elements,
            Models = [DeviceModelLibrary.Find(Model).Card],
            Analyses = [new TransientAnalysis(Stop / 100, Stop)],
            Saves = [.. saves],
        };

        Element Written(Element element)
        {
            switch (element)
            {
                case Resistor r when r.Name.StartsWith("Rm_", StringComparison.Ordinal):
                    var place = r.Name.Split('_');
                    var (i, j) = (int.Parse(place[1], null), int.Parse(place[2], null));
                    return new Memristor(CellName(i, j), r.Positive, r.Negative, Model, states[i * side + j]);
                case VoltageSource v when v.Name == $"Vin_{side / 2}":
                    return v with { Voltage = Pulse(-HalfVoltage) };
                case VoltageSource v when v.Name.StartsWith("Vs_", StringComparison.Ordinal) && int.Parse(v.Name[3..], null) % 2 == 1:
                    return v with { Voltage = Pulse(HalfVoltage) };
                default:
                    return element;
            }
        }

        static SourceShape Pulse(double volts) => new PieceWiseLinearWaveform(
            [new(0, 0), new(1e-9, 0), new(2e-9, volts), new(8e-9, volts), new(9e-9, 0), new(Stop, 0)]);
    }
}
