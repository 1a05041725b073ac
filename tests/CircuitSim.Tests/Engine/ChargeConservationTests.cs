using System.Globalization;
using System.Text;
using CircuitSim.Engine;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>
/// Charge that flows into a transistor over a cycle: between two times with the same voltages only what its static current carries.
/// That is taken off by a second transistor without charges on the same nodes; the rest is integrated by a capacitor, by the formula of
/// the charges themselves, so that the law holds to the solver's tolerance.
/// </summary>
[Trait("Category", "slow")]
public class ChargeConservationTests
{
    private const string Storage = "cj=3e-4 cjsw=3e-10 mj=0.4 cbd=20f cgso=300p cgdo=200p cgbo=400p";

    /// <summary>Overlaps and junctions are charges of a voltage each: nothing is left over a cycle of any course of the voltages.</summary>
    [Theory]
    [InlineData("nmos(vto=0.7 kp=60u gamma=0.5")]
    [InlineData("nmos(level=2 vto=0.7 gamma=0.5 tox=1 kp=60u lambda=0.02")]
    [InlineData("nmos(level=3 vto=0.7 gamma=0.5 tox=1 kp=60u")]
    public void Mosfet_OverACycle_ReturnsTheChargeOfEachTerminal(string card)
    {
        // tox = 1 m leaves of Meyer's oxide 1e-8 of these capacitances.
        var moved = Moved($"""
            Vd d 0 pulse(-0.5 4 2n 3n 4n 5n 40n)
            Vg g 0 pulse(0 5 1n 2n 5n 8n 40n)
            Vb b 0 pulse(-2 0.4 3n 4n 2n 6n 40n)
            Vs s 0 pulse(0 1 5n 1n 6n 2n 40n)
            """, (p, card) => $"M{p} d{p} g{p} s{p} b{p} {card} w=20u l=2u ad=40p as=30p pd=30u ps=20u", ["d", "g", "s", "b"],
            $".model full {card} {Storage})\n.model bare {card})");
        foreach (var (terminal, peak, left) in moved)
            Assert.True(Math.Abs(left) < 2e-6 * peak, $"{terminal}: {left} C of {peak} C stay");
    }

    /// <summary>
    /// Meyer's capacitances follow three voltages and have no charge behind them, so over a general cycle they do not return it; where
    /// the gate alone moves they do, to what the steps of their mean leave. The sum of the four terminals is zero whatever moves.
    /// </summary>
    [Theory]
    [InlineData("nmos(vto=0.7 gamma=0.5 tox=20n")]
    [InlineData("nmos(level=2 vto=0.7 gamma=0.5 tox=20n nfs=1e11 nsub=1e16 xj=0.3u vmax=6e4 ucrit=5e4 uexp=0.1")]
    [InlineData("nmos(level=3 vto=0.7 gamma=0.5 tox=20n nfs=1e11 nsub=1e16 xj=0.3u theta=0.05 eta=0.2")]
    public void Oxide_OverACycleOfTheGate_ReturnsItsCharge(string card)
    {
        var moved = Moved("""
            Vd d 0 1
            Vg g 0 pulse(-3 5 1n 10n 10n 5n 60n)
            Vb b 0 -1
            Vs s 0 0
            """, (p, card) => $"M{p} d{p} g{p} s{p} b{p} {card} w=20u l=2u", ["d", "g", "s", "b"], $".model full {card} {Storage})\n.model bare {card})");
        var gate = moved.Single(m => m.Terminal == "g");
        Assert.True(Math.Abs(gate.Left) < 1e-3 * gate.Peak, $"{gate.Left} C of {gate.Peak} C stay");
        Close.Equal(0, moved.Sum(m => m.Left), 0, 1e-6 * gate.Peak);
    }

    [Theory]
    [InlineData("npn(is=1e-16 bf=80 vaf=40 var=10 ikf=5m ise=1e-14", "cje=1p cjc=0.7p xcjc=0.6 cjs=1p tf=0.2n xtf=3 vtf=2 itf=5m tr=2n")]
    [InlineData("pnp(is=1e-16 bf=50 vaf=40", "cje=1p cjc=0.7p cjs=1p tf=0.5n tr=2n")]
    public void BipolarTransistor_OverACycle_ReturnsTheChargeOfEachTerminal(string card, string storage)
    {
        var sign = card[0] == 'n' ? 1 : -1;
        var moved = Moved(string.Create(CultureInfo.InvariantCulture, $"""
            Vc c 0 pulse({sign * 3} {sign * 0.2} 2n 3n 4n 5n 60n)
            Vx x 0 pulse({sign * -1} {sign * 0.72} 1n 5n 6n 8n 60n)
            Ve e 0 pulse({sign * 0.1} 0 3n 4n 5n 5n 60n)
            Vt t 0 pulse({sign * -1} {sign * -2} 5n 1n 6n 2n 60n)
            """), (p, card) => $"Q{p} c{p} x{p} e{p} t{p} {card}", ["c", "x", "e", "t"], $".model full {card} {storage})\n.model bare {card})");
        foreach (var (terminal, peak, left) in moved)
            Assert.True(Math.Abs(left) < 2e-6 * peak, $"{terminal}: {left} C of {peak} C stay");
    }

    /// <summary>The most and the last of the charge that has flowed into each terminal beside the static current [C].</summary>
    private static List<(string Terminal, double Peak, double Left)> Moved(string sources, Func<string, string, string> device, string[] terminals, string cards)
    {
        var text = new StringBuilder("charge\n.options reltol=1e-7 abstol=1e-15 vntol=1e-10 chgtol=1e-20\n").AppendLine(sources);
        text.AppendLine(device("p", "full")).AppendLine(device("q", "bare")).AppendLine(cards);
        foreach (var t in terminals)
        {
            // What flows into the one and not into the other fills a capacitor of 1 nF: a volt is a nanocoulomb.
            text.AppendLine(CultureInfo.InvariantCulture, $"V{t}p {t} {t}p 0\nV{t}q {t} {t}q 0\nF{t}p 0 m{t} V{t}p 1\nF{t}q m{t} 0 V{t}q 1\nC{t} m{t} 0 1n\nR{t} m{t} 0 1e12");
        }

        text.AppendLine(".tran 0.1n 59n 0 20p").AppendLine(".end");
        var netlist = SpiceReader.Read(text.ToString()).Netlist;
        var run = new Waveforms();
        new BuiltInSimulator().RunTransient(netlist, (TransientAnalysis)netlist.Analyses[0], run);
        return [.. terminals.Select(t =>
        {
            var values = run[$"v(m{t})"];
            return (t, values.Max(v => Math.Abs(v - values[0])) * 1e-9, (values[^1] - values[0]) * 1e-9);
        })];
    }
}
