using CircuitSim.Netlists.Spice;

namespace CircuitSim.Tests.Netlists;

public class InitialValueNoteTests
{
    [Theory]
    [InlineData("C1 b 0 1u ic=0\nC2 b 0 1u ic=1\n.tran 10u 5m", 1)]
    [InlineData("L1 b 0 1m ic=1m\n.tran 10u 5m", 1)]
    [InlineData("C1 b 0 1u ic=0\n.tran 10u 5m uic", 0)]
    [InlineData("C1 b 0 1u ic=0\n.op", 0)]
    [InlineData("C1 b 0 1u\n.tran 10u 5m", 0)]
    public void Read_InitialValueWithoutUic_IsNotedOnce(string cards, int notes)
    {
        var reading = SpiceReader.Read($"test\nV1 a 0 1\nR1 a b 1k\n{cards}\n.end\n");
        Assert.Equal(notes, reading.Notes.Count(n => n.Contains("counts only with uic", StringComparison.Ordinal)));
    }
}
