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

    /// <summary>As <c>DataFrame.to_csv</c> of pandas writes it for columns without names, and its index, which stands in a column without a name.</summary>
    [Theory]
    [InlineData("0,1,2\n0.5,0.25,1\n", "line 1 is 0, 1 … 2, which pandas writes for columns without names; save with to_csv(…, header=False, index=False), or write 0.0 there if these are numbers.")]
    [InlineData("# of a frame\n0,1\n1.0,-1.0\n", "line 2 is 0, 1, which pandas writes")]
    [InlineData("0,1,2,3,4,5,6,7,8,9\n255,0,0,0,0,0,0,0,0,0\n", "line 1 is 0, 1 … 9, which pandas")]
    [InlineData(",a,b\n0,1,2\n1,3,4\n", "line 1: the first column has no name, as where pandas writes the numbers of the rows; save without them: to_csv(…, index=False).")]
    [InlineData(",0,1\n0,0.5,0.25\n", "to_csv(…, index=False).")]
    [InlineData("\"\";\"a\"\n1;0.5\n", "to_csv(…, index=False).")]
    [InlineData("Unnamed: 0,a\n0,1\n", "to_csv(…, index=False).")]
    public void ReadCsv_OfAFrame_IsRefusedWithTheRemedy(string text, string words) => Refused(text, words);

    [Theory]
    [InlineData("0,1\n1,0\n", 0.0, 1.0, 1.0, 0.0)]
    [InlineData("0.0,1.0\n0.5,1\n", 0.0, 1.0, 0.5, 1.0)]
    [InlineData("0\n0.5\n", 0.0, 0.5)]
    [InlineData("0,1,2,3,4,5,6,7,8,9\n", 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)]
    [InlineData("5%,1 \n", 0.05, 1.0)]
    public void ReadCsv_RowThatMayCount_IsNumbers(string text, params double[] expected) => Assert.Equal(expected, Read(text).Values.ToArray());

    [Theory]
    [InlineData("V", "voltage_mv\n200\n300\n", 0.2, 0.3)]
    [InlineData("V", "V1 [mV],V2 [V]\n200,0.3\n", 0.2, 0.3)]
    [InlineData("V", "V1 [mV]\n200\n300\n", 0.2, 0.3)]
    [InlineData("V", "mV\n200\nfloat\n", 0.2, double.NaN)]
    [InlineData("S", "a [mS] b [uS]\n2 3\n", 2e-3, 3e-6)]
    [InlineData("S", "G (µS)\n2,3\n", 2e-6, 3e-6)]
    [InlineData("ohm", "R_kohm;r/MΩ\n2;3\n", 2e3, 3e6)]
    [InlineData("S", "g_a,g_v\n2,3\n", 2.0, 3.0)]
    [InlineData("S", "column 0,column 1\n2,3\n", 2.0, 3.0)]
    [InlineData("S", "cells of the second die\n2,3\n", 2.0, 3.0)]
    [InlineData("", "sepal length (mm),age [years]\n2,3\n", 2.0, 3.0)]
    public void ReadCsv_UnitInAName_IsTheNumbers(string unit, string text, params double[] expected) => Close.Equal(expected.TakeWhile(double.IsFinite).ToArray(), Read(text, unit, "float").Values.Span[..expected.TakeWhile(double.IsFinite).Count()], rtol: 1e-12);

    [Theory]
    [InlineData("S", "R_kohm,G_S\n2,3\n", "column 'R_kohm': 'kohm' is no unit of numbers in S; write one that is, such as mS, or none.")]
    [InlineData("V", "I [mA]\n2\n", "column 'I [mA]': 'mA' is no unit of numbers in V; write one that is, such as mV, or none.")]
    [InlineData("ohm", "r [mohm]\n2\n", "column 'r [mohm]': 'mohm' is milliohm to some and megohm to others; write megohm or milliohm.")]
    [InlineData("S", "a [mS],b [mS]\n1,2,3\n", "names 2 columns with units, its rows have 3 numbers; give every column a name, or one to all.")]
    public void ReadCsv_UnitOfSomethingElse_IsRefused(string unit, string text, string words) => Refused(text, words, unit);

    [Theory]
    [InlineData("0,1257;-0,0623\n", "line 1: '0,1257;-0,0623' has decimal commas; numbers need points, as in 0.05.")]
    [InlineData("a;b\n1;2\n0,1257;3\n", "line 3: '0,1257;3' has decimal commas")]
    [InlineData("0,1257\t-0,0623\n", "has decimal commas")]
    [InlineData("0,5 1e-3 2,5e-3\n", "has decimal commas")]
    [InlineData("0,00001\n0,00002\n", "line 1: '0,00001' has decimal commas")]
    [InlineData("1,2,\n", "line 1 ends behind a separator, with no number; take it away, or give the number.")]
    [InlineData("1,2\n3,4,\n", "line 2 ends behind a separator")]
    [InlineData("1,,2\n", "line 1: column 2 is empty; every one needs a number.")]
    [InlineData("1,nan\n", "line 1: 'nan' is not a number; every one must be finite.")]
    [InlineData("NaN,NaN\n1,2\n", "line 1: 'NaN' is not a number; every one must be finite.")]
    [InlineData("a,b\n1,-inf\n", "line 2: '-inf' is not a number; every one must be finite.")]
    public void ReadCsv_WhatOtherProgramsWrite_IsNamed(string text, string words) => Refused(text, words);

    [Fact]
    public void ReadCsv_FileThatIsNoText_IsRefusedWithoutShowingIt()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder.File("a.npy"), new NpzArray("", [2], new double[] { 1, 2 }));
        NpzFile.Write(folder.File("a.npz"), [new NpzArray("a", [2], new double[] { 1, 2 })]);
        RefusedBytes(File.ReadAllBytes(folder.File("a.npy")), "holds a NumPy array and no text; let its name end in .npy.");
        RefusedBytes(File.ReadAllBytes(folder.File("a.npz")), "holds an archive and no text; let the name of NumPy's end in .npz, and save a spreadsheet as CSV.");
        RefusedBytes(Encoding.Unicode.GetBytes("1,2\n"), "holds zero bytes, which no text does; save it as CSV of UTF-8.");
    }

    [Fact]
    public void ReadCsv_LineWithoutEnd_IsRefused() => Refused(new string('1', (1 << 23) + 1), "has a line of more than 8388608 characters");

    /// <summary>UTF-16 with its mark, as spreadsheets save "Unicode text".</summary>
    [Fact]
    public void ReadCsv_Utf16WithItsMark_IsRead()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.csv"), "a\tb\r\n1\t2\r\n", Encoding.Unicode);
        Assert.Equal([1, 2], ArrayFile.Read(folder.File("a.csv"), "x").Values.ToArray());
    }

    private static NpzArray Read(string text, string unit = "", string? word = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.csv"), text);
        return ArrayFile.Read(folder.File("a.csv"), "x", word, unit);
    }

    private static void Refused(string text, string words, string unit = "") =>
        Assert.Contains(words, Assert.Throws<DataFileException>(() => Read(text, unit)).Message, StringComparison.Ordinal);

    private static void RefusedBytes(byte[] bytes, string words)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.csv"), bytes);
        Assert.Equal($"{folder.File("a.csv")}: {words}", Assert.Throws<DataFileException>(() => ArrayFile.Read(folder.File("a.csv"), "x")).Message);
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
