using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

public class NeuronReadTests
{
    private static readonly double[] Cells = [250e-6, 25e-6, 250e-6, 25e-6, 25e-6, 250e-6, 250e-6, 25e-6];

    private static readonly double[] Rows = [0.2, 0.1, 0.2, 0.05];

    /// <summary>
    /// Held lines are virtual grounds: the rows deliver Σ V² G and the output is k (I₊ − I₋), both within what the neuron's circuit
    /// leaves of that (its mirrors are within 15 % and 5 µA, <see cref="Periphery.NeuronTests"/>). The supply's share is that of the bias, eight times it at least.
    /// </summary>
    [Fact]
    public void Of_APairOfLines_DeliversWhatOhmSaysAndGivesTheDifference()
    {
        const double Time = 200e-9;
        var neuron = new Neuron { Bias = 5e-6 };
        var read = NeuronRead.Of(neuron, CrossbarWiring.Uniform(4, 2, 0) with { SegmentCapacitance = 1e-15 }, Cells, Rows, Time);
        var (difference, power) = (0.0, 0.0);
        for (var i = 0; i < Rows.Length; i++)
        {
            difference += Rows[i] * (Cells[2 * i] - Cells[2 * i + 1]);
            power += Rows[i] * Rows[i] * (Cells[2 * i] + Cells[2 * i + 1]);
        }

        Close.Equal(power * Time, read.ArrayEnergy, rtol: 0.05);
        Close.Equal(neuron.Ideal(difference, 0), read.Output, rtol: 0.15, atol: 0.05);
        Assert.InRange(read.Settled, 0.1e-9, Time / 2);
        Assert.True(read.NeuronEnergy > 8 * neuron.Bias * 0.8 * Time, $"{read.NeuronEnergy} J");
    }

    [Fact]
    public void Of_AnArrayOfOtherThanTwoColumns_IsRefused() => Assert.Contains(
        "array of a neuron has shape [4 × 3] with 4 row voltages",
        Assert.Throws<InvalidParameterException>(() => NeuronRead.Of(new Neuron(), CrossbarWiring.Uniform(4, 3, 0), new double[12], Rows, 1e-9)).Message, StringComparison.Ordinal);
}
