using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Tests.Emulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

public class NetworkReadOutTests
{
    private const int Bits = 12;

    private static readonly DenseNetwork Dense = DenseNetworkTrainingTests.RandomNetwork([9, 6, 4], 8);

    // tanh makes inputs of the second layer negative, and the first layer's leave the unit range: both reads and the scale are used.
    private static readonly Network Network = Network.InARow(
        ("first", new DenseOperator(Dense.Layers[0].ToMatrix())), ("tanh", ActivationOperator.Tanh), ("second", new DenseOperator(Dense.Layers[1].ToMatrix())));

    private static readonly Tensor Batch = Draw(12);

    /// <summary>Ideal amplifiers, inputs as they are and no wires: what is left are the converters' codes, ½ LSB at most of each layer's lines.</summary>
    [Fact]
    public void Apply_IdealCircuits_ErrsByTheCodesAlone()
    {
        var chain = Chain(resistance: 0);
        var (outputs, reads) = chain.Apply(Batch, StageSet.Of(StageSet.Everything.Where(s => s != ReadOutStage.Dac)));
        Assert.Equal([2, 2], reads.Select(r => r.Count));
        foreach (var (k, own) in reads.Index())
        {
            foreach (var tap in own.SelectMany(r => r.Taps).Where(t => t.Behind is ReadOutStage.Array or ReadOutStage.Tia or ReadOutStage.Subtractor))
                Assert.True(tap.LargestInLsb < 1e-3, $"{tap.Name} of layer {k}: {tap.LargestInLsb} LSB");
        }

        // An LSB of the second layer is its range over 2^12; the first layer's passes through the second with its gain. Two reads each.
        var error = Network.Apply(Batch).Values.ToArray().Zip(outputs.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(error / Dense.Rule.FullScale, 1e-6, 8.0 / (1 << Bits));
    }

    [Fact]
    public void Apply_WiredArray_IsTheEffectiveConductances()
    {
        // Only the array is real: the product with effective conductances and quantizers of none is the same read.
        var chain = Chain(resistance: 300);
        var (outputs, _) = chain.Apply(Batch, StageSet.Of(ReadOutStage.Array));
        var mapped = Mapped();
        List<double[]> effective = [.. mapped.Layers.Select(l => RowTiling.Untiled(l.Weights.Rows).Effective(CrossbarWiring.Uniform(l.Weights.Rows, l.Columns, 300), l.Weights.Conductances, 0, CrossbarSolverOptions.Tightest))];
        var expected = Network.Apply(Batch, mapped.Product(effective));
        Close.Equal(expected.Values.Span, outputs.Values.Span, rtol: 0, atol: 8.0 / (1 << Bits) * Dense.Rule.FullScale, where: "output");
        Assert.True(Network.Apply(Batch).Values.ToArray().Zip(outputs.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max() > 20.0 / (1 << Bits), "the wires should be felt");
    }

    [Fact]
    public void Apply_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        var one = Chain(resistance: 2, sigma: 1e-3).Apply(Batch, StageSet.Circuit, jobs: 1).Outputs;
        var three = Chain(resistance: 2, sigma: 1e-3).Apply(Batch, StageSet.Circuit, jobs: 3).Outputs;
        Assert.Equal(one.Values.ToArray(), three.Values.ToArray());
    }

    private static MappedNetwork Mapped()
    {
        var encoding = new OffsetColumn(20e-6, 1e-6);
        return MappedNetwork.Of(Network, (_, weights) => encoding.Encode(weights), 0.2, MappedNetwork.ScalesFor(MappedNetwork.InputsOf(Network, Batch)));
    }

    private static NetworkReadOut Chain(double resistance, double sigma = 0)
    {
        var mapped = Mapped();
        Assert.Equal(2, mapped.InputScales[0], 0.2);
        return new NetworkReadOut(mapped, Batch, k => new ReadOutDesign
        {
            InputCodes = 255,
            Wiring = CrossbarWiring.Uniform(mapped.Layers[k].Weights.Rows, mapped.Layers[k].Columns, resistance),
            ConductanceScale = 1,
            Amplifier = new IdealAmplifier(),
            Hold = new SampleAndHold { ClockHigh = 0.9, ClockLow = -0.9, Feedthrough = 0 },
            ResistorSigma = sigma,
            AdcBits = Bits,
        }, new RandomStream(5));
    }

    private static Tensor Draw(int count)
    {
        var stream = new RandomStream(4);
        return new Tensor([count, 9], Enumerable.Range(0, 9 * count).Select(_ => stream.NextUniform(-2, 2)).ToArray());
    }
}
