using System.Globalization;
using CircuitSim.Emulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation;

/// <summary>On small files of the published format.</summary>
public class UciHarFileTests
{
    private static readonly string[] Signals = ["body_acc_x", "body_acc_y", "body_acc_z", "body_gyro_x", "body_gyro_y", "body_gyro_z", "total_acc_x", "total_acc_y", "total_acc_z"];

    [Fact]
    public void Read_FeaturesAndSignals_AreNumbersWithTheirClasses()
    {
        using var folder = new TemporaryFolder();
        WriteTest(folder, samples: 2);
        var features = UciHarFile.ReadFeatures(folder.Path, "test");
        Assert.Equal([2, 561], features.Samples.Shape);
        Assert.Equal([4, 5], features.Labels);
        Assert.Equal(1.5612e-3, features.Samples.Values.Span[561 + 560], 1e-12);
        var signals = UciHarFile.ReadSignals(folder.Path, "test");
        Assert.Equal([2, 128, 9], signals.Samples.Shape);
        // Sample 1, reading 3, signal 7: 7 + 1.003 in thousandths.
        Assert.Equal(8.003e-3, signals.Samples.Values.Span[(128 + 3) * 9 + 7], 1e-12);
    }

    [Fact]
    public void Read_OtherSizesOrClasses_AreRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        Assert.EndsWith("unpack it, and name the folder.", Refused(), StringComparison.Ordinal);
        WriteTest(folder, samples: 2);
        File.AppendAllText(folder.File("test/y_test.txt"), "6\n");
        Assert.Contains("X_test.txt: holds [2 × 561] numbers, and UCI-HAR has 3 lines of 561 a line there.", Refused(), StringComparison.Ordinal);
        File.WriteAllText(folder.File("test/y_test.txt"), "5\n7\n");
        Assert.Contains("y_test.txt: line 2 has the activity 7; those of UCI-HAR are 1 to 6.", Refused(), StringComparison.Ordinal);
        File.WriteAllText(folder.File("test/y_test.txt"), "5 1\n");
        Assert.Contains("holds [1 × 2] numbers, and UCI-HAR has 1 a line there.", Refused(), StringComparison.Ordinal);

        string Refused() => Assert.Throws<DataFileException>(() => UciHarFile.ReadFeatures(folder.Path, "test")).Message;
    }

    /// <summary>As the published files are written: two or three blanks between numbers with an exponent of three digits.</summary>
    private static void WriteTest(TemporaryFolder folder, int samples)
    {
        Directory.CreateDirectory(folder.File("test/Inertial Signals"));
        Write("X_test.txt", samples, (n, k) => (n + (k + 52) / 1000.0 - (n == 1 ? 0.0508 : 0)) / 1000, 561);
        File.WriteAllLines(folder.File("test/y_test.txt"), Enumerable.Range(0, samples).Select(n => FormattableString.Invariant($"{n + 5}")));
        foreach (var (s, signal) in Signals.Index())
            Write($"Inertial Signals/{signal}_test.txt", samples, (n, k) => (s + n + k / 1000.0) / 1000, 128);

        void Write(string name, int rows, Func<int, int, double> value, int columns) => File.WriteAllLines(folder.File($"test/{name}"), Enumerable.Range(0, rows).Select(n =>
            string.Concat(Enumerable.Range(0, columns).Select(k => value(n, k).ToString(" 0.0000000e+000", CultureInfo.InvariantCulture).Insert(0, " ")))));
    }
}
