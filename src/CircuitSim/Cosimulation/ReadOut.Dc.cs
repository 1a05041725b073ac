using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Engine;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Numerics;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Cosimulation;

public sealed partial class ReadOut
{
    /// <summary>Far below any LSB: what is left of a circuit's solution is rounding.</summary>
    private static readonly SimulatorOptions Exact = SimulatorOptions.Default with { RelativeTolerance = 1e-10, VoltageTolerance = 1e-12, CurrentTolerance = 1e-16 };

    private double[][]? levels;

    /// <summary>
    /// All images through the chain at rest. A DAC's levels are found by themselves, which is exact because neither an ideal driver nor a
    /// follower draws current from it; drivers, array, TIAs and subtractors are one circuit. A sample-and-hold follows its input.
    /// </summary>
    /// <param name="stages">Those that are circuits; only stages of this chain.</param>
    /// <param name="isQuantized">Whether outputs are codes; else converters add their own errors to what they convert, no more.</param>
    /// <param name="jobs">Threads; changes no bit.</param>
    /// <exception cref="InvalidParameterException">A TIA would saturate or oscillate; the message names the remedy.</exception>
    /// <exception cref="ConvergenceException">A circuit has no operating point.</exception>
    public ReadOutRun RunAtRest(InputBatch inputs, StageSet stages, bool isQuantized, int jobs = 1, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        RequireSound(stages);
        if (stages.Has(ReadOutStage.Dac))
            levels ??= [.. parts.Dacs.Select(d => new DacLevels(d).Find(cancellationToken))];
        var front = new[] { ReadOutStage.Driver, ReadOutStage.Tia, ReadOutStage.Subtractor }.Any(stages.Has) ? new LayerCircuit(PartsOf(stages)) : null;
        var circuit = front is null ? null : (front.Netlist with { Options = Exact }).Flatten();
        var conductances = stages.Has(ReadOutStage.Array) && front is null ? wired.Value : cells;
        var batch = new ReadOutBatch(this, inputs, stages);
        batch.Run(jobs, progress, () =>
        {
            var session = circuit is null ? null : new OperatingPointSession(circuit, cancellationToken);
            return image =>
            {
                SetLevels(stages, batch.Ideal.Rows(image), batch.Real.Rows(image));
                if (session is null)
                    Follow(batch.Real.Rows(image), conductances, batch.Real, image, from: ReadOutStage.Array);
                else
                    Solve(session, front!, stages, batch.Real, image, cancellationToken);
                batch.Real.Lines(image).CopyTo(batch.Real.Held(image));
            };
        }, (converter, voltage, _) => converter.ConvertAtRest(voltage, cancellationToken), cancellationToken);
        return batch.Finish(isQuantized);
    }

    /// <summary>How far a voltage is beyond the ADC's range before it counts as saturation: images that were not calibrated with, and offsets of a few LSB, stay within [V].</summary>
    private double AdcMargin => AdcRange / 20;

    /// <summary>Refuses what could not work before anything is solved.</summary>
    private void RequireSound(StageSet stages)
    {
        for (var i = 0; i < layer.Weights.Rows && stages.Has(ReadOutStage.Driver); i++)
        {
            double conductance = 0;
            for (var j = 0; j < layer.Columns; j++)
                conductance += cells[i * layer.Columns + j];
            parts.Drivers[i].RequireRange(0, layer.ReadVoltage, conductance);
            parts.Drivers[i].RequireStable(conductance, Design.Wiring.SegmentCapacitance * layer.Columns);
        }

        for (var j = 0; j < layer.Columns && stages.Has(ReadOutStage.Tia); j++)
        {
            double conductance = 0;
            for (var i = 0; i < layer.Weights.Rows; i++)
                conductance += cells[i * layer.Columns + j];
            if (parts.Terminations[j].Amplifier.Figures is { LowestOutput: var lowest } && parts.Terminations[j].FeedbackResistance * FullScaleCurrent > -lowest)
                throw InvalidParameterException.Because("TIA full scale", $"TIA: a full scale of {SiText.Format(Design.FullScaleVoltage, "V")} asks the op-amp of column {j} for {SiText.Format(-parts.Terminations[j].FeedbackResistance * FullScaleCurrent, "V")}, and it saturates below {SiText.Format(lowest, "V")}; lower the full scale, or choose an op-amp of more supply.");
            parts.Terminations[j].RequireRange(0, FullScaleCurrent);
            parts.Terminations[j].RequireStable(conductance, Design.Wiring.SegmentCapacitance * layer.Weights.Rows, stages.Has(ReadOutStage.SampleHold) ? Design.Hold.HoldCapacitance : 0);
        }
    }

    private LayerParts PartsOf(StageSet stages) => new()
    {
        Wiring = stages.Has(ReadOutStage.Array) ? Design.Wiring : CrossbarWiring.Uniform(layer.Weights.Rows, layer.Columns, 0),
        Cells = cells,
        Drivers = stages.Has(ReadOutStage.Driver) ? parts.Drivers : [],
        Terminations = stages.Has(ReadOutStage.Tia) ? parts.Terminations : [],
        IdealTransresistance = FeedbackResistance,
        Subtractors = stages.Has(ReadOutStage.Subtractor) ? parts.Subtractors : [],
    };

    private void SetLevels(StageSet stages, ReadOnlySpan<double> ideal, Span<double> real)
    {
        for (var i = 0; i < real.Length; i++)
            real[i] = stages.Has(ReadOutStage.Dac) ? levels![i][CodeOf(ideal[i])] : ideal[i];
    }

    /// <summary>The DAC's code of a row voltage.</summary>
    private int CodeOf(double voltage) => (int)Math.Clamp(Math.Round(voltage / layer.ReadVoltage * Design.InputCodes), 0, Design.InputCodes);

    /// <summary>The ideal transfers from a stage on.</summary>
    internal void Follow(ReadOnlySpan<double> rowVoltages, double[] conductances, ReadOutVoltages into, int image, ReadOutStage from)
    {
        var currents = into.Columns(image);
        if (from <= ReadOutStage.Array)
        {
            currents.Clear();
            for (var i = 0; i < rowVoltages.Length; i++)
            {
                if (rowVoltages[i] == 0)
                    continue;
                for (var j = 0; j < currents.Length; j++)
                    currents[j] += rowVoltages[i] * conductances[i * currents.Length + j];
            }
        }

        var terminations = into.Terminations(image);
        if (from <= ReadOutStage.Tia)
        {
            for (var j = 0; j < terminations.Length; j++)
                terminations[j] = -currents[j] * FeedbackResistance;
        }

        for (var k = 0; HasSubtractor && k < layer.Weights.Outputs; k++)
            into.Differences(image)[k] = terminations[^1] - terminations[k];
    }

    private void Solve(OperatingPointSession session, LayerCircuit front, StageSet stages, ReadOutVoltages real, int image, CancellationToken cancellationToken)
    {
        var rows = real.Rows(image);
        for (var i = 0; i < rows.Length; i++)
            session.SetSource(LayerCircuit.RowSource(i), rows[i]);
        session.Solve(cancellationToken);
        for (var i = 0; stages.Has(ReadOutStage.Driver) && i < rows.Length; i++)
            real.Driven(image)[i] = session.Voltage(front.RowNode(i));
        for (var j = 0; j < layer.Columns; j++)
        {
            real.Columns(image)[j] = session.Current(LayerCircuit.SenseSource(j));
            if (stages.Has(ReadOutStage.Tia))
                real.Terminations(image)[j] = session.Voltage(LayerCircuit.TerminationNode(j));
        }

        Follow(rows, cells, real, image, from: stages.Has(ReadOutStage.Tia) ? ReadOutStage.Subtractor : ReadOutStage.Tia);
        for (var k = 0; stages.Has(ReadOutStage.Subtractor) && k < layer.Weights.Outputs; k++)
            real.Differences(image)[k] = session.Voltage(LayerCircuit.SubtractorNode(k));
    }

    /// <summary>What was read of every line to the layer's outputs. With everything ideal these are the emulator's, bit by bit.</summary>
    internal double[] Decode(InputBatch inputs, StageSet stages, bool isQuantized, double[] read)
    {
        if (stages.IsIdeal && (!isQuantized || !HasSubtractor && Design.LastCodeCurrent is null))
            return layer.Outputs(inputs, layer.Currents(inputs), isQuantized ? new ColumnQuantizer(Design.AdcBits, fullScale) : null);
        var currents = new double[inputs.Count * layer.Columns];
        var perVolt = (HasSubtractor ? 1 : -1) / (FeedbackResistance * ConductanceScale);
        for (var k = 0; k < read.Length; k++)
            currents[k / Lines * layer.Columns + k % Lines] = read[k] * perVolt;
        return layer.Outputs(inputs, currents);
    }

    internal List<string> SaturationOf(StageSet stages, ReadOutVoltages real)
    {
        var notes = new List<string>();
        if (stages.Has(ReadOutStage.Driver))
            Note("driver", "row", real.DrivenVoltages, layer.Weights.Rows, i => parts.Drivers[i].IsSaturated, "lower the read voltage or the offsets of its op-amps");
        if (stages.Has(ReadOutStage.Tia))
            Note("TIA", "column", real.TerminationVoltages, layer.Columns, j => parts.Terminations[j].IsSaturated, "lower the conductance scale or the TIA full scale");
        if (stages.Has(ReadOutStage.Subtractor))
            Note("subtractor", "output", real.LineVoltages, Lines, k => parts.Subtractors[k].IsSaturated, "lower the TIA full scale");
        if (!stages.IsIdeal)
            Note("ADC", HasSubtractor ? "output" : "column", real.HeldVoltages, Lines, _ => v => v < AdcLowest - AdcMargin || v > AdcLowest + AdcRange + AdcMargin, "its range is that of the ideal read, so lower the errors before it, or raise the TIA full scale against offsets");
        return notes;

        void Note(string stage, string line, double[] voltages, int lines, Func<int, Func<double, bool>> isSaturated, string remedy)
        {
            var saturated = voltages.Index().Where(v => isSaturated(v.Index % lines)(v.Item)).ToList();
            if (saturated.Count > 0)
            {
                var (first, images) = (saturated[0], saturated.Select(v => v.Index / lines).Distinct().Count());
                notes.Add(FormattableString.Invariant($"The {stage} saturates in {images} of {voltages.Length / lines} images, first at {line} {first.Index % lines} with {first.Item:0.###} V: {remedy}."));
            }
        }
    }
}
