using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Numerics;
using CircuitSim.Periphery.Converters;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

public class SarConverterTests
{
    private static readonly SarDesign FiveBits = new() { Bits = 5, Range = 1, ParasiticCapacitance = 64e-15 };

    /// <summary>Charge conservation on the common plate: v_x = (D/2^N V_ref − V_in) C/(C + C_p); 0.6 V of 1 V in five bits is code 19.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Trials_OfAConversion_AreTheClosedForm(bool split)
    {
        var sar = new SarConverter(FiveBits with { IsSplit = split });
        Assert.Equal(19, sar.Convert(0.6));
        Assert.Equal([16, 24, 20, 18, 19], sar.Trials.Select(t => t.Code));
        foreach (var trial in sar.Trials)
            Close.Equal((trial.Code / 32.0 - 0.6) * 640 / 704, trial.Voltage, 1e-4, 1e-6, $"trial {trial.Code}");
        Assert.Equal(19, sar.Convert(0.6));
    }

    /// <summary>Ramp and sine through the circuit against what its drawn capacitors and its comparator say.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "slow")]
    public void Sar_OfDrawnParts_ConvertsRampAndSineAsItsMismatchSays(bool split)
    {
        const double Offset = 2e-3;
        var design = FiveBits with { Lowest = -0.2, IsSplit = split, ComparatorOffset = Offset };
        design = design with { Errors = design.DrawErrors(0.06, new RandomStream(17).Child("units")) };
        var sar = new SarConverter(design);
        var total = sar.Capacitances.Sum();
        var exact = Enumerable.Range(1, 31).Select(code => -0.2 + CapacitanceUp(sar, code) / total + Offset * (total + 64e-15) / total).ToArray();
        Assert.Equal(exact.Order(), exact);
        AdcTests.AssertConvertsAs(sar, exact, 64, 4, 1e-3);
    }

    /// <summary>σ_DNL of the middle is σ√(2^N − 1), with a split array less by √2; σ_INL there is 2^(N/2 − 1) σ. A conversion from just below the middle tries both codes.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "slow")]
    public void Sar_DrawnCapacitors_ScatterAsTheClosedForm(bool split)
    {
        const int Samples = 300;
        const double Sigma = 2e-3;
        var (dnl, inl) = (new double[Samples], new double[Samples]);
        var design = new SarDesign { Bits = 8, Range = 1, ParasiticCapacitance = 500e-15, IsSplit = split };
        for (var s = 0; s < Samples; s++)
        {
            var sar = new SarConverter(design with { Errors = design.DrawErrors(Sigma, new RandomStream(30).Child("array", s)) });
            const double Input = 127.5 / 256;
            sar.Convert(Input);
            var (gain, middle) = (sar.Capacitances.Sum() / (sar.Capacitances.Sum() + 500e-15), sar.Trials[0]);
            Assert.Equal(128, middle.Code);
            inl[s] = (Input + middle.Voltage / gain) * 256 - 128;
            // Where the middle lies so low that it is kept, its neighbour is not tried.
            dnl[s] = sar.Trials[^1].Code == 127 ? (middle.Voltage - sar.Trials[^1].Voltage) / gain * 256 - 1 : double.NaN;
        }

        Assert.DoesNotContain(double.NaN, dnl);
        AssertSpread(Sigma * Math.Sqrt(255 / (split ? 2.0 : 1.0)), dnl);
        AssertSpread(8 * Sigma, inl);
    }

    /// <summary>
    /// The mean over all codes is Σ 2^(N − 2i) (2^i − 1) C V², with a split array 2^(N − 2) + Σ 2^(N − 2i) (2^(i − 1) − 1) from i = 2 on: half of what Ginsburg and
    /// Chandrakasan's formulas give for the two arrays of a differential converter (1363.3 and 852.3 C V² of ten bits).
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Energy_OverAllCodes_IsTheClosedForm(bool split)
    {
        const int Bits = 4;
        var sar = new SarConverter(new SarDesign { Bits = Bits, Range = 1.2, IsSplit = split });
        var energy = Enumerable.Range(0, 1 << Bits).Average(code =>
        {
            Assert.Equal(code, sar.Convert((code + 0.5) / 16 * 1.2));
            return sar.Energy;
        });
        var (first, less) = split ? (2, 1) : (1, 0);
        var expected = (split ? 4.0 : 0) + Enumerable.Range(first, Bits - first + 1).Sum(i => Math.Pow(2, Bits - 2 * i) * (Math.Pow(2, i - less) - 1));
        Close.Equal(expected * 20e-15 * 1.44, energy, 1e-3);
    }

    /// <summary>Two converters of one circuit, which share a session and convert other voltages at the same time.</summary>
    [Fact]
    public void Logics_OfSeveralConvertersInOneCircuit_ConvertTogether()
    {
        var sar = new SarConverter(FiveBits);
        double[] inputs = [0.6, 0.11];
        var draft = new CircuitDraft();
        foreach (var (k, v) in inputs.Index())
        {
            draft.Add(new VoltageSource($"Vin{k}", new NodeId($"in{k}"), NodeId.Ground, v));
            sar.AddTo(draft, $"adc{k}", new NodeId($"in{k}"));
        }

        var session = new TransientSession(NetlistFlattening.Flatten(draft.ToNetlist("two")), new TransientAnalysis(sar.TrialTime / 8, sar.ConversionTime));
        SarLogic[] logics = [new(sar, "adc0"), new(sar, "adc1")];
        session.AdvanceTo(sar.SampleTime);
        Array.ForEach(logics, l => l.Hold(session));
        session.AdvanceTo(session.Time + sar.HoldTime);
        for (var bit = 0; bit < 5; bit++)
        {
            Array.ForEach(logics, l => l.Try(session));
            session.AdvanceTo(session.Time + sar.TrialTime);
            Array.ForEach(logics, l => l.Decide(session));
        }

        Assert.Equal([19, 3], logics.Select(l => l.Code));
    }

    /// <summary>With a tenth of the time that the array needs, the input is not sampled: the code falls short.</summary>
    [Fact]
    public void Sar_WithoutTimeToSample_FallsShort()
    {
        var whole = new SarConverter(FiveBits);
        Assert.InRange(new SarConverter(FiveBits with { SampleTime = whole.SampleTime / 20 }).Convert(0.9), 1, 27);
        Assert.Equal(28, whole.Convert(0.9));
    }

    [NgspiceFact]
    public void TestBench_OfAConversion_AgreesWithNgspice()
    {
        foreach (var split in new[] { false, true })
        {
            var design = FiveBits with { IsSplit = split };
            var sar = new SarConverter(design with { Errors = design.DrawErrors(0.01, new RandomStream(9)) });
            var bench = sar.TestBench(0.6);
            Assert.Contains("to code 19", bench.Title, StringComparison.Ordinal);
            bench = bench with { Options = bench.Options with { RelativeTolerance = 1e-5 } };
            foreach (var simulator in new ICircuitSimulator[] { new BuiltInSimulator(), new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }) })
            {
                var waveforms = new Waveforms();
                simulator.RunTransient(bench, (TransientAnalysis)bench.Analyses[0], waveforms);
                var (times, x) = (waveforms.Axis, waveforms["v(adc_x)"]);
                foreach (var (k, trial) in sar.Trials.Index())
                {
                    // The edges of the bench last a thousandth of a trial.
                    var time = sar.SampleTime + sar.HoldTime + (k + 1) * sar.TrialTime;
                    var last = Enumerable.Range(0, times.Count).Last(i => times[i] <= time * (1 + 1e-12));
                    Close.Equal(trial.Voltage, x[last], 0, 1e-4, $"{simulator.Name}, trial {trial.Code}");
                }
            }
        }
    }

    [Fact]
    public void Values_OutOfRange_AreRefusedInALine()
    {
        AssertRefused("bits = 40: a SAR converter has 1 to 16 bits here.", FiveBits with { Bits = 40 });
        AssertRefused("bits = 0: a SAR converter has 1 to 16 bits here.", FiveBits with { Bits = 0, IsSplit = true });
        AssertRefused("unit capacitance = 0 F must be finite and above zero.", FiveBits with { UnitCapacitance = 0 });
        AssertRefused("trial time = -1 s must be finite and above zero.", FiveBits with { TrialTime = -1 });
        AssertRefused("errors of the capacitors has shape [5]; expected [6].", FiveBits with { Errors = new double[5] });
    }

    private static void AssertRefused(string sentence, SarDesign design) =>
        Assert.Equal(sentence, Assert.Throws<InvalidParameterException>(() => new SarConverter(design)).Message);

    /// <summary>Which capacitors are at the upper reference when a code is tried for the first time: in a split array it depends on the way there.</summary>
    private static double CapacitanceUp(SarConverter sar, int code)
    {
        var (bits, c) = (sar.Bits, sar.Capacitances);
        if (!sar.Design.IsSplit)
            return Enumerable.Range(0, bits).Sum(k => (code >> k & 1) * c[k + 1]);
        var up = Enumerable.Range(bits, bits).Sum(k => c[k]);
        var lowest = int.TrailingZeroCount(code);
        for (var k = bits - 2; k >= lowest; k--)
            up += (code >> k + 1 & 1) == 1 ? c[k + 1] : -c[bits + k + 1];
        return up;
    }

    private static void AssertSpread(double sigma, double[] values)
    {
        var spread = Math.Sqrt(values.Sum(v => v * v) / values.Length);
        Assert.InRange(spread / sigma, 1 - 5 / Math.Sqrt(2 * values.Length), 1 + 5 / Math.Sqrt(2 * values.Length));
        Assert.InRange(values.Average() / sigma, -5 / Math.Sqrt(values.Length), 5 / Math.Sqrt(values.Length));
    }
}
