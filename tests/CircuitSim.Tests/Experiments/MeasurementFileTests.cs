using CircuitSim.Experiments.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class MeasurementFileTests
{
    private const string Rows = "\n1,2,4\n2,3,6\n3,4,8\n4,5,10\n5,4,8\n6,3,6\n7,2,4\n8,1,2\n";

    [Theory]
    [InlineData("t_s,v_v,i_a", 1, 1, 1)]
    [InlineData("time_ns,voltage_mv,current_ua", 1e-9, 1e-3, 1e-6)]
    [InlineData("Time (ms),Voltage [V],Current (uA)", 1e-3, 1, 1e-6)]
    [InlineData("\"Time/us\",\"Bias/kV\",\"I/µA\"", 1e-6, 1e3, 1e-6)]
    [InlineData("TIME_MS,VOLTAGE_MV,CURRENT_PA", 1e-3, 1e-3, 1e-12)]
    [InlineData("# remark, with commas\ntimestamp [seconds],u_volt,i [nA]", 1, 1, 1e-9)]
    [InlineData("time ps,applied voltage [microvolt],device current (kiloamp)", 1e-12, 1e-6, 1e3)]
    public void Columns_AsPeopleNameThem_GiveSiUnits(string header, double time, double voltage, double current)
    {
        var series = Read(header + Rows).Series(new MeasurementTiming(), null);
        Close.Equal([1 * time, 8 * time], [series.Times[0], series.Times[^1]], rtol: 1e-12);
        Close.Equal([5 * voltage, 10 * current], [series.ReadVoltages[3], series.Currents[3]], rtol: 1e-12);
        Close.Equal(time, series.Durations[1], rtol: 1e-12);
    }

    [Theory]
    [InlineData("resistance_kohm", 4, 0.2 / 4e3)]
    [InlineData("R [MΩ]", 4, 0.2 / 4e6)]
    [InlineData("r_megohm", 4, 0.2 / 4e6)]
    [InlineData("conductance (uS)", 4, 0.2 * 4e-6)]
    [InlineData("g_s", 4, 0.8)]
    [InlineData("read current [nA]", 4, 4e-9)]
    public void Columns_OfATrain_GiveTheCurrentOfEachRead(string header, double cell, double current)
    {
        var rows = string.Join('\n', Enumerable.Repeat($"{cell};-1.5;10;3", 8));
        var series = Read($"{header};pulse voltage [V];width_ns;count\n{rows}\n").Series(new MeasurementTiming(), 0.2);
        Assert.True(series.IsTrain);
        Close.Equal([current, 30e-9, 240e-9], [series.Currents[7], series.Durations[7], series.Times[7]], rtol: 1e-12);
        Assert.Equal(24, Read($"{header};pulse voltage [V];width_ns;count\n{rows}\n").Pulses().Count);
    }

    [Fact]
    public void Times_OfALoopWithoutThem_FollowThePeriodOrTheSweepRate()
    {
        const string Loop = "voltage [V]\tcurrent [A]\n0\t0\n1\t1\n2\t2\n1\t2\n0\t0\n-1\t-1\n-2\t-2\n-1\t-2\n";
        Close.Equal([0.0, 1, 2, 3, 4, 5, 6, 7], [.. Read(Loop).Series(new MeasurementTiming(Period: 7), null).Times], rtol: 1e-12);
        Close.Equal([0.0, 2, 4, 6, 8, 10, 12, 14], [.. Read(Loop).Series(new MeasurementTiming(SweepRate: 0.5), null).Times], rtol: 1e-12);
    }

    [Theory]
    [InlineData("", "holds no numbers.")]
    [InlineData("t_s,v_v,i_a\n", "holds no numbers.")]
    [InlineData("1,2,3\n4,5,6\n", "has no line of names above its numbers; columns are named with their units, such as time_s")]
    [InlineData("t_s,v_v,i_a\n0,1,nan\n", "line 2: 'nan' is not a number")]
    [InlineData("t_s,v_v,i_a\n0,1\n1,2,3\n", "line 3 has 3 numbers, the first row has 2; every row needs as many.")]
    [InlineData("t_s,v_v\n0,1,2\n1,2,3\n", "names 2 columns, its rows have 3 numbers")]
    [InlineData("t_s,v_v,i_a\n0,1,1e400\n", "'1e400' is not a number")]
    [InlineData("time,v_v,i_a\n0,1,2\n", "column 'time' gives no unit; columns are named")]
    [InlineData("t_s,v_v,flux_wb\n0,1,2\n", "column 'flux_wb' is not understood; columns are named")]
    [InlineData("t_s,voltage [A],i_a\n0,1,2\n", "column 'voltage [A]': 'A' is no unit of a voltage; columns are named")]
    [InlineData("t_s,v_v,voltage [mV]\n0,1,2\n", "column 'voltage [mV]': the voltage is given twice; keep one of the columns.")]
    [InlineData("t_s,v_v,r_mohm\n0,1,2\n", "'mohm' is milliohm to some and megohm to others; write megohm or milliohm.")]
    [InlineData("t_s,v_v,i_a\n0,1,2\n", "has 1 rows; a loop needs 8 at least.")]
    [InlineData("t_s,v_v,i_a\n1,0,0\n2,1,1\n2,2,1\n3,1,1\n4,0,0\n5,1,1\n6,1,1\n7,2,1\n", "row 3: times must rise from row to row.")]
    [InlineData("t_s,v_v,i_a\n1,2,0\n2,2,1\n3,2,1\n4,2,1\n5,2,0\n6,2,1\n7,2,1\n8,2,1\n", "its voltage is the same in every row, so it shows no loop")]
    [InlineData("v_v,i_a\n1,0\n2,2\n3,2\n4,2\n5,2\n6,2\n7,2\n8,2\n", "gives no times; add a column time_s, or state the loop's frequency, its period or its sweep rate.")]
    [InlineData("t_s,v_v\n1,0\n2,2\n3,2\n4,2\n5,2\n6,2\n7,2\n8,2\n", "has no resistance, which a measurement without a current needs")]
    [InlineData("t_s,v_v,r_ohm\n1,0,0\n2,2,1\n3,2,1\n4,2,1\n5,2,1\n6,2,1\n7,2,1\n8,2,1\n", "row 1: a resistance is above zero.")]
    [InlineData("v_v,width_s,i_a\n1,1,1\n1,1,1\n1,1,1\n1,1,1\n1,1,1\n1,1,1\n1,1,1\n1,1,1\n", "gives the current of each read but not its voltage")]
    [InlineData("v_v,width_s,r_ohm\n1,1,1\n1,-1,1\n", "row 2: a width is not below zero.")]
    [InlineData("v_v,width_s,r_ohm,count\n1,1,1,0.5\n1,1,1,2\n", "row 1: a count is a whole number from 1 to 10000.")]
    [InlineData("v_v,width_s,i_a,v_read [V]\n1,1,1,0\n1,1,1,1\n1,1,1,1\n1,1,1,1\n1,1,1,1\n1,1,1,1\n1,1,1,1\n1,1,1,1\n", "row 1: a read at zero volts tells no resistance.")]
    public void Files_ThatAreNoMeasurement_AreRefusedInOneLine(string text, string words)
    {
        var fault = Assert.Throws<DataFileException>(() => Read(text).Series(new MeasurementTiming(), null));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Contains("data.csv: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_OfMoreRowsThanAFitTakes_AreRefusedBeforeTheyAreRead()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data.csv"), "t_s,v_v,i_a\n" + string.Concat(Enumerable.Repeat("1,2,3\n", 200_001)));
        Assert.Contains("holds more than 200000 rows; keep every tenth, or a part.", Assert.Throws<DataFileException>(() => new MeasurementFile(folder.File("data.csv"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exchanged_ChangesTheSignsOfVoltagesAndCurrentsAlone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data.csv"), "t_s,v_v,i_a" + Rows);
        var series = new MeasurementFile(folder.File("data.csv"), isExchanged: true).Series(new MeasurementTiming(), null);
        Assert.Equal((-5.0, -10.0, 4.0), (series.ReadVoltages[3], series.Currents[3], series.Times[3]));
    }

    private static MeasurementFile Read(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data.csv"), text);
        return new MeasurementFile(folder.File("data.csv"));
    }
}
