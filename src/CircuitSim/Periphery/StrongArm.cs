using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery;

/// <summary>
/// A sense amplifier of transistors: a StrongARM latch of 0.18 µm (level 1) and two gates that keep its decision while its
/// clock, the source <c>Vname_clk</c>, is low (Razavi, IEEE Solid-State Circuits Magazine 7(2), 2015).
/// </summary>
public sealed record StrongArm : IDifferenceStage
{
    public string Name { get; init; } = "StrongARM";

    /// <summary>Width of each transistor of the input pair, which is 0.18 µm long [m].</summary>
    public double InputWidth { get; init; } = 4e-6;

    /// <summary>Threshold of the positive input's transistor less that of the negative one's [V].</summary>
    public double ThresholdMismatch { get; init; }

    /// <summary>Difference of the pair's widths, likewise, over their mean.</summary>
    public double WidthMismatch { get; init; }

    /// <summary>Of the rail, and of the clock [V].</summary>
    public double Supply { get; init; } = 1.8;

    /// <summary>When the clock begins to rise; null leaves the clock to the program, which sets its source [s].</summary>
    public double? DecisionStart { get; init; }

    /// <summary>Length of the clock's edge [s].</summary>
    public double EdgeTime { get; init; } = 50e-12;

    public double Ideal(double positive, double negative) => positive > negative ? Supply : 0;

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public void Validate()
    {
        InvalidParameterException.RequirePositive(InputWidth, "m", $"{Name}: input width");
        InvalidParameterException.RequireFinite(ThresholdMismatch, "V", $"{Name}: threshold mismatch");
        if (!(Math.Abs(WidthMismatch) < 1))
            throw InvalidParameterException.OutOfRange($"{Name}: width mismatch", WidthMismatch, "", "between -1 and 1");
        InvalidParameterException.RequirePositive(Supply, "V", $"{Name}: supply");
        SenseClock.Validate(Name, DecisionStart, EdgeTime);
    }

    public void AddTo(CircuitDraft draft, string name, NodeId positive, NodeId negative, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        Validate();
        var clock = SenseClock.AddTo(draft, name, Supply, DecisionStart, EdgeTime);
        PeripheryLibrary.AddTo(draft, "sense_strongarm");
        draft.Add(new SubcircuitCall($"X{name}", [positive, negative, output, clock, draft.Rail($"{name}_vdd", Supply), NodeId.Ground], "sense_strongarm")
        {
            Parameters = [new("win", InputWidth), new("dvt", ThresholdMismatch), new("dw", WidthMismatch)],
        });
        // Nodes of a few femtofarads, and microvolts decide.
        draft.ResolveCharge(1e-19);
    }
}
