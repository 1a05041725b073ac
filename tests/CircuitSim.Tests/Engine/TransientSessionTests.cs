using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

public class TransientSessionTests
{
    private const string Rc = ".options reltol=1e-5\nV1 in 0 0\nR1 in a 1k\nC1 a 0 1n\n.tran 10n 10u";

    private const string Card =
        ".model m memristor(ron=1k roff=300k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)";

    private static readonly NodeId A = new("a");

    [Fact]
    public void AdvanceTo_ATime_ArrivesThereExactly()
    {
        var session = Spice.Session(Rc);
        session.AdvanceTo(1.234567e-6);
        Assert.Equal(1.234567e-6, session.Time);
    }

    [Fact]
    public void AdvanceTo_AnEarlierTime_IsRefused()
    {
        var session = Spice.Session(Rc);
        session.AdvanceTo(1e-6);
        Assert.Contains("not before the time of the session", Assert.Throws<InvalidParameterException>(() => session.AdvanceTo(0.5e-6)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SetSource_BetweenSteps_ChargesFromThere()
    {
        var session = Spice.Session(Rc);
        session.AdvanceTo(1e-6);
        session.SetSource("V1", 1);
        session.AdvanceTo(2e-6);
        Close.Equal(1 - Math.Exp(-1), session.Voltage(A), 1e-4);
        Close.Equal(-(1 - session.Voltage(A)) / 1e3, session.Current("V1"), 1e-9);
        session.SetSource("v1", 0);
        session.AdvanceTo(4e-6);
        Close.Equal((1 - Math.Exp(-1)) * Math.Exp(-2), session.Voltage(A), 3e-4);
    }

    [Fact]
    public void SetSource_ToACourse_IsTheTransientOfThatWaveform()
    {
        var session = Spice.Session(Rc);
        session.AdvanceTo(1e-6);
        session.SetSource("V1", new PieceWiseLinearWaveform([new(1e-6, 0), new(2e-6, 1), new(4e-6, 1), new(4.5e-6, -1)]));
        session.AdvanceTo(7e-6);
        var (waveforms, _) = Spice.Transient(".options reltol=1e-5\nV1 in 0 pwl(0 0 1u 0 2u 1 4u 1 4.5u -1)\nR1 in a 1k\nC1 a 0 1n\n.tran 10n 7u");
        Close.Equal(waveforms["v(a)"][waveforms.Points - 1], session.Voltage(A), 1e-4);
        Close.Equal(-1, session.Voltage(new NodeId("in")), 1e-12);
    }

    [Fact]
    public void SetSource_ToACourseThatStartsElsewhere_Jumps()
    {
        var session = Spice.Session("V1 in 0 0\nR1 in a 1k\nR2 a 0 1k\n.tran 10n 10u");
        session.AdvanceTo(1e-6);
        session.SetSource("V1", new PieceWiseLinearWaveform([new(1e-6, 2), new(2e-6, 1)]));
        session.Settle();
        Close.Equal(1, session.Voltage(A), 1e-9);
        session.AdvanceTo(3e-6);
        Close.Equal(0.5, session.Voltage(A), 1e-9);
    }

    [Fact]
    public void Restore_WithinACourse_GoesOnAlongIt()
    {
        var session = Spice.Session(Rc);
        session.SetSource("V1", new PieceWiseLinearWaveform([new(0, 0), new(1e-6, 1), new(3e-6, -1)]));
        session.AdvanceTo(0.5e-6);
        var snapshot = session.Save();
        session.AdvanceTo(2e-6);
        var expected = session.Voltage(A);
        session.SetSource("V1", 5);
        session.AdvanceTo(2.5e-6);
        session.Restore(snapshot);
        session.AdvanceTo(2e-6);
        Assert.Equal(expected, session.Voltage(A));
    }

    [Fact]
    public void Settle_AfterAJump_ShowsWhatMovesAtOnce()
    {
        var session = Spice.Session("V1 in 0 0\nR1 in m 1k\nC1 m a 1n\nR2 a 0 1k\n.tran 10n 10u");
        session.AdvanceTo(1e-6);
        session.SetSource("V1", 2);
        session.Settle();
        // The capacitor is still empty: a plain divider.
        Close.Equal(1, session.Voltage(A), 1e-6);
        Assert.Equal(1e-6, session.Time);
    }

    [Fact]
    public void SetSource_AcrossACapacitor_MovesItsChargeAtOnce()
    {
        var session = Spice.Session("V1 a 0 0\nC1 a 0 1n\nR1 a b 1k\nC2 b 0 1n\n.tran 10n 10u");
        session.SetSource("V1", 1);
        session.AdvanceTo(1e-6);
        Close.Equal(1 - Math.Exp(-1), session.Voltage(new NodeId("b")), 1e-3);
    }

    [Fact]
    public void SetSwitch_ClosedAndOpened_SamplesAndHolds()
    {
        var session = Spice.Session("V1 in 0 0.7\nS1 in a c 0 sw\nVc c 0 0\nC1 a 0 1p\nR1 a 0 1e13\n.model sw sw(vt=1 ron=1k roff=1e13)\n.ic v(a)=0\n.tran 1n 1u");
        session.AdvanceTo(0.1e-6);
        Assert.False(session.IsOn("S1"));
        Close.Equal(0, session.Voltage(A), 0, 1e-3);
        session.SetSwitch("S1", true);
        session.AdvanceTo(0.2e-6);
        Assert.True(session.IsOn("S1"));
        Close.Equal(0.7, session.Voltage(A), 1e-6);
        session.SetSource("V1", -3);
        session.SetSwitch("S1", null);
        session.AdvanceTo(0.4e-6);
        Assert.False(session.IsOn("S1"));
        Close.Equal(0.7, session.Voltage(A), 1e-5);
    }

    [Fact]
    public void Restore_AfterGoingOn_ContinuesBitByBit()
    {
        var session = Spice.Session(
            $"V1 in 0 sin(0 1.8 1meg)\nR1 in a 500\nYMEMRISTOR m1 a 0 m\nC1 a 0 10p\nD1 a b dm\nR2 b 0 10k\n.model dm d(cjo=1p)\n{Card}\n.tran 10n 5u");
        session.AdvanceTo(0.7e-6);
        var saved = session.Save();
        Assert.Equal(0.7e-6, saved.Time);
        var first = Trace(session);
        session.SetSource("V1", 0.1);
        session.SetState("m1", 1e-9);
        session.AdvanceTo(4e-6);
        session.Restore(saved);
        Assert.Equal(first, Trace(session));

        double[] Trace(TransientSession s)
        {
            var values = new List<double>();
            while (s.Advance(2e-6))
                values.AddRange([s.Time, s.Voltage(A), s.Current("V1"), s.State("m1")]);
            return [.. values];
        }
    }

    [Fact]
    public void Restore_OfAnotherCircuit_IsRefused()
    {
        var saved = Spice.Session(Rc).Save();
        Assert.Throws<InvalidParameterException>(() => Spice.Session("V1 a 0 1\nR1 a 0 1\n.tran 1n 1u").Restore(saved));
    }

    [Fact]
    public void Changes_OfUnknownElements_NameThem()
    {
        var session = Spice.Session(Rc);
        Assert.Contains("V9 is not a voltage or current source", Assert.Throws<NetlistException>(() => session.SetSource("V9", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("S9 is not a switch", Assert.Throws<NetlistException>(() => session.SetSwitch("S9", true)).Message, StringComparison.Ordinal);
        Assert.Contains("M9 is not a memristor", Assert.Throws<NetlistException>(() => session.State("M9")).Message, StringComparison.Ordinal);
        Assert.Contains("node q", Assert.Throws<NetlistException>(() => session.Voltage(new NodeId("q"))).Message, StringComparison.Ordinal);
        Assert.Contains("current of R1", Assert.Throws<NetlistException>(() => session.Current("R1")).Message, StringComparison.Ordinal);
    }
}
