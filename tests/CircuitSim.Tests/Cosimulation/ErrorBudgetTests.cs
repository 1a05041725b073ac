using CircuitSim.Cosimulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

public class ErrorBudgetTests
{
    // Errors that add as independent ones do: the root of the sum of squares is the whole.
    [Fact]
    public void Of_IndependentErrors_SumsToTheWhole()
    {
        double[] errors = [3, 4, 12];
        var asked = 0;
        var budget = ErrorBudget.Of(["a", "b", "c"], real =>
        {
            asked++;
            var rms = Math.Sqrt(real.Sum(k => errors[k] * errors[k]));
            return new BudgetOutcome(rms, rms, rms / 100, rms / 50, 100 - (int)rms, (int)rms);
        });
        Assert.Equal((0.0, 13.0), (budget.Ideal.RmsLsb, budget.Whole.RmsLsb));
        Close.Equal(13, budget.SquareSumLsb, rtol: 1e-15);
        Assert.Equal(19, budget.SumLsb);
        Close.Equal(0.38, budget.OutputBound, rtol: 1e-14);
        Assert.Equal([3.0, 5.0, 13.0], budget.Lines.Select(l => l.Along.RmsLsb));
        Assert.Equal(("c", 5.0), (budget.Largest.Name, budget.Largest.Without.RmsLsb));
        // {}, {a}, {b}, {c}, {a,b}, {b,c}, {a,c}, {a,b,c}: each once.
        Assert.Equal(8, asked);
    }

    [Theory]
    [InlineData("ideal", "ideal")]
    [InlineData("circuit", "circuit")]
    [InlineData("adc, tia", "tia,adc")]
    public void Parse_Words_AreStagesInTheOrderOfTheChain(string text, string expected) => Assert.Equal(expected, StageSet.Parse(text).ToString());

    [Fact]
    public void Parse_AnotherWord_NamesTheStagesThatThereAre() =>
        Assert.Equal("stages: there is no stage 'opamp'; write ideal, circuit, or some of dac,driver,array,tia,subtractor,sample-hold,adc.",
            Assert.Throws<InvalidParameterException>(() => StageSet.Parse("opamp")).Message);
}
