using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;
using MathNet.Numerics.Distributions;

namespace CircuitSim.Tests.Periphery;

public class BinaryReadTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Difference_OfACell_IsThatOfItsCircuit(bool isOn)
    {
        var read = new BinaryRead { Ratio = 3, LineResistance = 200, ReferenceLineResistance = 50 };
        var draft = new CircuitDraft();
        var (cell, reference) = read.AddTo(draft, "r", draft.Rail("read", 1.0), draft.Rail("bottom", 0.8), isOn);
        var point = new BuiltInSimulator().SolveOperatingPoint(draft.ToNetlist("read"));
        Close.Equal(read.Difference(isOn), point.Voltage(cell) - point.Voltage(reference), rtol: 1e-9);
    }

    /// <summary>Reads that go wrong, against the normal distribution of the offset, within 5σ of the count.</summary>
    [Theory]
    [InlineData(1.05)]
    [InlineData(1.2)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(10)]
    public void Errors_OverTheRatio_AreThoseOfTheNormalOffset(double ratio)
    {
        const int reads = 40_000;
        var read = new BinaryRead { Ratio = ratio, SenseResistance = 500 };
        var mismatch = new InputPairMismatch();
        var sigma = mismatch.OffsetDeviation;
        var expected = 0.5 * (1 - Normal.CDF(0, sigma, read.Difference(true)) + Normal.CDF(0, sigma, read.Difference(false)));
        Close.Equal(expected, read.ErrorRate(sigma), rtol: 1e-9, atol: 1e-15);
        var errors = read.CountErrors(new SenseAmplifier(), mismatch, reads, new RandomStream(7));
        Assert.InRange(errors, reads * expected - 5 * Math.Sqrt(reads * expected) - 1, reads * expected + 5 * Math.Sqrt(reads * expected) + 1);
    }

    [Fact]
    public void ErrorRate_WithALargerRatio_Falls()
    {
        double[] rates = [.. new[] { 1.0, 1.5, 2, 3, 5, 10, 100 }.Select(ratio => new BinaryRead { Ratio = ratio, SenseResistance = 500 }.ErrorRate(4e-3))];
        Close.Equal(0.5, rates[0], rtol: 1e-12);
        Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.Second < pair.First));
    }

    /// <summary>A long line costs a cell that is compared with a short reference; a reference column shares the line.</summary>
    [Fact]
    public void ErrorRate_OfALongLine_IsLowerWithAReferenceColumn()
    {
        var near = new BinaryRead { Ratio = 2, SenseResistance = 500 };
        var cell = near with { LineResistance = 2e3 };
        var column = cell with { ReferenceLineResistance = 2e3 };
        Assert.True(near.ErrorRate(1e-3) < column.ErrorRate(1e-3));
        Assert.True(column.ErrorRate(1e-3) < cell.ErrorRate(1e-3));
    }

    /// <summary>The macro as a circuit, behind the circuit of the read, decides as the count takes it to.</summary>
    [Fact]
    public void Circuit_OfDrawnAmplifiers_DecidesAsTheCountDoes()
    {
        var read = new BinaryRead { Ratio = 1.2, SenseResistance = 500 };
        var mismatch = new InputPairMismatch();
        var random = new RandomStream(3);
        var wrong = 0;
        for (var k = 0; k < 40; k++)
        {
            var isOn = (k & 1) == 0;
            var (threshold, width) = mismatch.Draw(random.Child("read", k));
            var amplifier = new SenseAmplifier { Offset = mismatch.Offset(threshold, width), DecisionStart = 0.2e-9 };
            var draft = new CircuitDraft();
            var (cell, reference) = read.AddTo(draft, "r", draft.Rail("read", 1.0), draft.Rail("bottom", 0.8), isOn);
            amplifier.AddTo(draft, "s", cell, reference, new NodeId("out"));
            var session = new TransientSession(draft.ToNetlist("read").Flatten(), new CircuitSim.Netlists.Analyses.TransientAnalysis(10e-12, 1e-9));
            session.AdvanceTo(0.8e-9);
            var decided = session.Voltage(new NodeId("out")) > 0.9;
            Assert.Equal(amplifier.Decide(read.Difference(isOn)), decided);
            wrong += decided != isOn ? 1 : 0;
        }

        Assert.InRange(wrong, 1, 39);
    }
}
