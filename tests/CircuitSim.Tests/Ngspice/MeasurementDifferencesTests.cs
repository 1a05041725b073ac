using System.Globalization;
using System.Text.RegularExpressions;
using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Ngspice;

/// <summary>
/// Measurements as ngspice 39 has them on the text as a user would run it: those that agree, and those of which netlists/README.md says that
/// they do not. A version that has the latter right fails here, and its row goes.
/// </summary>
public partial class MeasurementDifferencesTests
{
    /// <summary>Triangles of 1 ms between −1 and 1 V, then one that stays below zero.</summary>
    private const string Triangles = "V1 a 0 PWL(0 -1 0.5m 1 1m -1 1.5m 1 2m -1 2.5m 1 3m -1 3.25m -0.2 3.5m -1)\nR1 a 0 1k\nV2 b 0 0.5\nR2 b 0 1k\n.tran 1u 3.5m\n";

    [NgspiceTheory]
    [InlineData("when v(a)=v(b) fall=2")]
    [InlineData("when v(a)=0 cross=last")]
    [InlineData("find v(b) when v(a)=0.25 fall=3")]
    [InlineData("find v(a) at=0.125m")]
    [InlineData("trig v(a) val=0 td=1m rise=1 targ v(a) val=0 fall=1")]
    [InlineData("trig v(a) val=0.5 fall=1 targ v(a) val=-0.5 fall=2")]
    [InlineData("trig at=1m targ v(a) val=0.5 rise=2")]
    [InlineData("max v(a) from=0.6m to=1.2m")]
    [InlineData("min v(a) from=0.6m to=1.2m")]
    [InlineData("pp v(a) from=3m to=3.5m")]
    [InlineData("avg v(a) from=0.25m to=0.75m")]
    [InlineData("rms v(a) from=0 to=1m")]
    [InlineData("integ v(a) from=0.25m to=0.75m")]
    [InlineData("min_at v(a) from=0.6m to=1.4m")]
    public void Measure_OnThePlainText_IsThatOfNgspice(string measure)
    {
        var flat = Spice.Read($"{Triangles}.measure tran m {measure}").Flatten();
        var ours = new NetlistRun(flat, [new BuiltInSimulator()], (_, _) => null, keepWaveforms: false).Execute().Runs[0].Measured.Single().Value!.Value;
        // ngspice takes an interval from point to point, a step of 1 µs, in which the wave moves by 4 mV, more or less.
        var isInterval = measure.Contains("from=", StringComparison.Ordinal);
        Close.Equal(Run($"{Triangles}.measure tran m {measure}")!.Value, ours, rtol: isInterval ? 4e-3 : 2e-5, atol: 2e-6, where: measure);
    }

    [NgspiceTheory]
    [InlineData("when v(a)=0 cross=-1", 0.25e-3)]
    [InlineData("when v(a)=0 cross=-2", 2.75e-3)]
    [InlineData("max v(a) rise=4", 1.0)]
    [InlineData("deriv v(a) at=0.3m", null)]
    [InlineData("err1 v(b) v(a)", null)]
    [InlineData("duty v(a)", null)]
    [InlineData("avg v(a) trig v(a) val=0 rise=1 targ v(a) val=0 fall=1", null)]
    [InlineData("max v(a)\n.measure tran n when v(a)=m/2", null)]
    public void Measure_OnThePlainText_HasWhatTheReadmeSays(string measure, double? expected)
    {
        var found = Run($"{Triangles}.measure tran m {measure}", measure.Contains(" n ", StringComparison.Ordinal) ? "n" : "m");
        Assert.Equal(expected is null, found is null);
        if (found is { } value)
            Close.Equal(expected!.Value, value, rtol: 1e-5, where: measure);
    }

    /// <summary>The measurement that ngspice prints; null where it has none.</summary>
    private static double? Run(string cards, string name = "m") =>
        Measured().Matches(PlainNgspice.Text(cards)).FirstOrDefault(m => m.Groups[1].Value == name) is { } found ? double.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(\w+) +=\s+(-?[0-9.]+e[-+][0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Measured();
}
