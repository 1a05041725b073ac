using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>The forms of .measure that ngspice, LTspice, HSPICE and Xyce have, each on a wave that is known in closed form.</summary>
public class MeasurementFormsTests
{
    /// <summary>Triangles between −1 and 1 V, three of 1 ms, then one that stays below zero; b is a constant.</summary>
    private const string Triangles = """
        V1 a 0 PWL(0 -1 0.5m 1 1m -1 1.5m 1 2m -1 2.5m 1 3m -1 3.25m -0.2 3.5m -1)
        R1 a 0 1k
        V2 b 0 0.5
        R2 b 0 1k
        .tran 1u 3.5m

        """;

    [Theory]
    [InlineData("when v(a)=0 cross=-1", 2.75e-3)]
    [InlineData("when v(a)=0 cross=-2", 2.25e-3)]
    [InlineData("when v(a)=v(b) fall=2", 1.625e-3)]
    [InlineData("find {2*v(a)+v(b)} when v(a)=v(b) rise=last", 1.5)]
    [InlineData("find v(a) at={0.5m/4}", -0.5)]
    [InlineData("trig at=1m targ at=1.75m", 0.75e-3)]
    [InlineData("trig v(a)=0 td=1m rise=1 targ v(a)=0 fall=1 td=1m", 0.5e-3)]
    [InlineData("trig v(a)=0 td=1m rise=1 targ v(a)=0 fall=1", -0.5e-3)]
    [InlineData("trig v(a) 0 targ v(a) 0.5 minval=0.01", 0.125e-3)]
    [InlineData("trig v(a) frac_max=0.25 targ v(a) frac_max=0.75", 0.125e-3)]
    [InlineData("avg v(a) trig v(a)=0 rise=1 targ v(a)=0 fall=1", 0.5)]
    [InlineData("rms v(a) trig v(a)=0 rise=2 targ v(a)=0 fall=2", 0.57735026918962576)] // of a triangle, 1/√3 of its height
    [InlineData("max v(a) from=0.9m to=1.25m", 0)]
    [InlineData("max v(a) rise=4", -0.2)] // from where it begins to rise for the fourth time
    [InlineData("pp v(a) rise=last", 0.8)]
    [InlineData("max v(a) rfc_level=0.5 fall=1", 1)] // from the first fall through 0.5 V to the second
    [InlineData("min v(a) rfc_level=0.5 fall=-1", -1)]
    [InlineData("max v(a) output=time", 0.5e-3)]
    [InlineData("min_at v(a) from=0.2m to=2.2m", 1e-3)]
    [InlineData("duty v(a) on=0.5 off=0.5", 0.75 / 3.5)]
    [InlineData("duty v(a) on=0.5 off=-0.5 to=1m", 0.5)] // on at 0.375 ms, off at 0.875 ms
    [InlineData("on_time v(a) on=0.5", 0.25e-3)]
    [InlineData("off_time v(a) off=-0.5 to=3m", 0.25e-3)] // 0.75 ms below, three falls
    [InlineData("freq v(a) on=0.5 off=-0.5 to=3m", 1e3)]
    [InlineData("err1 v(b) {v(b)*1.1}", 0.1)]
    [InlineData("err v(b) 0.4", 0.2)]
    [InlineData("err2 v(b) {v(b)-0.1}", 0.2)]
    [InlineData("err3 v(b) 0.25", 1)] // ln 2 over ln 2
    [InlineData("eqn {2*v(b)+time*1k}", 4.5)]
    [InlineData("eqn {v(a)} to=1.25m", 0)]
    [InlineData("param {1+1} default_val=7", 2)]
    [InlineData("max v(a)\n.meas tran half when v(a)=m/2 rise=2", 1.375e-3)] // a level that another measurement gives
    [InlineData("when v(a)=0.5 rise=1\n.meas tran at find v(a) at=m", 0.5)]
    [InlineData("when v(a)=0.5 rise=1\n.meas tran area integ v(b) from=m to={m+1m}", 0.5e-3)]
    public void Evaluate_Triangles_IsItsClosedForm(string measure, double expected)
    {
        var value = Values($"{Triangles}.measure tran m {measure}")[^1].Value;
        Assert.NotNull(value);
        Close.Equal(expected, value.Value, rtol: 1e-6, atol: 1e-9, where: measure);
    }

    [Theory]
    [InlineData("max v(a)", 1)]
    [InlineData("param 3", 3)]
    [InlineData("trig v(a)=0 rise=1 targ v(a)=0 fall=1", 0.5e-3)]
    public void Measure_WithoutTheWordOfAnAnalysis_IsOfTheOnlyOneThereIs(string measure, double expected) =>
        Close.Equal(expected, Values($"{Triangles}.meas m {measure}")[^1].Value!.Value, rtol: 1e-9);

    [Fact]
    public void Measure_WithoutTheWordOfOneOfTwoAnalyses_IsRefused() =>
        Assert.Contains("write tran or op behind .measure", Assert.Throws<NetlistException>(() => Spice.Read($"{Triangles}.op\n.meas m max v(a)")).Message);

    [Theory]
    [InlineData("max {p*v(a)}")]
    [InlineData("find v(a) at={2*q}")]
    public void Measure_OfAParameterThatItsDcSweeps_IsRefused(string measure) =>
        Assert.Contains("a .dc gives", Assert.Throws<NetlistException>(
            () => Spice.Read($".param p=1 q={{p+1}}\nV1 a 0 {{p}}\nR1 a 0 1\n.dc param p 1 5 1\n.measure dc m {measure}").Flatten()).Message);

    [Fact]
    public void Measure_Continuous_HasAValueForEachPlace()
    {
        var values = Values($"{Triangles}.measure tran_cont m when v(a)=0 rise=2\n.measure tran_cont d trig v(a)=0 rise=1 targ v(a)=0.5 rise=1\n.measure tran_cont f find v(b) when v(a)=0 cross=-1");
        Assert.Equal(["m", "m[2]", "d", "d[2]", "d[3]", "f"], values.Select(v => v.Name));
        Assert.All(values.Zip([1.25e-3, 2.25e-3, 0.125e-3, 0.125e-3, 0.125e-3, 0.5]), p => Close.Equal(p.Second, p.First.Value!.Value, rtol: 1e-6));
    }

    [Theory]
    [InlineData("max v(a) from=2m to=1m default_val=0")]
    [InlineData("when v(a)=0 cross=-9")]
    [InlineData("avg v(a) trig v(a)=0 rise=9 targ v(a)=0 fall=1")]
    [InlineData("max v(a) rise=9")]
    [InlineData("trig at=9 targ at=1m")]
    [InlineData("find v(a) at=1m from=2m")]
    [InlineData("when v(a)=7\n.measure tran n find v(a) at=m")]
    [InlineData("duty v(a) from=9")]
    [InlineData("err1 v(a) v(b) ymin=2")]
    public void Evaluate_WhatNeverHappens_FailsAsNull(string measure) => Assert.Null(Values($"{Triangles}.measure tran m {measure}")[^1].Value);

    [Theory]
    [InlineData("max v(a) on=1", "on= has no meaning for max; leave it out.")]
    [InlineData("avg v(a) rise=1 targ", "expected a key of avg, found 'targ'.")]
    [InlineData("when v(a)=0 rise=0", "expected a whole number from 1 on, one from -1 down, which counts from the last, or LAST.")]
    [InlineData("error v(a)", "error compares with a file; write file= and its name, then indepvarcol= and depvarcol=, found the end of the statement.")]
    [InlineData("duty v(a) rise=1", "duty counts no rise, fall or cross; leave it out, or give the places behind trig and targ.")]
    [InlineData("find v(a) at=n", "n is neither")]
    public void Read_WhatAFormDoesNotHave_IsRefusedByName(string measure, string message) =>
        Assert.Contains(message.StartsWith("n is", StringComparison.Ordinal) ? "'n' is neither a parameter" : message, Assert.Throws<NetlistException>(() => Spice.Read($"{Triangles}.measure tran m {measure}")).What);

    [Fact]
    public void Read_ContinuousOfOneValue_IsRefused() =>
        Assert.Contains("max is one value", Assert.Throws<NetlistException>(() => Spice.Read($"{Triangles}.measure tran_cont m max v(a)")).Message);

    [Fact]
    public void Read_ANameTwice_TakesTheLastWithANote()
    {
        var reading = SpiceReader.Read($"t\n{Triangles}.measure tran m max v(a)\n.measure tran m min v(a)\n.end");
        Assert.Contains(reading.Notes, n => n.Contains("measurement m is defined twice; the last one counts.", StringComparison.Ordinal));
        Assert.Single(reading.Flat.Measurements);
    }

    [Theory]
    [InlineData("infnorm", 0.25)]
    [InlineData("l1norm", 0.375)]
    [InlineData("l2norm", 0.27950849718747373)]
    public void Evaluate_ErrorAgainstAFile_IsTheNormOfItsDifferences(string norm, double expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("truth.prn"), "Index TIME V(1)\n0 0 -1\n1 0.25m 0.125\n2 1.25m -0.25\nEnd of file\n");
        File.WriteAllText(folder.File("n.cir"), $"t\n{Triangles}.measure tran m error v(a) file=truth.prn comp_function={norm} indepvarcol=1 depvarcol=2\n.end\n");
        var (_, flat, _) = NetlistFile.Read(folder.File("n.cir"));
        Close.Equal(expected, MeasurementSink.Evaluate(flat, Spice.Transient(flat.Circuit).Waveforms).Single().Value!.Value, rtol: 1e-9);
    }

    [Theory]
    [InlineData("max v(a)", "V")]
    [InlineData("when v(a)=0", "s")]
    [InlineData("freq v(a)", "Hz")]
    [InlineData("duty v(a)", "")]
    [InlineData("max v(a)\n.measure tran n param='2*m'", "V")]
    [InlineData("max i(R1)\n.measure tran n param={v(b)/m}", "Ω")]
    [InlineData("max {p(R1)}", "W")]
    [InlineData("deriv v(a) at=1m", "V/s")]
    public void Values_OfEachForm_CarryTheirUnit(string measure, string unit) => Assert.Equal(unit, Values($"{Triangles}.measure tran m {measure}")[^1].Unit);

    private static IReadOnlyList<MeasuredValue> Values(string cards)
    {
        var flat = Spice.Read(cards).Flatten();
        return new NetlistRun(flat, [new BuiltInSimulator()], (_, _) => null, keepWaveforms: false).Execute().Runs[0].Measured;
    }
}
