using CircuitSim.Devices;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Programming;

/// <summary>
/// An array under power: applies pulses, reads rows, and keeps account of time and energy. Between calls every line is at
/// 0 V. One thread at a time.
/// </summary>
public sealed class ArraySession
{
    private readonly MemristorArray array;
    private readonly ArrayDrive drive;
    private readonly TransientSession session;
    private readonly MemristorCellNodes[] cells;
    private readonly Dictionary<string, List<PieceWiseLinearPoint>> courses = [];
    private readonly string[] memristors;
    private readonly (string Name, NodeId Node)[] sources;
    private double power;

    /// <param name="array">Checked.</param>
    /// <param name="drive">Checked with this array.</param>
    /// <param name="states">[M × N] row-major [m].</param>
    /// <exception cref="NetlistException">A state or a value of the array is not possible.</exception>
    public ArraySession(MemristorArray array, ArrayDrive drive, ReadOnlySpan<double> states, CancellationToken cancellationToken = default)
    {
        (this.array, this.drive) = (array, drive);
        var netlist = MemristorArrayNetlist.Build(array, states, out cells, drive.CanFloat);
        memristors = [.. netlist.Elements.OfType<Memristor>().Select(m => m.Name)];
        sources = [.. netlist.Elements.OfType<VoltageSource>().Select(v => (v.Name, v.Positive))];
        session = new TransientSession(netlist.Flatten(), drive.Analysis(1), cancellationToken);
        for (var k = 0; k < array.Count; k++)
        {
            if (array.FaultOf(k) != CellFault.None)
                session.SetSpeed(memristors[k], 0);
        }
    }

    /// <summary>[s]</summary>
    public double Time => session.Time;

    /// <summary>What all sources have delivered since the start: the integral of −v·i, by the trapezoidal rule over the engine's steps [J].</summary>
    public double Energy { get; private set; }

    public TransientStatistics Statistics => session.Statistics;

    /// <summary>What the sources did so far, for the same as one netlist.</summary>
    public IReadOnlyDictionary<string, PieceWiseLinearWaveform> Courses =>
        courses.ToDictionary(c => c.Key, c => new PieceWiseLinearWaveform(c.Value));

    /// <summary>Called at the start and behind every step with the time [s] and the power that the sources deliver [W].</summary>
    public Action<double, double>? Stepped { get; init; }

    /// <param name="states">[M × N] row-major [m].</param>
    public void CopyStates(Span<double> states)
    {
        for (var k = 0; k < memristors.Length; k++)
            states[k] = session.State(memristors[k]);
    }

    /// <summary>How many times as fast as its card says a cell's state moves from now on; a faulty cell's never moves.</summary>
    public void SetSpeed(int cell, double factor)
    {
        if (array.FaultOf(cell) == CellFault.None)
            session.SetSpeed(memristors[cell], factor);
    }

    /// <summary>What a cell and its memristor get now.</summary>
    public DeviceSample Sample(int cell)
    {
        var voltage = session.Voltage(cells[cell].Positive, cells[cell].Negative);
        var current = array.DeviceOf(cell).Current(voltage, session.State(memristors[cell]));
        return new DeviceSample(voltage, current, session.Voltage(cells[cell].Word, cells[cell].Bit));
    }

    /// <summary>Voltage of any node [V].</summary>
    public double Voltage(NodeId node) => session.Voltage(node);

    /// <summary>Applies a pulse and returns when every line is at 0 V again.</summary>
    /// <param name="samples">If given, what each written memristor gets right before the first pulse ends, in the pulse's order.</param>
    public void Apply(WritePulse pulse, Span<DeviceSample> samples = default, CancellationToken cancellationToken = default)
    {
        var bias = PulseBias.Of(drive.Scheme, pulse.Direction, pulse.LargestAmplitude);
        var (start, edge) = (Time, pulse.Edge);
        var flat = start + edge;
        // Open lines cannot end a pulse: there the driven ones do, all at once.
        var release = bias.OtherBitLines is null ? flat + pulse.LongestWidth : flat + pulse.LongestWidth + edge;
        Open(pulse, bias, isOpen: true);
        for (var i = 0; i < array.Rows; i++)
        {
            if ((i == pulse.Row ? bias.WordLine : bias.OtherWordLines) is { } level)
                Follow(MemristorArrayNetlist.WordSource(i), [(start, 0), (flat, level), (release, level), (release + edge, 0)]);
        }

        for (var j = 0; j < array.Columns; j++)
        {
            if (bias.OtherBitLines is { } level && !pulse.Columns.Any(c => c.Column == j))
                Follow(MemristorArrayNetlist.BitSource(j), [(start, 0), (flat, level), (release, level), (release + edge, 0)]);
        }

        foreach (var (column, amplitude, width) in pulse.Columns)
        {
            var written = bias.WrittenBitLine(pulse.Direction, amplitude);
            var end = flat + width;
            Follow(MemristorArrayNetlist.BitSource(column), bias.OtherBitLines is { } rest
                ? [(start, 0), (flat, written), (end, written), (end + edge, rest), (release, rest), (release + edge, 0)]
                : [(start, 0), (flat, written), (release, written), (release + edge, 0)]);
        }

        SelectRow(pulse.Row, start, flat, release, release + edge, drive.GateVoltage(pulse.Direction));
        if (!samples.IsEmpty)
        {
            Advance(flat + pulse.Columns.Min(c => c.Width), cancellationToken);
            for (var c = 0; c < pulse.Columns.Count; c++)
                samples[c] = Sample(pulse.Row * array.Columns + pulse.Columns[c].Column);
        }

        Advance(release + edge, cancellationToken);
        Open(pulse, bias, isOpen: false);
    }

    /// <summary>Reads a row: its word line at the read voltage, all other lines at 0 V, its select line on.</summary>
    /// <param name="currents">What leaves each bit line, [N] [A].</param>
    /// <param name="samples">If given, what the cells of the row get then, [N].</param>
    public void Read(int row, Span<double> currents, Span<DeviceSample> samples = default, CancellationToken cancellationToken = default)
    {
        var start = Time;
        var flat = start + drive.ReadEdge;
        var end = flat + drive.ReadTime;
        Follow(MemristorArrayNetlist.WordSource(row), [(start, 0), (flat, drive.ReadVoltage), (end, drive.ReadVoltage), (end + drive.ReadEdge, 0)]);
        SelectRow(row, start, flat, end, end + drive.ReadEdge, drive.ReadGateVoltage);
        Advance(end, cancellationToken);
        for (var j = 0; j < array.Columns; j++)
            currents[j] = session.Current(MemristorArrayNetlist.BitSource(j));
        for (var j = 0; j < samples.Length; j++)
            samples[j] = Sample(row * array.Columns + j);
        Advance(end + drive.ReadEdge, cancellationToken);
    }

    private void SelectRow(int row, double start, double flat, double end, double off, double gate)
    {
        if (array.Cell.Structure == CellStructure.Transistor)
            Follow(MemristorArrayNetlist.SelectSource(row), [(start, 0), (flat, gate), (end, gate), (off, 0)]);
    }

    private void Open(WritePulse pulse, PulseBias bias, bool isOpen)
    {
        if (!drive.CanFloat || bias.OtherBitLines is not null)
            return;
        for (var i = 0; i < array.Rows; i++)
            session.SetSwitch(MemristorArrayNetlist.WordSwitch(i), !isOpen || i == pulse.Row);
        for (var j = 0; j < array.Columns; j++)
            session.SetSwitch(MemristorArrayNetlist.BitSwitch(j), !isOpen || pulse.Columns.Any(c => c.Column == j));
    }

    private void Follow(string source, (double Time, double Value)[] points)
    {
        var course = new List<PieceWiseLinearPoint>(points.Length);
        foreach (var (time, value) in points)
        {
            // A point that says nothing new would only be one more corner.
            if (course.Count == 0 || course[^1].Time.Number < time)
                course.Add(new PieceWiseLinearPoint(time, value));
        }

        if (points.All(p => p.Value == 0))
            return;
        session.SetSource(source, new PieceWiseLinearWaveform(course));
        if (!drive.KeepsCourses)
            return;
        if (!courses.TryGetValue(source, out var all))
            courses.Add(source, all = [new PieceWiseLinearPoint(0, 0)]);
        all.AddRange(course.Where(p => p.Time.Number > all[^1].Time.Number));
    }

    private void Advance(double time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = Time;
            if (!session.Advance(time, cancellationToken))
                return;
            var now = Power();
            Energy += 0.5 * (power + now) * (Time - before);
            power = now;
            Stepped?.Invoke(Time, now);
        }
    }

    private double Power()
    {
        var sum = 0.0;
        foreach (var (name, node) in sources)
            sum -= session.Voltage(node) * session.Current(name);
        return sum;
    }
}
