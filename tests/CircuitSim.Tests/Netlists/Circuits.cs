using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Tests.Netlists;

/// <summary>Circuits that several tests solve.</summary>
internal static class Circuits
{
    public static Netlist Of(params Element[] elements) => new() { Title = "test", Elements = elements };

    public static Resistor R(string name, string positive, string negative, double ohm) => new(name, new NodeId(positive), new NodeId(negative), ohm);

    public static VoltageSource V(string name, string positive, string negative, double volt) => new(name, new NodeId(positive), new NodeId(negative), volt);

    public static CurrentSource I(string name, string positive, string negative, double ampere) => new(name, new NodeId(positive), new NodeId(negative), ampere);

    public static SubcircuitCall X(string name, string subcircuit, params string[] nodes) => new(name, [.. nodes.Select(n => new NodeId(n))], subcircuit);

    public static Subcircuit Sub(string name, string[] ports, params Element[] elements) => new(name, [.. ports.Select(n => new NodeId(n))], elements);

    /// <summary>10 V over 1 kΩ and 3 kΩ: v(mid) = 7.5 V, i(V1) = −2.5 mA.</summary>
    public static Netlist Divider() => Of(V("V1", "in", "0", 10), R("R1", "in", "mid", 1e3), R("R2", "mid", "gnd", 3e3));

    /// <summary>A crossbar with wires in every segment, its names as the design has them.</summary>
    /// <param name="cells">[rows × columns], row-major [Ω].</param>
    public static Netlist Array(double[] rowVolts, double[] cells, double wire, double driver)
    {
        var (rows, columns) = (rowVolts.Length, cells.Length / rowVolts.Length);
        var elements = new List<Element>();
        for (var i = 0; i < rows; i++)
        {
            elements.Add(V($"Vin_{i}", $"in_{i}", "0", rowVolts[i]));
            elements.Add(R($"Rdrv_{i}", $"in_{i}", $"drv_{i}", driver));
            for (var j = 0; j < columns; j++)
            {
                elements.Add(R($"Rw_{i}_{j}", j == 0 ? $"drv_{i}" : $"w_{i}_{j - 1}", $"w_{i}_{j}", wire));
                elements.Add(R($"Rm_{i}_{j}", $"w_{i}_{j}", $"b_{i}_{j}", cells[i * columns + j]));
                elements.Add(R($"Rb_{i}_{j}", $"b_{i}_{j}", i == rows - 1 ? $"out_{j}" : $"b_{i + 1}_{j}", wire));
            }
        }

        for (var j = 0; j < columns; j++)
            elements.Add(V($"Vs_{j}", $"out_{j}", "0", 0));
        return new Netlist { Title = $"array of {rows} x {columns}", Elements = elements };
    }
}
