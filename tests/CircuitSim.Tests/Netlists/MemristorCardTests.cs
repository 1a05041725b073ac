using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

public class MemristorCardTests
{
    private const string Drift = "level=4 ron=100 roff=16k d=10n uv=10f";

    [Fact]
    public void ToModel_WithoutLevel_IsVteam() =>
        Assert.IsType<Vteam>(Model("ron=1k roff=100k kon=-216.2 koff=0.091 aon=4 aoff=3 von=-1.5 voff=0.3 won=1n woff=4n"));

    [Fact]
    public void ToModel_OfLevel4_IsLinearIonDriftThatStartsInTheMiddle()
    {
        var model = Assert.IsType<IonDrift>(Model(Drift));
        Close.Equal(1 / 8050.0, model.Conductance(0, model.StandardStart), rtol: 1e-12);
    }

    [Theory]
    [InlineData("level=3 ron=100", "model m: level = '3' is not a memristor that is known; level = 4 is linear ion drift")]
    [InlineData(Drift + " koff=1", "model m: has no key 'koff';")]
    [InlineData("level=4 ron=100 roff=16k d=10n", "model m: lacks the key uv.")]
    [InlineData(Drift + " p=0.5", "model m: p = 0.5 must be finite and at least 1.")]
    [InlineData(Drift + " r_init=16k", "model m: r_init = 16 kΩ must be strictly between ron = 100 Ω and roff = 16 kΩ.")]
    public void ToModel_OfAHostileCard_SaysWhatIsWrong(string keys, string message) =>
        Assert.StartsWith(message, Assert.Throws<NetlistException>(() => Model(keys)).Message, StringComparison.Ordinal);

    [Fact]
    public void ToThresholdModel_OfLinearIonDrift_IsRefused()
    {
        var card = ModelCardReader.Read($".model m memristor({Drift})")[0];
        Assert.Equal("model m: moves at every voltage; here a device with a dead zone is needed, as VTEAM is, whose cards have no level.",
            Assert.Throws<NetlistException>(() => MemristorCard.ToThresholdModel(card)).Message);
    }

    private static IMemristorModel Model(string keys) => MemristorCard.ToModel(ModelCardReader.Read($".model m memristor({keys})")[0]);
}
