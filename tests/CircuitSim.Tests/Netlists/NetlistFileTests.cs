using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

public sealed class NetlistFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_WithIncludesBelow_FindsThemBesideTheFileThatNamesThem()
    {
        Write("parts/r.inc", "R1 a 0 {rr}\n.include 'deep er/c.inc'\n.end\nnot read");
        Write("parts/deep er/c.inc", "C1 a 0 1p\n");
        Write("main.cir", "main\n.include parts/r.inc\nV1 a 0 1\n.param rr=2k\n.end\n");
        Assert.Equal(["R1", "C1", "V1"], NetlistFile.Read(At("main.cir")).Netlist.Elements.Select(e => e.Name));
    }

    /// <summary>As editors of other systems save it; titles and comments may be Greek, names may not.</summary>
    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Read_WithAByteOrderMarkAndGreekLetters_IsTheSameCircuit(string encoding)
    {
        void Save(string name, string text) => File.WriteAllText(At(name), text, System.Text.Encoding.GetEncoding(encoding));
        Save("r.inc", "* αντίσταση\nR1 a 0 2k ; σε Ω\n");
        Save("main.cir", "Διαιρέτης, 2 kΩ\n* τάση\nV1 a 0 1.5\n.include r.inc\n.end\n");
        var netlist = NetlistFile.Read(At("main.cir")).Netlist;
        Assert.EndsWith(", 2 k?", netlist.Title, StringComparison.Ordinal); // Plain text for every engine.
        Assert.Equal(["V1", "R1"], netlist.Elements.Select(e => e.Name));
        Assert.Equal(2e3, ((Resistor)NetlistFlattening.Flatten(netlist).Elements[1]).Resistance.Number);
    }

    /// <summary>A quoted name may have any letters, µ among them, which is u elsewhere.</summary>
    [Fact]
    public void Read_OfFilesWithUmlauts_FindsThemByTheirNames()
    {
        Write("lib ö/amp µ.lib", "R1 a 0 2k\n");
        Write("lib ö/c.inc", "C1 a 0 1µ\n");
        Write("ü.csv", "0 0\n1 2\n");
        Write("main.cir", "main\n.lib \"lib ö/amp µ.lib\" ; Ω\n.inc 'lib ö/c.inc'\nV1 a 0 PWL file=\"ü.csv\"\n.tran 1 1\n");
        Assert.Equal(["R1", "C1", "V1"], NetlistFile.Read(At("main.cir")).Netlist.Elements.Select(e => e.Name));
        Refused("main\nV1 a 0 \"ö\"\n", 2, "character U+00F6 outside a comment");
    }

    [Fact]
    public void Read_OfALibrarySection_TakesThatSectionAlone()
    {
        Write("p.lib", "* corners\n.lib slow\n.param rr=2k\n.endl slow\n.lib fast\n.param rr=1k\n.endl\n");
        Write("main.cir", "main\n.lib p.lib FAST\nR1 a 0 {rr}\n");
        var flat = NetlistFlattening.Flatten(NetlistFile.Read(At("main.cir")).Netlist);
        Assert.Equal(1e3, ((Resistor)flat.Elements[0]).Resistance.Number);
        Refused("main\n.lib p.lib typical\n", 2, "the library p.lib has no section typical");
    }

    [Fact]
    public void Read_WithAFaultInAnInclude_PointsIntoIt()
    {
        Write("bad.inc", "* fine\nR1 a 0 1..2\n");
        var e = Refused("main\n.include bad.inc\n", 2, "expected the resistance");
        Assert.Equal("bad.inc", e.File);
    }

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("parts/../../secret.txt")]
    public void Read_WithAnIncludeOutside_IsRefusedWithoutShowingIt(string path)
    {
        Write("secret.txt", "hidden\n");
        Write("inner/parts/x", "");
        Write("inner/main.cir", $"main\n.include {path}\n");
        var e = Assert.Throws<NetlistException>(() => NetlistFile.Read(At("inner/main.cir")));
        Assert.Equal(2, e.Line);
        Assert.Contains("lies outside the netlist's folder", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", e.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void Read_WithALinkThatLeadsOutside_IsRefused()
    {
        Write("secret/s.txt", "R1 a 0 1\n");
        Write("inner/main.cir", "main\n.include link.inc\n");
        File.CreateSymbolicLink(At("inner/link.inc"), At("secret/s.txt"));
        Assert.Contains("lies outside", Assert.Throws<NetlistException>(() => NetlistFile.Read(At("inner/main.cir"))).Message, StringComparison.Ordinal);
        File.Delete(At("inner/link.inc"));
        Directory.CreateSymbolicLink(At("inner/way"), At("secret"));
        Write("inner/main.cir", "main\n.include way/s.txt\n");
        Assert.Contains("lies outside", Assert.Throws<NetlistException>(() => NetlistFile.Read(At("inner/main.cir"))).Message, StringComparison.Ordinal);
        Assert.Single(NetlistFile.Read(At("inner/main.cir"), allowIncludesAnywhere: true).Netlist.Elements);
    }

    [UnixFact]
    public void Read_OfACircleOfLinks_IsRefused()
    {
        Write("main.cir", "main\n.include one\n");
        File.CreateSymbolicLink(At("one"), At("two"));
        File.CreateSymbolicLink(At("two"), At("one"));
        Refused("main\n.include one\n", 2, "'one' cannot be read");
    }

    [Fact]
    public void Read_OfACircleOfIncludes_NamesIt()
    {
        Write("a.inc", ".include b.inc\n");
        Write("b.inc", ".include ./a.inc\n");
        Refused("main\n.include a.inc\n", 1, "./a.inc includes itself through other files; break the circle");
        Refused("main\n.include main.cir\n", 2, "main.cir includes itself; break the circle");
    }

    [Fact]
    public void Read_OfADeepChainOfIncludes_StopsAtTheLimit()
    {
        for (var k = 0; k < 30; k++)
            Write($"f{k}.inc", $".include f{k + 1}.inc\n");
        Refused("main\n.include f0.inc\n", 1, "includes are nested more than 16 deep");
    }

    [Theory]
    [InlineData("PWL(file=inner/course.txt) td=1n")]
    [InlineData("PWL(td=1n file=\"inner/course.txt\")")]
    [InlineData("PWL FILE 'inner/course.txt' td=1n")]
    public void Read_OfACourseInAFile_TakesItsPoints(string waveform)
    {
        Write("inner/course.txt", "* time, volts\n0, 0.5\n2n;3\r\n\n4n\t-1e0\n");
        Write("main.cir", $"main\nV1 a 0 {waveform} DC 2\n.end\n");
        var source = Assert.IsType<VoltageSource>(Assert.Single(NetlistFile.Read(At("main.cir")).Netlist.Elements));
        var course = Assert.IsType<PieceWiseLinearWaveform>(source.Voltage.Waveform);
        Assert.Equal([(0, 0.5), (2e-9, 3), (4e-9, -1)], course.Points.Select(p => (p.Time.Number, p.Value.Number)));
        Assert.Equal((1e-9, 2), (course.Delay!.Value.Number, source.Voltage.Dc!.Value.Number));
    }

    [Fact]
    public void Read_OfACourseInABadFile_IsRefused()
    {
        Write("secret/s.txt", "0 1");
        Write("inner/main.cir", "main\nV1 a 0 PWL file=../secret/s.txt\n");
        Assert.Contains("lies outside", Assert.Throws<NetlistException>(() => NetlistFile.Read(At("inner/main.cir"))).Message, StringComparison.Ordinal);
        Write("words.txt", "0 1\n1 volt");
        Refused("main\nV1 a 0 PWL file=words.txt\n", 2, "V1: line 2 of the file of PWL has 'volt', which is no number");
        Refused("main\nV1 a 0 PWL file=nosuch.txt\n", 2, "'nosuch.txt' is not there");
        Write("empty.txt", "* nothing\n");
        Refused("main\nV1 a 0 PWL(file=empty.txt)\n", 2, "V1: the file of PWL has no points");
        Refused("main\nV1 a 0 PWL(0 0 file=words2.txt)\n", 2, "'words2.txt' is not there");
    }

    [Theory]
    [InlineData("table")]
    [InlineData("fasttablefile")]
    public void Read_OfATableInAFile_IsAFunctionOfTime(string function)
    {
        Write("inner/course.txt", "* time, volts\n0, 0.5\n2n 3 * and a remark 7\n");
        Write("main.cir", $"main\nB1 a 0 V={{1+{function}(\"inner/course.txt\")}}\nR1 a 0 1\n.end\n");
        var source = Assert.IsType<BehavioralSource>(NetlistFile.Read(At("main.cir")).Netlist.Elements[0]);
        Assert.Equal("1 + table(time, 0, 0.5, 2E-09, 3)", source.Value.ToString());
        Refused("main\nB1 a 0 V=akima(\"inner/course.txt\")\n", 2, "akima() of a file is not supported; table() goes in straight lines");
        Refused("main\nB1 a 0 V=table(\"inner/course.txt\", 3)\n", 2, "table() of a file takes nothing else");
        Refused("main\nB1 a 0 V=table(\"nosuch.txt\")\n", 2, "'nosuch.txt' is not there");
        Write("words.txt", "0 volt\n");
        Refused("main\nB1 a 0 V=table(\"words.txt\")\n", 2, "a line of the file begins with '0 volt'");
    }

    [Fact]
    public void Read_OfAMissingInclude_NamesIt() => Refused("main\n.include nosuch.inc\n", 2, "'nosuch.inc' is not there");

    [Fact]
    public void Read_OfAMissingFile_NamesIt() =>
        Assert.Contains("nosuch.cir", Assert.Throws<DataFileException>(() => NetlistFile.Read(At("nosuch.cir"))).Message, StringComparison.Ordinal);

    private NetlistException Refused(string text, int line, string what)
    {
        Write("main.cir", text);
        var e = Assert.Throws<NetlistException>(() => NetlistFile.Read(At("main.cir")));
        Assert.StartsWith(what, e.What, StringComparison.Ordinal);
        Assert.Equal(line, e.Line);
        return e;
    }

    private string At(string path) => Path.Combine(folder.Path, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }
}
