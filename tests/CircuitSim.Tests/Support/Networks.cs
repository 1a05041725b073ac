using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Support;

/// <summary>Short ways to write netlists in tests, and the laws that every solution of one obeys.</summary>
public static class Networks
{
    public static Netlist Of(params Element[] elements) => new() { Title = "test", Elements = elements };

    public static Resistor R(string name, string a, string b, double ohm) => new(name, new NodeId(a), new NodeId(b), ohm);

    public static VoltageSource V(string name, string a, string b, double volt) => new(name, new NodeId(a), new NodeId(b), volt);

    public static CurrentSource I(string name, string a, string b, double ampere) => new(name, new NodeId(a), new NodeId(b), ampere);

    public static SubcircuitCall X(string name, string subcircuit, params string[] nodes) =>
        new(name, [.. nodes.Select(node => new NodeId(node))], subcircuit);

    public static Subcircuit Define(string name, string[] ports, params Element[] elements) =>
        new(name, [.. ports.Select(port => new NodeId(port))], elements);

    /// <summary>A connected random network: a tree of resistors to ground, more resistors, some sources of both kinds.</summary>
    public static Netlist Random(RandomStream random, int nodes)
    {
        string Node(int k) => k == 0 ? "0" : $"n{k}";
        double Resistance() => Math.Pow(10, random.NextUniform(0, 5));
        var elements = new List<Element>();
        for (var k = 1; k <= nodes; k++)
            elements.Add(R($"Rt{k}", Node(k), Node(random.NextInt32(k)), Resistance()));
        for (var k = 0; k < 2 * nodes; k++)
            elements.Add(R($"Rx{k}", Node(random.NextInt32(nodes + 1)), Node(random.NextInt32(nodes + 1)), Resistance()));
        // Sources in series with new nodes cannot form loops.
        for (var k = 0; k < 3; k++)
        {
            elements.Add(V($"V{k}", $"s{k}", Node(random.NextInt32(nodes + 1)), random.NextNormal()));
            elements.Add(R($"Rs{k}", $"s{k}", Node(random.NextInt32(nodes + 1)), Resistance()));
            elements.Add(I($"I{k}", Node(random.NextInt32(nodes + 1)), Node(random.NextInt32(nodes + 1)), 1e-3 * random.NextNormal()));
        }

        return Of([.. elements]);
    }

    /// <summary>
    /// The array of the design notes: driver resistors, one wire segment before each column and after each row, an
    /// ammeter to ground at the end of each bit line.
    /// </summary>
    /// <param name="cells">Cell resistances [rows × columns] [Ω].</param>
    public static Netlist Crossbar(double[,] cells, double wire, double driver, IReadOnlyList<double> inputs)
    {
        var (rows, columns) = (cells.GetLength(0), cells.GetLength(1));
        var elements = new List<Element>();
        for (var i = 0; i < rows; i++)
        {
            elements.Add(V($"Vin_{i}", $"in_{i}", "0", inputs[i]));
            elements.Add(R($"Rdrv_{i}", $"in_{i}", $"d_{i}", driver));
            for (var j = 0; j < columns; j++)
            {
                elements.Add(R($"Rw_{i}_{j}", j == 0 ? $"d_{i}" : $"w_{i}_{j - 1}", $"w_{i}_{j}", wire));
                elements.Add(R($"Rm_{i}_{j}", $"w_{i}_{j}", $"b_{i}_{j}", cells[i, j]));
                elements.Add(R($"Rb_{i}_{j}", $"b_{i}_{j}", i == rows - 1 ? $"out_{j}" : $"b_{i + 1}_{j}", wire));
            }
        }

        for (var j = 0; j < columns; j++)
            elements.Add(V($"Vs_{j}", $"out_{j}", "0", 0));
        return Of([.. elements]);
    }

    public static double[,] RandomCells(RandomStream random, int rows, int columns)
    {
        var cells = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                cells[i, j] = Math.Exp(random.NextUniform(Math.Log(1e3), Math.Log(1e5)));
        }

        return cells;
    }

    /// <summary>The current from the first node of an element through it to the second [A].</summary>
    public static double CurrentThrough(Element element, OperatingPoint point) => element switch
    {
        Resistor r => (point.Voltage(r.Positive) - point.Voltage(r.Negative)) / r.Resistance.Number,
        CurrentSource i => i.Current.OperatingPointValue,
        _ => point.Current(element.Name),
    };

    /// <summary>Kirchhoff's current law at every node, against the largest current of the network.</summary>
    public static void AssertCurrentsBalance(Netlist netlist, OperatingPoint point, double rtol)
    {
        var sums = new Dictionary<NodeId, double>();
        var largest = 0.0;
        foreach (var element in netlist.Elements)
        {
            var current = CurrentThrough(element, point);
            largest = Math.Max(largest, Math.Abs(current));
            sums[element.Nodes[0]] = sums.GetValueOrDefault(element.Nodes[0]) + current;
            sums[element.Nodes[1]] = sums.GetValueOrDefault(element.Nodes[1]) - current;
        }

        foreach (var (node, sum) in sums)
            Close.Equal(0, sum, 0, rtol * largest, $"currents at {node}");
    }
}
