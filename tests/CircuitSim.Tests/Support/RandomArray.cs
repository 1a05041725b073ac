using CircuitSim.Crossbars;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Support;

/// <summary>A random array: 1 kΩ…100 kΩ cells, log-uniform, every wire segment and driver of its own, driven and sensed at one end or both.</summary>
public sealed record RandomArray(CrossbarWiring Wiring, double[] Conductances, double[] RowVoltages)
{
    public static RandomArray Draw(ulong seed, int mostRows = 20, int mostColumns = 30)
    {
        var random = new RandomStream(seed).Child("random array");
        var rows = 1 + random.NextInt32(mostRows);
        var columns = 1 + random.NextInt32(mostColumns);
        return Draw(random, rows, columns);
    }

    public static RandomArray DrawSized(ulong seed, int rows, int columns) =>
        Draw(new RandomStream(seed).Child("random array"), rows, columns);

    private static RandomArray Draw(RandomStream random, int rows, int columns)
    {
        double[] Resistances(int count, double low, double high) =>
            [.. Enumerable.Range(0, count).Select(_ => low * Math.Pow(high / low, random.NextUniform()))];
        var wiring = new CrossbarWiring
        {
            Rows = rows,
            Columns = columns,
            WordLineSegments = ResistanceMap.PerPlace(Resistances(rows * (columns + 1), 0.1, 10)),
            BitLineSegments = ResistanceMap.PerPlace(Resistances((rows + 1) * columns, 0.1, 10)),
            Drivers = ResistanceMap.PerPlace(Resistances(rows, 1, 100)),
            SenseInputs = ResistanceMap.PerPlace(Resistances(columns, 1, 100)),
            Drive = random.NextInt32(2) == 0 ? WordLineDrive.OneEnd : WordLineDrive.BothEnds,
        };
        double[] cells = [.. Resistances(rows * columns, 1e3, 1e5).Select(r => 1 / r)];
        double[] voltages = [.. Enumerable.Range(0, rows).Select(_ => random.NextUniform(-0.2, 0.2))];
        wiring = wiring with { Sensing = random.NextInt32(2) == 0 ? BitLineSensing.OneEnd : BitLineSensing.BothEnds };
        return new RandomArray(wiring, cells, voltages);
    }
}
