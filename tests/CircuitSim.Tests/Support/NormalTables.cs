using CircuitSim.LookupTables;
using MathNet.Numerics.Distributions;

namespace CircuitSim.Tests.Support;

/// <summary>
/// Tables of a device that is known in closed form: an ohmic cell of 1 µS … 100 µS, whose ΔG by one pulse is normal with the mean
/// ±step (1 − x) (set) and −step x (reset), x = (G − G_min)/(G_max − G_min), and the standard deviation <see cref="Deviation"/>.
/// </summary>
public static class NormalTables
{
    public const double Least = 1e-6, Greatest = 100e-6, Step = 2e-6, Deviation = 0.2e-6;

    /// <summary>Part of the distribution that the first and the last point of the CDF cut off.</summary>
    public const double Cut = 1e-4;

    public static TableSet Device(int states = 501, int quantiles = 501, int pulses = 64, int ramps = 8)
    {
        var g = TableAxis.Even(DeviceKeys.Conductance, "start conductance", "S", Least, Greatest, states);
        var q = TableAxis.Even(DeviceKeys.Quantile, "quantile", "", 0, 1, quantiles);
        var v = TableAxis.Even(DeviceKeys.Voltage, "voltage", "V", -1, 1, 41);
        var pulse = TableAxis.Even(DeviceKeys.Pulse, "pulses", "", 0, pulses, pulses + 1);
        var ramp = TableAxis.Even(DeviceKeys.Ramp, "ramp", "", 0, ramps - 1, ramps);
        var (vSet, vReset, vRead) = (TableAxis.Even(DeviceKeys.SetVoltage, "amplitude", "V", -3, -1.6, 8), TableAxis.Even(DeviceKeys.ResetVoltage, "amplitude", "V", 0.4, 2, 8), TableAxis.Even(DeviceKeys.ReadVoltage, "read", "V", 0.05, 0.25, 5));
        double Part(double conductance) => (conductance - Least) / (Greatest - Least);
        double SetMean(double conductance) => Step * (1 - Part(conductance));
        double ResetMean(double conductance) => -Step * Part(conductance);
        // G behind n mean pulses of the set: G_max − (G_max − G_min)(1 − step/range)ⁿ, and its mirror image.
        double Decay(double n) => Math.Pow(1 - Step / (Greatest - Least), n);
        double SetRamp(double n) => Greatest - (Greatest - Least) * Decay(n);
        double ResetRamp(double n) => Least + (Greatest - Least) * Decay(n);
        LookupTable Inverse(string key, Func<double, double> mean) =>
            Of(key, "S", [q, g], at => mean(at[1]) + Deviation * Normal.InvCDF(0, 1, Math.Clamp(at[0], Cut, 1 - Cut)));
        return new TableSet
        {
            Kind = TableKind.Device,
            Provenance = new TableProvenance
            {
                Version = "1.0.0",
                Source = "closed form",
                Seed = 1,
                ReadVoltage = 0.1,
                Card = ".model normal MEMRISTOR(ron=10k roff=1meg kon=-0.1 koff=0.1 aon=1 aoff=1 von=-1.5 voff=0.3 won=0 woff=10n)",
                CardSha256 = new string('0', 64),
                Set = new TablePulse(-1.8, 100e-9, 1e-9),
                Reset = new TablePulse(1.2, 100e-9, 1e-9),
                Options = new System.Text.Json.Nodes.JsonObject { ["samples"] = 2000 },
            },
            Tables =
            [
                Inverse(DeviceKeys.Set, SetMean), Inverse(DeviceKeys.Reset, ResetMean),
                Of(DeviceKeys.SetMean, "S", [g], at => SetMean(at[0])), Of(DeviceKeys.SetDeviation, "S", [g], _ => Deviation),
                Of(DeviceKeys.ResetMean, "S", [g], at => ResetMean(at[0])), Of(DeviceKeys.ResetDeviation, "S", [g], _ => Deviation),
                Of(DeviceKeys.Current, "A", [g, v], at => at[0] * at[1]),
                Of(DeviceKeys.SetRamp, "S", [pulse], at => SetRamp(at[0])), Of(DeviceKeys.ResetRamp, "S", [pulse], at => ResetRamp(at[0])),
                // Devices that differ in their step: the r-th ramp runs as if it had had a few per cent more or fewer pulses.
                Of(DeviceKeys.SetRamps, "S", [ramp, pulse], at => SetRamp(at[1] * (1 + 0.02 * (at[0] - ramps / 2)))),
                Of(DeviceKeys.ResetRamps, "S", [ramp, pulse], at => ResetRamp(at[1] * (1 + 0.02 * (at[0] - ramps / 2)))),
                Of(DeviceKeys.SetTime, "s", [vSet], at => 1e-7 / -at[0]), Of(DeviceKeys.ResetTime, "s", [vReset], at => 1e-7 / at[0]),
                Of(DeviceKeys.ReadDisturb, "S", [vRead, g], _ => 0),
            ],
        }.Validated();
    }

    private static LookupTable Of(string key, string unit, TableAxis[] axes, Func<double[], double> value)
    {
        var values = new List<double>();
        foreach (var first in axes[0].Points)
        {
            if (axes.Length == 1)
                values.Add(value([first]));
            else
                foreach (var second in axes[1].Points)
                    values.Add(value([first, second]));
        }

        return new LookupTable(key, key, unit, axes, values.ToArray());
    }
}
