using System.Text.RegularExpressions;
using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Arrays;

/// <summary>
/// A case as a subcircuit with its capacitances, for a designer's own netlist, and a bench that pulses its rows. ngspice and
/// <c>circuitsim run</c> read both.
/// </summary>
public static partial class ArraySubcircuit
{
    private const int QuantitiesPerLine = 8;

    /// <exception cref="InvalidParameterException">An option is not valid, or the device never has the resistance of a cell.</exception>
    /// <exception cref="NetlistException">The name cannot be one of a subcircuit.</exception>
    public static void Write(ArrayCase array, ArraySubcircuitOptions options, TextWriter output)
    {
        ArrayNetlist.RequireSize(array);
        var memristor = $"{options.Name}_memristor";
        var subcircuit = CrossbarNetlist.Subcircuit(
            options.Name, array.Wiring with { SegmentCapacitance = options.WireCapacitance }, options.CellCapacitance,
            (i, j, word, bit) => array.Conductances.Span[i * array.Columns + j] is not (> 0 and var g) ? null
                : options.Device is { Device: var device } ? Running($"Xm_{i}_{j}", word, bit, memristor, Start(device, g, i, j))
                : array.Curvature > 0 ? CrossbarNetlist.Curved($"Bm_{i}_{j}", word, bit, g, array.Curvature)
                : new Resistor($"Rm_{i}_{j}", word, bit, 1 / g));
        foreach (var line in Header(array, options, memristor))
            output.WriteLine($"* {line}");
        SpiceWriter.WriteSubcircuit(subcircuit, output);
        if (options.Device is { } model)
            SpiceWriter.WriteMemristor(memristor, model.Card, output);
    }

    /// <summary>A netlist of the subcircuit between pulsed rows and the sensing nodes of a read, or pulsed columns where these have a voltage.</summary>
    /// <param name="include">The subcircuit's file as the bench finds it.</param>
    public static void WriteBench(ArrayCase array, ArraySubcircuitOptions options, string include, TextWriter output)
    {
        var (width, edge) = (options.PulseWidth, options.PulseEdge);
        // At rest for an edge, up, at the top, down, and as long again to settle.
        var (top, stop) = (2 * edge + width, 3 * edge + 2 * width);
        string Pulse(double voltage) => $"0 PULSE(0 {N(voltage)} {N(edge)} {N(edge)} {N(edge)} {N(width)})";
        output.WriteLine($"Bench of the subcircuit {options.Name}: a pulse on every row, column currents into sensing nodes");
        output.WriteLine($".include {include}");
        for (var i = 0; i < array.Rows; i++)
        {
            if (!array.WordLines.Span[i].IsFloating)
                output.WriteLine($"{CrossbarNetlist.WordSource(i)} in_{i} 0 {Pulse(array.WordLines.Span[i].Voltage)}");
        }

        var sensed = Enumerable.Range(0, array.Columns).Where(j => !array.BitLines.Span[j].IsFloating).ToList();
        foreach (var j in sensed)
            output.WriteLine($"{CrossbarNetlist.SenseSource(j)} out_{j} 0 {(array.BitLines.Span[j].Voltage is var voltage and not 0 ? Pulse(voltage) : "0")}");
        output.WriteLine("Xarray");
        WriteChunks("+", [.. Enumerable.Range(0, array.Rows).Select(i => $"in_{i}"), .. Enumerable.Range(0, array.Columns).Select(j => $"out_{j}")], output);
        output.WriteLine($"+ {options.Name}");
        output.WriteLine($".tran {N((width + edge) / 100)} {N(stop)}");
        // The states follow their rates by it; against VTEAM's exact integral they are right to 1e-3.
        if (options.Device is not null)
            output.WriteLine(".options reltol=1e-5");
        // ngspice runs no transient without it.
        WriteChunks(".save", [.. sensed.Select(j => $"i({CrossbarNetlist.SenseSource(j)})")], output);
        foreach (var j in sensed)
        {
            output.WriteLine($".measure tran i_{j} find i({CrossbarNetlist.SenseSource(j)}) at={N(top)}");
            output.WriteLine($".measure tran charge_{j} integ i({CrossbarNetlist.SenseSource(j)}) from=0 to={N(stop)}");
        }

        output.WriteLine(".end");
    }

    private static IEnumerable<string> Header(ArrayCase array, ArraySubcircuitOptions options, string memristor)
    {
        var wiring = array.Wiring;
        yield return $"Crossbar array, {array.Rows} x {array.Columns}, by CircuitSim: {NoAscii().Replace(options.Command, "?")}";
        yield return $"Ports in order: in_0 ... in_{array.Rows - 1}, the word lines' drivers, then out_0 ... out_{array.Columns - 1}, the bit lines' sensing nodes.";
        yield return $"Word lines are driven from {Ends(wiring.Drive == WordLineDrive.BothEnds)} through {N(wiring.Drivers[0])} ohm, bit lines sensed at {Ends(wiring.Sensing == BitLineSensing.BothEnds)} through {N(wiring.SenseInputs[0])} ohm.";
        yield return $"Segments: Rw_i_j before column j {N(wiring.WordLineSegments[0])} ohm, Rb_i_j behind row i {N(wiring.BitLineSegments[0])} ohm; what has no resistance is one node.";
        yield return $"Capacitances [F]: Cw_i_j and Cb_i_j of each segment, at its crosspoint to ground, {N(options.WireCapacitance)}; Cm_i_j across each cell {N(options.CellCapacitance)}.";
        yield return $"Cell (i, j) lies between w_i_j and b_i_j, its positive terminal at w_i_j: {(options.Device is { } device
            ? $"Xm_i_j, a {memristor} of the card {device.Card.Name}, whose node x is its state. {(device.Device is Vteam ? "Positive resets, negative sets." : "Positive sets, negative resets.")}"
            : array.Curvature > 0 ? $"Bm_i_j, i = G/b sinh(b v), b = {N(array.Curvature)} 1/V." : "Rm_i_j [ohm], its state frozen.")}";

        static string Ends(bool both) => both ? "both ends" : "one end";
    }

    private static SubcircuitCall Running(string name, NodeId word, NodeId bit, string memristor, double start) =>
        new(name, [word, bit], memristor) { Parameters = [new Parameter("x0", start)] };

    /// <summary>From 0 to 1.</summary>
    private static double Start(IThresholdModel device, double conductance, int row, int column)
    {
        try
        {
            return (device.RequireStart(device.StateForResistance(1 / conductance)) - device.LowestState) / device.StateRange;
        }
        catch (InvalidParameterException e)
        {
            throw InvalidParameterException.Because("card", $"cell ({row}, {column}): {e.Message}");
        }
    }

    private static void WriteChunks(string start, IReadOnlyList<string> words, TextWriter output)
    {
        foreach (var some in words.Chunk(QuantitiesPerLine))
            output.WriteLine($"{start} {string.Join(' ', some)}");
    }

    private static string N(double value) => SiText.Exact(value);

    [GeneratedRegex("[^ -~]")]
    private static partial Regex NoAscii();
}
