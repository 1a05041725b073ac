using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery;

/// <summary>The clock of a sense amplifier: a source <c>Vname_clk</c> that rises once, or that a program sets.</summary>
internal static class SenseClock
{
    public static NodeId AddTo(CircuitDraft draft, string name, double high, double? start, double edge)
    {
        var clock = new NodeId($"{name}_clk");
        SourceShape shape = start is { } time ? new PieceWiseLinearWaveform([new(time, 0), new(time + edge, high)]) : 0.0;
        draft.Add(new VoltageSource($"V{name}_clk", clock, NodeId.Ground, shape));
        return clock;
    }

    /// <exception cref="InvalidParameterException">A time is out of range.</exception>
    public static void Validate(string stage, double? start, double edge)
    {
        InvalidParameterException.RequirePositive(edge, "s", $"{stage}: edge time");
        if (start is { } time)
            InvalidParameterException.RequireNonNegative(time, "s", $"{stage}: decision start");
    }
}
