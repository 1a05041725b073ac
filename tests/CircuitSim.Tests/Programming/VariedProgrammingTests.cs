using CircuitSim.Devices;
using CircuitSim.Emulation;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Programming;
using CircuitSim.Netlists;
using CircuitSim.Numerics;
using CircuitSim.Programming;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Programming;

/// <summary>Faults, variation from cycle to cycle, targets from a network.</summary>
public class VariedProgrammingTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void SetSpeed_OfADevice_StretchesItsTime(double speed)
    {
        // The state's equation has k as a factor: twice as fast is half the time.
        const string Text = "V1 a 0 0.6\nYMEMRISTOR m1 a 0 m w0=0\n.model m memristor(ron=1k roff=300k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)\n.tran 1n 40n";
        var (varied, nominal) = (Spice.Session(Text), Spice.Session(Text));
        varied.SetSpeed("m1", speed);
        varied.AdvanceTo(10e-9);
        nominal.AdvanceTo(10e-9 * speed);
        Close.Equal(nominal.State("m1"), varied.State("m1"), rtol: 1e-9);
        var saved = varied.Save();
        varied.SetSpeed("m1", 0);
        var held = varied.State("m1");
        varied.AdvanceTo(20e-9);
        Assert.Equal(held, varied.State("m1"));
        varied.Restore(saved);
        varied.AdvanceTo(12e-9);
        Assert.True(varied.State("m1") > held);
        Assert.Throws<InvalidParameterException>(() => varied.SetSpeed("m1", -1));
        Assert.Throws<NetlistException>(() => varied.SetSpeed("m2", 1));
    }

    /// <summary>
    /// Without wires the voltages of a passive array do not depend on its states, and without a window the speed is a factor of
    /// the move: under V/3 a set turns a third of its amplitude round at cells on neither line, above v_off.
    /// </summary>
    [Fact]
    public void WriteUnit_WithCycleVariability_VariesEveryCellThatAPulseMovesAndNoOther()
    {
        const ulong Seed = 11;
        var array = ProgrammedArrays.Array(3, 3, CellStructure.Memristor, wire: 0, sigma: 0);
        var nominal = ProgrammedArrays.Nominal;
        var job = ProgrammedArrays.Case(array, BiasScheme.ThirdVoltage, WriteOrder.Cell) with
        {
            Verifies = false,
            Seed = Seed,
            // So that no state comes to a limit: the written row goes down by a third of the range, others up by two thirds.
            Start = Enumerable.Range(0, 9).Select(k => nominal.WOn + (k < 3 ? 0.6 : 0.05) * (nominal.WOff - nominal.WOn)).ToArray(),
            Targets = ProgrammedArrays.Full(9, 1 / 200e3),
        };
        var cycles = new DeviceVariability { CycleToCycle = Variability.LogNormal(0.1) };
        var others = 0;
        for (var pulse = 0; pulse < 2; pulse++)
        {
            var state = ProgrammingState.Before(job) with { UnitsDone = pulse, Sets = new PulseAccount(pulse, 0, 0) };
            var same = new ArrayProgramming(job).WriteUnit(state);
            var varied = new ArrayProgramming(job with { CycleToCycle = cycles.CycleToCycle }).WriteUnit(state);
            for (var k = 0; k < 9; k++)
            {
                var (move, variedMove) = (same.States[k] - state.States[k], varied.States[k] - state.States[k]);
                if (move == 0)
                    Assert.Equal(0, variedMove);
                else
                    Close.Equal(cycles.SpeedFactor(new RandomStream(Seed), k, pulse), variedMove / move, rtol: 1e-6);
                others += move > 0 ? 1 : 0;
            }

            // On the written word line: a third in the direction of the set, below its threshold. On the written bit line the
            // third turns round as well, for an edge, once the pulse has ended.
            Assert.Equal(2, Enumerable.Range(0, 9).Count(k => varied.States[k] == state.States[k]));
        }

        Assert.Equal(12, others);
    }

    [Fact]
    [Trait("Category", "slow")]
    public void Program_WithFaultyCells_NamesThemAndWritesTheOthers()
    {
        var options = new StudyValues().With(ProgramOptions.Rows, 4).With(ProgramOptions.Columns, 5).With(ProgramOptions.Variability, 0.05).With(ProgramOptions.CycleVariability, 0.1)
            .With(ProgramOptions.Seed, 3ul).With(ProgramOptions.StuckAtLrs, 0.1).With(ProgramOptions.StuckAtHrs, 0.1).With(ProgramOptions.Open, 0.1);
        var program = ProgramCase.Load(options);
        var outcome = ProgrammedArrays.Run(program.Job);
        var faults = program.Job.Array.Faults;
        Assert.Contains(faults, f => f != CellFault.None);
        for (var k = 0; k < faults.Count; k++)
            Assert.Equal(faults[k] == CellFault.None ? WriteFailure.None : WriteFailure.Faulty, outcome.Failures[k]);
        for (var k = 0; k < faults.Count; k++)
        {
            if (faults[k] != CellFault.None)
                Assert.Equal(program.Job.Start.Span[k], outcome.State.States[k]);
            if (faults[k] == CellFault.Open)
                Assert.True(outcome.Conductances[k] < 1e-9, $"cell {k}: {outcome.Conductances[k]} S");
        }
    }

    /// <summary>While the gate passes its threshold, only a charge decides the voltage between an open device and its transistor.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Program_WithOpenDevicesBehindTransistors_WritesTheOthers()
    {
        var program = ProgramCase.Load(new StudyValues().With(ProgramOptions.Rows, 8).With(ProgramOptions.Columns, 8).With(ProgramOptions.Seed, 1ul).With(ProgramOptions.Open, 0.05));
        var outcome = ProgrammedArrays.Run(program.Job);
        Assert.Equal(program.Job.Array.Faults.Count(f => f == CellFault.Open), outcome.Failures.Count(f => f != WriteFailure.None));
        Assert.All(outcome.Failures, f => Assert.True(f is WriteFailure.None or WriteFailure.Faulty));
    }

    [Fact]
    public void Program_OfALayer_HasTheEncodedWeightsAsTargets()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "network.npz");
        var layer = new DenseLayer(2, 2, [0.7, -0.3, -0.7, 0.1], [0.2, 0]);
        TrainedNetworkFile.Write(file, new DenseNetwork([layer]), new TrainingProvenance([2, 2], 1, new TrainingOptions(), new string('0', 64), new string('0', 64)));
        var written = new StudyValues().With(ProgramOptions.Network, file);
        var twos = ProgramCase.Load(written.With(ProgramOptions.IsTwosComplement, true).With(ProgramOptions.Bits, 3));
        Assert.Equal((3, 6), (twos.Job.Array.Rows, twos.Job.Array.Columns));
        // Scale factor 0.7/3: codes 3 and -1 in the first row, bits 011 and 111.
        Close.Equal(1e-5, twos.Job.Targets.Span[0], rtol: 1e-12);
        Close.Equal(1e-4, twos.Job.Targets.Span[1], rtol: 1e-12);
        Assert.Equal([1e-5, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4], twos.Job.Targets.Span[..6].ToArray().Select(g => Math.Round(g, 12)));
        var offset = ProgramCase.Load(written);
        Assert.Equal((3, 3), (offset.Job.Array.Rows, offset.Job.Array.Columns));
        Assert.Equal("layer", Assert.Throws<InvalidParameterException>(() => ProgramCase.Load(written.With(ProgramOptions.Layer, 2))).Parameter);
        Assert.Equal("target", Assert.Throws<InvalidParameterException>(() => ProgramCase.Load(written.With(ProgramOptions.Target, "t.csv"))).Parameter);
    }
}
