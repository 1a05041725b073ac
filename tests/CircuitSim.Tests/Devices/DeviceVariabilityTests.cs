using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class DeviceVariabilityTests
{
    private const int Samples = 20_000;

    private static readonly VteamParameters Magic = VteamCard.ToParameters(DeviceModelLibrary.Find("vteam_magic").Card);

    private static readonly Variability Tenth = Variability.Normal(0.1);

    private static readonly DeviceVariability Scattered = new()
    {
        Parameters = new DeviceScatter
        {
            ROn = Tenth,
            ROff = Tenth,
            KOn = Tenth,
            KOff = Tenth,
            AlphaOn = Tenth,
            AlphaOff = Tenth,
            VOn = Tenth,
            VOff = Tenth,
        },
        CycleToCycle = Tenth,
        ReadNoise = Tenth,
        Faults = new CellFaultRates { StuckAtLrs = 0.1, StuckAtHrs = 0.05, Open = 0.02, Shorted = 0.01 },
    };

    private static readonly (string Name, Func<VteamParameters, double> Of)[] Parameters =
    [
        ("ron", p => p.ROn), ("roff", p => p.ROff), ("kon", p => p.KOn), ("koff", p => p.KOff),
        ("aon", p => p.AlphaOn), ("aoff", p => p.AlphaOff), ("von", p => p.VOn), ("voff", p => p.VOff),
    ];

    [Fact]
    public void Device_EachParameter_HasTheStatedMeanAndDeviationAndNoCorrelation()
    {
        var stream = new RandomStream(11);
        var factors = Parameters.Select(p => new double[Samples]).ToArray();
        for (var cell = 0; cell < Samples; cell++)
        {
            var device = Drawn(Scattered, stream, cell);
            for (var k = 0; k < factors.Length; k++)
                factors[k][cell] = Parameters[k].Of(device) / Parameters[k].Of(Magic);
        }

        for (var k = 0; k < factors.Length; k++)
        {
            RequireMoments(factors[k], 0.1, Parameters[k].Name);
            // Against the next parameter of the same cell, and the same parameter of the next cell.
            RequireUncorrelated(factors[k], factors[(k + 1) % factors.Length], Parameters[k].Name);
            RequireUncorrelated(factors[k], [.. factors[k].Skip(1), factors[k][0]], $"{Parameters[k].Name} of neighbours");
        }
    }

    [Fact]
    public void Device_LogNormalAndTruncated_FollowTheirLaws()
    {
        var logNormal = Draw(new DeviceScatter { KOn = Variability.LogNormal(0.3) }, p => p.KOn / Magic.KOn);
        // The 4th moment of a log-normal at σ = 0.3 widens the error of its deviation by 1.5.
        RequireMoments(logNormal, 0.3, "log-normal", 1.5);
        var truncated = Draw(new DeviceScatter { VOn = Variability.TruncatedNormal(1, 0.2) }, p => p.VOn / Magic.VOn);
        Assert.All(truncated, f => Assert.InRange(f, 0.8, 1.2));
        Assert.True(truncated.Min() < 0.801 && truncated.Max() > 1.199);
    }

    [Fact]
    public void Device_HugeScatter_IsAlwaysValid()
    {
        var huge = Variability.Normal(3);
        var scatter = new DeviceScatter
        {
            ROn = huge,
            ROff = huge,
            KOn = huge,
            KOff = huge,
            AlphaOn = huge,
            AlphaOff = huge,
            VOn = huge,
            VOff = huge,
        };
        var narrow = Magic with { ROff = 1.1 * Magic.ROn, W0 = 1e-9 };
        for (var cell = 0; cell < 5000; cell++)
            scatter.Draw(narrow, new RandomStream(12).Child("device", cell)).Validated();
    }

    [Fact]
    public void Device_AlphaOfOne_IsHeldAtOneByHalfOfTheDraws()
    {
        var alphas = new double[Samples];
        var scatter = new DeviceScatter { AlphaOff = Tenth };
        for (var cell = 0; cell < Samples; cell++)
            alphas[cell] = scatter.Draw(Magic with { AlphaOff = 1 }, new RandomStream(13).Child("device", cell)).AlphaOff;
        Assert.All(alphas, a => Assert.True(a >= 1));
        RequireCount(alphas.Count(a => a == 1), 0.5, "held");
    }

    private static VteamParameters Drawn(DeviceVariability variability, RandomStream stream, long cell) =>
        ((Vteam)variability.Device(new Vteam(Magic), stream, cell)).Parameters;

    [Fact]
    public void Device_WithoutScatter_ChangesNoBit()
    {
        Assert.Equal(Magic, Drawn(DeviceVariability.None, new RandomStream(1), 7));
        Assert.Equal(1, DeviceVariability.None.SpeedFactor(new RandomStream(1), 7, 3));
        Assert.Equal(1, DeviceVariability.None.ReadFactor(new RandomStream(1), 7, 3));
        Assert.Equal(CellFault.None, DeviceVariability.None.Fault(new RandomStream(1), 7));
    }

    [Fact]
    public void Draws_InAnyOrderAndBesideOthers_AreTheSameBits()
    {
        var ahead = new RandomStream(14);
        var devices = Enumerable.Range(0, 50).Select(cell => Drawn(Scattered, ahead, cell)).ToArray();
        var speeds = Enumerable.Range(0, 50).Select(pulse => Scattered.SpeedFactor(ahead, 3, pulse)).ToArray();
        var backwards = new RandomStream(14);
        backwards.NextUInt64();
        for (var k = 49; k >= 0; k--)
        {
            Assert.Equal(speeds[k], Scattered.SpeedFactor(backwards, 3, k));
            Scattered.ReadFactor(backwards, k, 0);
            Assert.Equal(devices[k], Drawn(Scattered, backwards, k));
        }

        // A further σ shifts no other parameter.
        var only = Scattered with { Parameters = new DeviceScatter { VOff = Tenth } };
        Assert.Equal(devices[5].VOff, Drawn(only, ahead, 5).VOff);
        Assert.Equal(Magic.ROn, Drawn(only, ahead, 5).ROn);
    }

    [Fact]
    public void SpeedFactorAndReadFactor_OverPulsesAndCells_HaveTheStatedMoments()
    {
        var stream = new RandomStream(15);
        RequireMoments([.. Enumerable.Range(0, Samples).Select(k => Scattered.SpeedFactor(stream, 4, k))], 0.1, "pulses of a cell");
        RequireMoments([.. Enumerable.Range(0, Samples).Select(k => Scattered.SpeedFactor(stream, k, 4))], 0.1, "a pulse of the cells");
        RequireMoments([.. Enumerable.Range(0, Samples).Select(k => Scattered.ReadFactor(stream, 4, k))], 0.1, "reads of a cell");
    }

    [Fact]
    public void SpeedFactor_OfBothSpeeds_IsThatOfAStretchedPulse()
    {
        var stream = new RandomStream(16);
        var factor = Scattered.SpeedFactor(stream, 2, 9);
        var (fast, _) = new Vteam(Magic with { KOn = Magic.KOn * factor, KOff = Magic.KOff * factor }).Advance(3e-9, -2, -2, 1e-9);
        var (stretched, _) = new Vteam(Magic).Advance(3e-9, -2, -2, factor * 1e-9);
        Close.Equal(stretched, fast, rtol: 1e-13, atol: 0, where: "state");
        Assert.NotEqual(3e-9, fast);
    }

    [Fact]
    public void FaultMap_OfManyCells_HasTheStatedRates()
    {
        var map = Scattered.FaultMap(new RandomStream(17), Samples);
        RequireCount(map.Count(f => f == CellFault.StuckAtLrs), 0.1, "stuck at LRS");
        RequireCount(map.Count(f => f == CellFault.StuckAtHrs), 0.05, "stuck at HRS");
        RequireCount(map.Count(f => f == CellFault.Open), 0.02, "open");
        RequireCount(map.Count(f => f == CellFault.Shorted), 0.01, "short");
        Assert.Equal(map[123], Scattered.Fault(new RandomStream(17), 123));
    }

    [Fact]
    public void FaultMap_AtAHigherRate_KeepsTheFaultyCells()
    {
        var few = new DeviceVariability { Faults = new CellFaultRates { Open = 0.05 } }.FaultMap(new RandomStream(18), 1000);
        var many = new DeviceVariability { Faults = new CellFaultRates { Open = 0.2 } }.FaultMap(new RandomStream(18), 1000);
        Assert.All(few.Zip(many), pair => Assert.True(pair.First == CellFault.None || pair.Second == CellFault.Open));
    }

    [Fact]
    public void Conductance_OfEachFault_IsWhatItsNameSays()
    {
        var rates = new CellFaultRates { ShortResistance = 2 };
        Assert.Equal(5e-4, rates.Conductance(CellFault.None, Magic, 5e-4));
        Assert.Equal(1 / Magic.ROn, rates.Conductance(CellFault.StuckAtLrs, Magic, 5e-4));
        Assert.Equal(1 / Magic.ROff, rates.Conductance(CellFault.StuckAtHrs, Magic, 5e-4));
        Assert.Equal(0, rates.Conductance(CellFault.Open, Magic, 5e-4));
        Assert.Equal(0.5, rates.Conductance(CellFault.Shorted, Magic, 5e-4));
    }

    [Fact]
    public void FaultRates_OutOfRange_NameTheProbability()
    {
        var fault = Assert.Throws<InvalidParameterException>(() => new CellFaultRates { Open = 0.7, Shorted = 0.4 }.Validated());
        Assert.Equal("sum of the fault probabilities = 1.1 must be at most 1.", fault.Message);
        Assert.Equal("open probability", Assert.Throws<InvalidParameterException>(() => new CellFaultRates { Open = -0.1 }.Validated()).Parameter);
    }

    private static double[] Draw(DeviceScatter scatter, Func<VteamParameters, double> quantity) =>
        [.. Enumerable.Range(0, Samples).Select(cell => quantity(scatter.Draw(Magic, new RandomStream(19).Child("device", cell))))];

    private static void RequireMoments(double[] factors, double sigma, string where, double widening = 1)
    {
        var mean = factors.Average();
        var deviation = Math.Sqrt(factors.Sum(f => (f - mean) * (f - mean)) / (factors.Length - 1));
        Close.Equal(1, mean, rtol: 0, atol: 5 * sigma / Math.Sqrt(factors.Length), where: $"mean of {where}");
        Close.Equal(sigma, deviation, rtol: 0, atol: 5 * widening * sigma / Math.Sqrt(2.0 * factors.Length), where: $"deviation of {where}");
    }

    private static void RequireUncorrelated(double[] a, double[] b, string where)
    {
        var covariance = a.Zip(b, (x, y) => (x - 1) * (y - 1)).Average();
        var scale = Math.Sqrt(a.Average(x => (x - 1) * (x - 1)) * b.Average(y => (y - 1) * (y - 1)));
        Close.Equal(0, covariance / scale, rtol: 0, atol: 5 / Math.Sqrt(a.Length), where: $"correlation of {where}");
    }

    private static void RequireCount(int count, double probability, string where) =>
        Close.Equal(probability * Samples, count, rtol: 0, atol: 5 * Math.Sqrt(Samples * probability * (1 - probability)), where: where);
}
