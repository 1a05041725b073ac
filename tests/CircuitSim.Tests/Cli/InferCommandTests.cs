using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Onnx;
using CircuitSim.Encodings;
using CircuitSim.Files;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary><c>circuitsim infer</c> from a user's files to outputs.</summary>
[Trait("Category", "slow")]
public class InferCommandTests
{
    /// <summary>Weights that every encoding holds exactly at the bits named; a binary pair holds ±0.5.</summary>
    [Theory]
    [InlineData("offset")]
    [InlineData("differential")]
    [InlineData("two-complement", "--bits", "4")]
    [InlineData("bit-sliced", "--bits", "8")]
    [InlineData("binary")]
    public async Task Infer_NothingThatErrs_GivesTheProduct(string encoding, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var random = new RandomStream(4);
        foreach (var (inputs, outputs, count) in new[] { (1, 1, 1), (5, 3, 7), (3, 8, 600) })
        {
            double[] w = [.. Enumerable.Range(0, inputs * outputs).Select(k => k == 0 ? -7.0 : random.NextInt32(15) - 7)];
            double[] b = [.. Enumerable.Range(0, outputs).Select(_ => random.NextInt32(15) - 7.0)];
            if (encoding == "binary")
                (w, b) = (Array.ConvertAll(w, v => v > 0 ? 0.5 : -0.5), Array.ConvertAll(b, v => v > 0 ? 0.5 : -0.5));
            // The largest magnitude of the inputs is 1, so that weights and bias keep their ratio in the array.
            double[] x = [.. Enumerable.Range(0, count * inputs).Select(k => k == 0 ? -1 : random.NextUniform(-1, 1))];
            NpyFile.Write(folder.File("W.npy"), new NpzArray("", [inputs, outputs], w));
            NpyFile.Write(folder.File("b.npy"), new NpzArray("", [outputs], b));
            NpyFile.Write(folder.File("X.npy"), new NpzArray("", [count, inputs], x));
            var (code, _, diagnostics) = await Circuitsim.RunAsync(["infer", "--weights", folder.File("W.npy"), "--bias", folder.File("b.npy"), "--inputs", folder.File("X.npy"), "--encoding", encoding, .. more, "--out", folder.File("out")]);
            Assert.True(code == 0, diagnostics);
            var expected = new double[count * outputs];
            for (var k = 0; k < expected.Length; k++)
                expected[k] = b[k % outputs] + Enumerable.Range(0, inputs).Sum(i => x[k / outputs * inputs + i] * w[i * outputs + k % outputs]);
            foreach (var file in new[] { "out/ideal.npy", "out/outputs.npy" })
            {
                var read = NpyFile.Read(folder.File(file));
                Assert.Equal([count, outputs], read.Shape);
                Close.Equal(expected, read.Values.Span, 1e-9, 1e-9, $"{encoding} {file}");
            }
        }
    }

    [Fact]
    public async Task Infer_VariationOfFivePercent_IsThatOfAHundredthOfFive()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("W.csv"), "0.5,-0.25\n-1,0.75\n");
        File.WriteAllText(folder.File("X.csv"), "0.5,1\n");
        foreach (var (variation, name) in new[] { ("5%", "percent"), ("0.05", "share"), ("5", "five") })
        {
            var (code, _, diagnostics) = await Circuitsim.RunAsync(["infer", "--weights", folder.File("W.csv"), "--inputs", folder.File("X.csv"), "--variation", variation, "--seed", "3", "--out", folder.File(name)]);
            Assert.True(code == 0, diagnostics);
        }

        double[] Outputs(string name) => NpyFile.Read(folder.File($"{name}/outputs.npy")).Values.ToArray();
        Assert.Equal(Outputs("share"), Outputs("percent"));
        Assert.NotEqual(Outputs("five"), Outputs("percent"));
    }

    /// <summary>
    /// NumPy writes the files (float32, Fortran order), encodes, solves Kirchhoff's equations of every wire node, converts and decodes.
    /// Inputs are negative in part: two reads.
    /// </summary>
    [NumPyFact]
    public async Task Infer_LevelsWiresAndConverters_AreNumPysOutputs()
    {
        using var folder = new TemporaryFolder();
        NumPy.Run(Reference + """
            r = np.random.default_rng(3)
            W, b, X = r.normal(0, 0.3, (9, 4)).astype('f4'), r.normal(0, 0.2, 4), r.normal(0, 2, (300, 9)).astype('f4')
            np.save(d + '/W.npy', np.asfortranarray(W)); np.save(d + '/b.npy', b); np.save(d + '/X.npy', X)
            W, X = W.astype('f8'), X.astype('f8')
            s = abs(X).max()
            A = np.vstack([W * s, b])
            lo, hi, on, off = min(A.min(), 0), max(A.max(), 0), 1 / 5e3, 1 / 2e5
            slope = (on - off) / (hi - lo)
            level = lambda g: off + (np.clip(np.floor((g - off) / ((on - off) / 16)), 0, 15) + 0.5) * (on - off) / 16
            G = np.hstack([level(off + (A - lo) * slope), np.full((10, 1), off - lo * slope)])
            E = wired(G, 3.0, 1.5, 100.0, 50.0)
            v = 0.2
            P, N = np.hstack([np.maximum(X / s, 0), np.ones((300, 1))]), np.hstack([np.maximum(-X / s, 0), np.zeros((300, 1))])
            full = max((P @ G).max(), (N @ G).max())
            adc = lambda i, full: np.floor(np.clip(i / full, 0, 1) * 63 + 0.5) / 63 * full
            y = lambda i: (i[:, :-1] - i[:, -1:]) / slope
            np.save(d + '/ideal.npy', X @ W + b)
            np.save(d + '/outputs.npy', y(adc(P @ E, full)) - y(adc(N @ E, full)))
            gains, read = G.sum(0) / E.sum(0), max((P @ E).max(), (N @ E).max())
            np.save(d + '/compensated.npy', y(gains * adc(P @ E, read)) - y(gains * adc(N @ E, read)))
            """, folder.Path);
        foreach (var (reference, more) in new (string, string[])[] { ("outputs.npy", []), ("compensated.npy", ["--column-gains", "--adc-range", "read"]) })
        {
            var (code, results, diagnostics) = await Circuitsim.RunAsync(["infer", "--weights", folder.File("W.npy"), "--bias", folder.File("b.npy"), "--inputs", folder.File("X.npy"),
                "--levels", "16", "--r-on", "5k", "--r-off", "200k", "--wire", "3", "--wire-bit", "1.5", "--driver", "100", "--sense", "50", "--adc-bits", "6", .. more, "--force", "--out", folder.File("out")]);
            Assert.True(code == 0, diagnostics);
            Assert.Contains("read twice", results, StringComparison.Ordinal);
            Close.Equal(NpyFile.Read(folder.File("ideal.npy")).Values.Span, NpyFile.Read(folder.File("out/ideal.npy")).Values.Span, 1e-12, 1e-12);
            var (expected, actual) = (NpyFile.Read(folder.File(reference)).Values.ToArray(), NpyFile.Read(folder.File("out/outputs.npy")).Values.ToArray());
            // A current on the edge of two codes may go either way by a rounding; a code is 1e-2 here.
            var differing = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Count(e => e > 1e-9);
            Assert.InRange(differing, 0, 3);
        }
    }

    [NumPyFact]
    public async Task Infer_SeveralLayers_PassTheActivationBetweenThem()
    {
        using var folder = new TemporaryFolder();
        NumPy.Run("""
            d = sys.argv[1]
            r = np.random.default_rng(5)
            W, V, c, X = r.normal(0, 1, (6, 5)), r.normal(0, 1, (5, 3)), r.normal(0, 1, 3), r.integers(0, 256, (20, 2, 3), dtype='u1')
            np.save(d + '/W.npy', W.T.copy()); np.save(d + '/V.npy', V.T.copy().astype('>f8')); np.save(d + '/X.npy', X)
            np.savez(d + '/n.npz', weights_0=W, weights_1=V, bias_1=c)
            h = X.reshape(20, 6) @ W
            np.savez(d + '/y.npz', relu=np.maximum(h, 0) @ V, tanh=np.tanh(h) @ V + c, sigmoid=1 / (1 + np.exp(-h)) @ V + c, none=h @ V + c)
            """, folder.Path);
        var expected = NpzFile.Read(folder.File("y.npz")).ToDictionary(a => a.Name, a => a.Values);
        await Check("relu", "--weights", folder.File("W.npy"), "--weights", folder.File("V.npy"), "--transpose");
        foreach (var word in new[] { "tanh", "sigmoid", "none" })
            await Check(word, "--network", folder.File("n.npz"), "--activation", word);

        async Task Check(string word, params string[] network)
        {
            var (code, _, diagnostics) = await Circuitsim.RunAsync(["infer", .. network, "--inputs", folder.File("X.npy"), "--encoding", "differential", "--out", folder.File(word)]);
            Assert.True(code == 0, diagnostics);
            var read = NpyFile.Read(folder.File($"{word}/outputs.npy"));
            Assert.Equal([20, 3], read.Shape);
            Close.Equal(expected[word].Span, read.Values.Span, 1e-9, 1e-9, word);
        }
    }

    /// <summary>A convolution with pooling, exported for four pictures at a time and for any number.</summary>
    [PyTorchFact]
    public async Task Infer_OnnxOfPyTorch_IsReadOnArraysAsItIs()
    {
        using var folder = new TemporaryFolder();
        NumPy.Run("""
            import torch, warnings
            warnings.simplefilter('ignore')
            torch.manual_seed(0)
            d = sys.argv[1]
            net = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(36, 5), torch.nn.Softmax(1)).eval()
            x = torch.randn(4, 1, 8, 8)
            torch.onnx.export(net, x, d + '/four.onnx')
            torch.onnx.export(net, x, d + '/any.onnx', input_names=['x'], dynamic_axes={'x': {0: 'n'}})
            X = torch.randn(12, 1, 8, 8)
            np.save(d + '/X.npy', X.numpy()[:, 0]); np.save(d + '/odd.npy', X.numpy()[:7]); np.save(d + '/y.npy', net(X).detach().numpy())
            """, folder.Path);
        foreach (var network in new[] { "four.onnx", "any.onnx" })
        {
            var (code, _, diagnostics) = await Circuitsim.RunAsync("infer", "--network", folder.File(network), "--inputs", folder.File("X.npy"), "--encoding", "differential", "--force", "--out", folder.File("out"));
            Assert.True(code == 0, diagnostics);
            var (expected, outputs) = (NpyFile.Read(folder.File("y.npy")), NpyFile.Read(folder.File("out/outputs.npy")));
            Assert.Equal([12, 5], outputs.Shape);
            Close.Equal(expected.Values.Span, outputs.Values.Span, 1e-5, 1e-6, network);
            Assert.Contains("10,8,", File.ReadAllText(folder.File("out/arrays.csv")), StringComparison.Ordinal);
        }

        var (refused, _, words) = await Circuitsim.RunAsync("infer", "--network", folder.File("four.onnx"), "--inputs", folder.File("odd.npy"), "--out", folder.File("odd"));
        Assert.Equal(2, refused);
        Assert.Contains("inputs has shape [7 × 1 × 8 × 8]; expected [a multiple of 4 × 1 × 8 × 8].", words, StringComparison.Ordinal);
    }

    /// <summary>Convolution, batch normalization, activation and dense layer as NumPy wrote them: two arrays, the batch normalization in the first.</summary>
    [NumPyFact]
    public async Task Infer_ArchiveOfNodes_IsReadOnArrays()
    {
        using var folder = new TemporaryFolder();
        NumPy.Run("""
            r, d = np.random.default_rng(5), sys.argv[1]
            W, g, b, D, X = r.normal(size=(2, 3)), r.normal(size=2), r.normal(size=2), r.normal(size=(4, 2)), r.normal(size=(6, 1, 4))
            zero, one = np.zeros(2), np.ones(2)
            np.savez(d + '/n.npz', **{'input': [0, 1, 4], 'c.Conv.W': W[:, None], 'n.BatchNormalization.scale': g, 'n.BatchNormalization.B': b, 'n.BatchNormalization.input_mean': zero,
                'n.BatchNormalization.input_var': one, 'n.BatchNormalization.epsilon': [0.0], 'r.Relu': [], 'f.Flatten': [], 'd.Gemm.B': D})
            h = np.stack([np.stack([(X[:, 0, k:k + 3] @ W[m]) * g[m] + b[m] for k in range(2)], 1) for m in range(2)], 1)
            np.save(d + '/X.npy', X); np.save(d + '/y.npy', np.maximum(h, 0).reshape(6, 4) @ D)
            """, folder.Path);
        var (code, _, diagnostics) = await Circuitsim.RunAsync("infer", "--network", folder.File("n.npz"), "--inputs", folder.File("X.npy"), "--encoding", "differential", "--out", folder.File("out"));
        Assert.True(code == 0, diagnostics);
        Close.Equal(NpyFile.Read(folder.File("y.npy")).Values.Span, NpyFile.Read(folder.File("out/outputs.npy")).Values.Span, 1e-9, 1e-9);
    }

    /// <summary>Ideal amplifiers without mismatch and sixteen bits: circuits that err by no more than the converters' steps.</summary>
    [Fact]
    public async Task Infer_StagesAsCircuits_GiveTheOutputsOfThatRead()
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder, 5);
        string[] shared = ["infer", "--weights", folder.File("W.csv"), "--inputs", folder.File("X.csv"), "--out", folder.File("out")];
        var (code, results, diagnostics) = await Circuitsim.RunAsync([.. shared, "--stages", "driver,array,tia,adc", "--op-amp", "ideal", "--offset-sigma", "0", "--resistor-sigma", "0", "--adc-sigma", "0", "--comparator-sigma", "0", "--adc-bits", "12"]);
        Assert.True(code == 0, diagnostics);
        Assert.Contains("Read-out (driver,array,tia,adc, 12-bit ADCs) of the only layer", results, StringComparison.Ordinal);
        var (ideal, outputs) = (NpyFile.Read(folder.File("out/ideal.npy")), NpyFile.Read(folder.File("out/outputs.npy")));
        Close.Equal(ideal.Values.Span, outputs.Values.Span, 0, ideal.Values.ToArray().Max(Math.Abs) * 2 / 2048);
        Assert.NotEqual(ideal.Values.ToArray(), outputs.Values.ToArray());
    }

    [Fact]
    public async Task Infer_ModelOfTwoOutputs_ReadsTheFirstAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder, 2);
        DenseOperator Layer(double weight) => new(new WeightMatrix(4, 1, Enumerable.Repeat(weight, 4).ToArray()));
        var network = new Network(["x"], new Dictionary<string, Tensor>(), [new("a", Layer(1), ["x"], ["one"]), new("b", Layer(2), ["x"], ["two"])], ["one", "two"]);
        OnnxFile.Write(folder.File("n.onnx"), network, [null, 3]);
        var (code, results, diagnostics) = await Circuitsim.RunAsync("infer", "--network", folder.File("n.onnx"), "--inputs", folder.File("X.csv"), "--out", folder.File("out"));
        Assert.True(code == 0, diagnostics);
        Assert.Contains("Note: The network has 2 outputs; this is the first, one.", results, StringComparison.Ordinal);
        var x = ArrayFile.Read(folder.File("X.csv"), "inputs").Values.ToArray().Chunk(3).Select(row => row.Sum() + 1).ToArray();
        Close.Equal(x, NpyFile.Read(folder.File("out/outputs.npy")).Values.Span, 1e-9, 1e-9);
    }

    /// <summary>Cells that vary, in a row that is not there, would add to every output; and scaled conductances are told.</summary>
    [Fact]
    public async Task Infer_StagesOfALayerWithoutBias_HaveNoRowForIt()
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder, 5);
        string[] shared = ["infer", "--weights", folder.File("W.csv"), "--inputs", folder.File("X.csv"), "--variation", "0.3", "--r-on", "1k", "--r-off", "100k", "--out", folder.File("out")];
        var (code, _, diagnostics) = await Circuitsim.RunAsync(shared);
        Assert.True(code == 0, diagnostics);
        var varied = NpyFile.Read(folder.File("out/outputs.npy"));
        (code, var results, diagnostics) = await Circuitsim.RunAsync([.. shared, "--stages", "array", "--adc-bits", "16", "--force"]);
        Assert.True(code == 0, diagnostics);
        Close.Equal(varied.Values.Span, NpyFile.Read(folder.File("out/outputs.npy")).Values.Span, 0, varied.Values.ToArray().Max(Math.Abs) * 1e-3);
        Assert.Contains("Note: Conductances are scaled, by 0.1 in layer 1, so that amplifiers can read them, and wires matter less by as much; a conductance scale of 1 leaves them.", Circuitsim.Unwrapped(results), StringComparison.Ordinal);
    }

    /// <summary>
    /// Every cell is within the tolerance behind its write, between the table's ends of 10 and 100 µS: |Δy| ≤ tolerance · Σ x (G + G_0)/slope, with
    /// the offset column's y = Σ x (G − G_0)/slope. A table whose cells are not ohmic has no place in a matrix.
    /// </summary>
    [Fact]
    public async Task Infer_CellsThatATableWrites_AreWithinTheToleranceOfTheWrite()
    {
        using var folder = new TemporaryFolder();
        double[] weights = [0.5, -1, 1, 0.25], inputs = [1, 0.5];
        NpyFile.Write(folder.File("W.npy"), new NpzArray("", [2, 2], weights));
        NpyFile.Write(folder.File("X.npy"), new NpzArray("", [1, 2], inputs));
        WriteTables(folder, new VteamTables());
        string[] shared = ["infer", "--weights", folder.File("W.npy"), "--inputs", folder.File("X.npy"), "--device-table", folder.File("tables.npz"), "--out", folder.File("out")];
        var (code, results, diagnostics) = await Circuitsim.RunAsync([.. shared, "--write-tolerance", "0.04"]);
        Assert.True(code == 0, diagnostics);
        Assert.Matches("\n +write +", results);
        var (slope, zero) = (90e-6 / 2, 10e-6 + 90e-6 / 2);
        var found = NpyFile.Read(folder.File("out/outputs.npy")).Values.ToArray();
        for (var k = 0; k < 2; k++)
        {
            var bound = 0.04 * inputs.Select((x, i) => x * (10e-6 + (weights[2 * i + k] + 1) * slope + zero) / slope).Sum();
            var error = Math.Abs(found[k] - inputs.Select((x, i) => x * weights[2 * i + k]).Sum());
            Assert.InRange(error, 1e-6, bound);
        }

        WriteTables(folder, new VteamTables { Curvature = v => 1 + v * v });
        (code, _, diagnostics) = await Circuitsim.RunAsync(shared);
        Assert.Equal(2, code);
        Assert.Contains("the cells are not ohmic, and an array is read here as one matrix; sweep device-table reads such cells.", diagnostics, StringComparison.Ordinal);
        (code, _, diagnostics) = await Circuitsim.RunAsync([.. shared, "--variation", "0.1"]);
        Assert.Equal(2, code);
        Assert.Contains("leave R_on, R_off and the variation out.", diagnostics, StringComparison.Ordinal);
    }

    /// <summary>Each remedy is what the command says when it is asked for.</summary>
    [Fact]
    public async Task Infer_WiresThatCostMuch_NameWhatMakesThemCostLess()
    {
        using var folder = new TemporaryFolder();
        var random = new RandomStream(2);
        NpyFile.Write(folder.File("W.npy"), new NpzArray("", [40, 6], Enumerable.Range(0, 240).Select(_ => random.NextNormal()).ToArray()));
        NpyFile.Write(folder.File("X.npy"), new NpzArray("", [50, 40], Enumerable.Range(0, 2000).Select(_ => random.NextUniform()).ToArray()));
        string[] shared = ["infer", "--weights", folder.File("W.npy"), "--inputs", folder.File("X.npy"), "--wire", "20", "--out", folder.File("out")];
        var (_, results, _) = await Circuitsim.RunAsync(shared);
        results = Circuitsim.Unwrapped(results);
        var checks = 0;
        foreach (var (words, change) in new (string, string[])[] { ("word lines driven from both ends", ["--drive", "both"]), ("the encoding differential", ["--encoding", "differential"]), ("R_on and R_off ten times as large", ["--r-on", "100k", "--r-off", "10meg"]), ("column gains", ["--column-gains"]) })
        {
            if (!results.Contains(words, StringComparison.Ordinal))
                continue;
            checks++;
            var said = results[(results.IndexOf(words, StringComparison.Ordinal) + words.Length + 1)..].Split(' ')[0];
            var (_, changed, _) = await Circuitsim.RunAsync([.. shared, .. change, "--force"]);
            Assert.Matches($"\n +{(words == "column gains" ? words : "wires")} +{Regex.Escape(said)} %", changed);
        }

        Assert.InRange(checks, 3, 4);
    }

    [Fact]
    public async Task Infer_AnyJobs_GivesTheSameBits()
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder, 700);
        foreach (var jobs in new[] { "1", "3" })
        {
            var (code, _, diagnostics) = await Circuitsim.RunAsync("infer", "--weights", folder.File("W.csv"), "--inputs", folder.File("X.csv"), "--labels", folder.File("y.csv"), "--wire", "1",
                "--variation", "0.1", "--adc-bits", "5", "--levels", "8", "--taps", "--jobs", jobs, "--out", folder.File(jobs));
            Assert.True(code == 0, diagnostics);
        }

        foreach (var name in new[] { "outputs.npy", "ideal.npy", "taps.npz", "stages.csv", "arrays.csv", "report.html" })
            Assert.Equal(File.ReadAllBytes(folder.File($"1/{name}")), File.ReadAllBytes(folder.File($"3/{name}")));
        Assert.Equal(Json(folder.File("1/result.json")), Json(folder.File("3/result.json")));

        static string Json(string file)
        {
            var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            json.Remove("timing");
            return json.ToJsonString();
        }
    }

    /// <summary>Currents of the taps decode to the outputs; a stage that is not there is not in the table.</summary>
    [Fact]
    public async Task Infer_Taps_AreTheCurrentsOfTheArrays()
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder, 4);
        var (code, results, diagnostics) = await Circuitsim.RunAsync("infer", "--weights", folder.File("W.csv"), "--inputs", folder.File("X.csv"), "--wire", "20", "--encoding", "differential", "--taps", "--out", folder.File("out"));
        Assert.True(code == 0, diagnostics);
        Assert.DoesNotMatch("\n +ADC", results);
        var taps = NpzFile.Read(folder.File("out/taps.npz")).ToDictionary(a => a.Name);
        foreach (var (tap, file) in new[] { ("ideal_0_a", "ideal.npy"), ("circuit_0_a", "outputs.npy") })
        {
            Assert.Equal([4, 4], taps[tap].Shape);
            // w_max (I₊ − I₋) / (V_read (G_on − G_off)) times the largest input, 4 and 3 here.
            var outputs = taps[tap].Values.ToArray().Chunk(2).Select(i => 3 * 4 * (i[0] - i[1]) / (0.2 * (1e-4 - 1e-6))).ToArray();
            Close.Equal(NpyFile.Read(folder.File($"out/{file}")).Values.Span, outputs, 1e-9, 1e-9, tap);
        }

        var page = XDocument.Parse(File.ReadAllText(folder.File("out/report.html")).Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal));
        Assert.Equal(["h1", "figure", "table"], page.Descendants("body").Elements().Take(3).Select(e => e.Name.LocalName));
    }

    [Theory]
    [InlineData(2, "a network needs inputs, and no file of them is named; give an array of samples × inputs as .npy, .npz or .csv. (--inputs)", "--weights", "W.csv")]
    [InlineData(2, "no network is named; give a file of weights for each layer (.npy, .npz, .csv), or one of a network (.npz, .onnx). (--weights)", "--inputs", "X.csv")]
    [InlineData(2, "W.csv has shape [3 × 2], and what it multiplies has 2 numbers: W is taken as [inputs × outputs], and only the other order fits; transpose it. (--transpose)", "--weights", "W.csv", "--inputs", "two.csv")]
    [InlineData(2, "W.csv has shape [3 × 2], and what it multiplies has 3 numbers: W is taken as [outputs × inputs], and only the other order fits; do not transpose it.", "--weights", "W.csv", "--inputs", "X.csv", "--transpose")]
    [InlineData(2, "W.csv has shape [3 × 2], and what it multiplies has 4 numbers: W is taken as [inputs × outputs]. (--weights)", "--weights", "W.csv", "--inputs", "four.csv")]
    [InlineData(2, "W.csv has shape [3 × 2], and what it multiplies has 4 numbers: W is taken as [inputs × outputs]; the inputs have shape [3 × 4], and are taken as [inputs × 3 numbers of each]: transpose them. (--inputs)", "--weights", "W.csv", "--inputs", "across.csv")]
    [InlineData(2, "bias: 2 files, but 1 of weights; name one for each layer, or none at all. (--bias)", "--weights", "W.csv", "--bias", "b.csv", "b.csv", "--inputs", "X.csv")]
    [InlineData(2, "X.csv has shape [2 × 3]; expected [2], one for each output of W.csv.", "--weights", "W.csv", "--bias", "X.csv", "--inputs", "X.csv")]
    [InlineData(2, "labels has shape [1 × 3]; expected [2], one class for each input.", "--weights", "W.csv", "--inputs", "X.csv", "--labels", "three.csv")]
    [InlineData(4, "label 1 is 7; classes are whole numbers from 0 to 1, one for each output.", "--weights", "W.csv", "--inputs", "X.csv", "--labels", "wrong.csv")]
    [InlineData(2, "levels: a cell of the encoding two-complement is on or off; choose the bits of a weight instead. (--levels)", "--weights", "W.csv", "--inputs", "X.csv", "--encoding", "two-complement", "--levels", "16")]
    [InlineData(2, "bits: the encoding offset has one cell for all of them; choose its levels instead. (--bits)", "--weights", "W.csv", "--inputs", "X.csv", "--bits", "4")]
    [InlineData(2, "R_off = 1 kΩ must be above R_on = 10 kΩ. (--r-off)", "--weights", "W.csv", "--inputs", "X.csv", "--r-off", "1k")]
    [InlineData(2, "ADC bits = 30 must be from 1 to 24. (--adc-bits)", "--weights", "W.csv", "--inputs", "X.csv", "--adc-bits", "30")]
    [InlineData(2, "the outputs are so far from the ideal ones that no double says how far; choose less variation", "--weights", "W.csv", "--inputs", "X.csv", "--variation", "1e300")]
    [InlineData(2, "inputs: none of those that the read-out is calibrated with drives any current", "--weights", "W.csv", "--inputs", "zeros.csv", "--stages", "tia")]
    [InlineData(2, "none.npz has shape [3 × 0]; expected [inputs × outputs], at least one of each.", "--weights", "none.npz", "--inputs", "X.csv")]
    [InlineData(2, "levels = 1 must be from 2 to 1048576.", "--weights", "W.csv", "--inputs", "X.csv", "--levels", "1")]
    [InlineData(2, "--network does not apply with --weights.", "--weights", "W.csv", "--network", "n.npz", "--inputs", "X.csv")]
    [InlineData(2, "stages: a read-out of circuits takes each array as one tile; leave the tiles out. (--stages)", "--weights", "W.csv", "--inputs", "X.csv", "--stages", "tia", "--tile-rows", "2")]
    [InlineData(2, "stages: this layer has no reference column, so nothing is subtracted; leave subtractor out. (--stages)", "--weights", "W.csv", "--inputs", "X.csv", "--stages", "subtractor", "--encoding", "differential")]
    [InlineData(2, "stages: a read-out of circuits has no gains of columns; leave one of the two out. (--stages)", "--weights", "W.csv", "--inputs", "X.csv", "--stages", "tia", "--column-gains")]
    [InlineData(2, "the file of a network must end in .npz or .onnx.", "--network", "W.csv", "--inputs", "X.csv")]
    [InlineData(4, "has no array weights_0; layers are weights_0, bias_0, weights_1 and so on, each W [inputs × outputs].", "--network", "other.npz", "--inputs", "X.csv")]
    [InlineData(4, "has an array weights_2 that belongs to no layer", "--network", "gap.npz", "--inputs", "X.csv")]
    [InlineData(4, "bad.onnx: is no ONNX file, or a damaged one", "--network", "bad.onnx", "--inputs", "X.csv")]
    [InlineData(4, "node 'first' (Elu): this operator is not computed", "--network", "nodes.npz", "--inputs", "X.csv")]
    [InlineData(2, "inputs has shape [1 × 3 × 2]; expected [inputs × 2 × 3]", "--network", "pictures.npz", "--inputs", "turned.npy")]
    [InlineData(4, "no such file. Check the path.", "--weights", "none.npy", "--inputs", "X.csv")]
    [InlineData(4, "number 1 of inputs is NaN; every one must be finite.", "--weights", "W.csv", "--inputs", "nan.npy")]
    [InlineData(2, "must end in .npy, .npz or .csv. (--inputs)", "--weights", "W.csv", "--inputs", "X.txt")]
    public async Task Infer_BadInput_IsOneLineWithItsExitCodeAndNoOutput(int code, string words, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder, 2);
        File.WriteAllBytes(folder.File("bad.onnx"), [0x3a, 0xff, 0xff, 0xff, 0x7f]);
        NpzFile.Write(folder.File("nodes.npz"), [new NpzArray("first.Elu", [0], Array.Empty<double>())]);
        foreach (var (name, text) in new[] { ("two.csv", "1,2\n"), ("four.csv", "1,2,3,4\n"), ("across.csv", "1,2,3,4\n5,6,7,8\n9,8,7,6\n"), ("b.csv", "1,2\n"), ("zeros.csv", "0,0,0\n"), ("three.csv", "1,2,1\n"), ("wrong.csv", "0\n7\n") })
            File.WriteAllText(folder.File(name), text);
        NpzFile.Write(folder.File("other.npz"), [new NpzArray("fc1.weight", [1, 1], new double[1])]);
        NpzFile.Write(folder.File("gap.npz"), [new NpzArray("weights_0", [3, 2], new double[6]), new NpzArray("weights_2", [2, 2], new double[4])]);
        NpzFile.Write(folder.File("pictures.npz"), [new NpzArray("input", [3], new double[] { 0, 2, 3 }), new NpzArray("f.Flatten", [0], Array.Empty<double>()), new NpzArray("d.Gemm.B", [6, 1], new double[6])]);
        NpyFile.Write(folder.File("turned.npy"), new NpzArray("", [1, 3, 2], new double[6]));
        NpzFile.Write(folder.File("none.npz"), [new NpzArray("weights", [3, 0], Array.Empty<double>())]);
        NpyFile.Write(folder.File("nan.npy"), new NpzArray("", [1, 3], new[] { 1, double.NaN, 2 }));
        var (actual, _, diagnostics) = await Circuitsim.RunAsync(["infer", .. arguments.Select(a => a.Contains('.', StringComparison.Ordinal) ? folder.File(a) : a), "--out", folder.File("out")]);
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Single(diagnostics.Split('\n'), line => line.StartsWith("circuitsim: ", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.File("out")));
    }

    /// <summary>What a stranger's files may hold, wherever they are named: one line, exit code 4, no memory for what is not there.</summary>
    [Theory]
    [InlineData("huge.npy", "states the shape (1000000, 1000000), but holds 8 bytes")]
    [InlineData("object.npy", "holds Python objects, which are not read")]
    [InlineData("cut.npy", "states the shape")]
    [InlineData("text.npy", "is not a NumPy array")]
    [InlineData("outside.npz", "whose name leaves the archive")]
    [InlineData("text.npz", "is not a NumPy archive")]
    [InlineData("words.csv", "line 2: 'x' is not a number")]
    [InlineData("ragged.csv", "line 2 has 1 numbers, the first row has 2")]
    [InlineData("none.csv", "no such file")]
    [InlineData("text.onnx", "is no ONNX file")]
    public async Task Infer_HostileFile_IsOneLineWithExitCode4(string name, string words)
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder, 2);
        foreach (var (file, header) in new[] { ("huge.npy", "'<f8', 'fortran_order': False, 'shape': (1000000, 1000000)"), ("object.npy", "'|O', 'fortran_order': False, 'shape': (1,)") })
            File.WriteAllBytes(folder.File(file), [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes($"{{'descr': {header}, }}".PadRight(117) + "\n"), .. new byte[8]]);
        NpyFile.Write(folder.File("whole.npy"), new NpzArray("", [3, 2], new double[6]));
        File.WriteAllBytes(folder.File("cut.npy"), File.ReadAllBytes(folder.File("whole.npy"))[..^3]);
        NpzFile.Write(folder.File("outside.npz"), [new NpzArray("../../weights_0", [3, 2], new double[6])]);
        foreach (var ending in new[] { "npy", "npz", "onnx" })
            File.WriteAllText(folder.File($"text.{ending}"), "not what its name says");
        File.WriteAllText(folder.File("words.csv"), "1,2\n3,x\n");
        File.WriteAllText(folder.File("ragged.csv"), "1,2\n3\n");
        string[][] places = name.EndsWith(".onnx", StringComparison.Ordinal) ? [["--network", name, "--inputs", "X.csv"]]
            : [["--weights", name, "--inputs", "X.csv"], ["--weights", "W.csv", "--inputs", name], ["--weights", "W.csv", "--bias", name, "--inputs", "X.csv"], ["--weights", "W.csv", "--inputs", "X.csv", "--labels", name],
                .. name.EndsWith(".npz", StringComparison.Ordinal) ? [["--network", name, "--inputs", "X.csv"]] : Array.Empty<string[]>()];
        foreach (var place in places)
        {
            var (code, results, diagnostics) = await Circuitsim.RunAsync(["infer", .. place.Select(a => a.StartsWith('-') ? a : folder.File(a)), "--out", folder.File("out")]);
            Assert.Equal(4, code);
            Assert.Empty(results);
            Assert.Contains($"circuitsim: {folder.File(name)}: {(words.StartsWith("whose", StringComparison.Ordinal) ? "has an entry '../../weights_0' " : "")}{words}", diagnostics, StringComparison.Ordinal);
            Assert.Single(diagnostics.Split('\n'), line => line.StartsWith("circuitsim: ", StringComparison.Ordinal));
            Assert.False(Directory.Exists(folder.File("out")));
        }
    }

    [Theory]
    [InlineData("infer --weights W.npy --inputs X.npy --wire 2 --levels 16 --adc-bits 6")]
    [InlineData("infer --weights W1.npy --bias b1.npy --weights W2.npy --bias b2.npy --inputs X.npy --labels y.npy --encoding differential")]
    [InlineData("infer --network network.npz --activation tanh --inputs X.csv --encoding two-complement --bits 6 --wire 1 --tile-rows 32")]
    [InlineData("infer --network model.onnx --inputs X.npy --labels y.npy --wire 0.5 --tile-rows 64 --adc-bits 8")]
    [InlineData("infer --weights W.npy --inputs X.npy --wire 2 --encoding differential --levels 16 --adc-bits 8 --column-gains --adc-range read")]
    [InlineData("infer --weights W.npy --inputs X.npy --wire 1 --adc-bits 8 --stages driver,array,tia,adc")]
    [InlineData("infer --weights W.npy --inputs X.npy --device-table results/lut-device --write-tolerance 0.02 --wire 1")]
    [InlineData("infer --weights W.npy --inputs X.npy --variation 0.05 --seed 3 --taps --out results/mine")]
    public async Task Infer_ExamplesOfItsHelp_WriteTheirFiles(string line)
    {
        using var folder = new TemporaryFolder();
        var random = new RandomStream(8);
        Write("W", 70, 5);
        Write("W1", 70, 6);
        Write("b1", 6);
        Write("W2", 6, 4);
        Write("b2", 4);
        Write("X", 30, 70);
        NpyFile.Write(folder.File("y.npy"), new NpzArray("", [30], Enumerable.Range(0, 30).Select(k => k % 4.0).ToArray()));
        NpzFile.Write(folder.File("network.npz"), [NpyFile.Read(folder.File("W1.npy")) with { Name = "weights_0" }, NpyFile.Read(folder.File("W2.npy")) with { Name = "weights_1" }]);
        File.WriteAllLines(folder.File("X.csv"), NpyFile.Read(folder.File("X.npy")).Values.ToArray().Chunk(70).Select(row => string.Join(',', row.Select(v => v.ToString(CultureInfo.InvariantCulture)))));
        if (line.Contains("--device-table", StringComparison.Ordinal))
        {
            WriteTables(folder, new VteamTables());
            File.Move(folder.File("tables.npz"), Path.Combine(Directory.CreateDirectory(folder.File("results/lut-device")).FullName, "tables.npz"));
        }

        var words = line.Split(' ');
        // Infer_OnnxOfPyTorch_IsReadOnArraysAsItIs has a model.
        if (words.Contains("model.onnx"))
            return;
        Assert.Contains($"  circuitsim {line}\n", (await Circuitsim.RunAsync("infer", "--help")).Results.Replace("examples/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        string[] arguments = [.. words.Select(w => w.Contains('.', StringComparison.Ordinal) && !w.StartsWith('0') || w.StartsWith("results", StringComparison.Ordinal) ? folder.File(w) : w)];
        var (code, results, diagnostics) = await Circuitsim.RunAsync(words.Contains("--out") ? arguments : [.. arguments, "--out", folder.File("results/mine")]);
        Assert.True(code == 0, diagnostics);
        Assert.Contains("of full scale", results, StringComparison.Ordinal);
        Assert.Equal(words.Contains("--labels"), results.Contains("ideal network", StringComparison.Ordinal));
        foreach (var name in new[] { "outputs.npy", "ideal.npy", "result.json", "report.html", "stages.csv", "arrays.csv" })
            Assert.True(File.Exists(Path.Combine(folder.File("results/mine"), name)), name);

        void Write(string name, params int[] shape) =>
            NpyFile.Write(folder.File($"{name}.npy"), new NpzArray("", shape, Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => random.NextNormal()).ToArray()));
    }

    private static void WriteTables(TemporaryFolder folder, VteamTables tables)
    {
        using var stream = File.Create(folder.File("tables.npz"));
        CircuitSim.LookupTables.TableSetFile.Write(stream, tables.Build());
    }

    /// <summary>Kirchhoff's current law at every node of an array, one unknown each: the effective conductance from rows to columns.</summary>
    private const string Reference = """
        d = sys.argv[1]
        def wired(G, word, bit, driver, sense):
            M, N = G.shape
            A = np.zeros((2 * M * N, 2 * M * N))
            w, b = (lambda i, j: i * N + j), (lambda i, j: M * N + i * N + j)
            def tie(p, q, g):
                A[p, p] += g; A[q, q] += g; A[p, q] -= g; A[q, p] -= g
            for i in range(M):
                for j in range(N):
                    tie(w(i, j), b(i, j), G[i, j])
                    if j: tie(w(i, j - 1), w(i, j), 1 / word)
                    if i: tie(b(i - 1, j), b(i, j), 1 / bit)
            gin, gout = 1 / (word + driver), 1 / (bit + sense)
            for i in range(M): A[w(i, 0), w(i, 0)] += gin
            for j in range(N): A[b(M - 1, j), b(M - 1, j)] += gout
            R = np.zeros((2 * M * N, M))
            for i in range(M): R[w(i, 0), i] = gin
            V = np.linalg.solve(A, R)
            return np.array([[V[b(M - 1, j), i] * gout for j in range(N)] for i in range(M)])

        """;

    /// <summary>Weights [3 × 2] up to 3, inputs [count × 3] up to 4, classes.</summary>
    private static void WriteSmall(TemporaryFolder folder, int count)
    {
        File.WriteAllText(folder.File("W.csv"), "out0,out1\n3,-1\n-2,0.5\n1,2\n");
        File.WriteAllLines(folder.File("X.csv"), Enumerable.Range(0, count).Select(k => FormattableString.Invariant($"{k % 5},{(k % 7 - 3) / 2.0},{(k == 0 ? 4 : k % 3)}")));
        File.WriteAllLines(folder.File("y.csv"), Enumerable.Range(0, count).Select(k => FormattableString.Invariant($"{k % 2}")));
    }
}
