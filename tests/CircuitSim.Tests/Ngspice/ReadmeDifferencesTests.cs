using System.Globalization;
using System.Text.RegularExpressions;
using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Results.Spectra;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Netlists;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Ngspice;

/// <summary>
/// The table "Where ngspice differs" of netlists/README.md, row by row: what stands there of the engine, and that ngspice 39 has the text as a
/// user would run it otherwise. A version that has it right fails here, and its row goes.
/// </summary>
public partial class ReadmeDifferencesTests
{
    /// <summary>
    /// The beginning of a row, cards, a vector (here, and behind a bar in ngspice, where it has another name), and its last value here and in
    /// ngspice, null where there is none. What is not plain from the cards: 0.9749… is a corner rounded over a quarter of a tenth; isr (9.005)^¼;
    /// 1 nF/√(1 + 1/3) at 1 kHz; vth = 0.5 + √3.6 − √0.6 V; a slope of I R/(R + rs + V_t/I); of the base resistance ngspice's own difference of two operating points.
    /// </summary>
    public static TheoryData<string, string, string, double?, double?> Rows => new()
    {
        { "`2^3^2`", "B1 a 0 V=2^3^2\nR1 a 0 1\n.op", "v(a)", 512, 64 },
        { "`pow(-3,3)`", "Vb b 0 -3\nB1 a 0 V=pow(v(b),3)\nR1 a 0 1\n.op", "v(a)", -27, 27 },
        { "`limit()`", "Vb b 0 2\nB1 a 0 V=limit(v(b),0,1)\nR1 a 0 1\n.op", "v(a)", 1, 0 },
        { "`limit()`", "Vb b 0 -3.5\nB1 a 0 V=int(v(b))\nR1 a 0 1\n.op", "v(a)", -3, null },
        { "the functions of other tools", "Vb b 0 3\nB1 a 0 V=stp(v(b))\nR1 a 0 1\n.op", "v(a)", 1, null },
        { "`pwl()` beyond", "Vb b 0 3\nB1 a 0 V=pwl(v(b),0,0,1,1)\nR1 a 0 1\n.op", "v(a)", 1, 3 },
        { "`sqrt(-4)`", "Vb b 0 -4\nB1 a 0 V=sqrt(v(b))\nR1 a 0 1\n.op", "v(a)", 2, null },
        { "corners of `TABLE`", "Vb b 0 1\nE1 a 0 TABLE {v(b)} = (0,0) (1,1) (2,1)\nR1 a 0 1\n.op", "v(a)", 1, 0.975 },
        { "a port named", ".global p\nV1 p 0 1\nR9 p q 1k\nX1 q s\n.subckt s p\nR1 p 0 1k\n.ends\n.op", "v(q)", null, 1 },
        { "`tc=a,b`", "V1 a 0 1\nR1 a 0 1k tc=0.01,0\n.temp 37\n.op", "i(v1)", -1 / 1100.0, null },
        { "`ibv` of a diode", "V1 a 0 -5\nD1 a 0 d area=10\n.model d d(bv=5 ibv=1m)\n.op", "i(v1)", 0.01, 0.001 },
        { "`isr` of a diode", "V1 a 0 -2\nD1 a 0 d\n.model d d(is=1e-16 isr=1e-9 vj=1 m=0.5)\n.options gmin=1e-15 abstol=1e-18\n.op", "i(v1)", 1.7323e-9, 2.1e-15 },
        { "`m` of a VDMOS", "V1 g 0 ac 1\nV2 d 0 5\nM1 d g 0 vd m=3\n.model vd vdmos(vto=2 kp=1 cgs=1n cgdmin=0 cgdmax=0)\n.ac lin 1 1meg 1meg", "ii(v1)|im i(v1)", -6e-3 * Math.PI, -2e-3 * Math.PI },
        { "temperature of a Z", "V1 d 0 0\nVg g 0 0.5\nZ1 d g 0 z\n.model z nmf(vto=-1.3 beta=1m is=1e-14)\n.options temp=127\n.op", "i(vg)", -1.8034876e-3, -4.97125e-6 },
        { "temperature of a Z", "V1 d 0 0\nVg g 0 0.5\nJ1 d g 0 z\n.model z njf(vto=-1.3 beta=1m is=1e-14)\n.options temp=127\n.op", "i(vg)", -1.8034876e-3, -1.8034876e-3 },
        { "`m` of a Z", "V1 d 0 2\nZ1 d 0 0 z 3 m=2\n.model z nmf(vto=-1.3 beta=1m)\n.op", "i(v1)", -6 * 1.2158273e-3, -2 * 1.2158273e-3 },
        { "a J with", "V1 d 0 0\nVg g 0 0.6\nJ1 d g 0 j\n.model j njf(n=2 is=1e-14)\n.op", "i(vg)", -2e-14 * (Math.Exp(0.6 / 2 / 0.0258649) - 1), -2e-14 * (Math.Exp(0.6 / 0.0258649) - 1) },
        { "a value on a line", "V1 a 0 1\nR1 a 0 2 m\n.model m r(r=1k)\n.op", "i(v1)", -0.5e-3, -0.5 },
        { "cards `m.0`", "V1 a 0 1\nR1 a 0 m l=1.01u w=1u\n.model m.0 r rsh=100 lmin=1u\n.model m r rsh=200\n.op", "i(v1)", -1 / 101.0, -1 / 202.0 },
        { "`tbv1`", "V1 a 0 -5.2\nR1 a b 1k\nD1 b 0 d\n.model d d(bv=5 ibv=1m tbv1=0.001)\n.temp 67\n.op", "v(b)", -5.1243337, -4.9583676 },
        { "a `vj` above", "V1 a 0 1 ac 1\nD1 0 a d\n.model d d(cjo=1n vj=3 m=0.5 fc=0.5)\n.ac lin 1 1k 1k", "ii(v1)|im i(v1)", -2e-6 * Math.PI * 0.8660254, -2e-6 * Math.PI * 0.8164966 },
        { "PWL with `r` or `td`", "V1 a 0 PWL(0 0 1u 1 2u 0) td=1.2345u\nR1 a 0 1\n.tran 1u 10u", "max v(a)", 1, 0.9345 },
        { "`r` of PWL", "V1 a 0 PWL(0 0 1m 1 2m 0) r=0.5m\nR1 a 0 1\n.tran 10u 2.5m", "v(a)", 1, null },
        { "SIN with a number", "V1 a 0 SIN(0 1 1k 0 0 0 1)\nR1 a 0 1\n.tran 10u 1.25m 0 10u", "v(a)", 0, 1 },
        { "`ic` of a diode", "V1 a 0 0\nR1 a b 1k\nD1 b 0 d ic=0.5\n.model d d(cjo=1n)\n.tran 1n 10n uic", "first v(b)", 0.5, 0 },
        { "a K of three", "V1 a 0 ac 1\nR1 a b 1\nL1 b 0 1m\nL2 c 0 1m\nL3 d 0 1m\nR2 c 0 1\nR3 d 0 1\nK1 L1 L2 L3 0.9\n.ac lin 1 1k 1k", "vr(d)", 0.23791210, null },
        { "a K of three", "V1 a 0 ac 1\nR1 a b 1\nL1 b 0 1m\nL2 c 0 1m\nL3 d 0 1m\nR2 c 0 1\nR3 d 0 1\nK1 L1 L2 0.9\nK2 L1 L3 0.9\nK3 L2 L3 0.9\n.ac lin 1 1k 1k", "vr(d)|v(d)", 0.23791210, 0.23791210 },
        { "a node named", "V1 d 0 2\nM1 d d 0 n n w=1u l=1u\nVx n 0 -3\n.model n nmos(vto=0.5 kp=1m gamma=1)\n.op", "i(v1)", -7.115127e-5, null },
        { "the reverse current of a Q", "Vc c 0 2\nVb b 0 0\nQ1 c b 0 q 1000\n.model q npn(is=1e-12)\n.options abstol=1e-18\n.op", "i(vc)", -2.004e-9, -2e-6 },
        { "`gmin` of a Q or J", "V1 a 0 1\nQ1 a 0 0 q m=3\n.model q npn(is=1e-20)\n.options gmin=1e-9\n.op", "i(v1)", -2e-9, -6e-9 },
        { "`gmin` of a Q or J", "V1 a 0 1\nJ1 a 0 0 j m=3\n.model j njf(is=1e-20 vto=0)\n.options gmin=1e-9\n.op", "i(v1)", -1e-9, -3e-9 },
        { "`gmin` from base", "V1 a 0 1 ac 1\nQ1 a 0 0 q\n.model q npn(is=1e-20)\n.options gmin=1e-9\n.ac lin 1 1m 1m", "ir(v1)|i(v1)", -2e-9, -1e-9 },
        { "`.ac` of a Q", "Vb i 0 0.75 ac 1\nVc c 0 2\nQ1 c i 0 q\n.model q npn(is=1e-15 rb=1k irb=1u rbm=10)\n.ac lin 1 1 1", "ir(vc)|i(vc)", -0.116218, -0.109024 },
        { "`pt`, `bfm`", "Vc c 0 2\nVb b 0 0.6\nQ1 c b 0 q\n.model q npn(is=1e-15 bfm=50)\n.op", "i(vb)", -2.37438e-7, -1.18719e-7 },
        { "ON of a W", "V1 x 0 0.5\nVs x y 0\nR1 y 0 1\nVa a 0 1\nW1 a b Vs w ON\nRl b 0 1k\n.model w csw(it=0.5 ih=0.2 ron=1 roff=1meg)\n.op", "v(b)", 1000 / 1001.0, 1 / 1001.0 },
        { "`.dc` by decades", ".param p=1\nV1 a 0 {p}\nR1 a 0 1\n.dc param p 1 2 1", "v(a)", 2, null },
        { "noise of `rs`", "I1 0 a 1m ac 1\nD1 a 0 d m=4\n.model d d(rs=1k)\n.noise v(a) I1 lin 1 1k 1k", "onoise", 2.08767e-9, 8.15590e-9 },
        { "`.sens` by a key", "V1 a 0 5\nR1 a b 1k\nD1 b 0 d\n.model d d(rs=10)\n.sens v(b)", "d(d:rs)|d1:rs", 4.1973e-3, 0 },
        { "`.sens` with a Q", "V1 a 0 5\nR1 a b 1k\nQ1 b b 0 q\n.model q npn\n.sens v(b)", "d(v1:dcv0)|v1", 6.13663e-3, null },
        { "`.sens … ac lin 9`", "V1 a 0 5 ac 1\nR1 a b 1k\nC1 b 0 1u\n.sens v(b) ac lin 9 10 90", "frequency", 90, 730 / 9.0 },
        { "`.sens … ac` of", "V1 a 0 1 ac 1\nR1 a b 1k\nD1 b 0 d\n.model d d\n.sens v(b) ac lin 1 1 1", "d(vr(b))/d(v1:dcv0)|v1", -0.1538467, 0 },
        { "source of `.noise`", "V1 a 0 1\nR1 a b 1k\nR2 b 0 1k\n.noise v(b) V1 lin 1 1k 1k", "onoise", 2.878894e-9, null },
        { "`im()`", "V1 a 0 ac 1\nR1 a b 1\nR2 b 0 1\n.ac lin 1 1 1\n.print ac im(R1)", "print im(R1)", 0.5, null },
        { "`4k7`", "V1 a 0 1\nR1 a 0 4k7\n.op", "i(v1)", -1 / 4700.0, -1 / 4000.0 },
        { "`LAPLACE`", "V1 a 0 1\nE1 b 0 LAPLACE {v(a)} = {1/(1+s)}\nR1 b 0 1\n.op", "v(b)", 1, null },
        { "`LAPLACE`", "V1 a 0 1\nVc c 0 1\nS1 a b c 0 s\nR1 b 0 1k\n.model s vswitch(ron=1 roff=1meg von=1 voff=0)\n.op", "v(b)", 1000 / 1001.0, null },
        { "`LAPLACE`", "V1 a 0 1 rser=1k\nR1 a 0 1k\n.op", "v(a)", 0.5, null },
        { "a resistor of 0", "I1 0 a 1\nR1 a 0 0\nR2 a 0 1\n.op", "v(a)", 0, 1e-3 / 1.001 },
        { "text after `.end`", "V1 a 0 1\nR1 a 0 1k\n.op\n.end\nR2 a 0 1k", "i(v1)", -1e-3, -2e-3 },
        { "`1.2.3k`", "V1 a 0 1\nR1 a 0 1.2.3k\n.op", "i(v1)", null, -1 / 1.2 },
        { "`.control`", "V1 a 0 1\nR1 a 0 1k\n.op\n.control\nalter R1=2k\n.endc", "i(v1)", -1e-3, -0.5e-3 },
        { "`time` in a `.dc`", "V1 a 0 0\nB1 b 0 V=time\nR1 b 0 1\nR2 a 0 1\n.dc V1 1 3 1", "v(b)", 0, 2 },
        { "a node that a capacitor", "V1 a 0 1\nR1 a 0 1\nB1 0 x I={0*v(a)}\nC1 x 0 1 IC=7\n.op", "v(x)", 7, 0 },
        { "a loop without memory", "V1 in 0 3.1\nR1 in p 10k\nR2 p out 20k\nE1 o 0 p 0 10k\nRo o out 100\nD1 out vp d\nD2 vn out d\nVp vp 0 5\nVn vn 0 -5\n.model d d(is=1e-14)\n.op", "v(out)", 5.98915619, null },
        { "`.ic` of a port", "V1 a 0 0\nR1 a b 1k\nX1 b s\n.subckt s p\nC1 p 0 1u\n.ends\n.ic v(x1.p)=0.5\n.tran 1u 10u uic", "first v(b)", 0.5, 0 },
        { "`.four`", "V1 a b SIN(0 1 1k)\nV2 b 0 SIN(0 0.1 9k)\nR1 a 0 1\n.tran 5u 2m 0 5u\n.four 1k v(a)", "harmonic 9", 0.1, 0.0992 },
        { "`.fft`", "V1 a 0 SIN(0 1 1k)\nR1 a 0 1\n.tran 1u 2m 0 1u\n.fft v(a)", "spectrum", 0, null },
        { "a `.tran` without", "V1 a 0 1\nR1 a 0 1\n.tran 1n 10n", "ran", 1, null },
        { "`.measure` that begins", "V1 a 0 PWL(0 0 1m 1 2m 0 3m 1)\nR1 a 0 1\n.tran 1u 3m 0 1u\n.measure tran m when v(a)=0 cross=1", "measured m", 2e-3, 0 },
        { "`.measure` over", "V1 a 0 0\nR1 a 0 1\n.dc V1 1 0 -0.1\n.measure dc m avg v(a) from=0 to=0.5", "measured m", 0.25, 0.2 },
        { "`.measure` over", "V1 a 0 0\nV2 b 0 0\nR1 a b 1\n.dc V1 0 1 0.5 V2 0 1 1\n.measure dc m integ v(a)", "measured m", 1, 0.5 },
    };

    /// <summary>Rows that a test of its own holds.</summary>
    private static readonly (string Row, string Test)[] Elsewhere =
    [
        ("`m` of a call", nameof(CallDifferencesTests)),
        ("F in a call", nameof(CallDifferencesTests)),
        ("`.model … VDMOSP`", nameof(Vdmosp_ForNgspice_IsWrittenAsPchan)),
        ("TRNOISE", nameof(Noise_OfASeed_IsTheSameTwice_AndNotNgspices)),
        ("`delta` of a level 2", nameof(MosfetDifferencesTests)),
        ("v_dsat of a level 2", nameof(MosfetDifferencesTests)),
        ("slopes of an M", nameof(MosfetDifferencesTests)),
        ("switches in `.ac`", nameof(FrequencyDifferencesTests)),
        ("`.ac dec` over less", nameof(SmallSignalRequestTests)),
        ("`.ac lin 2`", nameof(FrequencyDifferencesTests)),
        ("noise of a resistor", nameof(FrequencyDifferencesTests)),
        ("total of `.noise`", nameof(FrequencyDifferencesTests)),
        ("output resistance", nameof(FrequencyDifferencesTests)),
        ("`cross=-1`", nameof(MeasurementDifferencesTests)),
        ("`rise=` behind", nameof(MeasurementDifferencesTests)),
        ("`deriv`, `err`", nameof(MeasurementDifferencesTests)),
    ];

    [Fact]
    public void EveryRow_OfTheReadme_IsHeldByATest()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "netlists", "README.md")).ReplaceLineEndings("\n");
        var rows = Row().Matches(text[text.IndexOf("## Where ngspice differs", StringComparison.Ordinal)..text.IndexOf("`circuitsim run` evaluates every", StringComparison.Ordinal)])
            .Select(m => m.Groups[1].Value).Skip(1).ToList();
        var held = Rows.Select(r => r.Data.Item1).Concat(Elsewhere.Select(e => e.Row)).Distinct().ToList();
        Assert.Equal([], rows.Where(row => !held.Exists(h => row.StartsWith(h, StringComparison.Ordinal))));
        Assert.Equal([], held.Where(h => rows.Count(row => row.StartsWith(h, StringComparison.Ordinal)) != 1));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Engine_OfARow_HasWhatTheReadmeSays(string row, string cards, string vector, double? here, double? ngspice)
    {
        _ = ngspice;
        Equal(here, Here(cards, vector.Split('|')[0]), row);
    }

    [NgspiceTheory]
    [MemberData(nameof(Rows))]
    public void Ngspice_OnThePlainTextOfARow_HasWhatTheReadmeSays(string row, string cards, string vector, double? here, double? ngspice)
    {
        _ = here;
        Equal(ngspice, Plain(cards, vector.Split('|')[^1]), row);
    }

    [Fact]
    public void Vdmosp_ForNgspice_IsWrittenAsPchan()
    {
        var written = NgspiceText("V1 a 0 -5\nM1 a a 0 m\n.model m vdmosp(vto=-2 kp=1)\n.op");
        Assert.Contains("pchan", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("vdmosp", written, StringComparison.OrdinalIgnoreCase);
    }

    [NgspiceFact]
    public void Noise_OfASeed_IsTheSameTwice_AndNotNgspices()
    {
        const string Cards = "V1 a 0 TRNOISE(1 1u)\nR1 a 0 1\n.tran 1u 100u";
        var first = Here(Cards, "v(a)");
        Assert.Equal(first, Here(Cards, "v(a)"));
        Assert.NotEqual(first!.Value, Plain(Cards, "v(a)")!.Value, 1e-6);
    }

    private static void Equal(double? expected, double? found, string row)
    {
        Assert.True(expected is null == found is null, $"{row}: {found}");
        if (expected is { } value)
            Close.Equal(value, found!.Value, rtol: 1e-3, atol: 1e-15, where: row);
    }

    /// <summary>Null where the text is refused or there is no such vector.</summary>
    private static double? Here(string cards, string vector)
    {
        try
        {
            var (runs, failures) = new NetlistRun(SpiceReader.Read($"t\n{cards}\n.end\n").Flat, [new BuiltInSimulator()], (_, _) => null, keepWaveforms: true).Execute();
            Assert.Empty(failures);
            var words = vector.Split(' ');
            return words[0] switch
            {
                "ran" => runs[0].Waveforms!.Points > 0 ? 1 : null,
                "measured" => runs[0].Measured.Single(m => m.Name == words[1]).Value,
                "harmonic" => Harmonic(runs[0].Harmonics[0]),
                "spectrum" => runs[0].Spectra.Count > 0 ? 0 : null,
                "print" => Printed(runs[0].Printed[0]),
                "frequency" => runs[0].Waveforms!.Axis[^1],
                "max" => Vector(runs[0].Waveforms!, words[1]).Max(),
                "first" => Vector(runs[0].Waveforms!, words[1])[0],
                _ => Vector(runs[0].Waveforms!, vector)[^1],
            };
        }
        catch (NetlistException)
        {
            return null;
        }
    }

    private static IReadOnlyList<double> Vector(Waveforms waveforms, string part) =>
        waveforms[waveforms.Header.Vectors.First(v => v.Name.Contains(part, StringComparison.OrdinalIgnoreCase)).Name];

    private static double Harmonic(HarmonicTable table) => table.Harmonics[8].Magnitude;

    private static double Printed(PrintedTable table) => table.Rows[0][0];

    private static double? Plain(string cards, string vector)
    {
        var words = vector.Split(' ');
        if (words[0] is "ran" or "harmonic" or "spectrum" or "print" or "measured")
        {
            var text = PlainNgspice.Text(cards);
            var found = words[0] switch
            {
                "measured" => Regex.Match(text, @"^m +=\s+(\S+)", RegexOptions.Multiline),
                "harmonic" => Regex.Match(text, @"^ 9 +9000 +(\S+)", RegexOptions.Multiline),
                "print" => Regex.Match(text, @"^0\s+1.0+e\+00\s+(\S+)", RegexOptions.Multiline),
                _ => Match.Empty,
            };
            Assert.True(words[0] is not ("ran" or "spectrum") || text.Contains("no simulations run", StringComparison.Ordinal), text);
            return found.Success ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : null;
        }

        var values = PlainNgspice.Find(cards, words[^1], isImaginary: words[0] == "im");
        return words[0] switch { "first" => values?[0], "max" => values?.Max(), _ => values is { Length: > 0 } ? values[^1] : null };
    }

    private static string NgspiceText(string cards) => SpiceWriter.ToText(SpiceReader.Read($"t\n{cards}\n.end\n").Flat, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice });

    [GeneratedRegex(@"^\| (.*?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
