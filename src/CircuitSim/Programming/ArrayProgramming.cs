using CircuitSim.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Programming;

/// <summary>
/// Writes an array unit by unit (a row, or a cell). Every unit begins with a new session and the states that the one before
/// left, so that a run that was interrupted and goes on from a saved <see cref="ProgrammingState"/> does the same arithmetic
/// as one that was not. Within a unit: read; for every cell that is not within its tolerance the next pulse of its controller;
/// all sets of the row at once, then all resets; read again. Cells of a row share wires, and each one's current is the other's
/// loss: what is not done after half of the pulses gets the rest of them one cell at a time.
/// </summary>
public sealed class ArrayProgramming
{
    private readonly ProgrammingCase job;
    private readonly VteamParameters nominal;
    private readonly RandomStream noise, stream;
    private readonly DeviceVariability cycles;

    /// <param name="job">Checked.</param>
    public ArrayProgramming(ProgrammingCase job)
    {
        this.job = job;
        nominal = job.Nominal;
        stream = new RandomStream(job.Seed);
        noise = stream.Child("read noise");
        cycles = new DeviceVariability { CycleToCycle = job.CycleToCycle };
    }

    private int Columns => job.Array.Columns;

    /// <summary>Writes the next unit.</summary>
    /// <param name="before">Not all units are done; it is left as it is.</param>
    /// <exception cref="ConvergenceException">The engine found no solution.</exception>
    public ProgrammingState WriteUnit(ProgrammingState before, CancellationToken cancellationToken = default)
    {
        var unit = before.UnitsDone;
        var place = unit % job.UnitsOfAPass;
        var (row, columns) = job.Order == WriteOrder.Row ? (place, Enumerable.Range(0, Columns).ToArray()) : (place / Columns, [place % Columns]);
        var work = new Unit(this, before.Copy(), row, noise.Child("unit", unit), cancellationToken);
        if (job.Verifies)
            work.ProgramAndVerify(columns);
        else
            work.ProgramBlindly(columns);
        return work.Finish() with { UnitsDone = unit + 1 };
    }

    /// <summary>Reads the array once more and tells cells that failed from those that did not.</summary>
    /// <param name="written">All units are done.</param>
    public ProgrammingOutcome Conclude(ProgrammingState written, CancellationToken cancellationToken = default)
    {
        var conductances = new double[job.Array.Count];
        var work = new Unit(this, written.Copy(), 0, noise.Child("last read"), cancellationToken);
        for (var i = 0; i < job.Array.Rows; i++)
            work.Read(i, conductances.AsSpan(i * Columns, Columns));
        var state = work.Finish();
        return new ProgrammingOutcome
        {
            Case = job,
            State = state,
            Conductances = conductances,
            DeviceConductances = [.. state.States.Select((w, k) => job.Array.PhysicsOf(k).Conductance(w))],
            Failures = [.. conductances.Select((g, k) => Failure(state, k, g))],
        };
    }

    private WriteFailure Failure(ProgrammingState state, int k, double conductance)
    {
        if (IsAccepted(k, conductance))
            return WriteFailure.None;
        if (job.Array.FaultOf(k) != CellFault.None)
            return WriteFailure.Faulty;
        if (IsAccepted(k, state.WrittenConductances[k]))
            return state.States[k] == state.WrittenStates[k] ? WriteFailure.Loaded : WriteFailure.Disturbed;
        return state.Failures[k] == WriteFailure.None ? WriteFailure.OpenLoop : state.Failures[k];
    }

    private bool IsAccepted(int k, double conductance) =>
        Math.Abs(conductance - job.Targets.Span[k]) <= job.Tolerance * job.Targets.Span[k];

    /// <summary>One session and the state that it works on.</summary>
    private sealed class Unit
    {
        private readonly ArrayProgramming owner;
        private readonly ProgrammingCase job;
        private readonly ProgrammingState state;
        private readonly RandomStream noise;
        private readonly CancellationToken cancellationToken;
        private readonly ArraySession session;
        private readonly double[] before;
        private readonly int row;
        private PulseAccount sets, resets, reads;

        public Unit(ArrayProgramming owner, ProgrammingState state, int row, RandomStream noise, CancellationToken cancellationToken)
        {
            (this.owner, this.state, this.row, this.noise, this.cancellationToken) = (owner, state, row, noise, cancellationToken);
            job = owner.job;
            (sets, resets, reads) = (state.Sets, state.Resets, state.Reads);
            before = [.. state.States];
            session = new ArraySession(job.Array, job.Drive, state.States, cancellationToken);
        }

        private int First => row * owner.Columns;

        private Selector? Selector => job.Array.Cell.Structure == CellStructure.Selector ? job.Array.Cell.Selector : null;

        public ProgrammingState Finish() => state with { Sets = sets, Resets = resets, Reads = reads, Steps = state.Steps + session.Statistics.AcceptedSteps };

        public void ProgramAndVerify(int[] columns)
        {
            var controllers = columns.ToDictionary(j => j, j => new CellController(
                owner.nominal, job.Pulses, job.Targets.Span[First + j], job.Tolerance, job.ReadNoise, Selector));
            var read = new double[owner.Columns];
            Read(row, read);
            for (var round = 0; ; round++)
            {
                var open = columns.Where(j => !controllers[j].IsDone(read[j]) && !controllers[j].IsStuck && controllers[j].Pulses < job.PulseLimit).ToArray();
                if (open.Length == 0)
                    break;
                ApplyAll([.. open.Select(j => controllers[j].Next(j, read[j]))], areAlone: round >= job.PulseLimit / 2);
                Read(row, read);
                foreach (var j in open)
                    controllers[j].Observe(read[j]);
            }

            foreach (var j in columns)
                Conclude(j, read[j], controllers[j]);
        }

        public void ProgramBlindly(int[] columns)
        {
            var start = owner.nominal.W0 ?? owner.nominal.WOff;
            var assumed = new Vteam(owner.nominal).Conductance(start);
            ApplyAll([.. columns.Select(j => new CellController(owner.nominal, job.Pulses, job.Targets.Span[First + j], job.Tolerance, 0, Selector).Blind(j, assumed))], areAlone: false);
        }

        /// <param name="conductances">Of the row, [N] [S].</param>
        public void Read(int row, Span<double> conductances)
        {
            var (energy, time) = (session.Energy, session.Time);
            session.Read(row, conductances, cancellationToken);
            for (var j = 0; j < conductances.Length; j++)
            {
                if (job.ReadNoise > 0)
                    conductances[j] *= 1 + job.ReadNoise * noise.NextNormal();
                conductances[j] = job.Array.Cell.ReadConductance(conductances[j], job.Drive.ReadVoltage);
            }

            reads = reads.With(session.Energy - energy, session.Time - time);
            Settle([]);
        }

        private void ApplyAll((WriteDirection Direction, ColumnPulse Pulse)[] pulses, bool areAlone)
        {
            if (areAlone)
            {
                foreach (var (direction, pulse) in pulses)
                    Apply(new WritePulse(direction, row, [pulse], job.Pulses.Edge));
                return;
            }

            foreach (var direction in new[] { WriteDirection.Set, WriteDirection.Reset })
            {
                var chosen = pulses.Where(p => p.Direction == direction).Select(p => p.Pulse).ToArray();
                if (chosen.Length > 0)
                    Apply(new WritePulse(direction, row, chosen, job.Pulses.Edge));
            }
        }

        private void Apply(WritePulse pulse)
        {
            var (energy, time) = (session.Energy, session.Time);
            var samples = new DeviceSample[pulse.Columns.Count];
            if (job.CycleToCycle.Sigma > 0)
            {
                foreach (var (column, _, _) in pulse.Columns)
                    session.SetSpeed(First + column, owner.cycles.SpeedFactor(owner.stream, First + column, state.Pulses[First + column]));
            }

            session.Apply(pulse, samples, cancellationToken);
            var account = pulse.Direction == WriteDirection.Set ? sets : resets;
            account = account.With(session.Energy - energy, session.Time - time);
            if (pulse.Direction == WriteDirection.Set)
                sets = account;
            else
                resets = account;
            for (var c = 0; c < samples.Length; c++)
            {
                var k = First + pulse.Columns[c].Column;
                state.Pulses[k]++;
                state.LastAmplitudes[k] = pulse.Columns[c].Amplitude;
                state.DeliveredVoltages[k] = Math.Abs(samples[c].Voltage);
                // Kept until the cell's end is known.
                var isLimited = job.Array.Cell.ComplianceCurrent is { } limit && Math.Abs(samples[c].Current) >= 0.98 * limit;
                state.Failures[k] = isLimited ? WriteFailure.ComplianceLimit : WriteFailure.None;
            }

            Settle([.. pulse.Columns.Select(c => First + c.Column)]);
        }

        /// <summary>Takes over the states; what moved besides the written cells was disturbed.</summary>
        private void Settle(int[] written)
        {
            session.CopyStates(state.States);
            foreach (var k in written)
                before[k] = state.States[k];
            for (var k = 0; k < before.Length; k++)
            {
                var device = job.Array.DeviceOf(k);
                state.Disturbs[k] += (state.States[k] - before[k]) / (device.WOff - device.WOn);
                before[k] = state.States[k];
            }
        }

        private void Conclude(int column, double conductance, CellController controller)
        {
            var k = First + column;
            (state.WrittenConductances[k], state.WrittenStates[k]) = (conductance, state.States[k]);
            var device = job.Array.DeviceOf(k);
            var target = job.Targets.Span[k];
            if (owner.IsAccepted(k, conductance))
                state.Failures[k] = WriteFailure.None;
            else if (conductance < target ? state.States[k] <= device.WOn : state.States[k] >= device.WOff)
                state.Failures[k] = WriteFailure.DeviceLimit;
            else if (state.Failures[k] == WriteFailure.None)
                state.Failures[k] = controller.IsStuck ? WriteFailure.DriveLimit : WriteFailure.PulseLimit;
        }
    }
}
