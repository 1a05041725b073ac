using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

public class PassiveCardTests
{
    [Theory]
    // (100u − 2·0.2u)/(4u − 2·0.1u) squares of 50 Ω.
    [InlineData("m l=100u w=4u", "rsh=50 narrow=0.1u short=0.2u", 99.6 / 3.8 * 50)]
    [InlineData("m l=100u", "rsh=50 defw=5u", 1000)]
    [InlineData("m", "rsh=50 w=5u l=50u", 500)]
    [InlineData("m l=100u w=4u m=2", "rsh=50", 625)]
    [InlineData("m", "r=3k", 3000)]
    [InlineData("m scale=2", "r=3k", 6000)]
    // PSpice's multiplier, in either order.
    [InlineData("2k m", "r=1.5", 3000)]
    [InlineData("m 2k", "r=1.5", 3000)]
    [InlineData("m r=2k", "r=1.5", 3000)]
    [InlineData("resistance=2k", "", 2000)]
    [InlineData("{x} m", "", 5)]
    [InlineData("x m", "", 5)]
    [InlineData("m {x}", "", 5)]
    [InlineData("x", "", 5)]
    [InlineData("2k m tc1=1m", "tc1=2m tc2=1e-4", 2000 * (1 + 1e-3 * 33 + 1e-4 * 33 * 33))]
    [InlineData("2k m", "tc1=2m tnom=20", 2000 * (1 + 2e-3 * 40))]
    [InlineData("2k m temp=80 tc2=1e-5", "tc1=2m tnom=20", 2000 * (1 + 2e-3 * 60 + 1e-5 * 3600))]
    [InlineData("2k m dtemp=5", "tce=0.5 tnom=20", 2501.8479148)]
    public void Resistance_OfLineAndCard_IsWhatTheySay(string line, string keys, double expected) =>
        Close.Equal(expected, Flat<Resistor>($"R1 a 0 {line}", $".model m RES({keys})", r => r.ResistanceAt(new() { Temperature = 60, NominalTemperature = 27 })), 1e-7);

    [Theory]
    [InlineData("m l=100u w=20u", "cj=50u cjsw=20p narrow=0.2u short=0.1u", 50e-6 * 19.8e-6 * 99.9e-6 + 2 * 20e-12 * (19.8e-6 + 99.9e-6))]
    [InlineData("m l=10u", "cj=1m defw=5u", 1e-3 * 5e-6 * 10e-6)]
    [InlineData("m l=10u", "thick=20n di=7 defw=5u", 7 * 8.8541878128e-12 / 20e-9 * 50e-12)]
    [InlineData("m", "cap=4p", 4e-12)]
    [InlineData("3p m m=2", "c=1.5", 9e-12)]
    [InlineData("3p tc1=1m dtemp=3 scale=2", "", 6e-12 * (1 + 1e-3 * 36))]
    public void Capacitance_OfLineAndCard_IsWhatTheySay(string line, string keys, double expected) =>
        Close.Equal(expected, Flat<Capacitor>($"C1 a 0 {line}", $".model m CAP({keys})", c => c.CapacitanceAt(new() { Temperature = 60, NominalTemperature = 27 })), 1e-7);

    [Theory]
    // A coil whose length is its diameter has 0.688423 of the inductance per length of an endless one (Nagaoka's table).
    [InlineData("m", "dia=1e-2 length=1e-2 nt=10", 100 * 4e-7 * Math.PI * (Math.PI / 4 * 1e-4) / 1e-2 * 0.688423)]
    [InlineData("m nt=20", "dia=1e-2 length=1e-2 nt=10", 400 * 4e-7 * Math.PI * (Math.PI / 4 * 1e-4) / 1e-2 * 0.688423)]
    // Five times as long as wide: 0.920093; half as long: 0.525510.
    [InlineData("m nt=1", "dia=1e-2 length=5e-2 mu=2", 2 * 4e-7 * Math.PI * (Math.PI / 4 * 1e-4) / 5e-2 * 0.920093)]
    [InlineData("m nt=1", "dia=1e-2 length=5e-3", 4e-7 * Math.PI * (Math.PI / 4 * 1e-4) / 5e-3 * 0.525510)]
    [InlineData("m", "ind=3u", 3e-6)]
    [InlineData("2u m", "l=1.5", 3e-6)]
    [InlineData("2u tc1=1m m=4", "", 0.5e-6 * (1 + 1e-3 * 33))]
    public void Inductance_OfLineAndCard_IsWhatTheySay(string line, string keys, double expected) =>
        Close.Equal(expected, Flat<Inductor>($"L1 a 0 {line}", $".model m L({keys})", l => l.InductanceAt(new() { Temperature = 60, NominalTemperature = 27 })), 5e-6);

    [Fact]
    public void Word_InASubcircuit_IsItsCardOrItsParameter()
    {
        var flat = Spice.Read(".subckt s a\nR1 a 0 inner\nR2 a 0 outer\nR3 a 0 p\n.model inner r(r=1k)\n.param p=7\n.ends\n.model outer r(r=2k)\nX1 x s\nV1 x 0 1").Flatten();
        Assert.Equal([1000, 2000, 7], flat.Elements.OfType<Resistor>().Select(r => r.Resistance.Number));
    }

    [Theory]
    [InlineData("R1 a 0 m", ".model m R(tc1=1m)", "R1: has no value, and its card m says none")]
    [InlineData("R1 a 0 m l=1u", "", "R1 refers to model card m, which is not there")]
    [InlineData("R1 a 0 1k m", ".model m C(cj=1)", "kind C")]
    [InlineData("R1 a 0 m", ".model m C(cj=1)", "its card m is not of kind R or RES")]
    [InlineData("C1 a 0 1p m", ".model m C(vc1=0.1)", "vc1: a capacitor does not follow its own voltage")]
    [InlineData("C1 a 0 1p m", ".model m C(cjj=0.1)", "model m: has no key 'cjj'")]
    [InlineData("R1 a 0 1k m", ".model m R(level=2)", "cards of a resistor have level 1 here")]
    [InlineData("R1 a 0 r='1k*(1+v(a))' tc1=1", "", "has no temperature coefficients")]
    public void Line_WithoutAMeaning_IsRefused(string line, string card, string message)
    {
        var e = Assert.Throws<NetlistException>(() => Spice.Read($"{line}\nV1 a 0 1\n{card}").Flatten());
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static double Flat<T>(string line, string card, Func<T, double> value)
        where T : Element
    {
        var netlist = Spice.Read($"{line}\nV1 a 0 1\n.param x=5\n{card}\n.options temp=60 tnom=27");
        var number = value(netlist.Flatten().Elements.OfType<T>().Single());
        // What is written reads back the same.
        foreach (var dialect in new[] { SpiceDialect.Native, SpiceDialect.Ngspice })
            Close.Equal(number, value(SpiceReader.Read(SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = dialect })).Netlist.Flatten().Elements.OfType<T>().Single()), 1e-12, 0, $"{dialect}");
        return number;
    }
}
