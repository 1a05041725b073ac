using System.Text;
using CircuitSim.Files;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Files;

public class ArrayFileTests
{
    /// <summary>As spreadsheets save it: with a byte order mark, and units in the line of names.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadCsv_WithAByteOrderMarkAndGreekLetters_ReadsTheNumbers(bool hasMark)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("Αγωγιμότητες.csv");
        File.WriteAllText(file, "# G [µΩ⁻¹], σ\n1e-3,2e-3\n10u,4.5m\n", new UTF8Encoding(hasMark));
        var read = ArrayFile.Read(file, "conductances");
        Assert.Equal([2, 2], read.Shape);
        Assert.Equal([1e-3, 2e-3, 10e-6, 4.5e-3], read.Values.ToArray());
    }

    [Fact]
    public void ReadCsv_NumberRightBehindTheMark_IsANumber()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.csv"), "1,2\n", new UTF8Encoding(true));
        Assert.Equal([1, 2], ArrayFile.Read(folder.File("a.csv"), "x").Values.ToArray());
    }

    [Fact]
    public void ReadNpz_ArrayWithAGreekName_IsFound()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder.File("a.npz"), [new NpzArray("σ", [1], new[] { 1.0 }), new NpzArray("Ω", [1], new[] { 2.0 })]);
        Assert.Equal([2], ArrayFile.Read(folder.File("a.npz"), "Ω").Values.ToArray());
    }

    [Theory]
    [InlineData("g0,g1\n1,2\n3,4\n")]
    [InlineData("# remark\n\"first, second\"\r\n1,2\r\n3,4\r\n")]
    [InlineData("a b\n1 2\n3 4")]
    [InlineData("1,2\n\n3,4\n# end\n")]
    public void ReadCsv_WithOrWithoutALineOfNames_ReadsTheNumbers(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.csv"), text);
        var read = ArrayFile.Read(folder.File("a.csv"), "x");
        Assert.Equal([2, 2], read.Shape);
        Assert.Equal([1, 2, 3, 4], read.Values.ToArray());
    }

    [Fact]
    public void ReadNpy_ByItsEnding_IsReadUnderTheNameThatIsAskedFor()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder.File("W.npy"), new NpzArray("", [1, 2], new double[] { 3, 4 }));
        var read = ArrayFile.Read(folder.File("W.npy"), "weights");
        Assert.Equal("weights", read.Name);
        Assert.Equal([1, 2], read.Shape);
    }

    /// <summary>A word of a megabyte is cut, and no letter of two halves is.</summary>
    [Fact]
    public void ReadCsv_EndlessWord_IsRefusedInAShortLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.csv"), $"1,{new string('x', 1_000_000)}\n");
        var e = Assert.Throws<DataFileException>(() => ArrayFile.Read(folder.File("a.csv"), "x"));
        Assert.EndsWith($"line 1: '{new string('x', 40)}…' is not a number; start a line of words with #.", e.Message, StringComparison.Ordinal);
        Assert.Equal($"{new string('x', 39)}…", DataFileException.Shown($"{new string('x', 39)}😀y"));
    }
}
