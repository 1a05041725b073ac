using CircuitSim.Devices;
using CircuitSim.Programming;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Programming;

public class ArrayProgrammingTests
{
    [Theory]
    [InlineData(CellStructure.Transistor, WriteOrder.Row, PulseLadder.Amplitude)]
    [InlineData(CellStructure.Transistor, WriteOrder.Row, PulseLadder.Width)]
    [InlineData(CellStructure.Transistor, WriteOrder.Cell, PulseLadder.Amplitude)]
    [InlineData(CellStructure.Memristor, WriteOrder.Row, PulseLadder.Amplitude)]
    [InlineData(CellStructure.Selector, WriteOrder.Row, PulseLadder.Amplitude)]
    [Trait("Category", "slow")]
    public void WriteUnit_OfEveryUnit_BringsEveryCellToItsTarget(CellStructure structure, WriteOrder order, PulseLadder ladder)
    {
        var array = ProgrammedArrays.Array(6, 6, structure);
        var job = ProgrammedArrays.Case(array, ProgrammedArrays.Scheme(structure), order, ladder);
        if (structure == CellStructure.Selector)
            job = job with { Pulses = job.Pulses with { LargestSetAmplitude = 3.5, LargestResetAmplitude = 2 } };
        var outcome = ProgrammedArrays.Run(job with { Passes = 2 });
        // A selector's voltage hardly grows with its current, so a set gains speed as it goes on: a cell may still be on its way.
        Assert.True(outcome.Yield >= (structure == CellStructure.Selector ? 0.9 : 1));
        for (var k = 0; k < array.Count; k++)
        {
            var isReached = Math.Abs(outcome.Conductances[k] - job.Targets.Span[k]) <= job.Tolerance * job.Targets.Span[k];
            Assert.Equal(isReached, outcome.Failures[k] == WriteFailure.None);
        }

        Assert.True(outcome.State.Pulses.Average() < (structure == CellStructure.Selector ? 12 : 6));
        Assert.Equal(outcome.State.Energy, outcome.State.Sets.Energy + outcome.State.Resets.Energy + outcome.State.Reads.Energy);
        // In cell order every pulse on a line is one of a cell.
        if (order == WriteOrder.Cell)
            Assert.Equal(outcome.State.Pulses.Sum(), outcome.State.Sets.Count + outcome.State.Resets.Count);
        Assert.Equal(outcome.State.Reads.Count * 12e-9 + (outcome.State.Sets.Count + outcome.State.Resets.Count) * 53e-9, outcome.State.Time,
            ladder == PulseLadder.Amplitude ? 1e-15 : 1);
    }

    /// <summary>A third of a set's amplitude, turned round, is above v_off of this card: what was written before is reset.</summary>
    [Fact]
    public void WriteUnit_UnderThirdVoltage_DisturbsWhatWasWrittenBefore()
    {
        var outcome = ProgrammedArrays.Run(ProgrammedArrays.Case(ProgrammedArrays.Array(4, 4, CellStructure.Memristor), BiasScheme.ThirdVoltage));
        Assert.True(outcome.Yield < 0.5);
        Assert.Contains(WriteFailure.Disturbed, outcome.Failures);
        for (var k = 0; k < 12; k++)
        {
            Assert.True(outcome.Failures[k] is WriteFailure.Disturbed or WriteFailure.None);
            Assert.True(outcome.State.Disturbs[k] >= 0);
        }

        Assert.True(outcome.State.Disturbs.Max() > 0.1);
    }

    [Theory]
    [InlineData(WriteOrder.Row)]
    [InlineData(WriteOrder.Cell)]
    [Trait("Category", "slow")]
    public void WriteUnit_FromASavedState_GoesOnBitByBit(WriteOrder order)
    {
        var job = ProgrammedArrays.Case(ProgrammedArrays.Array(3, 4, CellStructure.Transistor), BiasScheme.Select, order) with
        {
            ReadNoise = 1e-3,
            CycleToCycle = Variability.LogNormal(0.1),
            Passes = 2,
        };
        var whole = ProgrammedArrays.Run(job);
        var state = ProgrammingState.Before(job);
        while (state.UnitsDone < job.Units)
            state = new ArrayProgramming(job).WriteUnit(state);
        var parts = new ArrayProgramming(job).Conclude(state);
        Assert.Equal(whole.State.States, parts.State.States);
        Assert.Equal(whole.Conductances, parts.Conductances);
        Assert.Equal(whole.State.Energy, parts.State.Energy);
        Assert.Equal(whole.State.Pulses, parts.State.Pulses);
    }

    [Fact]
    public void WriteUnit_OutOfReach_SaysWhy()
    {
        var array = ProgrammedArrays.Array(1, 3, CellStructure.Transistor, sigma: 0);
        var job = ProgrammedArrays.Case(array, BiasScheme.Select);
        // More than the transistor beside the LRS lets through; less than the HRS; and then 20 kΩ with a gate that lets too little through.
        var outcome = ProgrammedArrays.Run(job with { Targets = new[] { 1.0 / 1000, 1.0 / 320e3, 1.0 / 20e3 }, PulseLimit = 40 });
        Assert.Equal([WriteFailure.DriveLimit, WriteFailure.DeviceLimit, WriteFailure.None], outcome.Failures);
        outcome = ProgrammedArrays.Run(job with
        {
            Targets = new[] { 1.0 / 20e3, 1.0 / 20e3, 1.0 / 20e3 },
            Drive = job.Drive with { SetGateVoltage = 1.9 },
            PulseLimit = 60,
        });
        Assert.All(outcome.Failures, f => Assert.Equal(WriteFailure.DriveLimit, f));
    }

    /// <summary>
    /// A device in series with wires of 3 kΩ alone gets 2.2 V · R / (R + 3 kΩ), which falls to its threshold of 1.5 V while it is
    /// set; there it stays, far from a target that is a read of 5 kΩ. Neighbours are written all the same.
    /// </summary>
    [Fact]
    public void WriteUnit_BehindLongWires_NamesTheIrDropAndSparesPulses()
    {
        var array = ProgrammedArrays.Array(1, 3, CellStructure.Memristor, wire: 750, sigma: 0);
        array = array with { Wiring = array.Wiring with { Drivers = 0.0, SenseInputs = 0.0 } };
        var job = ProgrammedArrays.Case(array, BiasScheme.HalfVoltage) with { PulseLimit = 60, Targets = new[] { 1.0 / 100e3, 1.0 / 60e3, 1.0 / 5e3 } };
        // Three segments of the word line and one of the bit line.
        job = job with { Array = array with { Wiring = array.Wiring with { BitLineSegments = 375.0 } } };
        var outcome = ProgrammedArrays.Run(job);
        Assert.Equal([WriteFailure.None, WriteFailure.None, WriteFailure.IrDrop], outcome.Failures);
        Assert.InRange(outcome.State.Pulses[2], 1, 30);
        Close.Equal(-array.DeviceOf(2).Thresholds.Lower, outcome.State.DeliveredVoltages[2], rtol: 0.05);
    }

    /// <summary>The cells of such a row take up to a third of each other's voltage.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [Trait("Category", "slow")]
    public void WriteUnit_OfARowOnResistiveWires_WritesItsCellsTogether(double wire)
    {
        var outcome = ProgrammedArrays.Run(ProgrammedArrays.Case(ProgrammedArrays.Array(1, 32, CellStructure.Transistor, wire), BiasScheme.Select));
        Assert.Equal(1, outcome.Yield);
        Assert.True(outcome.State.Sets.Count + outcome.State.Resets.Count < (wire > 10 ? 2 : 1) * 32);
    }

    [Fact]
    public void WriteUnit_WithCompliance_NamesIt()
    {
        var array = ProgrammedArrays.Array(1, 2, CellStructure.Memristor, sigma: 0, compliance: 30e-6);
        var job = ProgrammedArrays.Case(array, BiasScheme.HalfVoltage);
        var outcome = ProgrammedArrays.Run(job with { Targets = new[] { 1.0 / 20e3, 1.0 / 150e3 } });
        Assert.Equal([WriteFailure.ComplianceLimit, WriteFailure.None], outcome.Failures);
    }

    [Fact]
    public void WriteUnit_WithoutVerify_GivesEachCellOnePulseAndNoPromise()
    {
        var job = ProgrammedArrays.Case(ProgrammedArrays.Array(4, 4, CellStructure.Transistor), BiasScheme.Select) with { Verifies = false };
        var outcome = ProgrammedArrays.Run(job);
        Assert.All(outcome.State.Pulses, n => Assert.Equal(1, n));
        Assert.Equal(4, outcome.State.Reads.Count);
        Assert.True(outcome.Yield < 1);
        Assert.All(outcome.Failures, f => Assert.True(f is WriteFailure.OpenLoop or WriteFailure.None));
    }

    [Fact]
    public void Validated_ImpossibleCases_AreRefused()
    {
        var job = ProgrammedArrays.Case(ProgrammedArrays.Array(2, 2, CellStructure.Memristor), BiasScheme.HalfVoltage);
        Refused("cell by cell", job with { Drive = job.Drive with { Scheme = BiasScheme.Floating } });
        Refused("scheme select", job with { Drive = job.Drive with { Scheme = BiasScheme.Select } });
        Refused("target of cell (0, 1) = 0 S must be", job with { Targets = new[] { 1e-4, 0, 1e-4, 1e-4 } });
        Refused("targets has shape [1]", job with { Targets = new[] { 1e-4 } });
        Refused("read voltage = 400 mV", job with { Drive = job.Drive with { ReadVoltage = 0.4 } });
        Refused("tolerance", job with { Tolerance = 0 });

        static void Refused(string words, ProgrammingCase job) =>
            Assert.Contains(words, Assert.Throws<InvalidParameterException>(() => job.Validated()).Message, StringComparison.Ordinal);
    }
}
