using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

public class CurrentLossTests
{
    [Fact]
    public void Of_KnownColumns_NamesTheWorst()
    {
        // Column 0 keeps 3 of 4, column 1 gains by a sneak path, column 2 has no current to lose.
        var loss = CurrentLoss.Of([1, 2.5, 0, 2, 0, 0], [2, 1, 0, 2, 1, 0], 3);
        Close.Equal(1 - 5.5 / 6, loss.Total, rtol: 1e-14);
        Assert.Equal((0.25, 0), (loss.WorstColumn, loss.Column));
    }

    // Columns that keep 3/4, 1/2 and 1/4: their mean is 1/2, their standard deviation √(1/24).
    [Fact]
    public void Of_KnownColumns_SpreadIsTheDeviationOfWhatTheyKeepOverItsMean() =>
        Close.Equal(Math.Sqrt(1 / 24.0) / 0.5, CurrentLoss.Of([3, 2, 1], [4, 4, 4], 3).Spread, rtol: 1e-14);

    // One cell of G behind R: the closed form of a voltage divider.
    [Fact]
    public void Of_OneCell_IsTheVoltageDivider()
    {
        const double G = 1e-3, Wire = 5, Driver = 40, Sense = 7;
        var wiring = CrossbarWiring.Uniform(1, 1, Wire, Driver, Sense);
        var loss = CurrentLoss.Of(EffectiveConductance.Compute(wiring, [G]).Values, [G], 1);
        var series = 2 * Wire + Driver + Sense;
        Close.Equal(series / (series + 1 / G), loss.Total, rtol: 1e-12);
    }

    // Equal cells on a bit line, word lines without resistance: with e the voltage across a cell, e_i ∝ cosh((i + ½)θ),
    // 4 sinh²(θ/2) = R_wire G, and e = V at the sensing node.
    [Theory]
    [InlineData(1, 2, 1e-3)]
    [InlineData(128, 2, 4.65e-5)]
    [InlineData(785, 2, 4.65e-5)]
    [InlineData(785, 50, 1e-3)]
    public void Of_EqualCellsOnABitLine_IsTheClosedForm(int rows, double wire, double g)
    {
        const int Columns = 3;
        double[] cells = [.. Enumerable.Repeat(g, rows * Columns)];
        var wiring = CrossbarWiring.Uniform(rows, Columns, wire) with { WordLineSegments = 0 };
        var loss = CurrentLoss.Of(EffectiveConductance.Compute(wiring, cells).Values, cells, Columns);
        var θ = 2 * Math.Asinh(Math.Sqrt(wire * g) / 2);
        // sinh(Mθ) / cosh((M + ½)θ), without overflow.
        var ratio = Math.Exp(-θ / 2) * (1 - Math.Exp(-2 * rows * θ)) / (1 + Math.Exp(-(2 * rows + 1) * θ));
        var expected = 1 - ratio / (2 * rows * Math.Sinh(θ / 2));
        Close.Equal(expected, loss.Total, rtol: 1e-10, where: "total");
        Close.Equal(expected, loss.WorstColumn, rtol: 1e-10, where: "worst column");
    }

    // docs/design.md, 3: a 785-row bit line at 2 Ω per segment, devices in 1 k…100 kΩ, loses 87 %; log-uniform ones 94.5 %.
    [Theory]
    [InlineData(false, 0.87)]
    [InlineData(true, 0.945)]
    [Trait("Category", "slow")]
    public void Of_A785RowBitLineAt2Ohm_LosesWhatTheDesignSays(bool logarithmic, double expected)
    {
        const int Rows = 785, Columns = 33;
        var random = new RandomStream(1);
        double[] cells = [.. Enumerable.Range(0, Rows * Columns).Select(_ => 1 / (logarithmic ? 1e3 * Math.Pow(100, random.NextUniform()) : random.NextUniform(1e3, 1e5)))];
        var wiring = CrossbarWiring.Uniform(Rows, Columns, 2);
        Assert.InRange(CurrentLoss.Of(EffectiveConductance.Compute(wiring, cells).Values, cells, Columns).Total, expected - 0.01, expected + 0.01);
    }
}
