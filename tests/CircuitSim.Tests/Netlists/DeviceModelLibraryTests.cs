using System.Security.Cryptography;
using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

public class DeviceModelLibraryTests
{
    [Fact]
    public void Cards_All_AreDevicesWithNamesOfTheirOwn()
    {
        var cards = DeviceModelLibrary.Cards();
        Assert.Equal(["vteam_camponogara", "vteam_magic", "vteam_magic_biolek", "vteam_symphony", "vteam_technion"], cards.Select(c => c.Card.Name).Order(StringComparer.Ordinal));
        Assert.All(cards, c => _ = new Vteam(VteamCard.ToParameters(c.Card)));
    }

    [Theory]
    [InlineData("vteam_technion", 50, 1e3, -10, 5e-4, 3, 1, -0.2, 0.02)]
    [InlineData("vteam_magic", 1e3, 300e3, -216.2, 0.091, 4, 4, -1.5, 0.3)]
    [InlineData("VTEAM_Camponogara", 1e3, 100e3, -216.2, 0.091, 4, 4, -1.5, 0.3)]
    [InlineData("vteam_magic_biolek", 1e3, 300e3, -216.2, 0.091, 4, 4, -1.5, 0.3)]
    [InlineData("vteam_symphony", 100, 16e3, -1.32e-6, 5e-4, 9, 3, -0.09, 0.145)]
    public void Find_AnyCase_GivesTheValuesOfTheSource(
        string name, double rOn, double rOff, double kOn, double kOff, double alphaOn, double alphaOff, double vOn, double vOff)
    {
        var p = VteamCard.ToParameters(DeviceModelLibrary.Find(name).Card);
        Assert.Equal((rOn, rOff, kOn, kOff), (p.ROn, p.ROff, p.KOn, p.KOff));
        Assert.Equal((alphaOn, alphaOff, vOn, vOff), (p.AlphaOn, p.AlphaOff, p.VOn, p.VOff));
        Assert.Equal((0, name == "vteam_symphony" ? 10e-9 : 3e-9), (p.WOn, p.WOff));
        Assert.Equal(name == "vteam_magic_biolek" ? StateWindow.Biolek(2) : StateWindow.None, p.Window);
    }

    [Fact]
    public void Cards_All_ClaimARangeBeyondTheirThresholdsAndNameASource()
    {
        foreach (var card in DeviceModelLibrary.Cards())
        {
            var p = VteamCard.ToParameters(card.Card);
            Assert.True(double.IsFinite(p.VMin) && p.VMin < p.VOn && double.IsFinite(p.VMax) && p.VMax > p.VOff, card.Card.Name);
            var text = File.ReadAllText(Path.Combine(Repository.Root, card.File));
            foreach (var heading in new[] { "* Source: ", "* Polarity: positive resets", "* Range of validity: ", "* Unchecked: " })
                Assert.Contains(heading, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Find_AnyCard_StatesItsFileAndHash()
    {
        var card = DeviceModelLibrary.Find("vteam_magic");
        Assert.Equal("device-models/vteam-magic.lib", card.File);
        using var resource = typeof(DeviceModelLibrary).Assembly.GetManifestResourceStream(card.File)!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(resource)), card.Sha256);
    }

    [Fact]
    public void Find_UnknownName_ListsWhatThereIs()
    {
        var e = Assert.Throws<NetlistException>(() => DeviceModelLibrary.Find("vteam"));
        Assert.Equal("no device model 'vteam' in the library; there are: vteam_camponogara, vteam_magic, vteam_magic_biolek, vteam_symphony, vteam_technion.", e.Message);
    }
}
