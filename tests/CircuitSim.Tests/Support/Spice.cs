using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;

namespace CircuitSim.Tests.Support;

/// <summary>Circuits of tests as SPICE text, run on the built-in engine.</summary>
public static class Spice
{
    /// <param name="cards">Without title and .end.</param>
    public static Netlist Read(string cards) => SpiceReader.Read($"test\n{cards}\n.end\n").Netlist;

    public static OperatingPoint OperatingPoint(string cards) => new BuiltInSimulator().SolveOperatingPoint(Read(cards));

    public static (Waveforms Waveforms, SimulationStatistics Statistics) Transient(string cards) => Transient(Read(cards));

    public static (Waveforms Waveforms, SimulationStatistics Statistics) Transient(Netlist netlist)
    {
        var waveforms = new Waveforms();
        var analysis = netlist.Analyses.OfType<TransientAnalysis>().Single();
        var statistics = new BuiltInSimulator().RunTransient(netlist, analysis, waveforms);
        return (waveforms, statistics);
    }

    public static Waveforms Sweep(string cards)
    {
        var netlist = Read(cards);
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunDcSweep(netlist, netlist.Analyses.OfType<DcSweepAnalysis>().Single(), waveforms);
        return waveforms;
    }

    public static TransientSession Session(string cards)
    {
        var netlist = Read(cards);
        return new TransientSession(netlist.Flatten(), netlist.Analyses.OfType<TransientAnalysis>().Single());
    }

    /// <summary>Largest difference from a function of the axis over all points.</summary>
    public static double LargestError(this Waveforms waveforms, string vector, Func<double, double> exact)
    {
        var values = waveforms[vector];
        return Enumerable.Range(0, waveforms.Points).Max(k => Math.Abs(values[k] - exact(waveforms.Axis[k])));
    }
}
