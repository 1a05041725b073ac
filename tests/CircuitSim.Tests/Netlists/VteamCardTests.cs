using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

public class VteamCardTests
{
    private const string Required = "ron=1k roff=100k kon=-216.2 koff=0.091 aon=4 aoff=3 von=-1.5 voff=0.3 won=1n woff=4n";

    [Fact]
    public void ToParameters_OfACompleteCard_ReadsEveryKey()
    {
        var parameters = Parameters($"{Required} IV=Exponential window=prodromakis p=3 j=1.5 w0=2n vmin=-4 vmax=3");
        Assert.Equal(
            new VteamParameters
            {
                ROn = 1e3,
                ROff = 100e3,
                KOn = -216.2,
                KOff = 0.091,
                AlphaOn = 4,
                AlphaOff = 3,
                VOn = -1.5,
                VOff = 0.3,
                WOn = 1e-9,
                WOff = 4e-9,
                Form = CurrentVoltageForm.Exponential,
                Window = StateWindow.Prodromakis(3, 1.5),
                W0 = 2e-9,
                VMin = -4,
                VMax = 3,
            },
            parameters);
    }

    [Fact]
    public void ToParameters_OfTheRequiredKeys_TakesLinearWithoutWindowInTheHrs()
    {
        var parameters = Parameters(Required);
        Assert.Equal((CurrentVoltageForm.Linear, StateWindow.None, null), (parameters.Form, parameters.Window, parameters.W0));
    }

    [Fact]
    public void ToParameters_WithTeamsWindow_TurnsLengthsIntoFractions()
    {
        var window = Parameters($"{Required} window=exponential waoff=3.4n waon=1.6n wc=0.3n").Window;
        Close.Equal([0.8, 0.2, 0.1], [window.AOff, window.AOn, window.C], rtol: 1e-12);
    }

    [Theory]
    [InlineData(Required + " rom=1k", "model m: has no key 'rom'; did you mean ron?")]
    [InlineData(Required + " temperature=300", "model m: has no key 'temperature'; there are: ron, roff, kon,")]
    [InlineData("ron=1k", "model m: lacks the key roff.")]
    [InlineData(Required + " window=jogelkar", "model m: window = 'jogelkar' must be one of none, joglekar, biolek, prodromakis, exponential.")]
    [InlineData(Required + " window=1", "model m: window = '1' must be one of")]
    [InlineData(Required + " p=2", "model m: gives p, which the window none does not use")]
    [InlineData(Required + " window=biolek j=2", "model m: gives j, which the window biolek does not use")]
    [InlineData(Required + " window=joglekar", "model m: w0 = 4 nm must be strictly between won and woff")]
    [InlineData(Required + " window=biolek p=0.5", "model m: p = 0.5 must be finite and at least 1.")]
    [InlineData(Required + " window=exponential waoff=1n waon=1n", "model m: lacks the key wc.")]
    [InlineData(Required + " vmin=0.1", "model m: vmin = 100 mV must be not above zero.")]
    [InlineData(Required + " vmax=-1", "model m: vmax = -1 V must be not below zero.")]
    [InlineData(Required + " w0=5n", "model m: w0 = 5 nm must be from won = 1 nm to woff = 4 nm.")]
    public void ToParameters_OfAHostileCard_SaysWhatIsWrong(string keys, string message) =>
        Assert.StartsWith(message, Assert.Throws<NetlistException>(() => Parameters(keys)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ron=1k", "ron=abc", "model m: ron = 'abc' is not a number")]
    [InlineData("ron=1k", "ron=nan", "model m: ron = 'nan' is not a number")]
    [InlineData("ron=1k", "ron=1e999", "model m: ron = '1e999' is not a number")]
    [InlineData("ron=1k", "ron=-1k", "model m: ron = -1 kΩ must be finite and above zero.")]
    [InlineData("roff=100k", "roff=500", "model m: roff = 500 Ω must be finite and above ron = 1 kΩ.")]
    [InlineData("kon=-216.2", "kon=216.2", "model m: kon = 216.2 m/s must be finite and below zero (a negative voltage sets).")]
    [InlineData("woff=4n", "woff=1n", "model m: woff = 1 nm must be finite and above won = 1 nm.")]
    public void ToParameters_OfABadNumber_NamesKeyAndBound(string good, string bad, string message) =>
        Assert.StartsWith(message, Assert.Throws<NetlistException>(() => Parameters(Required.Replace(good, bad, StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Fact]
    public void ToParameters_OfAnotherKind_IsRefused()
    {
        var card = ModelCardReader.Read(".model m d(is=1f)")[0];
        Assert.Equal("model m: is of kind d; a memristor needs a card of kind MEMRISTOR.", Assert.Throws<NetlistException>(() => VteamCard.ToParameters(card)).Message);
    }

    private static VteamParameters Parameters(string keys) =>
        VteamCard.ToParameters(ModelCardReader.Read($".model m memristor({keys})")[0]);
}
