using System.Globalization;
using System.Text;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

public class OperatingPointSessionTests
{
    private const int Amplifiers = 80;

    [Fact]
    public void Solve_ALinearCircuit_FollowsItsSourcesWithOneFactorisation()
    {
        var session = new OperatingPointSession(Spice.Read("V1 a 0 1\nR1 a b 1k\nR2 b 0 3k\nI1 0 b 0").Flatten());
        Close.Equal(0.75, session.Voltage(new NodeId("b")), 1e-14);
        for (var k = 1; k <= 50; k++)
        {
            session.SetSource("V1", k);
            session.SetSource("I1", 1e-3 * k);
            session.Solve();
            Close.Equal(0.75 * k + 750 * 1e-3 * k, session.Voltage(new NodeId("b")), 1e-14);
            Close.Equal(-(k - session.Voltage(new NodeId("b"))) / 1e3, session.Current("v1"), 1e-13);
        }

        Assert.Equal(1, session.Factorizations);
    }

    /// <summary>Many transimpedance amplifiers whose input pairs saturate: their first factors serve, and the points are those of the engine.</summary>
    [Fact]
    public void Solve_AmplifiersThatBend_AgreesWithTheEngineOnTheFirstFactors()
    {
        var netlist = Amplifier("B{0} 0 p{0} I=50u*tanh(-318u*v(x{0})/50u)\nR1{0} p{0} 0 146k\nG{0} o{0} 0 p{0} 0 16m\nR2{0} o{0} 0 2k");
        var session = new OperatingPointSession(netlist.Flatten());
        for (var point = 1; point <= 5; point++)
        {
            var sources = Sources(point);
            foreach (var (name, value) in sources)
                session.SetSource(name, value);
            session.Solve();
            var expected = new BuiltInSimulator().SolveOperatingPoint(With(netlist, sources));
            for (var k = 0; k < Amplifiers; k++)
                Close.Equal(expected.Voltage(new NodeId($"o{k}")), session.Voltage(new NodeId($"o{k}")), 0, 1e-12, where: $"output {k} at point {point}");
        }

        Assert.True(session.Factorizations < 12, $"{session.Factorizations} factorisations");
    }

    /// <summary>Transistors that are evaluated only where they move remember nothing of another point.</summary>
    [Fact]
    public void Solve_InAnyOrder_GivesTheSameBits()
    {
        var flat = Amplifier(
            "Mn{0} o{0} x{0} 0 0 n W=4u L=1u\nMp{0} o{0} x{0} vdd vdd p W=9u L=1u\nRo{0} o{0} y{0} 10\nRy{0} y{0} 0 1meg",
            "Vdd vdd 0 1.8\n.model n nmos(level=1 vto=0.48 kp=387u lambda=0.2)\n.model p pmos(level=1 vto=-0.45 kp=86u lambda=0.16)").Flatten();
        double[] Point(OperatingPointSession session, int point)
        {
            foreach (var (name, value) in Sources(point))
                session.SetSource(name, 100 * value);
            session.Solve();
            return [.. Enumerable.Range(0, Amplifiers).Select(k => session.Voltage(new NodeId($"o{k}")))];
        }

        var (forward, alone) = (new OperatingPointSession(flat), new OperatingPointSession(flat));
        double[][] seen = [.. Enumerable.Range(0, 6).Select(point => Point(forward, point))];
        Assert.Equal(seen[5], Point(alone, 5));
        Assert.Equal(seen[2], Point(alone, 2));
        Assert.NotEqual(seen[2], seen[5]);
    }

    [Fact]
    public void SetSource_ThatIsNotThere_SaysWhich()
    {
        var session = new OperatingPointSession(Spice.Read("V1 a 0 1\nR1 a 0 1k").Flatten());
        Assert.Contains("Vx is not a voltage or current source", Assert.Throws<NetlistException>(() => session.SetSource("Vx", 1)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidParameterException>(() => session.SetSource("V1", double.NaN));
    }

    /// <summary>A current that nothing takes up but a source of bounded current has no point; the next question is answered again.</summary>
    [Fact]
    public void Solve_WithoutASolution_FailsAndGoesOn()
    {
        var session = new OperatingPointSession(Spice.Read("I1 0 a 0\nB1 a 0 I=1m*tanh(v(a))").Flatten());
        session.SetSource("I1", 2e-3);
        Assert.ThrowsAny<CircuitSimException>(() => session.Solve());
        session.SetSource("I1", 0.5e-3);
        session.Solve();
        Close.Equal(Math.Atanh(0.5), session.Voltage(new NodeId("a")), 1e-9);
    }

    /// <param name="stage">Between x{0}, which a current source drives through 10 kΩ of feedback, and o{0}.</param>
    private static Netlist Amplifier(string stage, string shared = "")
    {
        var cards = new StringBuilder(shared).AppendLine();
        for (var k = 0; k < Amplifiers; k++)
        {
            cards.AppendLine(CultureInfo.InvariantCulture, $"I{k} x{k} 0 0\nRf{k} x{k} o{k} 10k\nRn{k} x{k} x{(k + 1) % Amplifiers} 100k");
            cards.AppendLine(string.Format(CultureInfo.InvariantCulture, stage, k));
        }

        return Spice.Read(cards.ToString());
    }

    private static (string Name, double Value)[] Sources(int point) =>
        [.. Enumerable.Range(0, Amplifiers).Select(k => ($"I{k}", 3e-6 * (1 + (7 * k + 13 * point) % 9)))];

    private static Netlist With(Netlist netlist, (string Name, double Value)[] sources) => netlist with
    {
        Elements = [.. netlist.Elements.Select(e => e is CurrentSource i ? i with { Current = sources.First(s => s.Name == i.Name).Value } : e)],
    };
}
