using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery;

/// <summary>
/// A sample-and-hold: its output follows the input while the source <c>Vname_clk</c> is up and stays once it has fallen; at an
/// operating point it follows. Not held exactly: a falling gate takes charge along (feedthrough of overlap and, of a transistor,
/// half its channel), a leak lets the voltage droop, and what follows loads the capacitor unless there is a buffer.
/// docs/read-out.md has the closed forms.
/// </summary>
public sealed record SampleAndHold : IAnalogStage
{
    /// <summary>Voltage that counts: a charge that moves the held voltage by less need not be integrated exactly [V].</summary>
    private const double VoltageThatCounts = 1e-5;

    public string Name { get; init; } = "sample-and-hold";

    /// <summary>[F]</summary>
    public double HoldCapacitance { get; init; } = 1e-12;

    /// <summary>Of an ideal switch when it is on [Ω].</summary>
    public double OnResistance { get; init; } = 1e3;

    /// <summary>Between clock and held node, beside an ideal switch: what a gate's overlap would be [F].</summary>
    public double Feedthrough { get; init; }

    /// <summary>Width of an NMOS switch of length 0.18 µm, its bulk at <see cref="ClockLow"/>; null is an ideal switch [m].</summary>
    public double? TransistorWidth { get; init; }

    /// <summary>From the held node to ground [Ω].</summary>
    public double LeakResistance { get; init; } = 1e15;

    /// <summary>Out of the held node [A].</summary>
    public double LeakCurrent { get; init; }

    /// <summary>While it tracks [V].</summary>
    public double ClockHigh { get; init; } = 1.8;

    /// <summary>While it holds [V].</summary>
    public double ClockLow { get; init; }

    /// <summary>When the clock begins to fall; null leaves the clock to the program, which sets its source [s].</summary>
    public double? SampleTime { get; init; }

    /// <summary>Length of the clock's edge [s].</summary>
    public double EdgeTime { get; init; } = 50e-12;

    /// <summary>Between the held node and the output; null lets the next stage load the capacitor.</summary>
    public IAnalogStage? Buffer { get; init; }

    public double Ideal(double input) => Buffer?.Ideal(input) ?? input;

    /// <summary>RMS noise that sampling leaves on the capacitor, √(kT/C) [V].</summary>
    /// <param name="temperature">[K]</param>
    public double ThermalNoise(double temperature) => Math.Sqrt(PhysicalConstants.Boltzmann * temperature / HoldCapacitance);

    /// <summary>How long an ideal switch must track for a step of full scale to come within ½ LSB, (N + 1) ln 2 · RC [s].</summary>
    public double SettlingTime(int bits) => (bits + 1) * Math.Log(2) * OnResistance * HoldCapacitance;

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public void Validate()
    {
        InvalidParameterException.RequirePositive(HoldCapacitance, "F", $"{Name}: hold capacitance");
        InvalidParameterException.RequirePositive(OnResistance, "Ω", $"{Name}: on-resistance");
        InvalidParameterException.RequireNonNegative(Feedthrough, "F", $"{Name}: feedthrough");
        InvalidParameterException.RequirePositive(TransistorWidth ?? 1, "m", $"{Name}: transistor width");
        InvalidParameterException.RequirePositive(LeakResistance, "Ω", $"{Name}: leak resistance");
        InvalidParameterException.RequireFinite(LeakCurrent, "A", $"{Name}: leak current");
        InvalidParameterException.RequireFinite(ClockLow, "V", $"{Name}: clock low");
        if (!(double.IsFinite(ClockHigh) && ClockHigh > ClockLow))
            throw InvalidParameterException.OutOfRange($"{Name}: clock high", ClockHigh, "V", "finite and above clock low");
        InvalidParameterException.RequirePositive(EdgeTime, "s", $"{Name}: edge time");
        if (SampleTime is { } time)
            InvalidParameterException.RequireNonNegative(time, "s", $"{Name}: sample time");
    }

    public void AddTo(CircuitDraft draft, string name, NodeId input, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        Validate();
        var clock = new NodeId($"{name}_clk");
        var held = Buffer is null ? output : new NodeId($"{name}_held");
        draft.Add(new VoltageSource($"V{name}_clk", clock, NodeId.Ground, Clock()));
        List<Parameter> values = [new("ch", HoldCapacitance), new("rleak", LeakResistance), new("ileak", LeakCurrent)];
        if (TransistorWidth is { } width)
            Call("hold_nmos", [input, held, clock, draft.Rail($"{name}_bulk", ClockLow)], [new("w", width)]);
        else
            Call("hold_switch", [input, held, clock], [new("ron", OnResistance), new("cf", Feedthrough), new("von", 0.5 * (ClockLow + ClockHigh))]);
        draft.ResolveCharge(VoltageThatCounts * HoldCapacitance);
        Buffer?.AddTo(draft, $"{name}_buffer", held, output);

        void Call(string subcircuit, NodeId[] nodes, Parameter[] own)
        {
            PeripheryLibrary.AddTo(draft, subcircuit);
            draft.Add(new SubcircuitCall($"X{name}", nodes, subcircuit) { Parameters = [.. values, .. own] });
        }
    }

    private SourceShape Clock() => SampleTime is { } time
        ? new PieceWiseLinearWaveform([new(time, ClockHigh), new(time + EdgeTime, ClockLow)])
        : ClockHigh;
}
