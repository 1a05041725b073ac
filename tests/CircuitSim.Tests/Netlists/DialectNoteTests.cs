using CircuitSim.Netlists.Spice;

namespace CircuitSim.Tests.Netlists;

/// <summary>What ngspice 39 (measured) or LTspice (its manual) understands differently is read as ever, and said once.</summary>
public class DialectNoteTests
{
    [Theory]
    [InlineData("I1 0 a 2A", "2A is 2: a is a unit, as in ngspice, LTspice, PSpice and Xyce. HSPICE reads 2e-18;", 8)]
    [InlineData("I1 0 a 1.5Amp", "1.5Amp is 1.5: a is a unit", 8)]
    [InlineData("C1 a 0 100aF", "100aF is 100: a is a unit", 8)]
    [InlineData(".model dd D(is=10a)", "10a is 10: a is a unit", 16)]
    [InlineData("I1 0 a {3*2a}", "2a is 2: a is a unit", 11)]
    [InlineData("I1 0 a pulse(0 2A 1n)\nI2 0 a 3A", "2A is 2: a is a unit", 16)]
    [InlineData("I1 0 a 2X", "2X is 2: x is a unit, as in ngspice, LTspice and PSpice. HSPICE and Xyce read 2meg;", 8)]
    [InlineData("R2 a 0 4k7", "4k7 is 4.7k, as in LTspice; ngspice reads 4k", 8)]
    [InlineData("B1 a 0 V=1+pwr(-2,2)", "pwr(x, y) has the sign of x, as in ngspice: pwr(-2, 2) is -4.", 12)]
    [InlineData(".param p={pwr (-2, 2)*PWR(2,2)}", "pwr(x, y) has the sign of x", 11)]
    [InlineData("R2 a 0 {gauss(1k, 0.1, 3)}\nR3 a 0 {unif(1k, 0.1)}", "gauss() stands for its nominal value: a single run draws nothing", 9)]
    public void Read_OfWhatDialectsUnderstandDifferently_NotesItOnceWithItsPlace(string cards, string note, int column)
    {
        var notes = SpiceReader.Read($"t\nR1 a 0 1\n{cards}\n.end\n").Notes;
        Assert.Contains(note, Assert.Single(notes), StringComparison.Ordinal);
        Assert.Contains($"(3,{column})", notes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("V1 b 0 1\n.ac lin 1 1 1", "no source has an AC value", 5)]
    [InlineData("V1 b 0 AC 1\n.ac lin 1 1 1\n.print ac vm(b) vp(b)", "vp(b) is in radians, as in ngspice; .options units=degrees", 8)]
    [InlineData("V1 b 0 AC 1\n.ac lin 1 1 1\n.measure ac p find ph(v(b)) at=1", "ph(v(b)) is in radians", 13)]
    public void Read_OfSmallSignals_NotesWhatMayBeMeantOtherwise(string cards, string note, int column)
    {
        var notes = SpiceReader.Read($"t\nR1 b 0 1\n{cards}\n.end\n").Notes;
        Assert.Contains(note, Assert.Single(notes), StringComparison.Ordinal);
        Assert.Contains($",{column})", notes[0], StringComparison.Ordinal);
        Assert.Empty(SpiceReader.Read($"t\nR1 b 0 AC=1\n{cards}\n.end\n".Replace("R1 b 0 AC=1", "V2 c 0 AC=1\nR1 b c 1\n.options units=degrees", StringComparison.Ordinal)).Notes);
    }

    [Theory]
    [InlineData("I1 0 a 2\nC1 a 0 1fF\nC2 a 0 1.5p\nC3 a 0 1e3\nR2 a 0 2e-3V\nR3 a 0 1meg")]
    [InlineData(".param a=3 x2a={2*a+a2(1)}\n.func a2(b) {b*pwrx}\n.param pwrx=2")]
    [InlineData("B1 a 0 V=pow(-2,2)+v(a2a)\nR2 a2a 0 1")]
    public void Read_OfWhatAllUnderstandAlike_NotesNothing(string cards) =>
        Assert.Empty(SpiceReader.Read($"t\nR1 a 0 1\n{cards}\n.end\n").Notes);
}
