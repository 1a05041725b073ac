using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

public class BinnedCardTests
{
    private const string Cards = ".model m.0 R(rsh=100 lmin=0.5u lmax=5u)\n.model m.1 R(rsh=1k lmin=5u lmax=50u wmin=2u)\n";

    [Theory]
    [InlineData("l=1u w=1u", "", 100)]
    // A limit belongs to the range above it.
    [InlineData("l=5u w=5u", "", 1000)]
    [InlineData("l=5u w=1u", ".model m R(rsh=7)", 35)]
    [InlineData("l=60u w=6u", ".model m R(rsh=7)", 70)]
    public void Resistor_OfASize_HasTheCardOfItsRange(string size, string other, double expected) =>
        Close.Equal(expected, Resistance($"R1 a 0 m {size}\n{Cards}{other}"), 1e-12);

    [Fact]
    public void Transistor_InASubcircuit_HasTheCardOfItsRange()
    {
        var flat = Spice.Read("X1 d s w=3u\nX2 d s w=30u\n.subckt s d w=1u\nM1 d d 0 0 n w={w} l=1u\n.model n.a nmos(vto=1 wmin=1u wmax=10u)\n.model n.b nmos(vto=2 wmin=10u wmax=100u)\n.ends\nV1 d 0 1").Flatten();
        Assert.Equal(["X1.n.a", "X2.n.b"], flat.Elements.OfType<Mosfet>().Select(m => m.Model));
    }

    [Fact]
    public void Resistor_InNoRange_IsRefusedWithItsSize()
    {
        var e = Assert.Throws<NetlistException>(() => Resistance($"R1 a 0 m l=60u w=1u\n{Cards}"));
        Assert.Contains("R1: none of the cards m.… is for a length of 60 µm and a width of 1 µm; write a card m for all others", e.Message, StringComparison.Ordinal);
    }

    private static double Resistance(string cards) => Spice.Read($"{cards}\nV1 a 0 1").Flatten().Elements.OfType<Resistor>().Single().Resistance.Number;
}
