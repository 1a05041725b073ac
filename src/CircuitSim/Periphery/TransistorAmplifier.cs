using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery;

/// <summary>A two-stage op-amp of level-1 MOSFETs; its circuit is a subcircuit of netlists/periphery.</summary>
/// <param name="Subcircuit">Its ports are inp, inn, out, vdd, vss.</param>
/// <param name="Figures">The macro that is fitted to it; its supplies are those of the circuit.</param>
public sealed record TransistorAmplifier(string Subcircuit, OperationalAmplifier Figures) : IAmplifier
{
    /// <summary>0.18 µm, 1.8 V, 250 µA: gain 1,500, GBW 49 MHz.</summary>
    public static TransistorAmplifier Cmos1V8 { get; } = new("opamp_1v8", OperationalAmplifier.Cmos1V8);

    /// <summary>1 µm, ±2.5 V, 158 µA: gain 10,900, GBW 5.5 MHz; Allen and Holberg, example 6.3-1.</summary>
    public static TransistorAmplifier Cmos5V { get; } = new("opamp_5v", OperationalAmplifier.Cmos5V);

    public void AddTo(CircuitDraft draft, string name, string supply, NodeId positive, NodeId negative, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        PeripheryLibrary.AddTo(draft, Subcircuit);
        var (vdd, vss) = Figures.AddRails(draft, supply);
        draft.StartAt(negative, positive);
        draft.Add(new SubcircuitCall($"Xamp_{name}", [positive, negative, output, vdd, vss], Subcircuit));
    }
}
