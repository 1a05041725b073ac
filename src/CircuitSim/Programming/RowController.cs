namespace CircuitSim.Programming;

/// <summary>
/// Program-and-verify of the cells of one row. Each has its <see cref="CellController"/>; what they take from each other on
/// the word line (<see cref="WordLine"/>) follows from the nominal wires and the currents of the last read. So
/// <list type="bullet">
/// <item>a cell is judged by its conductance at the voltage that the others leave to it, and brought to the one that it
/// needs once they all draw what they shall;</item>
/// <item>an amplitude is raised by what the cells that are written together will take, and no more are written together
/// than the largest amplitude can feed, and than leave most of it to each.</item>
/// </list>
/// What is not done after half of the pulses gets the rest of them one cell at a time.
/// </summary>
internal sealed class RowController
{
    /// <summary>Of a voltage: where others leave less to a cell, it counts as having so much.</summary>
    private const double LeastShare = 0.05;

    /// <summary>Of an amplitude that cells which are written together may take from one of them: what they will draw is only an estimate.</summary>
    private const double LargestDrop = 0.2;

    private readonly ProgrammingCase job;
    private readonly WordLine line;
    private readonly int[] columns;
    private readonly Dictionary<int, CellController> controllers;

    // [N] each.
    private readonly double[] targetCurrents, currents, conductances, loads, drops;
    private int rounds;

    /// <param name="columns">Those to be written, ascending.</param>
    public RowController(ProgrammingCase job, int row, int[] columns)
    {
        (this.job, this.columns) = (job, columns);
        line = new WordLine(job.Array.Wiring, row);
        var count = job.Array.Columns;
        (targetCurrents, currents, conductances, loads, drops) = (new double[count], new double[count], new double[count], new double[count], new double[count]);
        var targets = job.Targets.Slice(row * count, count).ToArray();
        foreach (var j in columns)
            targetCurrents[j] = job.Array.Cell.ReadCurrent(targets[j], job.Drive.ReadVoltage);
        controllers = columns.ToDictionary(j => j, j => new CellController(
            job.Nominal, job.Pulses, targets[j], job.Tolerance, job.ReadNoise, job.Array.Cell.ActiveSelector));
    }

    public CellController this[int column] => controllers[column];

    /// <summary>Takes over what a read of the row found.</summary>
    /// <param name="read">[N] [A].</param>
    public void Observe(ReadOnlySpan<double> read)
    {
        read.CopyTo(currents);
        line.Drops(currents, drops);
        for (var j = 0; j < currents.Length; j++)
            conductances[j] = Conductance(currents[j], drops[j]);
        foreach (var j in columns)
            controllers[j].Observe(conductances[j]);
    }

    /// <summary>The pulses of the next round in the order in which they are to be applied; none if nothing is left to do.</summary>
    public IReadOnlyList<(WriteDirection Direction, ColumnPulse[] Columns)> Next()
    {
        var open = Aim(othersArrive: true);
        // Each is where it was sent: what the tolerances of the others add up to is seen only now.
        if (open.Length == 0)
            open = Aim(othersArrive: false);
        var isAlone = rounds++ >= job.PulseLimit / 2;
        var wanted = open.Select(j => controllers[j].Next(j, conductances[j])).ToLookup(p => p.Direction, p => p.Pulse);
        var groups = new List<(WriteDirection, ColumnPulse[])>();
        foreach (var direction in new[] { WriteDirection.Set, WriteDirection.Reset })
        {
            for (var rest = wanted[direction].ToArray(); rest.Length > 0;)
            {
                var count = isAlone ? 1 : CountOfFed(direction, rest);
                groups.Add((direction, Raise(direction, rest[..count])));
                rest = rest[count..];
            }
        }

        return groups;
    }

    /// <summary>Tells every cell where it is to go, and returns the columns of those that are not there and may still be written.</summary>
    /// <param name="othersArrive">Whether the others will draw what they shall, or what they were read with.</param>
    private int[] Aim(bool othersArrive)
    {
        var open = columns.Where(j => !controllers[j].IsStuck && controllers[j].Pulses < job.PulseLimit).ToArray();
        currents.CopyTo(loads, 0);
        foreach (var j in othersArrive ? open : [])
            loads[j] = targetCurrents[j];
        line.Drops(loads, drops);
        foreach (var j in columns)
            controllers[j].Target = Conductance(targetCurrents[j], drops[j]);
        return [.. open.Where(j => !controllers[j].IsDone(conductances[j]))];
    }

    /// <summary>How many pulses, from the first on, the largest amplitude can feed together; at least one.</summary>
    private int CountOfFed(WriteDirection direction, ColumnPulse[] pulses)
    {
        var count = 1;
        while (count < pulses.Length && IsFed(pulses.AsSpan(0, count + 1)))
            count++;
        return count;

        bool IsFed(ReadOnlySpan<ColumnPulse> together)
        {
            FindDrops(direction, together);
            foreach (var p in together)
            {
                var drop = drops[p.Column];
                if (drop > LargestDrop * p.Amplitude || p.Amplitude + drop > job.Pulses.LargestAmplitude(direction))
                    return false;
            }

            return true;
        }
    }

    /// <summary>The pulses with what the cells take from each other.</summary>
    private ColumnPulse[] Raise(WriteDirection direction, ColumnPulse[] together)
    {
        FindDrops(direction, together);
        var largest = job.Pulses.LargestAmplitude(direction);
        return [.. together.Select(p =>
        {
            var drop = drops[p.Column];
            if (p.Amplitude + drop <= largest)
                return p with { Amplitude = p.Amplitude + drop };
            controllers[p.Column].Limit(Math.Max(largest - drop, LeastShare * largest));
            return p with { Amplitude = largest };
        })];
    }

    private void FindDrops(WriteDirection direction, ReadOnlySpan<ColumnPulse> together)
    {
        Array.Clear(drops);
        // Pulses of different widths end one after another, and the last ones then have the line to themselves.
        if (job.Pulses.Ladder == PulseLadder.Width)
            return;
        var bias = PulseBias.Of(job.Drive.Scheme, direction, LargestOf(together));
        // A selector is there to keep half-selected cells from conducting.
        var half = job.Array.Cell.ActiveSelector is null && bias.OtherBitLines is { } others ? Math.Abs(bias.WordLine - others) : 0;
        for (var j = 0; j < loads.Length; j++)
            loads[j] = half * conductances[j];
        foreach (var p in together)
            loads[p.Column] = controllers[p.Column].Current;
        line.Drops(loads, drops);
    }

    private static double LargestOf(ReadOnlySpan<ColumnPulse> pulses)
    {
        var largest = 0.0;
        foreach (var p in pulses)
            largest = Math.Max(largest, p.Amplitude);
        return largest;
    }

    /// <summary>Of a cell to which others leave the read voltage less a drop [S].</summary>
    private double Conductance(double current, double drop)
    {
        var voltage = job.Drive.ReadVoltage;
        return job.Array.Cell.ReadConductance(current, Math.Max(voltage - drop, LeastShare * voltage));
    }
}
