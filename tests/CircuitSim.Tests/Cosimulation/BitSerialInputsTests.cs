using CircuitSim.Cosimulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

public class BitSerialInputsTests
{
    /// <summary>Shift and add: one read for each bit gives the product by the rounded inputs, the bias once, whatever the full scale.</summary>
    [Theory]
    [InlineData(1, 1.0, false, 1)]
    [InlineData(8, 1.0, false, 8)]
    [InlineData(4, 3.5, false, 5)]
    [InlineData(8, 1.0, true, 9)]
    [InlineData(2, 0.7, true, 3)]
    public void Of_AnArray_GivesTheProductByTheRoundedInputs(int bits, double fullScale, bool isSigned, int reads)
    {
        var random = new RandomStream(5);
        var weights = new WeightMatrix(7, 3, [.. Enumerable.Range(0, 21).Select(_ => random.NextNormal())]);
        var layer = new MappedLayer(new DifferentialPair(1e-4, 1e-5).Encode(weights), 0.2);
        var serial = new BitSerialInputs(bits, fullScale, isSigned);
        var taken = 0;
        double[] Read(int matrix, int count, ReadOnlyMemory<double> x)
        {
            taken++;
            Assert.All(x.ToArray(), bit => Assert.True(bit is 0 or 1));
            var batch = InputBatch.Of(count, x.ToArray());
            return layer.Outputs(batch, layer.Currents(batch));
        }

        double[] inputs = [.. Enumerable.Range(0, 5 * 6).Select(_ => random.NextUniform(isSigned ? -1.2 * fullScale : -0.2, 1.2 * fullScale)), .. new double[6]];
        var found = serial.Of(Read)(0, 6, inputs);

        Assert.Equal(reads, taken);
        var last = Math.Pow(2, isSigned ? bits - 1 : bits) - 1;
        double[] rounded = Array.ConvertAll(inputs, x => Math.Round(Math.Min(Math.Max(x, isSigned ? -fullScale : 0), fullScale) * last / fullScale) * fullScale / last);
        Close.Equal(Network.Multiply(weights, 6, rounded), found, rtol: 1e-12, atol: 1e-12);
        Close.Equal(rounded, Array.ConvertAll(inputs, serial.Round), rtol: 1e-15);
    }

    [Theory]
    [InlineData(0, 1, false, "bits")]
    [InlineData(1, 1, true, "bits")]
    [InlineData(25, 1, false, "bits")]
    [InlineData(4, 0, false, "full scale of the inputs")]
    public void Constructor_OutOfRange_NamesTheParameter(int bits, double fullScale, bool isSigned, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<InvalidParameterException>(() => new BitSerialInputs(bits, fullScale, isSigned)).Parameter);
}
