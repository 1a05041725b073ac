using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Programming;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Programming;

/// <summary>Write margins against closed forms and against transients of whole arrays.</summary>
public class WriteMarginsTests
{
    private static readonly ModelCard Card = DeviceModelLibrary.Find("vteam_magic").Card;
    private static readonly VteamParameters Device = VteamCard.ToParameters(Card);

    public static TheoryData<WriteDirection, BiasScheme> Writes => new()
    {
        { WriteDirection.Set, BiasScheme.HalfVoltage },
        { WriteDirection.Reset, BiasScheme.HalfVoltage },
        { WriteDirection.Set, BiasScheme.ThirdVoltage },
        { WriteDirection.Reset, BiasScheme.ThirdVoltage },
        { WriteDirection.Reset, BiasScheme.Floating },
    };

    [Theory]
    [InlineData(WriteDirection.Set)]
    [InlineData(WriteDirection.Reset)]
    public void LeastAmplitude_WithoutWires_IsThatOfTheClosedForm(WriteDirection direction)
    {
        var requirement = new WriteRequirement { Width = 20e-9, Edge = 1e-9, Switched = 0.8 };
        var window = new WriteMargins(CrossbarWiring.Uniform(4, 4, 0), Card, BiasScheme.HalfVoltage, requirement).Find(direction);
        var (k, threshold, alpha) = direction == WriteDirection.Set ? (-Device.KOn, -Device.VOn, Device.AlphaOn) : (Device.KOff, Device.VOff, Device.AlphaOff);
        // k [u^α · width + 3 · edge · u^(α+1) / ((α + 1)(u + 1))] = 0.8 · range with u = V/v_th − 1: the voltage rises from zero in an
        // edge, and falls to V/2 in one, which is half as steep.
        double Moved(double u) => k * (Math.Pow(u, alpha) * requirement.Width + 3 * requirement.Edge * Math.Pow(u, alpha + 1) / ((alpha + 1) * (u + 1)));
        var u = MathNet.Numerics.RootFinding.Brent.FindRoot(u => Moved(u) - 0.8 * 3e-9, 1e-6, 100, 1e-12);
        Close.Equal(threshold * (1 + u), window.Least!.Value, rtol: 3e-4);
        Close.Equal(1, window.Supply.Share, rtol: 1e-9);
    }

    [Theory]
    [InlineData(WriteDirection.Set)]
    [InlineData(WriteDirection.Reset)]
    public void GreatestAmplitude_UnderHalfVoltage_IsTwiceThatOfTheClosedForm(WriteDirection direction)
    {
        var requirement = new WriteRequirement { Width = 20e-9, Edge = 1e-9, Writes = 300, Tolerance = 0.02 };
        var window = new WriteMargins(CrossbarWiring.Uniform(4, 4, 0), Card, BiasScheme.HalfVoltage, requirement).Find(direction);
        var (k, threshold, alpha) = direction == WriteDirection.Set ? (-Device.KOn, -Device.VOn, Device.AlphaOn) : (Device.KOff, Device.VOff, Device.AlphaOff);
        double Moved(double u) => 300 * k * (Math.Pow(u, alpha) * (requirement.Width + requirement.Edge) + 2 * requirement.Edge * Math.Pow(u, alpha + 1) / ((alpha + 1) * (u + 1)));
        var u = MathNet.Numerics.RootFinding.Brent.FindRoot(u => Moved(u) - 0.02 * 3e-9, 1e-6, 100, 1e-12);
        Close.Equal(2 * threshold * (1 + u), window.Greatest, rtol: 3e-4);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public void StateBehindPulse_InAnArrayOfLrs_IsThatOfTheWholeTransient(WriteDirection direction, BiasScheme scheme)
    {
        const int Size = 10;
        var requirement = new WriteRequirement { Switched = 0.6 };
        var wiring = CrossbarWiring.Uniform(Size, Size, 1.5, driverResistance: 20, senseResistance: 20);
        var margins = new WriteMargins(wiring, Card, scheme, requirement);
        var window = margins.Find(direction);
        var amplitude = window.Least!.Value;
        var array = new MemristorArray { Wiring = wiring, Card = Card, Devices = [new Vteam(Device)] };
        var states = new double[array.Count];
        states[window.Supply.Cell] = margins.Start(direction);
        var session = new ArraySession(array, new ArrayDrive { Scheme = scheme, LongestStep = requirement.Width }, states);
        session.Apply(new WritePulse(direction, window.Supply.Cell / Size, [new ColumnPulse(window.Supply.Cell % Size, amplitude, requirement.Width)], requirement.Edge));
        session.CopyStates(states);
        // In the LRS a ten-thousandth of the range is 3 % of the resistance, so the others' small moves count many times over.
        var moved = 50 * states.Where((_, k) => k != window.Supply.Cell).Max() / 3e-9;
        Close.Equal(margins.StateBehindPulse(direction, window.Supply, new Vteam(Device), amplitude) / 3e-9, states[window.Supply.Cell] / 3e-9, rtol: 0, atol: 1e-3 + moved, where: $"{direction}, {scheme}, others moved {moved}");
    }

    [Theory]
    [InlineData(WriteDirection.Set, BiasScheme.HalfVoltage, 3.15)]
    [InlineData(WriteDirection.Reset, BiasScheme.HalfVoltage, 0.66)]
    [InlineData(WriteDirection.Reset, BiasScheme.ThirdVoltage, 0.98)]
    public void DisturbMap_OfManyWrites_IsThatOfTheWholeTransient(WriteDirection direction, BiasScheme scheme, double amplitude)
    {
        const int Size = 6, Count = 12;
        var requirement = new WriteRequirement { Writes = Count };
        var wiring = CrossbarWiring.Uniform(Size, Size, 0.2);
        var margins = new WriteMargins(wiring, Card, scheme, requirement);
        var array = new MemristorArray { Wiring = wiring, Card = Card, Devices = [new Vteam(Device)] };
        var states = new double[array.Count];
        var start = margins.Start(direction);
        Array.Fill(states, start);
        var window = margins.Find(direction);
        var cell = window.Supply.Cell;
        // The written cell stands at the end to which the write leads, so that it does not move.
        states[cell] = margins.Start(direction == WriteDirection.Set ? WriteDirection.Reset : WriteDirection.Set);
        var session = new ArraySession(array, new ArrayDrive { Scheme = scheme, LongestStep = requirement.Width }, states);
        for (var write = 0; write < Count; write++)
            session.Apply(new WritePulse(direction, cell / Size, [new ColumnPulse(cell % Size, amplitude, requirement.Width)], requirement.Edge));
        session.CopyStates(states);
        var (background, written) = direction == WriteDirection.Set ? (1 / Device.ROff, 1 / Device.ROn) : (1 / Device.ROn, 1 / Device.ROff);
        var voltages = margins.Voltages(direction, cell, background, written);
        var largest = 0.0;
        for (var k = 0; k < states.Length; k++)
        {
            if (k == cell)
                continue;
            var predicted = margins.Drift(direction, Math.Max(voltages[k], 0) * amplitude, new Vteam(Device));
            largest = Math.Max(largest, predicted);
            var drift = Math.Abs(states[k] - start) / 3e-9;
            // Cells of the written bit line are released an edge earlier; what has drifted changes voltages to second order.
            Close.Equal(predicted, drift, rtol: 0.05, atol: 1e-9, where: $"cell {k}");
        }

        Assert.True(largest > 1e-7, $"nothing drifts: {largest}");
    }

    [Fact]
    public void Window_OfLargerArraysAndWires_NeedsMore()
    {
        double Least(int size, double wire) =>
            new WriteMargins(CrossbarWiring.Uniform(size, size, wire), Card, BiasScheme.HalfVoltage, new WriteRequirement()).Find(WriteDirection.Set).Least!.Value;
        Assert.True(Least(4, 1) < Least(8, 1) && Least(8, 1) < Least(16, 1));
        Assert.True(Least(8, 0) < Least(8, 0.5) && Least(8, 0.5) < Least(8, 2));
    }
}
