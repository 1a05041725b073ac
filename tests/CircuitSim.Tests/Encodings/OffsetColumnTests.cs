using CircuitSim.Encodings;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Encodings;

public class OffsetColumnTests
{
    private static readonly OffsetScope[] Scopes = Enum.GetValues<OffsetScope>();
    private static readonly OffsetReference[] References = Enum.GetValues<OffsetReference>();

    [Fact]
    public void Encode_KnownWeights_HasTheShiftInTheLastColumn()
    {
        var encoded = new OffsetColumn(gOn: 1.0, gOff: 0.1).Encode(new WeightMatrix(2, 2, [-1, 0, 0.5, 2]));
        Assert.Equal((2, 3, 2), (encoded.Rows, encoded.Columns, encoded.Outputs));
        // slope = 0.9 / 3; a zero weight is 0.1 + 0.3.
        Close.Equal([0.1, 0.4, 0.4, 0.55, 1.0, 0.4], encoded.Conductances, rtol: 1e-15);
        Assert.Equal([0, 0], encoded.InputSumDecode);
    }

    // decode(encode(W)) = W: unit inputs give back each row of the weights.
    [Fact]
    public void Decode_OfEncoded_GivesTheWeightsBackForAnyScopeReferenceAndRatio()
    {
        for (var trial = 0; trial < 300; trial++)
        {
            var random = new RandomStream(9).Child("trial", trial);
            var (rows, outputs) = (1 + random.NextInt32(20), 1 + random.NextInt32(6));
            var sign = random.NextInt32(4);
            double[] values = [.. Enumerable.Range(0, rows * outputs).Select(_ => sign switch
            {
                0 => 0,
                1 => Math.Abs(random.NextNormal()),
                2 => -Math.Abs(random.NextNormal()),
                _ => random.NextNormal() * Math.Pow(10, random.NextUniform(-3, 3)),
            })];
            var weights = new WeightMatrix(rows, outputs, values);
            var ratio = trial % 10 == 0 ? double.PositiveInfinity : Math.Pow(10, random.NextUniform(0.2, 4));
            var gOn = Math.Pow(10, random.NextUniform(-6, -2));
            var encoding = new OffsetColumn(gOn, gOn / ratio)
            {
                Scope = Scopes[trial % 3],
                GlobalRange = WeightRange.Of(weights, new WeightMatrix(1, 2, [-1, 1])),
                Reference = References[trial / 3 % 3],
            };
            var encoded = encoding.Encode(weights);
            Assert.All(encoded.Conductances.ToArray(), g => Assert.InRange(g, encoding.GOff, encoding.GOn));
            var width = Math.Max(1, WeightRange.Of(weights).Width);
            Close.Equal(values, Decoded(encoded), rtol: 0, atol: 1e-14 * width / (1 - 1 / ratio), where: $"trial {trial}, weight");
        }
    }

    [Fact]
    public void Encode_PerColumn_UsesTheWholeRangeOfEachOutput()
    {
        var encoding = new OffsetColumn(1, 0.1) { Scope = OffsetScope.Column };
        var encoded = encoding.Encode(new WeightMatrix(2, 2, [-1, -0.01, 3, 0.01]));
        Close.Equal([0.1, 0.1], [encoded.Conductances[0], encoded.Conductances[1]], rtol: 1e-15);
        Close.Equal([1.0, 1.0], [encoded.Conductances[3], encoded.Conductances[4]], rtol: 1e-15);
    }

    // Linear mapping: bins of conductance are bins of weight, whatever the ratio of conductances is.
    [Theory]
    [InlineData(OffsetReference.Column)]
    [InlineData(OffsetReference.QuantizedColumn)]
    [InlineData(OffsetReference.Digital)]
    public void Encode_WithLevels_ReadsTheSameWeightsForAnyDynamicRange(OffsetReference reference)
    {
        var random = new RandomStream(4);
        var weights = new WeightMatrix(50, 8, Enumerable.Range(0, 400).Select(_ => random.NextNormal()).ToArray());
        double[] At(double ratio) => Decoded(new OffsetColumn(1e-2, 1e-2 / ratio) { Levels = 16, Reference = reference }.Encode(weights));
        Close.Equal(At(10), At(100), rtol: 0, atol: 1e-12);
        Close.Equal(At(10), At(1000), rtol: 0, atol: 1e-12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(64)]
    public void Encode_WithLevels_IsOffByHalfABinAtMostAndTakesSoManyValues(int levels)
    {
        var random = new RandomStream(4);
        double[] values = [.. Enumerable.Range(0, 4000).Select(_ => random.NextUniform(-1, 1)), -1, 1];
        var encoded = new OffsetColumn(1e-2, 1e-4) { Levels = levels }.Encode(new WeightMatrix(values.Length, 1, values));
        Assert.All(Decoded(encoded).Zip(values), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1.0 / levels + 1e-12));
        var cells = encoded.Conductances.ToArray().Where((_, k) => k % 2 == 0).Select(g => Math.Round(g, 12)).Distinct();
        Assert.Equal(levels, cells.Count());
    }

    // docs/proofs.md, 11: with an even number of levels over a symmetric range, zero lies on an edge, and a quantized reference
    // shifts every weight by half a bin; with an odd number it does not.
    [Theory]
    [InlineData(16, 0.5)]
    [InlineData(17, 0)]
    public void Encode_QuantizedReferenceOverASymmetricRange_ShiftsByHalfABinIfLevelsAreEven(int levels, double bins)
    {
        double[] values = [-1, -0.3, 0.2, 1];
        var exact = Decoded(new OffsetColumn(1, 0.1) { Levels = levels }.Encode(new WeightMatrix(4, 1, values)));
        var quantized = Decoded(new OffsetColumn(1, 0.1) { Levels = levels, Reference = OffsetReference.QuantizedColumn }.Encode(new WeightMatrix(4, 1, values)));
        for (var i = 0; i < values.Length; i++)
            Close.Equal(bins * 2 / levels, Math.Abs(exact[i] - quantized[i]), rtol: 0, atol: 1e-12, where: $"weight {i}");
    }

    // Weights in four bins: over the device's symmetric range [−1, 1], and over the data's own [0, 1].
    [Theory]
    [InlineData(LevelEdges.Device, LevelValue.Midpoint, new[] { 0.25, 0.25, 0.75, 0.75 })]
    [InlineData(LevelEdges.Data, LevelValue.Midpoint, new[] { 0.125, 0.375, 0.625, 0.875 })]
    [InlineData(LevelEdges.Device, LevelValue.Centroid, new[] { 0.15, 0.15, 0.8, 0.8 })]
    [InlineData(LevelEdges.Data, LevelValue.Centroid, new[] { 0, 0.3, 0.6, 1.0 })]
    public void Encode_EdgesAndLevels_AreThoseOfTheHistogram(LevelEdges edges, LevelValue level, double[] expected)
    {
        var encoding = new OffsetColumn(1, 0.1) { IsSymmetric = true, Levels = 4, Edges = edges, Level = level, Reference = OffsetReference.Digital };
        // The device's bin edge 0 is left by a hair, so that no rounding decides.
        Close.Equal(expected, encoding.Encode(new WeightMatrix(4, 1, [1e-13, 0.3, 0.6, 1])).ToWeights().Values, rtol: 0, atol: 1e-12);
    }

    [Theory]
    [InlineData(LevelEdges.Device)]
    [InlineData(LevelEdges.Data)]
    public void Encode_Centroids_KeepTheMeanOfTheWeights(LevelEdges edges)
    {
        var weights = RandomWeights(200, 6);
        foreach (var scope in new[] { OffsetScope.Layer, OffsetScope.Column })
        {
            var held = new OffsetColumn(1e-2, 1e-3) { Levels = 5, Level = LevelValue.Centroid, Edges = edges, Scope = scope }.Encode(weights).ToWeights();
            Close.Equal(weights.Values.ToArray().Average(), held.Values.ToArray().Average(), rtol: 0, atol: 1e-13);
        }
    }

    // The normal equation: what is left is orthogonal to what is held.
    [Theory]
    [InlineData(OffsetReference.Column)]
    [InlineData(OffsetReference.QuantizedColumn)]
    [InlineData(OffsetReference.Digital)]
    public void Encode_LeastSquares_LeavesARestThatIsOrthogonal(OffsetReference reference)
    {
        var weights = RandomWeights(200, 6);
        var held = new OffsetColumn(1e-2, 1e-3) { Levels = 6, IsSymmetric = true, Reference = reference, OutputScale = OutputScale.LeastSquares }.Encode(weights).ToWeights();
        for (var k = 0; k < weights.Outputs; k++)
            Close.Equal(0, Enumerable.Range(0, weights.Rows).Sum(i => held[i, k] * (weights[i, k] - held[i, k])), rtol: 0, atol: 1e-10);
    }

    [Fact]
    public void Encode_GivenScale_MultipliesTheWeights()
    {
        var weights = RandomWeights(20, 3);
        var twice = new OffsetColumn(1e-2, 1e-3) { OutputScale = OutputScale.Given, GivenScale = 2 }.Encode(weights).ToWeights();
        Close.Equal([.. weights.Values.ToArray().Select(w => 2 * w)], twice.Values, rtol: 0, atol: 1e-12);
        Assert.Throws<InvalidParameterException>(() => new OffsetColumn(1, 0) { OutputScale = OutputScale.Given, GivenScale = 0 }.Encode(weights));
    }

    [Fact]
    public void Encode_GlobalScopeWithoutOrBeyondItsRange_IsRefused()
    {
        var weights = new WeightMatrix(1, 2, [-2, 1]);
        Assert.Contains("needs the range", Assert.Throws<InvalidParameterException>(() => new OffsetColumn(1, 0) { Scope = OffsetScope.Global }.Encode(weights)).Message, StringComparison.Ordinal);
        var narrow = new OffsetColumn(1, 0) { Scope = OffsetScope.Global, GlobalRange = WeightRange.Of(new WeightMatrix(1, 1, [-1])) };
        Assert.Contains("leave the global range", Assert.Throws<InvalidParameterException>(() => narrow.Encode(weights)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(0, 0, null)]
    [InlineData(double.NaN, 0, null)]
    [InlineData(1, -1, null)]
    [InlineData(1, 0, 1)]
    public void Encode_ParameterOutOfRange_IsRefused(double gOn, double gOff, int? levels) =>
        Assert.Throws<InvalidParameterException>(() => new OffsetColumn(gOn, gOff) { Levels = levels }.Encode(new WeightMatrix(1, 1, [1])));

    private static WeightMatrix RandomWeights(int rows, int outputs)
    {
        var random = new RandomStream(4);
        return new WeightMatrix(rows, outputs, Enumerable.Range(0, rows * outputs).Select(_ => random.NextNormal()).ToArray());
    }

    /// <summary>What unit inputs read: [rows × outputs].</summary>
    private static double[] Decoded(EncodedWeights encoded)
    {
        const double ReadVoltage = 0.2;
        var decoded = new double[encoded.Rows * encoded.Outputs];
        for (var i = 0; i < encoded.Rows; i++)
        {
            double[] currents = Array.ConvertAll(encoded.Conductances.Slice(i * encoded.Columns, encoded.Columns).ToArray(), g => g * ReadVoltage);
            encoded.Decode(currents, ReadVoltage, 1, decoded.AsSpan(i * encoded.Outputs, encoded.Outputs));
        }

        return decoded;
    }
}
