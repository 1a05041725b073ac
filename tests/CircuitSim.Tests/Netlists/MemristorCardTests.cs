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
    [InlineData("level=1 ron=100", "model m: level = '1' is not a memristor that is known; level 2 is TEAM, 3 Yakopcic, 4 linear ion drift or the piecewise empirical model, 5 metastable switches")]
    [InlineData("level=3 ron=100", "model m: has no key 'ron';")]
    [InlineData("level=3 vn=-0.1", "model m: vn = -100 mV must be finite and not negative: it is a magnitude.")]
    [InlineData("level=3 resnoise=1", "model m: resnoise asks for random telegraph noise, which is not here; leave it out.")]
    [InlineData("level=2 ion=8.9u", "model m: ion = 8.9 µA must be finite and below zero.")]
    [InlineData("level=2 wt=5", "model m: wt = 5 must be a whole number from 0 to 4.")]
    [InlineData("level=2 wt=1 d=1n", "model m: d must be xoff - xon, or be left out: windows are of the state's range.")]
    [InlineData("level=2 wt=4 wc=1n", "model m: wc = 1 nm lets the state pass xon so far")]
    [InlineData("level=4 i1=1u", "model m: lacks fxpdata, the file of pairs of a state and its rate.")]
    [InlineData("level=5 tau=0", "model m: tau = 0 s must be finite and above zero.")]
    [InlineData(Drift + " koff=1", "model m: has no key 'koff';")]
    [InlineData("level=4 ron=100 roff=16k d=10n", "model m: lacks the key uv.")]
    [InlineData(Drift + " p=0.5", "model m: p = 0.5 must be finite and at least 1.")]
    [InlineData(Drift + " r_init=16k", "model m: r_init = 16 kΩ must be strictly between ron = 100 Ω and roff = 16 kΩ.")]
    public void ToModel_OfAHostileCard_SaysWhatIsWrong(string keys, string message) =>
        Assert.StartsWith(message, Assert.Throws<NetlistException>(() => Model(keys)).Message, StringComparison.Ordinal);

    [Fact]
    public void ToModel_OfXycesLevels_AreItsModels()
    {
        Assert.IsType<Team>(Model("level=2 xscaling=1e9 resnoise=0"));
        Assert.IsType<Yakopcic>(Model("level=3 a1=0.17 resnoise=false xseed=3"));
        Assert.IsType<MetastableSwitch>(Model("level=5 Rinit=1500 Roff=1500 Ron=500"));
    }

    [Fact]
    public void ToThresholdModel_OfLinearIonDrift_IsRefused()
    {
        var card = ModelCardReader.Read($".model m memristor({Drift})")[0];
        Assert.Equal("model m: moves at every voltage; here a device with a dead zone is needed, as VTEAM is, whose cards have no level.",
            Assert.Throws<NetlistException>(() => MemristorCard.ToThresholdModel(card)).Message);
    }

    private static IMemristorModel Model(string keys) => MemristorCard.ToModel(ModelCardReader.Read($".model m memristor({keys})")[0]);
}
