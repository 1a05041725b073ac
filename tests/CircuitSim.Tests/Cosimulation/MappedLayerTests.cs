using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

[Collection(TrainedDigitsGroup.Name)]
public class MappedLayerTests(TrainedDigits digits)
{
    private const double ReadVoltage = 0.2;

    [Fact]
    public void Outputs_WithoutWires_AreTheEmulatorsLogitsOfAllTestImages()
    {
        var network = digits.Quantized;
        var images = digits.Images.Test;
        var inputs = InputBatch.Of(images);
        var encoded = Encode(1e-3, 1e-5);
        var read = new MappedLayer(encoded, ReadVoltage);
        var wiring = CrossbarWiring.Uniform(encoded.Rows, encoded.Columns, 0);
        var outputs = read.Outputs(inputs, read.Currents(inputs, EffectiveConductance.Compute(wiring, encoded.Conductances, CrossbarSolverOptions.Tightest).Values));

        Assert.Equal(297, images.Count);
        Close.Equal(network.Apply(images), outputs, rtol: 0, atol: 1e-9 * network.OutputFullScale, where: "logit");
        var classes = Predictions.Of(outputs, new ClassRule(network.OutputFullScale), images);
        Assert.Equal(0, classes.CountDifferences(network.Predict(images)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Outputs_FiniteRatioNotCorrectedFor_LeaveEveryClassUnchanged(double ratio)
    {
        // Read as if G_off were zero, a weight w shows as (1 − 1/r)·w − sf/r: a common shift and a common scale.
        var network = digits.Quantized;
        var images = digits.Images.Test;
        var inputs = InputBatch.Of(images);
        var encoded = Encode(1e-3, 1e-3 / ratio);
        var naive = new MappedLayer(Encode(1e-3, 0), ReadVoltage);
        var currents = new MappedLayer(encoded, ReadVoltage).Currents(inputs);
        var outputs = naive.Outputs(inputs, currents);

        var expected = network.Apply(images);
        for (var image = 0; image < images.Count; image++)
        {
            double inputSum = 1;
            foreach (var x in images.Input(image))
                inputSum += x;
            for (var k = 0; k < 10; k++)
            {
                var shifted = (1 - 1 / ratio) * expected[image * 10 + k] - network.ScaleFactor / ratio * inputSum;
                Close.Equal(shifted, outputs[image * 10 + k], rtol: 1e-10, atol: 1e-10, where: $"image {image}, class {k}");
            }
        }

        var classes = Predictions.Of(outputs, new ClassRule(network.OutputFullScale), images);
        Assert.Equal(0, classes.CountDifferences(network.Predict(images)));
    }

    [Fact]
    public void ColumnCurrents_FiveImagesAt2Ohm_AreTheEnginesTo1EMinus9() => AssertCurrents(new BuiltInSimulator());

    [NgspiceFact]
    [Trait("Category", "slow")]
    public void ColumnCurrents_FiveImagesAt2Ohm_AreNgspicesTo1EMinus9() =>
        AssertCurrents(new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }));

    [Fact]
    public void Of_KnownCurrents_AreRelativeToTheLargestIdealOne()
    {
        var error = CurrentError.Of([1, -4.5, 2], [1, -5, 1]);
        Close.Equal(0.2, error.Worst, rtol: 1e-15);
        Close.Equal((0.0 + 0.5 + 1) / 3 / 5, error.Mean, rtol: 1e-15);
    }

    [Fact]
    public void Currents_OfATileAlone_AreRefused()
    {
        var encoded = Encode(1e-3, 1e-5);
        var read = new MappedLayer(encoded, ReadVoltage);
        Assert.Throws<InvalidParameterException>(() => read.Currents(InputBatch.Of(digits.Images.Test), encoded.Conductances[..(13 * 40)]));
    }

    [Fact]
    public void Constructor_ReadVoltageOfZero_IsRefused() =>
        Assert.Throws<InvalidParameterException>(() => new MappedLayer(Encode(1e-3, 1e-5), 0));

    private void AssertCurrents(ICircuitSimulator simulator)
    {
        var encoded = Encode(1e-3, 1e-5);
        var read = new MappedLayer(encoded, ReadVoltage);
        var wiring = CrossbarWiring.Uniform(encoded.Rows, encoded.Columns, 2);
        var solver = new CrossbarSolver(wiring, CrossbarSolverOptions.Tightest);
        solver.Factor(encoded.Conductances);
        foreach (var image in new[] { 0, 74, 148, 222, 296 })
        {
            var voltages = read.RowVoltages(InputBatch.Of(digits.Images.Test), image);
            var currents = new double[encoded.Columns];
            solver.Solve(voltages, currents);
            var point = simulator.SolveOperatingPoint(new Netlist
            {
                Title = "digits",
                Elements = CrossbarNetlist.Elements(wiring, encoded.Conductances, voltages),
            });
            double[] reference = [.. Enumerable.Range(0, currents.Length).Select(j => point.Current(CrossbarNetlist.SenseSource(j)))];
            Close.Equal(reference, currents, rtol: 1e-9, where: $"image {image}, column current");
        }
    }

    private EncodedWeights Encode(double gOn, double gOff) =>
        new TwosComplement(4, digits.Quantized.ScaleFactor, gOn, gOff).Encode(65, 10, digits.Quantized.Codes);
}
