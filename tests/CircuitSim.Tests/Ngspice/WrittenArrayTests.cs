using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Ngspice;

/// <summary>The same array write on ngspice, where each memristor is a subcircuit of behavioral sources.</summary>
public class WrittenArrayTests
{
    [NgspiceTheory]
    [InlineData(8)]
    [InlineData(16)]
    [Trait("Category", "slow")]
    public void FinalStates_OfAWrittenRow_AreThoseOfNgspice(int side)
    {
        var netlist = WrittenArray.Create(side);
        var own = Run(new BuiltInSimulator(), netlist);
        var reference = Run(new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }), netlist);
        var card = VteamCard.ToParameters(netlist.Models.Single());
        var range = card.WOff - card.WOn;
        var switched = 0;
        foreach (var vector in own.Header.Vectors)
        {
            var (a, b) = (own[vector.Name][^1], reference[vector.Name][^1]);
            Close.Equal(b / range, a / range, rtol: 0, atol: 1e-3, where: vector.Name);
            switched += Math.Abs(own[vector.Name][0] - a) > 0.1 * range ? 1 : 0;
        }

        // Every second cell of the written row has moved, and no other.
        Assert.Equal(side / 2, switched);
    }

    private static Waveforms Run(ICircuitSimulator simulator, Netlist netlist)
    {
        var waveforms = new Waveforms();
        simulator.RunTransient(netlist, (TransientAnalysis)netlist.Analyses.Single(), waveforms);
        return waveforms;
    }
}
