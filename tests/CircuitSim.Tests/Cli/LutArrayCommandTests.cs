using System.Globalization;
using System.Text.Json.Nodes;
using CircuitSim.Experiments;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.Experiments.Options;
using CircuitSim.Files;
using CircuitSim.LookupTables;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary><c>circuitsim lut array</c> from its options to the files that others train with.</summary>
[Trait("Category", "slow")]
public class LutArrayCommandTests
{
    private static readonly string[] Small = ["--rows", "9", "--columns", "6", "--arrays", "10", "--samples", "100", "--r-on", "500", "--r-off", "20k"];

    private static readonly string[] Wires = ["--wire-word", "3", "--wire-bit", "1.5", "--driver", "40", "--sense", "25", "--drive", "both"];

    /// <summary>
    /// Kirchhoff's equations of every wire node, dense, in NumPy; cells by Newton's method where they are curved. What enters from the drivers leaves
    /// through the currents of the data set.
    /// </summary>
    [NumPyFact]
    public async Task Random_ExactCurrents_AreThoseOfADenseNodalSolution()
    {
        await Compare("0");
        await Compare("4");
    }

    private static async Task Compare(string curvature)
    {
        using var folder = new TemporaryFolder();
        await Run([.. Small, .. Wires, "--curvature", curvature, "--v-read", "0.6"], folder.File("out"));
        var found = NumPy.Run(Nodal + """
            z = np.load(sys.argv[1] + '/dataset.npz')
            worst = loss = 0
            for s in range(0, len(z['array']), 7):
                i, entering = read(z['conductances_s'][int(z['array'][s])], z['inputs_v'][s], float(sys.argv[2]))
                e = z['exact_currents_a'][s]
                worst = max(worst, abs(i - e).max() / i.max())
                loss = max(loss, abs(entering - e.sum()) / e.sum())
            i = np.einsum('si,sij->sj', z['inputs_v'], z['conductances_s'][z['array'].astype(int)])
            print(worst, loss, abs(i - z['ideal_currents_a']).max() / i.max(), z['bound'].max())
            """, folder.File("out"), curvature).Split();
        Assert.All(found.Take(3), word => Assert.InRange(double.Parse(word, CultureInfo.InvariantCulture), 0, 1e-9));
        Assert.InRange(double.Parse(found[3], CultureInfo.InvariantCulture), 0, 1e-10);
    }

    [Fact]
    public async Task Random_EffectiveMatrices_GiveTheExactCurrents()
    {
        using var folder = new TemporaryFolder();
        await Run([.. Small, .. Wires, "--maps", "10"], folder.File("out"));
        var set = TableSetFile.Read(folder.File("out/tables.npz"));
        var data = Read(folder.File("out/dataset.npz"));
        Assert.Equal(set[ArrayKeys.Cells].Values.ToArray(), data["conductances_s"].Values.ToArray());
        for (var s = 0; s < data["array"].Values.Length; s++)
        {
            var (matrix, product) = (set[ArrayKeys.Effective].Row((int)data["array"].Values.Span[s]).ToArray(), new double[6]);
            for (var k = 0; k < matrix.Length; k++)
                product[k % 6] += data["inputs_v"].Values.Span[s * 9 + k / 6] * matrix[k];
            Close.Equal(product, data["exact_currents_a"].Values.Span.Slice(s * 6, 6), 1e-12);
        }

        // The map of all rows at the read voltage, against the currents that the effective matrix gives then: what the cells of a column lose is what it lacks.
        for (var a = 0; a < 10; a++)
        {
            var (cells, effective, drops) = (set[ArrayKeys.Cells].Row(a).ToArray(), set[ArrayKeys.Effective].Row(a).ToArray(), set[ArrayKeys.DropAll].Row(a).ToArray());
            for (var j = 0; j < 6; j++)
            {
                var (sensed, through) = (0.0, 0.0);
                for (var i = 0; i < 9; i++)
                    (sensed, through) = (sensed + 0.2 * effective[i * 6 + j], through + cells[i * 6 + j] * (0.2 - drops[i * 6 + j]));
                Close.Equal(sensed, through, 1e-9);
            }
        }
    }

    [Fact]
    public async Task Random_Parts_ShareNoArrayAndNoInput()
    {
        using var folder = new TemporaryFolder();
        await Run([.. Small, "--samples", "400", "--input-levels", "2", "--sparsity", "0.3,0.7", "--levels", "4", "--cell-sparsity", "0.5"], folder.File("out"));
        var data = Read(folder.File("out/dataset.npz"));
        double[] array = data["array"].Values.ToArray(), part = data["split"].Values.ToArray();
        var keys = Enumerable.Range(0, array.Length).Select(s => $"{array[s]} {string.Join(' ', data["inputs_v"].Values.Slice(s * 9, 9).ToArray())}").ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(2, array.Zip(part).Where(x => x.Second == 2).Select(x => x.First).Distinct().Count());
        Assert.Empty(array.Zip(part).Where(x => x.Second == 2).Select(x => x.First).Intersect(array.Zip(part).Where(x => x.Second != 2).Select(x => x.First)));
        Assert.Equal(8, array.Zip(part).Where(x => x.Second == 1).Select(x => x.First).Distinct().Count());
        Assert.All(data["inputs_v"].Values.ToArray(), v => Assert.True(v is 0 or 0.2));
        var levels = data["conductances_s"].Values.ToArray().Distinct().Order().ToList();
        Close.Equal([.. Enumerable.Range(0, 4).Select(k => 5e-5 + k / 3.0 * (2e-3 - 5e-5))], [.. levels], 1e-12);
        // Half of the cells are sparse and a fourth of the others has the least level, too: 5/8 of 540, within five standard deviations.
        Assert.InRange(data["conductances_s"].Values.ToArray().Count(g => g == levels[0]), 540 * 0.625 - 56.3, 540 * 0.625 + 56.3);
    }

    /// <summary>
    /// A model of five figures for each column, products of row voltages and conductances weighted by how far a current has to go, fitted by
    /// NumPy to the training part: it foretells arrays and inputs that it has not seen far better than V G does, and than any gain of columns.
    /// </summary>
    [NumPyFact]
    public async Task Random_AModelFittedToTheTrainingPart_BeatsTheIdealProductOnNewArrays()
    {
        using var folder = new TemporaryFolder();
        await Run(["--rows", "24", "--columns", "16", "--arrays", "40", "--samples", "1200", "--wire", "4", "--sparsity", "0,0.5,0.9", "--cell-sparsity", "0,0.5"], folder.File("out"));
        var lines = NumPy.Run("""
            z = np.load(sys.argv[1] + '/dataset.npz')
            v, g, i, e, split = z['inputs_v'], z['conductances_s'][z['array'].astype(int)], z['ideal_currents_a'], z['exact_currents_a'], z['split']
            cell, far = v[:, :, None] * g, np.arange(v.shape[1], 0, -1)
            F = np.stack([i, i * i, i * i.sum(1, keepdims=True), (cell * far[None, :, None]).sum(1) * i, np.einsum('sij,si->sj', g, cell.sum(2))], -1)
            F /= abs(F).max((0, 1))
            p, train = np.zeros_like(e), split == 0
            for j in range(e.shape[1]):
                p[:, j] = F[:, j] @ np.linalg.lstsq(F[train, j], e[train, j] * 1e3, rcond=None)[0] / 1e3
            gain = (i[train] * e[train]).sum(0) / (i[train] ** 2).sum(0)
            rms = lambda x, part: np.sqrt(((x - e)[split == part] ** 2).mean())
            for part in (1, 2): print(rms(p, part), rms(i, part), rms(i * gain, part))
            """, folder.File("out")).Trim().Split('\n');
        foreach (var line in lines)
        {
            double[] rms = [.. line.Split().Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
            Assert.True(rms[0] < rms[1] / 10 && rms[0] < rms[2] / 3, line);
        }

        // The baseline that the table of errors states.
        var errors = JsonNode.Parse(File.ReadAllText(folder.File("out/result.json")))!["tables"]!["errors"]!["rows"]!;
        var fullScale = (double)JsonNode.Parse(File.ReadAllText(folder.File("out/result.json")))!["figures"]!["full_scale_a"]!;
        foreach (var (part, line) in lines.Index())
        {
            double[] rms = [.. line.Split().Select(w => double.Parse(w, CultureInfo.InvariantCulture) / fullScale)];
            Close.Equal(rms.AsSpan(1), [(double)errors[part + 1]![2]!, (double)errors[part + 1]![4]!], 1e-9);
        }
    }

    [Fact]
    public async Task Random_OtherNumberOfThreads_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        await Run([.. Small, .. Wires, "--jobs", "1"], folder.File("a"));
        await Run([.. Small, .. Wires, "--jobs", "3"], folder.File("b"));
        foreach (var name in new[] { "dataset.npz", "dataset.csv", "tables.npz", "README.md", "SHA256SUMS", "errors.csv" })
            Assert.Equal(File.ReadAllBytes(folder.File($"a/{name}")), File.ReadAllBytes(folder.File($"b/{name}")));
    }

    [Theory]
    [InlineData("", "100 samples of 10 arrays")]
    [InlineData("ideal_currents_a", "sample 7 has other ideal currents than its inputs and cells give.")]
    [InlineData("exact_currents_a", "sample 7 has other exact currents than g_effective_s gives.")]
    [InlineData("conductances_s", "conductances_s begins with other cells than g_cells_s of tables.npz.")]
    [InlineData("array", "sample 7 is of array")]
    [InlineData("split", "sample 7 is of part")]
    [InlineData("inputs_v", "sample 8 is there a second time")]
    [InlineData("bound", "bound has shape [99]; expected [100].")]
    public async Task Check_OfADataSet_RefusesWhatAModelWouldLearnWrong(string changed, string expected)
    {
        using var folder = new TemporaryFolder();
        await Run([.. Small, .. Wires, "--maps", "10"], folder.File("out"));
        var arrays = Read(folder.File("out/dataset.npz"));
        if (changed.Length > 0)
        {
            var values = arrays[changed].Values.ToArray();
            if (changed == "inputs_v")
                arrays["inputs_v"].Values.Span.Slice(7 * 9, 9).CopyTo(values.AsSpan(8 * 9));
            else
                values[values.Length / 100 * 7 + (changed == "conductances_s" ? 1 : 0)] *= 1.001;
            if (changed is "array" or "split")
                values[7] = 0.5;
            arrays[changed] = changed == "bound" ? new NpzArray(changed, [99], values.AsMemory(0, 99)) : arrays[changed] with { Values = values };
            NpzFile.Write(folder.File("out/dataset.npz"), arrays.Values);
            var sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder.File("out/dataset.npz"))));
            File.WriteAllLines(folder.File("out/SHA256SUMS"), File.ReadAllLines(folder.File("out/SHA256SUMS")).Select(l => l.EndsWith("  dataset.npz", StringComparison.Ordinal) ? $"{sum}  dataset.npz" : l));
        }

        var finding = Assert.Single(TableFolderCheck.Of(folder.File("out")), f => f.File == "dataset.npz");
        Assert.Contains(expected, changed.Length == 0 ? finding.Verified : Assert.Single(finding.Refused), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_Interrupted_GoesOnAndEndsAtTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var (study, path) = (ArrayTableStudy.Random, folder.File("checkpoint.npz"));
        var values = new StudyValues().With(ArrayTableOptions.Rows, 12).With(ArrayTableOptions.Columns, 8).With(ArrayTableOptions.Samples, 640).With(ArrayTableOptions.Arrays, 20).With(ArrayTableOptions.Curvature, 2).With(IntegerOption.Jobs, 2);
        using var interrupt = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => study.Run(new StudyRun(values, new InterruptingProgress("Exact currents", 0.4, interrupt), null, interrupt.Token) { Checkpoint = path }));
        var done = NpzFile.Read(path).Single(a => a.Name == "done").Values.ToArray();
        Assert.InRange(done.Sum(), 8, 19);
        var resumed = study.Run(new StudyRun(values, new SilentProgress()) { Checkpoint = path, Resumes = true });
        Assert.Equal(Bytes(study.Run(new StudyRun(values, new SilentProgress()))), Bytes(resumed));
        Assert.Equal(20, NpzFile.Read(path).Single(a => a.Name == "done").Values.ToArray().Sum());

        var fault = Assert.Throws<InvalidParameterException>(() => study.Run(new StudyRun(values.With(ArrayTableOptions.Wire, 3), new SilentProgress()) { Checkpoint = path, Resumes = true }));
        Assert.EndsWith("checkpoint.npz was left by a run with other options; give the same ones, or start anew.", fault.Message, StringComparison.Ordinal);
        File.WriteAllText(path, "no archive");
        Assert.Throws<DataFileException>(() => study.Run(new StudyRun(values, new SilentProgress()) { Checkpoint = path, Resumes = true }));

        static byte[] Bytes(StudyResult result)
        {
            using var content = new MemoryStream();
            result.Lookup!.Attachments[0].Write(content);
            return content.ToArray();
        }
    }

    /// <summary>Tiles put together again are the user's matrix in cells, and what drives them are his inputs.</summary>
    [Fact]
    public async Task Network_Tiles_HoldTheWeightsAndAreDrivenByTheInputs()
    {
        using var folder = new TemporaryFolder();
        var random = new RandomStream(8);
        double[] w = [.. Enumerable.Range(0, 10 * 5).Select(_ => random.NextNormal())], b = [.. Enumerable.Range(0, 5).Select(_ => random.NextNormal())], x = [.. Enumerable.Range(0, 30 * 10).Select(k => k == 0 ? -2.5 : random.NextUniform(-2, 2))];
        NpyFile.Write(folder.File("W.npy"), new NpzArray("", [10, 5], w));
        NpyFile.Write(folder.File("b.npy"), new NpzArray("", [5], b));
        NpyFile.Write(folder.File("X.npy"), new NpzArray("", [30, 10], x));
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["lut", "array", "network", "--weights", folder.File("W.npy"), "--bias", folder.File("b.npy"), "--inputs", folder.File("X.npy"), "--tile-rows", "4", "--tile-columns", "4", "--samples", "120", "--out", folder.File("out")]);
        Assert.True(code == 0, diagnostics);
        var (cells, data) = (TableSetFile.Read(folder.File("out/tables.npz"))[ArrayKeys.Cells], Read(folder.File("out/dataset.npz")));
        // 11 rows with the bias and 6 columns with the reference are three by two tiles; in the third of the rows one word line is unused.
        Assert.Equal([6, 4, 4], cells.Axes.Select(a => a.Count));
        double Cell(int row, int column) => cells.Row(row / 4 * 2 + column / 4)[(row % 4 + (row >= 8 ? 1 : 0)) * 4 + column % 4];
        var scale = (Cell(0, 0) - Cell(0, 5)) / (2.5 * w[0]);
        for (var i = 0; i < 11; i++)
        {
            for (var j = 0; j < 5; j++)
                Close.Equal(scale * (i < 10 ? 2.5 * w[i * 5 + j] : b[j]), Cell(i, j) - Cell(i, 5), 1e-10, 1e-16);
        }

        for (var j = 0; j < 4; j++)
            Assert.Equal((1e-6, 1e-6), (cells.Row(4)[j], cells.Row(5)[j]));
        var drives = new HashSet<string>();
        for (var k = 0; k < 30; k++)
        {
            foreach (var sign in new[] { 1, -1 })
            {
                double[] rows = [.. Enumerable.Range(0, 11).Select(i => i == 10 ? sign > 0 ? 0.2 : 0 : 0.2 * Math.Max(0, sign * x[k * 10 + i]) / 2.5)];
                foreach (var (a, tile) in new[] { rows[..4], rows[4..8], [0, .. rows[8..]] }.Index())
                    drives.Add(Key(a, tile));
            }
        }

        for (var s = 0; s < data["array"].Values.Length; s++)
            Assert.Contains(Key((int)data["array"].Values.Span[s] / 2, data["inputs_v"].Values.Slice(s * 4, 4).ToArray()), drives);

        static string Key(int band, double[] voltages) => string.Join(' ', voltages.Select(v => v.ToString("e12", CultureInfo.InvariantCulture)).Prepend($"{band}"));
    }

    /// <summary>What the folder's README tells a user of Python, word by word, and NumPy's view of the other files.</summary>
    [NumPyFact]
    public async Task Digits_Folder_IsReadAsItsReadmeSays()
    {
        using var folder = new TemporaryFolder();
        var (code, results, diagnostics) = await Circuitsim.RunAsync(["lut", "array", "digits", "--tile-rows", "13", "--samples", "300", "--images", "100", "--out", folder.File("out")]);
        Assert.True(code == 0, diagnostics);
        Assert.Matches(@"of the\s+ideal\s+current\s+arrives", results);
        NumPy.Run("""
            import json, os, re, hashlib, numpy
            os.chdir(sys.argv[1])
            text = open('README.md').read()
            for block in re.findall(r'```python\n(.*?)```', text, re.S): exec(block)
            assert v.shape == (len(v), 13) and g.shape == (len(v), 13, 40) and exact.shape == ideal.shape == (len(v), 40)
            assert x.shape == (len(v), 13 * 40 + 13) and x.min() >= 0 and x.max() == 1 and abs(x[3, 13 * 2 + 5] - (g[3, 5, 2] - off) / (on - off)) < 1e-15
            assert y[train].min() == 0 and y[train].max() == 1
            assert train.any() and new_input.any() and new_array.any() and (train + new_input + new_array == 1).all()
            meta = json.loads(z['meta.json'])
            assert meta['schema'] == 'circuitsim.array-dataset/1' and len(meta['options']['arrays']) == 5 and meta['options']['wire_resistance_ohm'] == 2
            for name in ('g_cells_s', 'g_effective_s', 'v_drop_all_v', 'v_drop_mean_v'):
                a = numpy.load('numpy/' + name + '.npy')
                assert a.shape == (5, 13, 40) and a.dtype == '<f8' and (a == numpy.load('tables.npz')[name]).all()
            k = int(z['array'][7])
            V, G = v[7], numpy.load('numpy/g_effective_s.npy')[k]
            assert abs(V @ G - exact[7]).max() < 1e-12 * exact[7].max()
            c = numpy.genfromtxt('dataset.csv', delimiter=',', skip_header=1)
            assert (c == numpy.hstack([z['array'][:, None], z['split'][:, None], z['bound'][:, None], v, ideal, exact])).all()
            for line in open('SHA256SUMS'):
                digest, name = line.rstrip('\n').split('  ')
                assert hashlib.sha256(open(name, 'rb').read()).hexdigest() == digest, name
            """, folder.File("out"));
        Assert.Empty(new NumPyArrayFormat().Faults(Directory.GetFiles(folder.File("out/numpy")).ToDictionary(f => Path.GetFileName(f)!, f => (ReadOnlyMemory<byte>)File.ReadAllBytes(f))));
    }

    [Theory]
    [InlineData("samples: 2000 of 50 arrays of 4096 × 4096 are 863442800 numbers, and a data set has at most 134217728; take fewer samples, fewer arrays or smaller ones. (--samples)", "--rows", "4096", "--columns", "4096")]
    [InlineData("sparsity = 1 must be from 0 to below 1. (--sparsity)", "--sparsity", "0.5,1")]
    [InlineData("levels = 1 must be at least 2. (--levels)", "--levels", "1")]
    [InlineData("R_off = 10 kΩ must be above R_on = 10 kΩ. (--r-off)", "--r-off", "10k")]
    [InlineData("no format 'foo'; there are: numpy, all, none. (--formats)", "--formats", "foo")]
    [InlineData("inputs: none of those drawn drives any row; take others, or less sparse ones.", "--rows", "1", "--columns", "1", "--arrays", "1", "--samples", "1", "--sparsity", "0.999999")]
    public async Task Random_WhatCannotBe_IsOneLine(string fault, params string[] words)
    {
        using var folder = new TemporaryFolder();
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["lut", "array", "random", .. words, "--out", folder.File("out")]);
        Assert.Equal(2, code);
        Assert.EndsWith($"circuitsim: {fault}\n", diagnostics, StringComparison.Ordinal);
        Assert.Empty(folder.Entries);
    }

    [Theory]
    [InlineData("no-resistance", "--wire", "0")]
    [InlineData("no-new-array", "--arrays", "2")]
    [InlineData("some-arrays", "--maps", "3")]
    [InlineData("left-out", "--rows", "2", "--input-levels", "2")]
    public async Task Random_WhatAUserShouldKnow_IsFlagged(string flag, params string[] words)
    {
        using var folder = new TemporaryFolder();
        await Run([.. Small, .. words], folder.File("out"));
        Assert.Contains(TableSetFile.Read(folder.File("out/tables.npz")).Flags, f => f.Id == flag);
        Assert.Contains($"**{flag}**", File.ReadAllText(folder.File("out/README.md")), StringComparison.Ordinal);
    }

    /// <summary>A user who presses Ctrl-C when a part of a step is done.</summary>
    private sealed class InterruptingProgress(string name, double share, CancellationTokenSource interrupt) : IStudyProgress
    {
        public IStudyStep Begin(string step) => new Step(step == name, share, interrupt);

        private sealed class Step(bool isMeant, double share, CancellationTokenSource interrupt) : IStudyStep
        {
            public void Report(double done)
            {
                if (isMeant && done >= share)
                    interrupt.Cancel();
            }

            public void Conclude(string outcome)
            {
            }

            public void Dispose()
            {
            }
        }
    }

    private const string Nodal = """
        def read(G, v, curvature, word=3.0, bit=1.5, driver=40.0, sense=25.0):
            M, N = G.shape
            A, r = np.zeros((2 * M * N, 2 * M * N)), np.zeros(2 * M * N)
            w, b = (lambda i, j: i * N + j), (lambda i, j: M * N + i * N + j)
            def tie(A, p, q, g):
                A[p, p] += g; A[q, q] += g; A[p, q] -= g; A[q, p] -= g
            gin, gout = 1 / (word + driver), 1 / (bit + sense)
            for i in range(M):
                for j in range(N):
                    if j: tie(A, w(i, j - 1), w(i, j), 1 / word)
                    if i: tie(A, b(i - 1, j), b(i, j), 1 / bit)
                for j in (0, N - 1):
                    A[w(i, j), w(i, j)] += gin; r[w(i, j)] += gin * v[i]
            for j in range(N): A[b(M - 1, j), b(M - 1, j)] += gout
            u = np.zeros(2 * M * N)
            for step in range(1 if curvature == 0 else 30):
                J, f = A.copy(), A @ u - r
                for i in range(M):
                    for j in range(N):
                        x = u[w(i, j)] - u[b(i, j)]
                        g, c = (G[i, j], G[i, j] * x) if curvature == 0 else (G[i, j] * np.cosh(curvature * x), G[i, j] / curvature * np.sinh(curvature * x))
                        tie(J, w(i, j), b(i, j), g)
                        f[w(i, j)] += c; f[b(i, j)] -= c
                u -= np.linalg.solve(J, f)
            entering = sum(gin * (v[i] - u[w(i, j)]) for i in range(M) for j in (0, N - 1))
            return np.array([gout * u[b(M - 1, j)] for j in range(N)]), entering

        """;

    private static Dictionary<string, NpzArray> Read(string path) => NpzFile.Read(path).ToDictionary(a => a.Name);

    private static async Task Run(string[] words, string output)
    {
        // Of an option that is given twice the last one counts, and the command line takes each once.
        var kept = words.Chunk(2).GroupBy(w => w[0]).SelectMany(w => w.Last());
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["lut", "array", "random", .. kept, "--out", output]);
        Assert.True(code == 0, diagnostics);
    }
}
