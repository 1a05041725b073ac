using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>
/// Copies of a circuit that share nothing have its solution, and enough of them are solved with the factors of earlier points,
/// where one is not.
/// </summary>
[Trait("Category", "slow")]
public class ManyCopiesTests
{
    /// <summary>A phase-shift oscillator rings for 5,000 equal steps of 10 µs, and each hands on what the one before left of its error.</summary>
    [Fact]
    public void Oscillator_FortyTimes_RingsLikeOne()
    {
        const string Card = ".model npn npn is=1e-14 bf=100 vaf=100 ikf=0.3 ise=2.5e-13 ne=1.5 rc=2 cje=4p cjc=1p tf=0.3n tr=0.1n";
        string Copy(int k) => $"""
            VCC{k} vcc{k} 0 12
            Q{k} out{k} n3{k} e{k} npn
            Rc{k} vcc{k} out{k} 2.7k
            Re{k} e{k} 0 470
            Ce{k} e{k} 0 100u
            C1{k} out{k} n1{k} 8.2n
            R1{k} n1{k} 0 10k
            C2{k} n1{k} n2{k} 8.2n
            R2{k} n2{k} 0 10k
            C3{k} n2{k} n3{k} 8.2n
            R3{k} n3{k} 0 10k
            Rb{k} vcc{k} n3{k} 50k
            """;
        string Copies(int count) => $"{Card}\n{string.Join('\n', Enumerable.Range(100, count).Select(Copy))}\n.ic {string.Join(' ', Enumerable.Range(100, count).Select(k => $"v(n1{k})=0.1"))}\n.tran 10u 50m 0 10u uic";
        var (one, _) = Spice.Transient(Copies(1));
        var (many, _) = Spice.Transient(Copies(40));
        var difference = Enumerable.Range(0, one.Points).Max(k => Math.Abs(one["v(n1100)"][k] - many["v(n1100)"][k]));
        Assert.InRange(difference, 0, 1e-3 * one["v(n1100)"].Max(Math.Abs));
    }

    /// <summary>A NOR has a node that floats when both its transistors block: nothing tells where a curve of the past would lead it.</summary>
    [Fact]
    public void Nor_HundredTimes_TakesNoMoreStepsThanOne()
    {
        string Copies(int count) => $"""
            .options reltol=1e-5 abstol=1e-13 vntol=1e-8 chgtol=1e-16 trtol=1 method=gear
            .model nch nmos vto=1 kp=200u lambda=0.02
            .model pch pmos vto=-1 kp=80u lambda=0.02
            VDD vdd 0 5
            VA a 0 pulse(0 5 2n 1n 1n 20n 40n)
            VB b 0 pulse(0 5 4n 1n 1n 30n 60n)
            {string.Join('\n', Enumerable.Range(0, count).Select(k => $"M1_{k} out{k} a 0 0 nch w=10u l=1u\nM2_{k} out{k} b 0 0 nch w=10u l=1u\nM3_{k} n{k} a vdd vdd pch w=20u l=1u\nM4_{k} out{k} b n{k} vdd pch w=20u l=1u"))}
            .tran 10p 100n 0 25p
            """;
        var (_, one) = Spice.Transient(Copies(1));
        var (_, many) = Spice.Transient(Copies(100));
        Assert.InRange(many.RejectedSteps!.Value, 0, one.RejectedSteps!.Value);
        Assert.InRange(many.AcceptedSteps!.Value, 0, one.AcceptedSteps!.Value);
    }
}
