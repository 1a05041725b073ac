using CircuitSim.Devices;
using CircuitSim.Engine;
using CircuitSim.LookupTables;
using CircuitSim.Netlists.Cards;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables;

/// <summary>Without a window VTEAM moves by drive · time, and by the mean of k (v/v_th − 1)^α over a ramp, k v_th/v · (v/v_th − 1)^(α+1)/(α + 1), in each edge.</summary>
public class PulsedDevicesTests
{
    private static readonly ModelCard Card = DeviceModelLibrary.Find("vteam_magic").Card;

    private static readonly IThresholdModel Magic = MemristorCard.ToThresholdModel(Card);

    private static readonly double[] Starts = [0, 0.3e-9, 1.5e-9, 2.9e-9, 3e-9];

    [Theory]
    [InlineData(-1.8, 0.3e-9, 1)]
    [InlineData(-1.8, 0.3e-9, 1.7)]
    [InlineData(0.6, 2e-9, 1)]
    [InlineData(0.6, 2e-9, 0.4)]
    [InlineData(0.25, 1e-6, 1)]
    public void Apply_WithoutWindow_MovesEveryStateByTheClosedForm(double v, double width, double stretch)
    {
        var pulse = new TablePulse(v, width, 0.1 * width);
        var states = new PulsedDevices(new BuiltInSimulator(), Card).Apply(Magic, Starts, pulse, [stretch]);
        double[] expected = [.. Starts.Select(w => Math.Clamp(w + stretch * Move(v, pulse), 0, 3e-9))];
        Close.Equal(expected, states, rtol: 0, atol: 1e-12 * 3e-9);
    }

    [Fact]
    public void Apply_SeveralPulses_GivesTheStateBehindEach()
    {
        var pulse = new TablePulse(-1.8, 0.3e-9, 0.03e-9);
        double[] stretches = [1, 0.5, 2];
        var states = new PulsedDevices(new BuiltInSimulator(), Card).Apply(Magic, [3e-9, 2e-9], pulse, stretches);
        double[] expected = [.. new[] { 1, 1.5, 3.5 }.SelectMany(sum => new[] { 3e-9, 2e-9 }.Select(w => w + sum * Move(-1.8, pulse)))];
        Close.Equal(expected, states, rtol: 0, atol: 1e-12 * 3e-9);
    }

    [NgspiceFact]
    public void Apply_OnNgspice_IsNearTheClosedForm()
    {
        var pulse = new TablePulse(0.6, 2e-9, 0.2e-9);
        var states = new PulsedDevices(new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }), Card).Apply(Magic, Starts, pulse, [1, 0.5]);
        double[] expected = [.. new[] { 1, 1.5 }.SelectMany(sum => Starts.Select(w => Math.Clamp(w + sum * Move(0.6, pulse), 0, 3e-9)))];
        Close.Equal(expected, states, rtol: 0, atol: 1e-3 * 3e-9);
    }

    private static double Move(double v, TablePulse pulse)
    {
        var (k, threshold) = v > 0 ? (0.091, 0.3) : (-216.2, -1.5);
        var over = Math.Max(v / threshold - 1, 0);
        return k * Math.Pow(over, 4) * pulse.Width + 2 * pulse.Edge * k * threshold / v * Math.Pow(over, 5) / 5;
    }
}
