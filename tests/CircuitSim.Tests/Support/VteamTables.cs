using System.Text.Json.Nodes;
using CircuitSim.Devices;
using CircuitSim.LookupTables;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Support;

/// <summary>
/// Tables of a VTEAM card without window from its closed forms: dw = k (v/v_th − 1)^α t along the pulse, clipped at the ends, whose speed
/// is log-normal from pulse to pulse and normal from device to device.
/// </summary>
internal sealed record VteamTables
{
    /// <summary>Ratio 10, logarithm of the resistance linear in the state: a pulse changes a conductance by about as many per cent everywhere.</summary>
    public string Card { get; init; } = ".model analog MEMRISTOR(ron=10k roff=100k kon=-20m koff=20m aon=3 aoff=3 von=-1 voff=0.8 won=0 woff=10n iv=exponential window=none)";

    /// <summary>The same with a resistance linear in the state.</summary>
    public static VteamTables Linear { get; } = new() { Card = new VteamTables().Card.Replace("exponential", "linear", StringComparison.Ordinal) };

    public TablePulse Set { get; init; } = new(-1.4, 100e-9, 2e-9);

    public TablePulse Reset { get; init; } = new(1.1, 100e-9, 2e-9);

    public int States { get; init; } = 101;

    public int Quantiles { get; init; } = 101;

    public int Voltages { get; init; } = 21;

    /// <summary>Draws for each state and direction; 0 takes the exact quantiles, which without scatter are known.</summary>
    public int Samples { get; init; }

    public double Cycles { get; init; } = 0.1;

    public double Scatter { get; init; }

    public int Ramps { get; init; }

    public int Pulses { get; init; } = 40;

    /// <summary>i(v) over g v; 1 for an ohmic cell.</summary>
    public Func<double, double> Curvature { get; init; } = _ => 1;

    public IThresholdModel Device => field ??= MemristorCard.ToThresholdModel(ModelCardReader.Read(Card)[0]);

    /// <summary>Conductance behind a pulse of a device that is <paramref name="speed"/> times as fast [S].</summary>
    public double Behind(double conductance, TablePulse pulse, double speed)
    {
        var p = ((Vteam)Device).Parameters;
        var (k, alpha, threshold) = pulse.Voltage < 0 ? (p.KOn, p.AlphaOn, p.VOn) : (p.KOff, p.AlphaOff, p.VOff);
        var over = pulse.Voltage / threshold - 1;
        // The flat part, and two edges: ∫ (v/v_th − 1)^α dt over an edge = edge · over^(α + 1) / ((α + 1)(over + 1)).
        var move = speed * k * Math.Pow(over, alpha) * (pulse.Width + 2 * pulse.Edge * over / ((alpha + 1) * (over + 1)));
        var (ratio, isLinear) = (Math.Log(p.ROff / p.ROn), p.Form == CurrentVoltageForm.Linear);
        var start = isLinear ? (1 / conductance - p.ROn) / (p.ROff - p.ROn) : Math.Log(1 / (conductance * p.ROn)) / ratio;
        var x = Math.Clamp(start + move / (p.WOff - p.WOn), 0, 1);
        return isLinear ? 1 / (p.ROn + (p.ROff - p.ROn) * x) : Math.Exp(-ratio * x) / p.ROn;
    }

    public TableSet Build(ulong seed = 1)
    {
        var random = new RandomStream(seed);
        var device = Device;
        var g = TableAxis.Even(DeviceKeys.Conductance, "start conductance", "S", 1 / device.HighResistance, 1 / device.LowResistance, States);
        var q = TableAxis.Even(DeviceKeys.Quantile, "quantile", "", 0, 1, Quantiles);
        var v = TableAxis.Even(DeviceKeys.Voltage, "voltage", "V", -0.5, 0.5, Voltages);
        List<LookupTable> tables = [Inverse(DeviceKeys.Set, Set), Inverse(DeviceKeys.Reset, Reset), new LookupTable(DeviceKeys.Current, "current", "A", [g, v],
            [.. Enumerable.Range(0, States * Voltages).Select(k => g.Points[k / Voltages] * v.Points[k % Voltages] * Curvature(v.Points[k % Voltages]))])];
        if (Ramps > 0)
            tables.AddRange([Ramp(DeviceKeys.SetRamps, Set, g.Least), Ramp(DeviceKeys.ResetRamps, Reset, g.Greatest)]);
        var options = new JsonObject { ["sigma_cycle"] = Cycles, ["sigma_device"] = new JsonObject { ["kon"] = Scatter, ["koff"] = Scatter } };
        if (Samples > 0)
            options["samples"] = Samples;
        return new TableSet
        {
            Kind = TableKind.Device,
            Provenance = new TableProvenance { Version = "1.0.0", Source = "closed form", Seed = seed, ReadVoltage = 0.2, Card = Card, CardSha256 = new string('0', 64), Set = Set, Reset = Reset, Options = options },
            Tables = tables,
        }.Validated();

        double Speed(double u) => Math.Exp(Math.Sqrt(Math.Log(1 + Cycles * Cycles)) * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, u) - Math.Log(1 + Cycles * Cycles) / 2);

        double Own(RandomStream stream) => Math.Max(0.01, 1 + Scatter * stream.NextNormal());

        LookupTable Inverse(string key, TablePulse pulse)
        {
            var values = new double[Quantiles * States];
            for (var r = 0; r < States; r++)
            {
                var (start, stream) = (g.Points[r], random.Child(key, r));
                double[] changes = Samples == 0 ? [] : [.. Enumerable.Range(0, Samples).Select(_ => Behind(start, pulse, Own(stream) * Speed(stream.NextUniform())) - start).Order()];
                for (var n = 0; n < Quantiles; n++)
                {
                    var at = q.Points[n] * (Samples - 1);
                    var low = (int)Math.Min(at, Math.Max(Samples - 2, 0));
                    // A reset's change falls with speed.
                    var u = Math.Clamp(pulse.Voltage < 0 ? q.Points[n] : 1 - q.Points[n], 1e-7, 1 - 1e-7);
                    values[n * States + r] = Samples == 0 ? Behind(start, pulse, Speed(u)) - start : changes[low] + (at - low) * (changes[low + 1] - changes[low]);
                }
            }

            return new LookupTable(key, key, "S", [q, g], values);
        }

        LookupTable Ramp(string key, TablePulse pulse, double start)
        {
            var values = new List<double>();
            for (var r = 0; r < Ramps; r++)
            {
                var stream = random.Child(key, r);
                var (own, at) = (Own(stream), start);
                values.Add(at);
                for (var n = 0; n < Pulses; n++)
                    values.Add(at = Behind(at, pulse, own * Speed(stream.NextUniform())));
            }

            return new LookupTable(key, key, "S", [TableAxis.Even(DeviceKeys.Ramp, "ramp", "", 0, Ramps - 1, Ramps), TableAxis.Even(DeviceKeys.Pulse, "pulses", "", 0, Pulses, Pulses + 1)], values.ToArray());
        }
    }
}
