using System.Globalization;
using System.Numerics;
using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>.four and .fft against closed forms, SciPy's windows and NumPy's transform; ngspice's harmonics are in the conformance tests.</summary>
[Trait("Category", "slow")]
public class FourierTests
{
    [Fact]
    public void Harmonics_OfATrapezoid_AreTheirClosedForm()
    {
        var table = Run("V1 a 0 PULSE(-1 1 0 50n 50n 450n 1u)\nR1 a 0 1k\n.tran 10n 3u\n.four 1meg v(a)").Harmonics.Single();
        Assert.Equal(9, table.Harmonics.Count);
        foreach (var h in table.Harmonics)
        {
            // Of edges of τ, the sine of odd n has 4/(πn) · sin(πnτ/T)/(πnτ/T); its zero lies in the middle of the edge.
            var x = Math.PI * h.Number * 0.05;
            var expected = h.Number % 2 == 0 ? 0 : 4 / (Math.PI * h.Number) * Math.Sin(x) / x;
            Close.Equal(expected, h.Magnitude, rtol: 1e-9, atol: 1e-12, where: $"harmonic {h.Number}");
            if (h.Number % 2 == 1)
                Close.Equal(-180 * 0.05 * h.Number, h.Phase, rtol: 1e-7, where: $"phase {h.Number}");
        }

        Close.Equal(0, table.Constant, rtol: 0, atol: 1e-12);
    }

    [Theory]
    [InlineData(".four 2k v(a)", 2, 0.0)]
    [InlineData(".four 2k 3 2 v(a)", 2, 0.0)] // three harmonics over two periods
    [InlineData(".four 2k 3 -1 v(a)", 2, 0.0)] // over all of them
    [InlineData(".four 2k {2*v(a)}", 4, 0.0)]
    [InlineData(".four 2k i(R1)", 2e-3, 0.0)]
    public void Harmonics_OfASine_AreThatSine(string four, double magnitude, double phase)
    {
        var table = Run($"V1 a 0 SIN(0.5 2 2k)\nR1 a 0 1k\n.tran 10u 2.5m\n{four}").Harmonics.Single();
        // Straight lines between 1024 points of a period: (π/1024)²/3 is 3e-6.
        Close.Equal(magnitude, table.Harmonics[0].Magnitude, rtol: 4e-6);
        Close.Equal(phase, table.Harmonics[0].Phase, rtol: 0, atol: 1e-3);
        Close.Equal(magnitude / 4, table.Constant, rtol: 1e-9);
        Assert.InRange(table.Distortion!.Value, 0, 1e-4);
    }

    [Fact]
    public void Distortion_OfASquare_IsThatOfItsOddHarmonics() =>
        // √(1/9 + 1/25 + 1/49 + 1/81)
        Close.Equal(42.879, Run("V1 a 0 PULSE(-1 1 0 1p 1p 0.5u 1u)\nR1 a 0 1k\n.tran 10n 3u\n.four 1meg v(a)").Harmonics.Single().Distortion!.Value, rtol: 1e-4);

    [Fact]
    public void Options_OfTheNumberOfFrequencies_Count() =>
        Assert.Equal(19, Run("V1 a 0 SIN(0 1 1k)\nR1 a 0 1k\n.options nfreqs=20\n.tran 10u 1m\n.four 1k v(a)").Harmonics.Single().Harmonics.Count);

    [Fact]
    public void MeasureFour_OfASine_IsATableOfItsName()
    {
        var table = Run("V1 a 0 SIN(0 1 1k)\nR1 a 0 1k\n.tran 10u 3m\n.measure tran h four v(a) at=1k numfreq=4 to=2m").Harmonics.Single();
        Assert.Equal(("h", 3), (table.Name, table.Harmonics.Count));
        Close.Equal(1, table.Harmonics[0].Magnitude, rtol: 4e-6);
    }

    [Theory]
    [InlineData(".four 100 v(a)", "1 period of 100 Hz do not fit into the transient from 0 s to 1 ms; let it last longer.")]
    [InlineData(".four 1k 9 3 v(a)", "3 periods of 1 kHz do not fit")]
    [InlineData(".four 0 v(a)", "finite and above zero")]
    [InlineData(".four 1k", "the expression ends where a value is expected.")]
    [InlineData(".four 1k v(nowhere)", "nowhere")]
    [InlineData(".fft v(a) np=100000000", "np is a power of two from 4 to 16777216.")]
    [InlineData(".fft v(a) window=flat", "flat is no window; rect, bart,")]
    [InlineData(".fft v(a) start=2m", "nothing of the transient from 0 s to 1 ms lies between its start and its stop")]
    [InlineData(".fft v(a) points=8", "points= has no meaning for .fft; np, window,")]
    [InlineData(".measure fft m thd v(a)", "is of the .fft of v(a), and there is none; write .fft v(a).")]
    [InlineData(".fft v(a)\n.measure fft m avg v(a)", "'avg' is no measurement of an .fft; find, enob,")]
    public void Read_WhatCannotBe_IsRefusedWithWhatToWrite(string statement, string message) => Assert.Contains(
        message, Assert.Throws<NetlistException>(() => Spice.Read($"V1 a 0 SIN(0 1 1k)\nR1 a 0 1k\n.tran 10u 1m\n{statement}")).Message);

    [Theory]
    [InlineData("rect", "np.ones(N)")]
    [InlineData("bart", "s.bartlett(N)")]
    [InlineData("bartletthann", "s.barthann(N)")]
    [InlineData("hann", "s.hann(N)")]
    [InlineData("hamm", "s.hamming(N)")]
    [InlineData("black", "s.general_cosine(N, [0.42323, 0.49755, 0.07922])")]
    [InlineData("blackman", "s.blackman(N)")]
    [InlineData("harris", "s.blackmanharris(N)")]
    [InlineData("nuttall", "s.nuttall(N)")]
    [InlineData("cosine4", "s.hann(N)**2")]
    [InlineData("halfcyclesine", "np.sin(np.pi*np.arange(N)/(N-1))")]
    [InlineData("halfcyclesine3", "np.sin(np.pi*np.arange(N)/(N-1))**3")]
    [InlineData("halfcyclesine6", "np.sin(np.pi*np.arange(N)/(N-1))**6")]
    [InlineData("gauss alfa=2.5", "s.gaussian(N, (N-1)/2/2.5)")]
    [InlineData("kaiser alfa=2", "s.kaiser(N, 2*np.pi)")]
    public void Spectrum_OfEachWindow_IsThatOfNumPyAndSciPy(string window, string weights)
    {
        if (!NumPy.HasSciPy)
            return;
        var spectrum = Run($"B1 a 0 V={{0.5+2*sin(2*pi*3*time)+0.3*cos(2*pi*5.3*time)}}\nR1 a 0 1k\n.tran 10m 2 0 20m\n.fft v(a) np=64 window={window} start=0.25 stop=1.5").Spectra.Single();
        var lines = NumPy.Run($"""
            import scipy.signal.windows as s
            N = 64
            t = 0.25 + 1.25*np.arange(N)/N
            y = 0.5 + 2*np.sin(2*np.pi*3*t) + 0.3*np.cos(2*np.pi*5.3*t)
            X = np.fft.rfft(y*({weights}))/N*2
            X[0] /= 2
            for x in X: print(repr(float(x.real)), repr(float(x.imag)))
            """).Trim().Split('\n').Select(l => l.Trim().Split(' ')).Select(w => new Complex(double.Parse(w[0], CultureInfo.InvariantCulture), double.Parse(w[1], CultureInfo.InvariantCulture))).ToList();
        Assert.Equal(lines.Count, spectrum.Coefficients.Count);
        Close.Equal(0.8, spectrum.Spacing, rtol: 1e-12);
        for (var k = 0; k < lines.Count; k++)
            Close.Equal(0, (lines[k] - spectrum.Coefficients[k]).Magnitude, rtol: 0, atol: 1e-9, where: $"line {k}");
    }

    [Theory]
    [InlineData("sndr v(a)", 13.816811668212994)] // 1 against √(0.2² + 0.0390625²)
    [InlineData("enob v(a)", 2.00279263591578)]
    [InlineData("thd v(a)", -13.9794000867)] // a fifth
    [InlineData("thd v(a) nbharm=2", -200)] // the second alone, which is not there
    [InlineData("sfdr v(a)", 13.9794000867)]
    [InlineData("sfdr v(a) minfreq=4k maxfreq=5k", 28.164799306236993)]
    [InlineData("snr v(a)", 28.164799306236993)] // what lies between the multiples of 2 kHz
    [InlineData("find vm(a) at=2k", 1)]
    [InlineData("find vr(a) at=2.1k", 0)]
    [InlineData("find vi(a) at=2k", -1)]
    [InlineData("find vp(a) at=2k", -90)]
    [InlineData("find vdb(a) at=6k", -13.9794000867)]
    public void MeasureFft_OfThreeSines_IsItsDefinition(string measure, double expected)
    {
        // 1 V at 2 kHz, 0.2 V at 6 kHz and 0.0390625 V at 5 kHz, sampled for a millisecond.
        var run = Run($"B1 a 0 V={{sin(2*pi*2k*time)+0.2*sin(2*pi*6k*time)+0.0390625*sin(2*pi*5k*time)}}\nR1 a 0 1k\n.tran 10u 1m\n.fft v(a) np=64 freq=2k\n.measure fft m {measure}");
        Close.Equal(expected, run.Measured.Single().Value!.Value, rtol: 1e-6, atol: 1e-8, where: measure);
    }

    [Fact]
    public void Transform_OfAnyValues_IsTheSumThatDefinesIt()
    {
        var random = new RandomStream(7);
        var values = Enumerable.Range(0, 128).Select(_ => new Complex(random.NextUniform(-1, 1), random.NextUniform(-1, 1))).ToArray();
        Complex[] transformed = [.. values];
        FastFourierTransform.Forward(transformed);
        for (var k = 0; k < values.Length; k++)
        {
            var sum = values.Select((x, n) => x * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)k * n % values.Length) / values.Length)).Aggregate(Complex.Add);
            Close.Equal(0, (sum - transformed[k]).Magnitude, rtol: 0, atol: 1e-12, where: $"line {k}");
        }

        Assert.Throws<InvalidParameterException>(() => FastFourierTransform.Forward(new Complex[12]));
    }

    [Fact]
    public void Points_OfTheEngine_LieWhereTheSamplesAre()
    {
        var reading = SpiceReader.Read("t\nV1 a 0 SIN(0 1 1k)\nR1 a b 1k\nC1 b 0 1n\n.tran 0.1m 1m\n.fft v(b) np=8 start=0.3m\n.end\n");
        var waveforms = new CircuitSim.Netlists.Results.Waveforms();
        new BuiltInSimulator().RunTransient(reading.Flat, (TransientAnalysis)reading.Flat.Analyses[0], waveforms);
        for (var k = 0; k < 8; k++)
            Assert.Contains(waveforms.Axis, t => Math.Abs(t - (0.3e-3 + 0.7e-3 * k / 8)) < 1e-15);
    }

    private static AnalysisRun Run(string cards) => new NetlistRun(Spice.Read(cards).Flatten(), [new BuiltInSimulator()], (_, _) => null, keepWaveforms: false).Execute().Runs[0];
}
