using CircuitSim.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Programming;

/// <summary>
/// Writes an array unit by unit (a row, or a cell). Every unit begins with a new session and the states that the one before
/// left, so that a run that was interrupted and goes on from a saved <see cref="ProgrammingState"/> does the same arithmetic
/// as one that was not. Within a unit: read; for every cell that is not within its tolerance the next pulse of its controller;
/// all sets of the row at once, then all resets; read again. Cells of a row share wires, and each one's current is the other's
/// loss; <see cref="RowController"/> takes it into account.
/// </summary>
public sealed class ArrayProgramming
{
    private readonly ProgrammingCase job;
    private readonly IThresholdModel nominal;
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
        var currents = new double[Columns];
        for (var i = 0; i < job.Array.Rows; i++)
            work.Read(i, currents, conductances.AsSpan(i * Columns, Columns));
        var state = work.Finish();
        return new ProgrammingOutcome
        {
            Case = job,
            State = state,
            Conductances = conductances,
            DeviceConductances = [.. state.States.Select((w, k) => job.Array.DeviceOf(k).Conductance(0, w))],
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
        private readonly Variability readNoise;
        private readonly CancellationToken cancellationToken;
        private readonly ArraySession session;
        private readonly double[] before;
        private readonly DeviceSample[] lastSamples, readSamples;
        private readonly int row;
        private PulseAccount sets, resets, reads;

        public Unit(ArrayProgramming owner, ProgrammingState state, int row, RandomStream noise, CancellationToken cancellationToken)
        {
            (this.owner, this.state, this.row, this.noise, this.cancellationToken) = (owner, state, row, noise, cancellationToken);
            readNoise = Variability.Normal(owner.job.ReadNoise);
            job = owner.job;
            (sets, resets, reads) = (state.Sets, state.Resets, state.Reads);
            before = [.. state.States];
            (lastSamples, readSamples) = (new DeviceSample[owner.Columns], new DeviceSample[owner.Columns]);
            session = new ArraySession(job.Array, job.Drive, state.States, cancellationToken);
        }

        private int First => row * owner.Columns;

        public ProgrammingState Finish() => state with { Sets = sets, Resets = resets, Reads = reads, Steps = state.Steps + session.Statistics.AcceptedSteps };

        public void ProgramAndVerify(int[] columns)
        {
            var controller = new RowController(job, row, columns);
            var currents = new double[owner.Columns];
            var read = new double[owner.Columns];
            Read(row, currents, read);
            controller.Observe(currents);
            while (controller.Next() is { Count: > 0 } pulses)
            {
                foreach (var (direction, group) in pulses)
                    Apply(new WritePulse(direction, row, group, job.Pulses.Edge));
                Read(row, currents, read);
                controller.Observe(currents);
            }

            foreach (var j in columns)
                Conclude(j, read[j], controller[j]);
        }

        public void ProgramBlindly(int[] columns)
        {
            var assumed = owner.nominal.Conductance(0, owner.nominal.StandardStart);
            var pulses = columns.Select(j => new CellController(
                owner.nominal, job.Pulses, job.Targets.Span[First + j], job.Tolerance, 0, job.Array.Cell.ActiveSelector).Blind(j, assumed)).ToLookup(p => p.Direction, p => p.Pulse);
            foreach (var direction in new[] { WriteDirection.Set, WriteDirection.Reset }.Where(pulses.Contains))
                Apply(new WritePulse(direction, row, [.. pulses[direction]], job.Pulses.Edge));
        }

        /// <param name="currents">Of the row, [N] [A].</param>
        /// <param name="conductances">Of the row, [N] [S].</param>
        public void Read(int row, Span<double> currents, Span<double> conductances)
        {
            var (energy, time) = (session.Energy, session.Time);
            session.Read(row, currents, readSamples, cancellationToken);
            for (var j = 0; j < currents.Length; j++)
            {
                currents[j] *= readNoise.Factor(noise);
                conductances[j] = job.Array.Cell.ReadConductance(currents[j], job.Drive.ReadVoltage);
            }

            reads = reads.With(session.Energy - energy, session.Time - time);
            Settle([]);
        }

        private void Apply(WritePulse pulse)
        {
            var (energy, time) = (session.Energy, session.Time);
            var samples = new DeviceSample[pulse.Columns.Count];
            if (job.CycleToCycle.Sigma > 0)
                VaryCycle();
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
                lastSamples[pulse.Columns[c].Column] = samples[c];
            }

            Settle([.. pulse.Columns.Select(c => First + c.Column)]);
        }

        /// <summary>
        /// Every cell draws for this pulse, written or not: those that it does not bring above a threshold do not move at any
        /// speed. The pulse's number counts all that were applied to the array, which a saved state knows, too.
        /// </summary>
        private void VaryCycle()
        {
            for (var k = 0; k < before.Length; k++)
                session.SetSpeed(k, owner.cycles.SpeedFactor(owner.stream, k, sets.Count + resets.Count));
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
                state.Disturbs[k] += (state.States[k] - before[k]) / device.StateRange;
                before[k] = state.States[k];
            }
        }

        private void Conclude(int column, double conductance, CellController controller)
        {
            var k = First + column;
            (state.WrittenConductances[k], state.WrittenStates[k]) = (conductance, state.States[k]);
            state.Failures[k] = owner.IsAccepted(k, conductance) ? WriteFailure.None : Cause(k, column, conductance, controller);
        }

        private WriteFailure Cause(int k, int column, double conductance, CellController controller)
        {
            var device = job.Array.DeviceOf(k);
            var target = job.Targets.Span[k];
            if (conductance < target ? state.States[k] <= device.LowestState : state.States[k] >= device.HighestState)
            {
                // Below the target although the device alone is above it: what stands in its way takes the rest.
                return conductance < target && job.Array.DeviceOf(k).Conductance(0, state.States[k]) > target && WiresTakeMost(job.Drive.ReadVoltage, readSamples[column])
                    ? WriteFailure.IrDrop
                    : WriteFailure.DeviceLimit;
            }

            var sample = lastSamples[column];
            if (job.Array.Cell.ComplianceCurrent is { } limit && Math.Abs(sample.Current) >= 0.98 * limit)
                return WriteFailure.ComplianceLimit;
            if (!controller.IsStuck)
                return WriteFailure.PulseLimit;
            return WiresTakeMost(state.LastAmplitudes[k], sample) ? WriteFailure.IrDrop : WriteFailure.DriveLimit;
        }

        /// <summary>Whether wires and drivers take more of a voltage than the cell takes from its memristor.</summary>
        private static bool WiresTakeMost(double voltage, DeviceSample sample) =>
            voltage - Math.Abs(sample.CellVoltage) > Math.Abs(sample.CellVoltage - sample.Voltage);
    }
}
