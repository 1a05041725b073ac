using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;

namespace CircuitSim.Tests.Periphery;

/// <summary>Single stages between sources, as the tests of the periphery solve them.</summary>
internal static class StageCircuits
{
    public static readonly NodeId In = new("in");
    public static readonly NodeId Out = new("out");

    private static readonly SimulatorOptions Tight = SimulatorOptions.Default with
    {
        RelativeTolerance = 1e-9,
        VoltageTolerance = 1e-12,
        CurrentTolerance = 1e-15,
    };

    /// <summary>A linear op-amp of one pole: 1000, 50 MHz, second pole and slew out of the way.</summary>
    public static OperationalAmplifier OnePole { get; } = new()
    {
        Gain = 1000,
        GainBandwidth = 50e6,
        RisingSlew = 1e10,
        FallingSlew = 1e10,
        PositiveSupply = 5,
        NegativeSupply = -5,
        OutputResistance = 100,
        SinkCurrent = 0.5,
    };

    public static OperatingPoint Solve(CircuitDraft draft)
    {
        var netlist = draft.ToNetlist("stage");
        return new BuiltInSimulator().SolveOperatingPoint(netlist with { Options = Tight with { ChargeTolerance = netlist.Options.ChargeTolerance } });
    }

    /// <summary>The output of a termination with a current into it, and a conductance to its common mode.</summary>
    public static double Terminate(IAnalogStage stage, double current, double conductance = 0, double commonMode = 0)
    {
        var draft = Termination(stage, current, conductance, commonMode);
        return Solve(draft).Voltage(Out);
    }

    public static CircuitDraft Termination(IAnalogStage stage, SourceShape current, double conductance, double commonMode = 0)
    {
        var draft = new CircuitDraft();
        stage.AddTo(draft, "1", In, Out);
        draft.Add(new CurrentSource("Iin", NodeId.Ground, In, current));
        if (conductance > 0)
            draft.Add(new Resistor("Rin", In, commonMode == 0 ? NodeId.Ground : draft.Rail("line", commonMode), 1 / conductance));
        return draft;
    }

    public static double Drive(IAnalogStage stage, double voltage, double load = 0)
    {
        var draft = new CircuitDraft();
        draft.Add(new VoltageSource("Vin", In, NodeId.Ground, voltage));
        stage.AddTo(draft, "1", In, Out);
        if (load > 0)
            draft.Add(new Resistor("Rload", Out, NodeId.Ground, load));
        return Solve(draft).Voltage(Out);
    }

    public static double Subtract(IDifferenceStage stage, double positive, double negative)
    {
        var draft = new CircuitDraft();
        var (plus, minus) = (draft.Rail("a", positive), draft.Rail("b", negative));
        stage.AddTo(draft, "1", plus, minus, Out);
        return Solve(draft).Voltage(Out);
    }

    public static Waveforms Transient(CircuitDraft draft, double step, double stop)
    {
        var analysis = new TransientAnalysis(step, stop) { MaximumStep = step };
        var netlist = draft.ToNetlist("stage");
        netlist = netlist with { Analyses = [analysis], Options = Tight with { RelativeTolerance = 1e-6, VoltageTolerance = 1e-9, ChargeTolerance = 1e-19 } };
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunTransient(netlist, analysis, waveforms);
        return waveforms;
    }
}
