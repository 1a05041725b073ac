using System.Globalization;
using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Engine;
using CircuitSim.Files;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;
using CircuitSim.Tests.Emulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

[Collection(TrainedMnistGroup.Name)]
public class MappedNetworkTests(TrainedMnist mnist)
{
    private const double ReadVoltage = 0.2;

    private static readonly LabelledImages Digits = DigitsFile.Split(DigitsFile.ReadEmbedded()).Test;
    private static readonly DenseNetwork Network = DenseNetworkTrainingTests.RandomNetwork([64, 19, 10], 8);

    public static TheoryData<OffsetScope, OffsetReference> Encodings
    {
        get
        {
            var data = new TheoryData<OffsetScope, OffsetReference>();
            foreach (var scope in Enum.GetValues<OffsetScope>())
            {
                foreach (var reference in Enum.GetValues<OffsetReference>())
                    data.Add(scope, reference);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Outputs_WithoutWires_AreTheNetworksForAllImages(OffsetScope scope, OffsetReference reference)
    {
        var read = Encode(Network, scope, reference);
        var outputs = read.Outputs(InputBatch.Of(Digits), Cells(read));
        Close.Equal(Network.Apply(Digits), outputs, rtol: 0, atol: 1e-12 * Network.Rule.FullScale, where: "output");
    }

    [MnistFact]
    [Trait("Category", "slow")]
    public void Outputs_WithoutWires_AreTheTrainedNetworksForAll10000Images()
    {
        var read = Encode(mnist.Network, OffsetScope.Layer, OffsetReference.Column);
        Assert.Equal([(785, 33), (33, 11)], read.Layers.Select(l => (l.Weights.Rows, l.Columns)));
        var inputs = InputBatch.Of(mnist.Test);
        var wired = read.Layers.Select(l => RowTiling.Of(l.Weights.Rows, 64))
            .Zip(read.Layers, (tiles, l) => tiles.Effective(CrossbarWiring.Uniform(tiles.TileRows, l.Columns, 0), l.Weights.Conductances, 1e-5)).ToList();
        var expected = mnist.Network.Predict(mnist.Test);
        foreach (var conductances in new[] { Cells(read), wired })
        {
            var outputs = read.Outputs(inputs, conductances);
            Close.Equal(mnist.Network.Apply(mnist.Test), outputs, rtol: 0, atol: 1e-9 * mnist.Network.Rule.FullScale, where: "output");
            Assert.Equal(0, Predictions.Of(outputs, mnist.Network.Rule, mnist.Test).CountDifferences(expected));
        }
    }

    // docs/claims.md, Halawani, reference exact: 94.6, 94.6, 91.8, 78.6 % at 64, 16, 8, 4 levels in the reproduction's network.
    [MnistFact]
    [Trait("Category", "slow")]
    public void Outputs_WithLevels_FollowTheReproduction()
    {
        foreach (var (levels, least) in new[] { (64, 94.0), (16, 93.8), (8, 88.0), (4, 60.0) })
        {
            var read = Encode(mnist.Network, OffsetScope.Layer, OffsetReference.Column, levels);
            var accuracy = 100 * Predictions.Of(read.Outputs(InputBatch.Of(mnist.Test), Cells(read)), mnist.Network.Rule, mnist.Test).Accuracy;
            Assert.InRange(accuracy, least, 95.1);
        }
    }

    // The vector kernel against a double loop in the same order: not one bit may differ.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(19)]
    [InlineData(33)]
    public void Currents_OfAnyNumberOfColumns_AreThePlainSumsBitByBit(int outputs)
    {
        var read = Encode(DenseNetworkTrainingTests.RandomNetwork([64, outputs, 10], 8), OffsetScope.Layer, OffsetReference.Digital);
        var inputs = InputBatch.Of(Digits);
        var cells = read.Layers[0].Weights.Conductances;
        var currents = read.Layers[0].Currents(inputs, cells);
        var times = inputs.Times(new WeightMatrix(65, outputs, cells));
        for (var image = 0; image < Digits.Count; image++)
        {
            for (var j = 0; j < outputs; j++)
            {
                var sum = 0.0;
                for (var i = 0; i < 64; i++)
                    sum += Digits.Input(image)[i] * cells[i * outputs + j];
                sum += cells[64 * outputs + j];
                Assert.Equal(ReadVoltage * sum, currents[image * outputs + j]);
                Assert.Equal(sum, times[image * outputs + j]);
            }
        }
    }

    [NumPyFact]
    public void Currents_OfAllImages_AreNumPysProduct()
    {
        using var folder = new TemporaryFolder();
        var read = Encode(Network, OffsetScope.Layer, OffsetReference.Column);
        var cells = read.Layers[0].Weights.Conductances.ToArray();
        NpzFile.Write(folder.File("p.npz"),
        [
            new("x", [Digits.Count, 64], Digits.Inputs.ToArray()), new("g", [65, 20], cells),
            new("i", [Digits.Count, 20], read.Layers[0].Currents(InputBatch.Of(Digits), cells)),
        ]);
        var worst = NumPy.Run("""
            z = np.load(sys.argv[1])
            i = 0.2 * (np.hstack([z['x'], np.ones((len(z['x']), 1))]) @ z['g'])
            print(np.abs(i / z['i'] - 1).max())
            """, folder.File("p.npz"));
        Assert.InRange(double.Parse(worst, CultureInfo.InvariantCulture), 0, 1e-13);
    }

    // The effective conductance and the product against the built-in engine: both layers of one image as netlists.
    [Fact]
    public void Outputs_OneImageThroughTwoWiredArrays_AreTheEnginesTo1EMinus9()
    {
        var read = Encode(Network, OffsetScope.Layer, OffsetReference.Column);
        var wirings = read.Layers.Select(l => CrossbarWiring.Uniform(l.Weights.Rows, l.Columns, 2, 10, 5, WordLineDrive.BothEnds)).ToList();
        var effective = read.Layers.Zip(wirings, (l, w) => RowTiling.Untiled(l.Weights.Rows).Effective(w, l.Weights.Conductances, 0)).ToList();
        var outputs = read.Outputs(InputBatch.Of(Digits.Slice(7, 1)), effective);

        var x = Digits.Input(7).ToArray();
        for (var l = 0; l < 2; l++)
        {
            var layer = read.Layers[l].Weights;
            double[] driven = [.. x, 1];
            var point = new BuiltInSimulator().SolveOperatingPoint(new Netlist
            {
                Title = "layer",
                Elements = CrossbarNetlist.Elements(wirings[l], layer.Conductances, Array.ConvertAll(driven, v => v * ReadVoltage)),
            });
            double[] currents = [.. Enumerable.Range(0, layer.Columns).Select(j => point.Current(CrossbarNetlist.SenseSource(j)))];
            x = new double[layer.Outputs];
            layer.Decode(currents, ReadVoltage, driven.Sum(), x);
            if (l == 0)
                DenseNetwork.Activate(x);
        }

        Close.Equal(x, outputs, rtol: 0, atol: 1e-9 * Network.Rule.FullScale, where: "output");
        Assert.True(Network.Apply(Digits.Input(7)).Zip(outputs, (a, b) => Math.Abs(a - b)).Max() > 1e-3, "the wires should be felt");
    }

    // Without resistances outside the array, currents depend on the ratio of wire to cell resistance alone.
    [Fact]
    public void Outputs_AllResistancesTenfold_AreTheSame()
    {
        double[] At(double scale)
        {
            var encoding = new OffsetColumn(1e-3 / scale, 1e-5 / scale);
            var read = MappedNetwork.Of(Network.ToNetwork(), (_, weights) => encoding.Encode(weights), ReadVoltage);
            var effective = read.Layers.Select(l => RowTiling.Of(l.Weights.Rows, 16))
                .Zip(read.Layers, (tiles, l) => tiles.Effective(CrossbarWiring.Uniform(tiles.TileRows, l.Columns, 0.5 * scale), l.Weights.Conductances, encoding.GOff)).ToList();
            return read.Outputs(InputBatch.Of(Digits), effective);
        }

        Close.Equal(At(1), At(10), rtol: 0, atol: 1e-9 * Network.Rule.FullScale, where: "output");
    }

    [Fact]
    public void Constructor_LayersThatDoNotFit_AreRefused()
    {
        var layer = new MappedLayer(new OffsetColumn(1, 0).Encode(Network.Layers[0].ToMatrix()), ReadVoltage);
        Assert.Throws<InvalidParameterException>(() => new MappedNetwork(Network.ToNetwork(), [layer, layer]));
        Assert.Throws<InvalidParameterException>(() => new MappedNetwork(Network.ToNetwork(), [layer]));
    }

    // Two reads of one polarity each are the same sums: only the order of adding differs.
    [Fact]
    public void Product_OfNegativeInputs_IsTheNetworks()
    {
        var network = CircuitSim.Emulation.Networks.Network.InARow(
            ("first", new DenseOperator(Network.Layers[0].ToMatrix())), ("tanh", ActivationOperator.Tanh), ("second", new DenseOperator(Network.Layers[1].ToMatrix())));
        var encoding = new OffsetColumn(1e-3, 1e-5);
        var read = MappedNetwork.Of(network, (_, weights) => encoding.Encode(weights), ReadVoltage);
        var stream = new RandomStream(4);
        var batch = new Tensor([50, 64], Enumerable.Range(0, 50 * 64).Select(_ => stream.NextUniform(-2, 2)).ToArray());

        var (ideal, outputs) = (network.Apply(batch), network.Apply(batch, read.Product()));

        Close.Equal(ideal.Values.Span, outputs.Values.Span, rtol: 0, atol: 1e-12 * Network.Rule.FullScale, where: "output");
        // With quantizers currents of both reads stay above zero: 16 bits are felt, and no more than they should.
        var taken = MappedNetwork.InputsOf(network, batch);
        ColumnQuantizer[] quantizers = [.. read.Layers.Zip(taken, (layer, x) => new ColumnQuantizer(16, layer.FullScale(InputBatch.Of(50, Array.ConvertAll(x, Math.Abs)))))];
        var error = ideal.Values.ToArray().Zip(network.Apply(batch, read.Product(quantizers: quantizers)).Values.ToArray(), (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(error, 1e-6, 0.02);
    }

    private static MappedNetwork Encode(DenseNetwork network, OffsetScope scope, OffsetReference reference, int? levels = null)
    {
        WeightMatrix[] matrices = [.. network.Layers.Select(l => l.ToMatrix())];
        var encoding = new OffsetColumn(1e-3, 1e-5) { Scope = scope, Reference = reference, GlobalRange = WeightRange.Of(matrices), Levels = levels };
        return MappedNetwork.Of(network.ToNetwork(), (_, weights) => encoding.Encode(weights), ReadVoltage);
    }

    private static List<double[]> Cells(MappedNetwork read) => [.. read.Layers.Select(l => l.Weights.Conductances.ToArray())];
}
