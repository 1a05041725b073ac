using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Experiments;

/// <summary>Every kind of network by every encoding on arrays without wires, 1,000 images of Digits: the emulator to 1e-9.</summary>
public class EmulatorCheckTests
{
    private static readonly LabelledImages Digits = DigitsFile.Split(DigitsFile.ReadEmbedded()).Train.Slice(0, 1000);

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var network in new[] { "dense", "binary", "convolution", "recurrent", "lstm" })
            {
                foreach (var encoding in EncodingTable.All.Select(e => e.Word).Concat(Enum.GetValues<OffsetReference>().Select(r => $"offset-column {r}")).Append("offset-column per output"))
                    data.Add(network, encoding);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Category", "slow")]
    public void Arrays_WithoutWires_AreTheEmulator(string network, string encoding)
    {
        var (graph, batch) = Build(network, new RandomStream(6));
        var mapped = MappedNetwork.Of(graph, (_, weights) => Encoding(encoding, weights).Encode(weights), 0.2);
        Assert.InRange(EmulatorCheck.Difference(mapped, batch), 0, 1e-9);
        // An encoding that rounds nothing holds the weights themselves.
        var held = mapped.Layers.Zip(graph.Matrices, (l, m) => l.Weights.ToWeights().Values.ToArray().Zip(m.Weights.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max()).Max();
        if (encoding is "offset-column" or "differential-pair" or "offset-column Digital" or "offset-column per output")
            Assert.InRange(held, 0, 1e-12);
    }

    private static IEncoding Encoding(string word, WeightMatrix weights)
    {
        if (word == "offset-column per output")
            return new OffsetColumn(1e-3, 1e-5) { Scope = OffsetScope.Column };
        return word.Split(' ') is [var first, var reference]
            ? new OffsetColumn(1e-3, 1e-5) { Reference = Enum.Parse<OffsetReference>(reference), Levels = reference == nameof(OffsetReference.Digital) ? null : 16 }
            : EncodingTable.Find(word).Of(weights, null, 1e-3, 1e-5);
    }

    private static (Network Network, Tensor Batch) Build(string kind, RandomStream stream)
    {
        DenseOperator Dense(int rows, int outputs) => new(Draw(rows, outputs));
        WeightMatrix Draw(int rows, int outputs) => new(rows, outputs, Enumerable.Range(0, rows * outputs).Select(_ => stream.NextUniform(-0.5, 0.5)).ToArray());
        var lines = Digits.ToTensor().Reshaped(Digits.Count, 8, 8);
        Network Steps(RecurrentOperator layer) => new(["x"], new Dictionary<string, Tensor>(),
        [
            new("layer", layer, ["x"], ["", "h"]), new("flat", DigitalOperator.Flatten(), ["h"], ["f"]), new("last", Dense(13, 10), ["f"], ["y"]),
        ], ["y"]);
        return kind switch
        {
            "dense" => (Network.InARow(("first", Dense(65, 20)), ("sigmoid", ActivationOperator.Sigmoid), ("second", Dense(21, 10))), Digits.ToTensor()),
            "binary" => (Network.InARow(("first", Dense(65, 20)), ("clipped", new ClippedReluOperator(4, 1)), ("second", Dense(21, 10))), Digits.ToTensor()),
            "convolution" => (Network.InARow(
                ("conv", new ConvOperator(new WindowGeometry([3, 3]), Draw(10, 6))), ("relu", ActivationOperator.Relu), ("pool", DigitalOperator.MaxPool(new WindowGeometry([2, 2], [2, 2]))),
                ("flat", DigitalOperator.Flatten()), ("dense", Dense(55, 10))), Digits.ToPictures()),
            "recurrent" => (Steps(RecurrentOperator.Rnn([Draw(8 + 12 + 1, 12)], samplesFirst: true)), lines),
            _ => (Steps(RecurrentOperator.Lstm([Draw(8 + 12 + 1, 48)], samplesFirst: true)), lines),
        };
    }
}
