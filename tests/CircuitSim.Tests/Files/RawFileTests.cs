using System.Buffers.Binary;
using System.Text;
using CircuitSim.Files;

namespace CircuitSim.Tests.Files;

public class RawFileTests
{
    private const string AsciiReal = """
        Title: divider
        Date: Sun Nov 22 05:17:54  2026
        Plotname: Transient Analysis
        Flags: real
        No. Variables: 3
        No. Points: 2
        Variables:
        	0	time	time
        	1	v(out)	voltage
        	2	i(v1)	current	dims=1
        Values:
        0		0.000000000000000e+00
        	1.500000000000000e+00
        	-2.5e-03
        1		1e-9
        	-inf
        	nan

        """;

    private const string AsciiComplex = """
        Title: rc
        Plotname: AC Analysis
        Flags: complex
        No. Variables: 2
        No. Points: 1
        Variables:
        	0	frequency	frequency	grid=3
        	1	v(a)	voltage
        Values:
        0		1.0e+02,0.0
        	7.0e-01,-4.5e-01

        """;

    [Fact]
    public void Read_AsciiReal_HasNamesUnitsAndValues()
    {
        var plot = Assert.Single(Read(AsciiReal));
        Assert.Equal(("divider", "Transient Analysis", false, 2), (plot.Title, plot.Name, plot.IsComplex, plot.Points));
        Assert.Equal(["time", "v(out)", "i(v1)"], plot.Vectors.Select(v => v.Name));
        Assert.Equal(["s", "V", "A"], plot.Vectors.Select(v => v.Unit));
        Assert.Equal([0, 1e-9], plot.Vectors[0].Real);
        Assert.Equal([1.5, double.NegativeInfinity], plot.Find("V(OUT)")!.Real);
        Assert.Equal([-2.5e-3, double.NaN], plot.Vectors[2].Real);
        Assert.Null(plot.Find("v(in)"));
    }

    [Fact]
    public void Read_TwoPlotsWithWindowsLineEnds_HasBoth()
    {
        var plots = Read((AsciiReal + AsciiComplex).ReplaceLineEndings("\r\n"));
        Assert.Equal(["Transient Analysis", "AC Analysis"], plots.Select(p => p.Name));
        Assert.Equal([0.7], plots[1].Vectors[1].Real);
        Assert.Equal([-0.45], plots[1].Vectors[1].Imaginary!);
    }

    [Fact]
    public void Read_BinaryPlotsOfBothKinds_HasTheirBits()
    {
        double[] real = [0.1, -2, 1e-300, double.Epsilon, 3, Math.PI];
        double[] complex = [100, 0, 0.7, -0.45];
        var plots = RawFile.Read(
            new MemoryStream([.. Binary(AsciiReal, real), .. Binary(AsciiComplex, complex)]), "two.raw");
        Assert.Equal([0.1, double.Epsilon], plots[0].Vectors[0].Real);
        Assert.Equal([1e-300, Math.PI], plots[0].Vectors[2].Real);
        Assert.Equal([-0.45], plots[1].Vectors[1].Imaginary!);
    }

    [Fact]
    public void Read_AnyTruncation_IsCorruptOrAnEarlierPlot()
    {
        byte[] whole = [.. Binary(AsciiReal, [0.1, -2, 1e-300, 4, 3, 5]), .. Encoding.UTF8.GetBytes(AsciiComplex.TrimEnd())];
        var first = Binary(AsciiReal, [0.1, -2, 1e-300, 4, 3, 5]).Length;
        for (var length = 0; length < whole.Length - "-4.5e-01".Length; length++)
        {
            if (length == first)
                continue;
            Assert.Throws<DataFileException>(() => RawFile.Read(new MemoryStream(whole, 0, length), "cut.raw"));
        }
    }

    [Theory]
    [InlineData("", "is empty, so it holds no plot")]
    [InlineData("PK\u0003\u0004garbage\n", "holds 'PK??garbage' where a header line of plot 1 should stand")]
    [InlineData("Title: x\nFlags: real\nVariables:\n", "does not say 'No. Variables' in the header of plot 1")]
    [InlineData("No. Variables: 1\nVariables:\n", "does not say 'No. Points' in the header of plot 1")]
    [InlineData("No. Variables: -1\n", "says 'No. Variables: -1' in plot 1; a count is expected")]
    [InlineData("Flags: imaginary\n", "says 'Flags: imaginary' in plot 1; real or complex is expected")]
    [InlineData("No. Variables: 0\nNo. Points: 2000000000\nVariables:\nBinary:\n", "promises no variables in plot 1")]
    [InlineData("No. Variables: 2000000000\nNo. Points: 1\nVariables:\n", "promises 2000000000 variables in plot 1, but only 0 bytes follow; it is truncated")]
    [InlineData(
        "No. Variables: 1\nNo. Points: 2000000000\nVariables:\n 0 v(a) voltage\nBinary:\n",
        "promises 2000000000 points of 1 variables in plot 1, but only 0 bytes follow; it is truncated")]
    [InlineData("No. Variables: 1\nNo. Points: 1\nVariables:\n 1 v(a) voltage\n", "holds ' 1 v(a) voltage' where variable 0 of plot 1 should stand")]
    [InlineData("No. Variables: 1\nNo. Points: 1\nVariables:\n 0 a voltage\nNumbers:\n", "holds 'Numbers:' where plot 1 should say 'Binary:' or 'Values:'")]
    [InlineData("No. Variables: 1\nNo. Points: 1\nVariables:\n 0 a voltage\nValues:\n1 5\n", "holds '1' where the index of point 0 of plot 1 should stand")]
    [InlineData("No. Variables: 1\nNo. Points: 1\nVariables:\n 0 a voltage\nValues:\n0 5,1\n", "holds '5,1' where the value of a at point 0 of plot 1 should stand")]
    [InlineData("No. Variables: 1\nNo. Points: 1\nVariables:\n 0 a voltage\nValues:\n0 x\n", "holds 'x' where the value of a at point 0 of plot 1 should stand")]
    public void Read_WhatIsNoRawFile_SaysWhatIsWrong(string text, string what)
    {
        var e = Assert.Throws<DataFileException>(() => Read(text));
        Assert.Equal($"x.raw: the raw file {what}.", e.Message);
    }

    [Fact]
    public void Read_ALineWithoutEnd_IsRefusedBeforeItFillsTheMemory()
    {
        var e = Assert.Throws<DataFileException>(() => Read(new string('a', 1 << 20)));
        Assert.Contains("a line of more than 65536 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AMissingFile_SaysSo() =>
        Assert.Contains("no such file", Assert.Throws<DataFileException>(() => RawFile.Read("/no/such/file.raw")).Message, StringComparison.Ordinal);

    private static IReadOnlyList<RawPlot> Read(string text) => RawFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.raw");

    private static byte[] Binary(string ascii, double[] values)
    {
        var header = ascii[..ascii.IndexOf("Values:", StringComparison.Ordinal)] + "Binary:\n";
        var bytes = new byte[values.Length * sizeof(double)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        return [.. Encoding.UTF8.GetBytes(header), .. bytes];
    }
}
