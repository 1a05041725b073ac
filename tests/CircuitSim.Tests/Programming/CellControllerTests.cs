using CircuitSim.Devices;
using CircuitSim.Programming;

namespace CircuitSim.Tests.Programming;

/// <summary>The controller against a single device of other parameters behind a series resistance, by the closed form.</summary>
public class CellControllerTests
{
    private static readonly VteamParameters Nominal = ProgrammedArrays.Nominal;

    [Theory]
    [InlineData(PulseLadder.Amplitude)]
    [InlineData(PulseLadder.Width)]
    public void Next_OnDevicesThatAreNotNominal_ReachesItsTargetInFewPulses(PulseLadder ladder)
    {
        var counts = new List<int>();
        foreach (var resistance in new[] { 10e3, 30e3, 100e3, 250e3 })
        {
            foreach (var speed in new[] { 0.8, 1, 1.25 })
            {
                foreach (var limit in new[] { 0.95, 1.05 })
                {
                    var device = Nominal with { ROn = limit * Nominal.ROn, ROff = limit * Nominal.ROff, KOn = speed * Nominal.KOn, KOff = speed * Nominal.KOff };
                    counts.Add(Pulses(device, ladder, 1 / resistance, series: 200));
                }
            }
        }

        Assert.InRange(counts.Max(), 1, 8);
        Assert.InRange(counts.Average(), 1, 5);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(1.1)]
    public void Next_OnShiftedThresholds_ClimbsOrTurnsBackToItsTarget(double factor)
    {
        var device = Nominal with { VOn = factor * Nominal.VOn, VOff = factor * Nominal.VOff };
        Assert.InRange(Pulses(device, PulseLadder.Amplitude, 1 / 30e3, series: 0), 1, 10);
    }

    [Fact]
    public void Next_OnADeviceThatNeverMoves_IsStuckAtTheEndOfTheLadder()
    {
        var controller = new CellController(new Vteam(Nominal), new PulsePlan(), 1e-4, 0.02);
        var amplitude = 0.0;
        for (var n = 0; n < 100 && !controller.IsStuck; n++)
        {
            var (direction, pulse) = controller.Next(0, 1 / 300e3);
            Assert.Equal(WriteDirection.Set, direction);
            Assert.True(pulse.Amplitude >= amplitude);
            amplitude = pulse.Amplitude;
            controller.Observe(1 / 300e3);
        }

        Assert.True(controller.IsStuck);
        Assert.Equal(new PulsePlan().LargestSetAmplitude, amplitude);
    }

    private static int Pulses(VteamParameters parameters, PulseLadder ladder, double target, double series)
    {
        var plan = new PulsePlan { Ladder = ladder, LongestWidth = 10e-6 };
        var controller = new CellController(new Vteam(Nominal), plan, target, 0.02);
        var device = new Vteam(parameters);
        var dose = new PulseDose(device, plan.Edge);
        var w = parameters.WOff;
        double Read() => 1 / (1 / device.Conductance(w) + series);
        while (!controller.IsDone(Read()))
        {
            Assert.True(controller.Pulses < 30, $"target {1 / target:0} Ω, at {1 / Read():0} Ω");
            var (direction, pulse) = controller.Next(0, Read());
            // The divider as it is at the start of the pulse.
            var voltage = pulse.Amplitude * Read() / device.Conductance(w);
            var move = dose.Move(direction, voltage, pulse.Width);
            w = Math.Clamp(direction == WriteDirection.Set ? w - move : w + move, parameters.WOn, parameters.WOff);
            controller.Observe(Read());
        }

        return controller.Pulses;
    }
}
