using CircuitSim.Cosimulation;
using CircuitSim.Devices;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// The matrices of a network cut into arrays of one size, and what drives them while inputs pass the ideal network:
/// <code>
///   tile (0, 0)   tile (0, 1)        rows of a tile that is not full:    ░ unused, 0 V, at the far end of the bit lines
///   tile (1, 0)   tile (1, 1)                                            ▓ of the matrix, next to the sensing nodes
/// </code>
/// Unused cells have the least conductance. Where a matrix has negative inputs, a sample drives either the positive ones and the bias, or
/// the magnitudes of the negative ones, as its two reads do.
/// </summary>
internal static class NetworkArrays
{
    /// <summary>Of a tile where no size is asked for.</summary>
    private const int MostLines = 128;

    /// <summary>Of an input that reads a matrix more often, as a convolution does, this many reads are kept.</summary>
    private const int MostReads = 4;

    /// <summary>Pixels and what logistic functions give: 1 has the read voltage.</summary>
    private static readonly (double, double) Unit = (0, 1);

    /// <summary>What drives one matrix.</summary>
    /// <param name="Reads">Inputs of a read [rows − 1]; those of the training part and those of the test part.</param>
    private sealed record Drive((double Least, double Greatest) Range, (List<double[]> Train, List<double[]> Test) Reads);

    public static ArraySubject Digits(StudyRun run, RandomStream random)
    {
        var network = CamponogaraDigits.Train(run);
        var (card, on, off) = CamponogaraDigits.ReadCard(run.Values);
        var quantized = network.Quantized;
        var encoded = new TwosComplement(DigitsNetwork.WeightBits, quantized.ScaleFactor, on, off).Encode(DigitsNetwork.Rows, quantized.Outputs, quantized.Codes);
        return Cut(run, "camponogara-digits", new DenseNetwork([network.Layer]).ToNetwork(), Some(network.Images.Train, run, random.Child("train")), Some(network.Images.Test, run, random.Child("test")), 1, off, run.Get(CamponogaraDigits.Voltage), _ => encoded, random, Unit) with
        {
            Card = card,
            Inputs = [("digits.csv.gz", DigitsFile.Sha256)],
        };
    }

    public static ArraySubject Mnist(StudyRun run, RandomStream random)
    {
        var folder = Path.Combine(run.Get(DataFolderOption.Instance), ImageSet.Mnist.Name);
        var (train, test) = run.Steps.Run("Images", _ => ((MnistFile.ReadTrain(folder, ImageSet.Mnist), MnistFile.ReadTest(folder, ImageSet.Mnist)), "MNIST"));
        var network = run.Steps.Run("Network", step => MnistNetwork.Obtain(run.Get(DataFolderOption.Instance), run.Get(IrDropSweep.Seed), StudySteps.Share<TrainingProgress>(step, e => (double)e.Epoch / e.Epochs), run.CancellationToken));
        var on = 1 / run.Get(HalawaniMnist.OnResistance);
        var encoding = new OffsetColumn(on, on / run.Get(IrDropSweep.Ratio)) { Levels = run.Get(IrDropSweep.Levels) };
        return Cut(run, MnistNetwork.Name, network.ToNetwork(), Some(train, run, random.Child("train")), Some(test, run, random.Child("test")), 1, encoding.GOff, run.Get(IrDropSweep.Voltage), encoding.Encode, random, Unit) with
        {
            Inputs = [.. new[] { ImageSet.TrainImages, ImageSet.TestImages }.Select(f => (f, ImageSet.Mnist.File(f).Sha256))],
        };
    }

    /// <summary>A network and inputs from files.</summary>
    public static ArraySubject OfFiles(StudyRun run, RandomStream random)
    {
        var subject = run.Steps.Run("Network", _ => InferNetwork.Read(run) is var read ? (read, Invariant($"{read.Describe()}, {read.Inputs.Batch} inputs")) : default);
        if (subject.Network.Matrices.Count == 0)
            throw InvalidParameterException.Because("network", "network: it has no matrix that an array could hold.");
        var (inputs, batch) = (subject.Inputs, subject.Batch ?? 1);
        int[] order = [.. Enumerable.Range(0, inputs.Batch / batch)];
        random.Child("inputs").Shuffle<int>(order);
        var tests = (int)Math.Floor(run.Get(ArrayTableOptions.TestShare) * order.Length);
        if (order.Length == tests)
            throw InvalidParameterException.Because("inputs", Invariant($"inputs: there are {inputs.Batch}, and a network takes {batch} at once; at least one such batch must be left to train with."));
        return Cut(run, subject.Describe(), subject.Network, Batches(order[tests..]), Batches(order[..tests]), batch, 1 / run.Get(Infer.OffResistance), run.Get(Infer.Voltage), w => Infer.EncodingOf(run, w).Encode(w), random) with
        {
            Inputs = InferResult.HashesOf(run),
        };

        Tensor Batches(int[] numbers)
        {
            var each = inputs.Count / inputs.Batch * batch;
            var taken = numbers.Take(Math.Max(1, run.Get(ArrayTableOptions.Images) / batch)).ToArray();
            return new Tensor([taken.Length * batch, .. inputs.Shape.Skip(1)], (double[])[.. taken.SelectMany(k => inputs.Values.Slice(k * each, each).ToArray())]);
        }
    }

    private static Tensor Some(LabelledImages images, StudyRun run, RandomStream random)
    {
        int[] order = [.. Enumerable.Range(0, images.Count)];
        random.Shuffle<int>(order);
        var each = images.Features;
        var taken = Math.Min(order.Length, run.Get(ArrayTableOptions.Images));
        var values = new double[taken * each];
        for (var k = 0; k < values.Length; k++)
            values[k] = images.Pixels[order[k / each] * each + k % each] / (double)images.PixelMaximum;
        return new Tensor([taken, each], values);
    }

    /// <param name="batch">Inputs that the network takes at once.</param>
    /// <param name="unused">Conductance of cells that hold no weight [S].</param>
    /// <param name="range">Of all inputs of a matrix; null for that of those which pass.</param>
    private static ArraySubject Cut(
        StudyRun run, string title, Network network, Tensor train, Tensor test, int batch, double unused, double voltage, Func<WeightMatrix, EncodedWeights> encode, RandomStream random, (double, double)? range = null)
    {
        var drives = run.Steps.Run("Activations", step => (Drives(run, network, train, test, batch, random, step), Invariant($"{train.Batch} inputs to train, {test.Batch} to test")));
        var held = drives.Select((d, m) => InferArray.Of(network.Matrices[m].Weights, range ?? d.Range, encode, voltage)).ToArray();
        var rows = run.Get(ArrayTableOptions.TileRows) ?? Math.Min(MostLines, held.Max(a => a.Rows));
        var columns = run.Get(ArrayTableOptions.TileColumns) ?? Math.Min(MostLines, held.Max(a => a.Layer.Columns));
        var arrays = new List<SampledArray>();
        foreach (var (m, array) in held.Index())
        {
            var (height, width, drive) = (array.Rows, array.Layer.Columns, drives[m]);
            var cells = array.Layer.Weights.Conductances[..(height * width)].ToArray();
            Variability.Normal(run.Get(Infer.Variation)).Apply(cells, random.Child("cells", m), cells);
            for (var top = 0; top < height; top += rows)
            {
                for (var left = 0; left < width; left += columns)
                {
                    var (first, filler, own) = (top, Math.Max(0, top + rows - height), new double[rows * columns]);
                    own.AsSpan().Fill(unused);
                    for (var i = filler; i < rows; i++)
                        cells.AsSpan((top + i - filler) * width + left, Math.Min(columns, width - left)).CopyTo(own.AsSpan(i * columns));
                    arrays.Add(new SampledArray(network.Matrices[m].Name, top, left, filler, Math.Max(0, left + columns - width), own, (isTest, stream) => Draw(array, drive, first, filler, rows, isTest, stream)));
                }
            }
        }

        return new ArraySubject(Invariant($"{title}, {arrays.Count} of {rows} × {columns}"), rows, columns, arrays);
    }

    private static double[] Draw(InferArray array, Drive drive, int first, int filler, int rows, bool isTest, RandomStream random)
    {
        var (voltages, reads) = (new double[rows], isTest ? drive.Reads.Test : drive.Reads.Train);
        if (reads.Count == 0)
            return voltages;
        var x = reads[random.NextInt32(reads.Count)];
        var isSecond = array.IsReadTwice && random.NextInt32(2) == 1;
        for (var i = filler; i < rows; i++)
        {
            var row = first + i - filler;
            voltages[i] = array.Layer.ReadVoltage * (row == x.Length ? isSecond ? 0 : array.Layer.Bias : Math.Max(0, isSecond ? -x[row] : x[row]) / array.Scale);
        }

        return voltages;
    }

    private static Drive[] Drives(StudyRun run, Network network, Tensor train, Tensor test, int batch, RandomStream random, IStudyStep step)
    {
        var (trains, blocks, each) = (train.Batch / batch, (train.Batch + test.Batch) / batch, train.Count / train.Batch * batch);
        var passed = run.Each(blocks, step, k =>
        {
            var (source, at) = k < trains ? (train, k) : (test, k - trains);
            var taken = MappedNetwork.InputsOf(network, new Tensor([batch, .. source.Shape.Skip(1)], source.Values.Slice(at * each, each)));
            return taken.Select((x, m) => (Range: (Least: Math.Min(0, x.DefaultIfEmpty().Min()), Greatest: Math.Max(0, x.DefaultIfEmpty().Max())), Reads: Kept(x, network.Matrices[m].Weights.Rows - 1, random.Child("reads", k).Child("matrix", m)))).ToArray();
        });
        List<double[]> Of(int m, int from, int to) => [.. passed[from..to].SelectMany(p => p[m].Reads)];
        return [.. network.Matrices.Select((_, m) => new Drive((passed.Min(p => p[m].Range.Least), passed.Max(p => p[m].Range.Greatest)), (Of(m, 0, trains), Of(m, trains, blocks))))];

        List<double[]> Kept(double[] x, int inputs, RandomStream stream)
        {
            int[] order = [.. Enumerable.Range(0, x.Length / inputs)];
            if (order.Length > MostReads * batch)
                stream.Shuffle<int>(order);
            return [.. order.Take(MostReads * batch).Select(r => x[(r * inputs)..((r + 1) * inputs)])];
        }
    }
}
