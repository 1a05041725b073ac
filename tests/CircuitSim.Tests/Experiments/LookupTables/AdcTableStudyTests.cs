using CircuitSim.Cli;
using CircuitSim.Cosimulation;
using CircuitSim.Experiments;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Experiments.Studies;
using CircuitSim.LookupTables;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;
using MathNet.Numerics.Distributions;

namespace CircuitSim.Tests.Experiments.LookupTables;

[Trait("Category", "slow")]
public class AdcTableStudyTests
{
    private static readonly StudyValues Small = new StudyValues().With(AdcTableOptions.Rows, 16).With(AdcTableOptions.Columns, 8).With(AdcTableOptions.Dies, 2).With(AdcTableOptions.Samples, 40);

    /// <summary>Amplifiers, parts and wires without errors.</summary>
    private static readonly StudyValues Perfect = Small.With(AdcTableOptions.Variation, 0).With(ReadOutOptions.OpAmp, "ideal").With(ReadOutOptions.Wire, 0)
        .With(ReadOutOptions.OffsetSigma, 0).With(ReadOutOptions.ResistorSigma, 0).With(ReadOutOptions.AdcSigma, 0).With(ReadOutOptions.ComparatorSigma, 0);

    /// <summary>Wires, varied cells and converters are real.</summary>
    private static readonly StudyValues Quick = Small.With(AdcTableOptions.Stages, "array,adc").With(ReadOutOptions.Wire, 20);

    /// <summary>But those that need files.</summary>
    public static TheoryData<string> Examples => [.. StudyTable.ConverterTables.SelectMany(s => s.Description.Split('\n')).Select(l => l.Trim()).Where(l => l.StartsWith("circuitsim lut ", StringComparison.Ordinal) && !l.Contains(" mnist", StringComparison.Ordinal))];

    /// <summary>Fewer codes than sums: round(k · scale), in ideal stages and in circuits of ideal parts, with a reference column and with cells that hold nothing at zero.</summary>
    [Theory]
    [InlineData("ideal", true)]
    [InlineData("ideal", false)]
    [InlineData("driver,array,tia,subtractor,adc", true)]
    [InlineData("driver,array,tia,adc", false)]
    public void Codes_OfIdealParts_AreTheRoundedSumWithoutDeviation(string stages, bool hasReference)
    {
        var set = Run(Perfect.With(AdcTableOptions.Stages, stages).With(AdcTableOptions.Reference, hasReference).With(AdcTableOptions.OffResistance, 1e15).With(AdcTableOptions.AdcBits, 3).With(AdcTableOptions.SumPerCode, 2.3)).Lookup!.Tables;
        double[] expected = [.. Enumerable.Range(0, 17).Select(k => Math.Round(k / 2.3))];
        Close.Equal(expected, set[ConverterKeys.Mean].Values.Span, 0, 0, "mean code");
        Close.Equal(expected, set[ConverterKeys.Ideal].Values.Span, 0, 0, "ideal code");
        Assert.All(set[ConverterKeys.Deviation].Values.ToArray(), s => Assert.Equal(0, s));
        Close.Equal(2.3, set[ConverterKeys.CodeSum].Values.Span[0], 1e-15);
    }

    /// <summary>
    /// Cells that vary by σ make a sum k a normal one with √k σ, which an ideal converter rounds: mean and variance by the normal
    /// distribution's tails, within 5σ of what so many samples scatter by.
    /// </summary>
    [Fact]
    public void Codes_OfVariedCells_HaveMeanAndDeviationOfARoundedNormalNumber()
    {
        const double Sigma = 0.15;
        var set = Run(Perfect.With(AdcTableOptions.Stages, "ideal").With(AdcTableOptions.Reference, false).With(AdcTableOptions.OffResistance, 1e15).With(AdcTableOptions.Variation, Sigma).With(AdcTableOptions.Samples, 600)).Lookup!.Tables;
        for (var k = 1; k <= 16; k++)
        {
            var (sum, most) = (k, 31);
            double Share(int code) => Normal.CDF(sum, Sigma * Math.Sqrt(sum), code == most ? 1e9 : code + 0.5) - Normal.CDF(sum, Sigma * Math.Sqrt(sum), code == 0 ? -1e9 : code - 0.5);
            double Moment(double about, int power) => Enumerable.Range(0, most + 1).Sum(code => Share(code) * Math.Pow(code - about, power));
            var mean = Moment(0, 1);
            var (variance, fourth, n) = (Moment(mean, 2), Moment(mean, 4), set[ConverterKeys.Samples].Values.Span[k]);
            Close.Equal(mean, set[ConverterKeys.Mean].Values.Span[k], 0, 5 * Math.Sqrt(variance / n) + 1e-3, $"mean at {k}");
            Close.Equal(variance, Math.Pow(set[ConverterKeys.Deviation].Values.Span[k], 2), 0, 5 * Math.Sqrt((fourth - variance * variance) / n) + 1e-3, $"variance at {k}");
        }
    }

    /// <summary>What a reference does not take away: zeros that conduct a tenth raise the code by a tenth of the active rows beside the sum.</summary>
    [Fact]
    public void Codes_WithoutReference_KeepWhatZerosConduct()
    {
        var values = Perfect.With(AdcTableOptions.Stages, "ideal").With(AdcTableOptions.OffResistance, 2e6).With(AdcTableOptions.InputDensity, 1);
        double[] Mean(bool hasReference) => Run(values.With(AdcTableOptions.Reference, hasReference)).Lookup!.Tables[ConverterKeys.Mean].Values.ToArray();
        // All 16 rows are active, and a unit of the sum is 0.9 of G_on.
        Close.Equal([.. Enumerable.Range(0, 17).Select(k => (double)k)], Mean(true), 0);
        Close.Equal([.. Enumerable.Range(0, 17).Select(k => Math.Round(k + 16 * 0.1 / 0.9))], Mean(false), 0);
    }

    [Fact]
    public void Transitions_OfDrawnConverters_RiseAndAddUpToTheirInl()
    {
        var result = Run(Quick.With(ReadOutOptions.AdcSigma, 0.05));
        var set = result.Lookup!.Tables;
        var (transitions, inl, dnl) = (set[ConverterKeys.Transitions], set[ConverterKeys.Inl], set[ConverterKeys.Dnl]);
        Assert.Equal(16, transitions.Axes[0].Count);
        for (var j = 0; j < 16; j++)
        {
            for (var k = 0; k < dnl.Axes[1].Count; k++)
            {
                Assert.True(dnl[j, k] <= -1 == transitions[j, k + 1] <= transitions[j, k], $"column {j}, code {k + 1}");
                Close.Equal(inl[j, k + 1] - inl[j, k], dnl[j, k], 0, 1e-9, $"column {j}, code {k + 1}");
            }
        }

        Assert.Equal(0, (int)result.Figures.Single(f => f.Key == "circuit_conversions_differ").Value!);
        Assert.NotEqual(transitions.Row(0).ToArray(), transitions.Row(1).ToArray());
        var shared = Run(Quick.With(ReadOutOptions.AdcSigma, 0.05).With(AdcTableOptions.Converters, true)).Lookup!.Tables[ConverterKeys.Transitions];
        Assert.Equal(shared.Row(0).ToArray(), shared.Row(7).ToArray());
        Assert.NotEqual(shared.Row(0).ToArray(), shared.Row(8).ToArray());
    }

    /// <summary>One read of a small array with every wire, drivers, TIAs and subtractors in ngspice; its voltages through the same converters.</summary>
    [NgspiceFact]
    public void Read_OfAPattern_HasTheCodesOfNgspice()
    {
        const int Rows = 6, Columns = 4;
        var values = Small.With(AdcTableOptions.Rows, Rows).With(AdcTableOptions.Columns, Columns).With(AdcTableOptions.Dies, 1).With(AdcTableOptions.Stages, "driver,array,tia,subtractor").With(AdcTableOptions.AdcBits, 8)
            .With(AdcTableOptions.SumPerCode, 0.025).With(ReadOutOptions.Wire, 500).With(ReadOutOptions.OffsetSigma, 0).With(ReadOutOptions.ResistorSigma, 0).With(AdcTableOptions.Variation, 0);
        var array = new AdcTableCase(values);
        int[] cells = [.. Enumerable.Range(0, Rows * Columns).Select(k => k * 7 % 3 == 0 ? 0 : 1)];
        int[] inputs = [1, 0, 1, 1, 1, 1];
        var reads = new SumReads(array, new OnePattern(new SumPattern(cells, inputs, Columns)), new RandomStream(1));
        for (var j = 0; j < Columns; j++)
            reads.FindConverter(j, default);
        var read = reads.Read(0, default);

        var chain = reads.ReadOutOf(0, array.Encode(cells));
        var circuit = new LayerCircuit(new LayerParts
        {
            Wiring = chain.Design.Wiring,
            Cells = [.. array.Encode(cells).Conductances.ToArray().Select(g => g * chain.ConductanceScale)],
            EveryWire = true,
            Drivers = [.. Enumerable.Range(0, Rows).Select(_ => new FollowerDriver { Amplifier = chain.Design.Amplifier })],
            Terminations = [.. Enumerable.Range(0, Columns + 1).Select(_ => new TransimpedanceAmplifier { FeedbackResistance = chain.FeedbackResistance, FeedbackCapacitance = chain.Design.FeedbackCapacitance, Amplifier = chain.Design.Amplifier })],
            Subtractors = [.. Enumerable.Range(0, Columns).Select(_ => new DifferenceAmplifier { InputResistance = chain.Design.SubtractorResistance, Amplifier = chain.Design.Amplifier })],
        });
        var sources = circuit.Inputs([.. inputs.Select(x => x * array.ReadVoltage)]).ToDictionary(i => i.Source, i => i.Value);
        var netlist = circuit.Netlist with
        {
            Elements = [.. circuit.Netlist.Elements.Select(e => e is VoltageSource v && sources.TryGetValue(v.Name, out var value) ? v with { Voltage = value } : e)],
            Options = circuit.Netlist.Options with { RelativeTolerance = 1e-9, VoltageTolerance = 1e-12, CurrentTolerance = 1e-15 },
        };
        var ngspice = new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }).SolveOperatingPoint(netlist);
        foreach (var (column, sum, code) in read.Samples)
        {
            Assert.Equal(Enumerable.Range(0, Rows).Sum(i => inputs[i] * cells[i * Columns + column]), sum);
            Assert.Equal((int)Math.Floor(ngspice.Voltage(LayerCircuit.SubtractorNode(column)) / chain.Lsb + 0.5), code);
            Assert.NotEqual(array.IdealCode(sum), code);
        }
    }

    [Fact]
    public void Tables_AtAnyNumberOfJobsAndAfterAnInterruption_AreTheSameBits()
    {
        using var temporary = new TemporaryFolder();
        var values = Small.With(AdcTableOptions.Samples, 80).With(AdcTableOptions.Stages, "array,adc");
        byte[] Of(StudyValues own, IStudyProgress? progress = null, bool isKept = false, CancellationToken cancellationToken = default)
        {
            using var stream = new MemoryStream();
            TableSetFile.Write(stream, AdcTableStudy.Random.Run(new StudyRun(own, progress ?? new SilentProgress(), null, cancellationToken) { Checkpoint = isKept ? temporary.File("kept.npz") : null, Resumes = true }).Lookup!.Tables);
            return stream.ToArray();
        }

        var whole = Of(values.With(IntegerOption.Jobs, 1));
        Assert.Equal(whole, Of(values.With(IntegerOption.Jobs, 3)));

        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Of(values.With(IntegerOption.Jobs, 1), new CancelAt("Reads", 0.5, cancel), true, cancel.Token));
        Assert.True(File.Exists(temporary.File("kept.npz")));
        Assert.Equal(whole, Of(values, isKept: true));
        Assert.Contains("other options", Assert.Throws<InvalidParameterException>(() => Of(values.With(AdcTableOptions.Seed, 2ul), isKept: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfTablesThatNobodyCouldHold_RefusesThem()
    {
        static string Refusal(StudyValues values) => Assert.Throws<InvalidParameterException>(() => AdcTableStudy.Random.Check(new StudyRun(values, new SilentProgress()))).Message;
        Assert.Contains("fewer rows or levels", Refusal(Small.With(AdcTableOptions.Rows, 1024).With(AdcTableOptions.CellLevels, 64)), StringComparison.Ordinal);
        Assert.Contains("more than 8388608 values", Refusal(Small.With(AdcTableOptions.Dies, 1000).With(AdcTableOptions.Columns, 512)), StringComparison.Ordinal);
        Assert.Contains("from 1 to 10", Refusal(Small.With(AdcTableOptions.AdcBits, 11).With(ReadOutOptions.Adc, AdcKind.Flash)), StringComparison.Ordinal);
        Assert.Contains("R_off", Refusal(Small.With(AdcTableOptions.OffResistance, 1)), StringComparison.Ordinal);
        Assert.Contains("nothing is subtracted", Refusal(Small.With(AdcTableOptions.Reference, false).With(AdcTableOptions.Stages, "tia,subtractor")), StringComparison.Ordinal);
        Assert.Contains("no format 'aihwkit'", Refusal(Small.With(AdcTableOptions.Formats, "aihwkit")), StringComparison.Ordinal);
    }

    [Fact]
    public void Flags_OfSumsAndConvertersThatFallShort_NameThem()
    {
        string[] Ids(StudyValues values) => [.. Run(values).Lookup!.Tables.Flags.Select(f => f.Id)];
        Assert.Empty(Ids(Perfect.With(AdcTableOptions.Stages, "ideal").With(AdcTableOptions.Samples, 100)));
        Assert.Equal(["sums-beyond-last-code", "converter-saturates"], Ids(Perfect.With(AdcTableOptions.Stages, "ideal").With(AdcTableOptions.Samples, 100).With(AdcTableOptions.AdcBits, 3).With(AdcTableOptions.SumPerCode, 1)));
        Assert.Contains("missing-codes", Ids(Perfect.With(AdcTableOptions.Stages, "adc").With(ReadOutOptions.AdcSigma, 0.3)));
        Assert.Contains("few-samples", Ids(Perfect.With(AdcTableOptions.Stages, "ideal").With(AdcTableOptions.Samples, 5)));
    }

    /// <summary>Sums of a network that never come are filled in along the line, and say so: the letters have nine pixels.</summary>
    [Fact]
    public void Tables_OfANetwork_FillInSumsThatNeverCome()
    {
        var letters = Path.Combine(Repository.Root, "studies", "letters");
        var result = Run(Perfect.With(Infer.Weights, [Path.Combine(letters, "weights.csv")]).With(Infer.Inputs, Path.Combine(letters, "pixels.csv"))
            .With(AdcTableOptions.Stages, "ideal").With(AdcTableOptions.InputBits, 1), AdcTableStudy.Network);
        var set = result.Lookup!.Tables;
        Assert.Contains(set.Flags, f => f.Id == "sums-not-seen");
        Assert.Equal(["weights.csv", "pixels.csv"], result.Inputs.Select(i => i.Name));
        var samples = set[ConverterKeys.Samples].Values.ToArray();
        Assert.All(samples[10..], n => Assert.Equal(0, n));
        Assert.Contains(samples, n => n > 50);
        Close.Equal([.. Enumerable.Range(0, 17).Select(k => (double)k)], set[ConverterKeys.Mean].Values.Span, 0);
    }

    /// <summary>Digits of a network's weights in neighbouring columns, and of its inputs in reads: together they are codes.</summary>
    [Fact]
    public void NetworkSums_OfAMatrix_AreTheDigitsOfItsCodes()
    {
        var network = CircuitSim.Emulation.Networks.Network.InARow([("layer", new CircuitSim.Emulation.Networks.DenseOperator(new CircuitSim.Encodings.WeightMatrix(3, 2, [-1, 14, 4, 0, 7, 7])))]);
        var array = new AdcTableCase(Small.With(AdcTableOptions.Rows, 2).With(AdcTableOptions.Columns, 4).With(AdcTableOptions.CellLevels, 4));
        var pattern = new NetworkSums(array, network, new CircuitSim.Emulation.Networks.Tensor([1, 2], new double[] { 2, 3 }), 4, 2, 1, "two weights", new RandomStream(1)).Draw(0);
        // −1 … 14 are the codes 0 … 15 = 33 in base 4, least digit first; the bias row is not in the array.
        Assert.Equal([0, 0, 3, 3, 1, 1, 1, 0], pattern.Cells);
        Assert.Equal(4, pattern.Columns);
        Assert.All(Enumerable.Range(0, pattern.Inputs.Length / 2), r => Assert.True(pattern.Inputs[2 * r + 1] == 1 && pattern.Inputs[2 * r] is 0 or 1));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Lut_EveryExampleOfItsHelp_WritesAFolderWithoutFaults(string example)
    {
        using var temporary = new TemporaryFolder();
        List<string> words = [.. example.Split(' ').Skip(1).Select(w => w.StartsWith("studies/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, w) : w)];
        if (words.IndexOf("--out") is var at and >= 0)
            words.RemoveRange(at, 2);
        foreach (var (name, value) in new[] { ("--rows", "8"), ("--columns", "4"), ("--samples", "8"), ("--compare-dies", "2") })
        {
            if (words.IndexOf(name) is var place and >= 0)
                words[place + 1] = value;
            else if (name != "--compare-dies")
                words.AddRange([name, value]);
        }

        var (results, diagnostics) = (new StringWriter(), new StringWriter());
        var code = await Task.Run(() => CommandLine.Run([.. words, "--dies", "2", "--out", temporary.File("out")], Terminal.ForWriters(results, diagnostics)));
        Assert.True(code == 0, diagnostics.ToString());
        var set = TableSetFile.Read(temporary.File("out/tables.npz"));
        Assert.Equal(TableKind.Converter, set.Kind);
        foreach (var format in TableFormats.Parse(words.IndexOf("--formats") is var f and >= 0 ? words[f + 1] : "all", TableKind.Converter))
        {
            var files = Directory.GetFiles(Path.Combine(temporary.File("out"), format.Word)).ToDictionary(n => Path.GetFileName(n)!, n => (ReadOnlyMemory<byte>)File.ReadAllBytes(n));
            Assert.Empty(format.Faults(files));
        }
    }

    /// <summary>The loader's rules: columns by their header, rows by their place, no more than 2^adc_precision + 1 of them, a row for every clamped sum.</summary>
    [NumPyFact]
    public void NeuroSimOutput_OfAStudy_IsTakenByTheRulesOfTheLoader()
    {
        using var temporary = new TemporaryFolder();
        var set = Run(Quick.With(AdcTableOptions.AdcBits, 3)).Lookup!.Tables;
        var format = new NeuroSimOutputFormat();
        File.WriteAllBytes(temporary.File("o.csv"), format.Write(set)[0].Content.ToArray());
        var output = NumPy.Run("""
            import csv
            adc_precision = 4
            with open(sys.argv[1]) as file:
                reader = csv.reader(file)
                header = next(reader)
                at = [header.index(name) for name in ("output", "mean", "std")]
                rows = [[float(row[a]) for a in at] for row in reader]
            assert len(rows) <= 2**adc_precision + 1
            means, stds = np.array(rows)[:, 1], np.array(rows)[:, 2]
            sums = np.clip(np.arange(17), 0, 2**adc_precision)
            drawn = np.random.default_rng(1).normal(means[sums], stds[sums], size=(1000, 17))
            taken = np.clip(np.round(drawn), 0, 2**adc_precision)
            print(*(repr(float(x)) for x in [*means[sums], *stds[sums], *taken.mean(axis=0)]))
            """, temporary.File("o.csv"));
        double[] numbers = [.. output.Split().Where(w => w.Length > 0).Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture))];
        var (mean, deviation) = (set[ConverterKeys.Mean].Values.ToArray(), set[ConverterKeys.Deviation].Values.ToArray());
        Close.Equal([.. mean.Select(m => m * 16 / 7)], numbers.AsSpan(0, 17), 1e-15);
        Close.Equal([.. deviation.Select(s => s * 16 / 7)], numbers.AsSpan(17, 17), 1e-15);
        for (var k = 0; k < 17; k++)
            Close.Equal(k, numbers[34 + k], 0, 1.6, $"what the network gets for the sum {k}");
    }

    /// <summary>The plugin on a stand-in for CrossSim's modules, which keeps their interface: vectors, several of them at once, more lines than columns, a convolution's copies.</summary>
    [NumPyFact]
    public void CrossSimAdc_OfAStudy_ConvertsAsItsColumnsDo()
    {
        using var temporary = new TemporaryFolder();
        var set = Run(Quick.With(AdcTableOptions.Dies, 1).With(ReadOutOptions.AdcSigma, 0.1)).Lookup!.Tables;
        foreach (var file in new CrossSimAdcFormat().Write(set))
            File.WriteAllBytes(temporary.File(file.Name), file.Content.ToArray());
        var output = NumPy.Run("""
            import types
            for name in ("simulator", "simulator.backend", "simulator.circuits", "simulator.circuits.adc", "simulator.circuits.adc.iadc"):
                sys.modules[name] = types.ModuleType(name)
            sys.modules["simulator.backend"].ComputeBackend = lambda: np
            class IADC:
                def __init__(self, bits, x_par):
                    self.bits = bits
                    self.simulation_params = types.SimpleNamespace(convolution=types.SimpleNamespace(x_par=x_par, y_par=1))
                def set_limits(self, matrix):
                    self.min, self.max = -3.0, 28.0
            sys.modules["simulator.circuits.adc.iadc"].IADC = IADC
            sys.path.insert(0, sys.argv[1])
            import circuitsim_adc
            adc = circuitsim_adc.CircuitSimADC(5, 2)
            adc.set_limits(np.zeros((10, 4)))
            inputs = np.linspace(-4, 29, 20 * 7).reshape(7, 20).T
            many = adc.convert(inputs)
            one = adc.convert(inputs[:, 3])
            assert many.shape == (20, 7) and np.array_equal(one, many[:, 3])
            try:
                circuitsim_adc.CircuitSimADC(6, 1).set_limits(np.zeros((10, 4)))
                raise SystemExit("another number of bits was taken")
            except ValueError as error:
                assert "set adc.bits to 5" in str(error)
            print(*(repr(float(x)) for x in many.ravel()))
            """, temporary.Path);
        double[] found = [.. output.Split().Where(w => w.Length > 0).Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture))];
        var (transitions, lsb) = (set[ConverterKeys.Transitions], 2 * set[ConverterKeys.IdealTransitions].Values.Span[0]);
        for (var line = 0; line < 20; line++)
        {
            for (var n = 0; n < 7; n++)
            {
                var (input, code) = (-4 + 33 * (n * 20 + line) / 139.0, 0);
                // One step of the range from −3 to 28 is 1, as is one LSB of 31.
                while (code < 31 && transitions[line % 10 % 8, code] / lsb <= input + 3)
                    code++;
                Assert.Equal(-3.0 + code, found[line * 7 + n]);
            }
        }
    }

    [Fact]
    public void Faults_OfBrokenFiles_SayWhatTheToolWouldRefuse()
    {
        static string[] Of(ITableFormat format, params (string Name, string Text)[] files) =>
            [.. format.Faults(files.ToDictionary(f => f.Name, f => (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes(f.Text)))];
        var neuro = new NeuroSimOutputFormat();
        Assert.Empty(Of(neuro, ("output_noise.csv", "std,output,mean\n0,0,0\n0.1,1,1.5\n")));
        Assert.Contains("output_noise.csv is missing", Of(neuro)[0], StringComparison.Ordinal);
        Assert.Contains("must name", Of(neuro, ("output_noise.csv", "output, mean, std\n0,0,0\n"))[0], StringComparison.Ordinal);
        Assert.Contains("taken for the sum 1", Of(neuro, ("output_noise.csv", "output,mean,std\n0,0,0\n2,2,0\n"))[0], StringComparison.Ordinal);
        Assert.Contains("below zero", Of(neuro, ("output_noise.csv", "output,mean,std\n0,0,-1\n"))[0], StringComparison.Ordinal);
        Assert.Contains("not a finite number", Of(neuro, ("output_noise.csv", "output,mean,std\n0,nan,0\n"))[0], StringComparison.Ordinal);
        Assert.Equal(2, Of(new CrossSimAdcFormat()).Length);
        Assert.Contains("five numbers", Of(new SumTableFormat(), ("codes.csv", "sum,code_ideal,code_mean,code_std,samples\n0,0,0,0\n"))[0], StringComparison.Ordinal);
        var (files, cross) = (new CrossSimAdcFormat().Write(Run(Quick).Lookup!.Tables).ToDictionary(f => f.Name, f => f.Content), new CrossSimAdcFormat());
        Assert.Empty(cross.Faults(files));
        using var data = new MemoryStream();
        CircuitSim.Files.NpzFile.Write(data, [new("transition", [1, 3], new double[] { 0.5, 2.5, 1.5 })]);
        Assert.Contains("code 3 of column 0 begins before", cross.Faults(new Dictionary<string, ReadOnlyMemory<byte>>(files) { ["circuitsim_adc.npz"] = data.ToArray() })[0], StringComparison.Ordinal);
        Assert.Contains("not a NumPy archive", cross.Faults(new Dictionary<string, ReadOnlyMemory<byte>>(files) { ["circuitsim_adc.npz"] = new byte[] { 1, 2 } })[0], StringComparison.Ordinal);
    }

    private static StudyResult Run(StudyValues values, Study? study = null) => (study ?? AdcTableStudy.Random).Run(new StudyRun(values, new SilentProgress()));

    private sealed class OnePattern(SumPattern pattern) : ISumPatterns
    {
        public int Count => 1;

        public string Title => "one";

        public SumPattern Draw(int index) => pattern;
    }

    /// <summary>Cancels where a step has come so far.</summary>
    private sealed class CancelAt(string name, double share, CancellationTokenSource source) : IStudyProgress
    {
        public IStudyStep Begin(string step) => new Step(step == name, share, source);

        private sealed class Step(bool counts, double share, CancellationTokenSource source) : IStudyStep
        {
            public void Report(double done)
            {
                if (counts && done >= share)
                    source.Cancel();
            }

            public void Conclude(string outcome)
            {
            }

            public void Dispose()
            {
            }
        }
    }
}
