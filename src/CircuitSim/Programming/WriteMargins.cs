using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Programming;

/// <summary>
/// Write margins of a passive array (1R). While one cell is written the others stand still, within a tolerance, so the array
/// is linear but for that cell: two solves of <see cref="CrossbarSolver"/> give the source and the resistance that it sees,
/// and a transient of that one device behind them says what an amplitude does to it. The disturbance of the others is the
/// exact integral of their state's equation at the voltages that the array solver finds, over all writes.
/// <code>
/// least amplitude      every other cell in the LRS, where the wires take most; the worst-placed cell
/// greatest amplitude   every other cell in the state that the write can move, the worst-placed of both backgrounds
/// </code>
/// Both are monotonic in the amplitude and found by bisection. Judged by transients of whole arrays.
/// </summary>
public sealed class WriteMargins
{
    /// <summary>Relative width at which an amplitude counts as found.</summary>
    private const double AmplitudeTolerance = 1e-4;

    /// <summary>Where windows hold a state at its limits for ever, it starts this part of its range away from them.</summary>
    private const double Inset = 0.01;

    private readonly CrossbarWiring wiring;
    private readonly BiasScheme scheme;
    private readonly ModelCard card;
    private readonly IThresholdModel device;
    private readonly WriteRequirement requirement;
    private readonly CrossbarSolver solver;

    /// <param name="card">Of kind MEMRISTOR, for every cell.</param>
    /// <exception cref="InvalidParameterException">A requirement is out of range, or the scheme belongs to cells with transistors.</exception>
    public WriteMargins(CrossbarWiring wiring, ModelCard card, BiasScheme scheme, WriteRequirement requirement)
    {
        (this.wiring, this.card, this.scheme, this.requirement) = (wiring.Validated(), card, scheme, requirement.Validated());
        if (scheme == BiasScheme.Select)
            throw InvalidParameterException.Because("scheme", "cells with a transistor have no half-selected neighbours; choose floating, v2 or v3.");
        device = MemristorCard.ToThresholdModel(card);
        solver = new CrossbarSolver(wiring);
    }

    /// <summary>The window of one direction.</summary>
    public WriteWindow Find(WriteDirection direction, CancellationToken cancellationToken = default)
    {
        var supply = WorstSupply(direction);
        var (disturbance, cell) = WorstDisturbance(direction);
        return new WriteWindow(
            direction, LeastAmplitude(direction, supply, device, cancellationToken), GreatestAmplitude(direction, disturbance, device),
            LargestAmplitude(direction, supply, device), supply, disturbance, cell);
    }

    /// <summary>The least amplitude that writes a device at a place of the array; null where none up to <see cref="LargestAmplitude"/> does [V].</summary>
    /// <param name="device">Of the written cell.</param>
    public double? LeastAmplitude(WriteDirection direction, CellSupply supply, IThresholdModel device, CancellationToken cancellationToken = default)
    {
        var (low, high) = (0.0, LargestAmplitude(direction, supply, device));
        if (!Writes(high))
            return null;
        while (high - low > AmplitudeTolerance * high)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var middle = 0.5 * (low + high);
            (low, high) = Writes(middle) ? (low, middle) : (middle, high);
        }

        return high;

        bool Writes(double amplitude) =>
            Math.Abs(StateBehindPulse(direction, supply, device, amplitude, cancellationToken) - Start(direction, device)) >= requirement.Switched * device.StateRange * (1 - 2 * StartInset(device));
    }

    /// <summary>The largest amplitude that is looked at: the requirement's, or what brings the cell to the end of the card's range [V].</summary>
    public double LargestAmplitude(WriteDirection direction, CellSupply supply, IThresholdModel device)
    {
        var limit = direction == WriteDirection.Set ? -device.Voltages.Lowest : device.Voltages.Highest;
        return Math.Min(requirement.LargestAmplitude, limit / supply.Share * (1 - 1e-9));
    }

    /// <summary>State of a cell behind one pulse on it, from the end of its range that the write leaves [m].</summary>
    public double StateBehindPulse(WriteDirection direction, CellSupply supply, IThresholdModel device, double amplitude, CancellationToken cancellationToken = default)
    {
        var threshold = direction == WriteDirection.Set ? -device.Thresholds.Lower : device.Thresholds.Upper;
        if (amplitude * supply.Share <= threshold)
            return Start(direction, device);
        var single = new MemristorArray
        {
            Wiring = CrossbarWiring.Uniform(1, 1, 0, driverResistance: supply.Resistance),
            Card = card,
            Devices = [device],
        };
        var states = new[] { Start(direction, device) };
        // V/2 and V/3 have no other lines here.
        var session = new ArraySession(single, new ArrayDrive { Scheme = BiasScheme.HalfVoltage, LongestStep = requirement.Width }, states, cancellationToken);
        session.Apply(new WritePulse(direction, 0, [new ColumnPulse(0, amplitude * supply.Share, requirement.Width)], requirement.Edge), default, cancellationToken);
        session.CopyStates(states);
        return states[0];
    }

    /// <summary>The greatest amplitude whose writes a device bears that gets a part of it; the largest amplitude where all are borne [V].</summary>
    /// <param name="disturbance">Voltage across it per volt of amplitude.</param>
    public double GreatestAmplitude(WriteDirection direction, double disturbance, IThresholdModel device)
    {
        var (low, high) = (0.0, requirement.LargestAmplitude);
        if (Drift(direction, disturbance * high, device) <= requirement.Tolerance)
            return high;
        while (high - low > AmplitudeTolerance * high)
        {
            var middle = 0.5 * (low + high);
            (low, high) = Drift(direction, disturbance * middle, device) <= requirement.Tolerance ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>
    /// How far all writes together move the state of a device that gets a voltage in each of them, as a part of its range. Its
    /// equation separates, so many pulses are one with edges and width as many times as long. The cells of the selected word
    /// line get it longest: from the first edge to the last, an edge longer than the written cell.
    /// </summary>
    /// <param name="voltage">Magnitude in the direction of the write [V].</param>
    public double Drift(WriteDirection direction, double voltage, IThresholdModel device) => Drift(direction, voltage, device, requirement.Writes);

    /// <summary>The same for a number of writes.</summary>
    public double Drift(WriteDirection direction, double voltage, IThresholdModel device, int writes)
    {
        var v = direction == WriteDirection.Set ? -voltage : voltage;
        var start = Start(direction, device);
        var (edges, flat) = (writes * requirement.Edge, writes * (requirement.Width + requirement.Edge));
        var w = device.Advance(start, 0, v, edges).State;
        w = device.Advance(w, v, v, flat).State;
        w = device.Advance(w, v, 0, edges).State;
        return Math.Abs(w - start) / device.StateRange;
    }

    /// <summary>Magnitude of the voltage in the direction of the write that every cell gets per volt of amplitude, [M × N]; that of the written one, too.</summary>
    /// <param name="background">Conductance of every other cell [S].</param>
    /// <param name="written">Conductance of the written cell [S].</param>
    public double[] Voltages(WriteDirection direction, int cell, double background, double written)
    {
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        var conductances = new double[rows * columns];
        Array.Fill(conductances, background);
        conductances[cell] = written;
        solver.Factor(conductances);
        var bias = PulseBias.Of(scheme, direction, 1);
        var words = new LineBias[rows];
        var bits = new LineBias[columns];
        Array.Fill(words, Held(bias.OtherWordLines));
        Array.Fill(bits, Held(bias.OtherBitLines));
        words[cell / columns] = bias.WordLine;
        bits[cell % columns] = bias.WrittenBitLine(direction, 1);
        solver.Solve(words, bits, new double[columns]);
        var u = solver.WordLineVoltages;
        var v = solver.BitLineVoltages;
        var sign = direction == WriteDirection.Set ? -1 : 1;
        var voltages = new double[conductances.Length];
        for (var k = 0; k < voltages.Length; k++)
            voltages[k] = sign * (u[k] - v[k]);
        return voltages;

        static LineBias Held(double? level) => level is { } voltage ? voltage : LineBias.Floating;
    }

    /// <summary>The drift of every cell after all writes of the worst-placed one, as a part of the range; 0 for that one, [M × N].</summary>
    public double[] DisturbMap(WriteWindow window)
    {
        var voltages = Voltages(window.Direction, window.Supply.Cell, Movable(window.Direction), Movable(window.Direction));
        return [.. voltages.Select((v, k) => k == window.Supply.Cell ? 0 : Drift(window.Direction, Math.Max(v, 0) * window.Amplitude, device))];
    }

    /// <summary>The state from which a nominal device is written [m].</summary>
    public double Start(WriteDirection direction) => Start(direction, device);

    /// <summary>The cell that gets least once it conducts, and what it sees.</summary>
    private CellSupply WorstSupply(WriteDirection direction)
    {
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        // Far from the word line's driver and from the bit line's; the middle is far from two drivers.
        int[] places = wiring.Drive == WordLineDrive.BothEnds ? [columns / 2, columns - 1] : [columns - 1];
        var worst = default(CellSupply);
        var least = double.PositiveInfinity;
        foreach (var cell in places.Concat([(rows - 1) * columns + columns - 1]).Distinct())
        {
            var open = Voltages(direction, cell, 1 / device.LowResistance, 0)[cell];
            var closed = Voltages(direction, cell, 1 / device.LowResistance, 1 / device.LowResistance)[cell];
            if (closed < least)
                (least, worst) = (closed, new CellSupply(cell, open, Math.Max(device.LowResistance * (open / closed - 1), 0)));
        }

        return worst;
    }

    private (double Voltage, int Cell) WorstDisturbance(WriteDirection direction)
    {
        var columns = wiring.Columns;
        var (largest, place) = (0.0, 0);
        // Written near the drivers, neighbours get most; both backgrounds, because sneak paths raise as well as lower.
        foreach (var cell in new[] { (wiring.Rows - 1) * columns, columns - 1 }.Distinct())
        {
            foreach (var background in new[] { 1 / device.HighResistance, 1 / device.LowResistance })
            {
                var voltages = Voltages(direction, cell, background, background);
                for (var k = 0; k < voltages.Length; k++)
                {
                    if (k != cell && voltages[k] > largest)
                        (largest, place) = (voltages[k], k);
                }
            }
        }

        return (largest, place);
    }

    /// <summary>Conductance of a cell in the state that the write can move [S].</summary>
    private double Movable(WriteDirection direction) => direction == WriteDirection.Set ? 1 / device.HighResistance : 1 / device.LowResistance;

    private static double StartInset(IThresholdModel device) => device.Window.SticksAtLimits ? Inset : 0;

    private static double Start(WriteDirection direction, IThresholdModel device)
    {
        var inset = StartInset(device) * device.StateRange;
        return direction == WriteDirection.Set ? device.HighestState - inset : device.LowestState + inset;
    }
}
