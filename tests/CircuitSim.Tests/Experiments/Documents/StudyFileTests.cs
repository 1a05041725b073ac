using System.Text;
using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments.Documents;

/// <summary>What a study file says, and what is said of one that says it wrong.</summary>
public class StudyFileTests
{
    private const string Digits = "study: camponogara-digits\n";

    [Theory]
    [InlineData("1:8: there is no study 'camponogara-digit'; did you mean camponogara-digits?", "study: camponogara-digit\n")]
    [InlineData("1:1: the key study is missing; there are: camponogara-digits,", "options: {}\n")]
    [InlineData("2:1: a study file has no key 'optoins'; did you mean options?", Digits + "optoins: {}\n")]
    [InlineData("3:3: camponogara-digits has no option 'adc_bit'; did you mean adc_bits?", Digits + "chain:\n  adc_bit: 6\n")]
    [InlineData("3:3: camponogara-digits has no option 'v-read'; did you mean read_voltage_v?", Digits + "chain:\n  v-read: 0.2\n")]
    [InlineData("3:3: jobs changes no result, so it does not belong to a study; give it to the command.", Digits + "options:\n  jobs: 2\n")]
    [InlineData("3:13: adc_bits: 'six' is not a whole number.", Digits + "chain:\n  adc_bits: six\n")]
    [InlineData("3:13: adc_bits: '1.5' is not a whole number.", Digits + "chain:\n  adc_bits: 1.5\n")]
    [InlineData("3:13: adc_bits takes one value, and here is a list.", Digits + "chain:\n  adc_bits: [6, 8]\n")]
    [InlineData("3:12: adc_bits takes one value, and here is nothing.", Digits + "chain:\n  adc_bits:\n")]
    [InlineData("3:10: drive: 'left' is not one of one, both.", Digits + "chain:\n  drive: left\n")]
    [InlineData("2:8: chain takes keys and values, and here is a list.", Digits + "chain: [1]\n")]
    [InlineData("3:25: wire_resistances_ohm takes a value or a list of values, and here is an empty list.", Digits + "chain:\n  wire_resistances_ohm: []\n")]
    [InlineData("3:29: wire_resistances_ohm takes one value, and here is a list.", Digits + "chain:\n  wire_resistances_ohm: [0, [1]]\n")]
    [InlineData("4:3: 'adc_bits' stands here a second time, first at 3:3; remove one of the two.", Digits + "chain:\n  adc_bits: 6\n  adc_bits: 8\n")]
    [InlineData("5:3: adc_bits has a value already, at 3:13; remove one of the two.", Digits + "chain:\n  adc_bits: 6\nmapping:\n  adc_bits: 8\n")]
    [InlineData("5:3: adc_bits has a value already, at 3:13; remove one of the two.", Digits + "chain:\n  adc_bits: 6\nsweeps:\n  adc_bits: [7, 8]\n")]
    [InlineData("2:9: sweeps takes keys and values, and here is a single value.", Digits + "sweeps: all\n")]
    [InlineData("3:10: the sweep of drive takes a list of values, and here is a mapping.", Digits + "sweeps:\n  drive: {from: 1, to: 2, step: 1}\n")]
    [InlineData("3:13: the sweep of adc_bits needs from, to, and either step or points.", Digits + "sweeps:\n  adc_bits: {from: 1, to: 2}\n")]
    [InlineData("3:13: the sweep of adc_bits must have from 1 to 1000 values, from the first towards the last.", Digits + "sweeps:\n  adc_bits: {from: 1, to: 2, step: -1}\n")]
    [InlineData("3:13: the sweep of adc_bits must have from 1 to 1000 values, from the first towards the last.", Digits + "sweeps:\n  adc_bits: {from: 1, to: 2, points: 1e12}\n")]
    [InlineData("3:13: adc_bits: '6.5' is not a whole number.", Digits + "sweeps:\n  adc_bits: {from: 5, to: 8, step: 1.5}\n")]
    [InlineData("3:3: this asks for 10000 runs, and a file has at most 1000; sweep less at once.", Digits + "sweeps:\n  adc_bits: {from: 1, to: 10, step: 1}\n  seed: {from: 1, to: 1000, step: 1}\n")]
    [InlineData("3:5: the claim's figure is missing; name a figure of the result.", Digits + "claims:\n  - {least: 1}\n")]
    [InlineData("3:5: the claim on x says nothing; add its statement.", Digits + "claims:\n  - {figure: x}\n")]
    [InlineData("3:38: least is above greatest, so that no figure could pass.", Digits + "claims:\n  - {figure: x, statement: y, least: 2, greatest: 1}\n")]
    [InlineData("3:39: 'adc_bits' is not swept; leave out where.", Digits + "claims:\n  - {figure: x, statement: y, where: {adc_bits: 3}}\n")]
    [InlineData("2:10: the tag tag:yaml.org,2002:str is not read; leave tags out.", Digits + "options: !!str x\n")]
    [InlineData("2:1: merge keys (<<) are not read; write the keys out.", Digits + "<<: {}\n")]
    [InlineData("2:1: a second document begins here; put each study into a file of its own.", Digits + "---\n" + Digits)]
    [InlineData("2:10: no anchor &a ends before this alias.", Digits + "options: *a\n")]
    [InlineData("2:10: no anchor &a ends before this alias.", "x: 1\noptions: *a\n")]
    [InlineData("1:1: the file is empty; it must say at least which study it is.", "")]
    [InlineData("1:1: keys and values are wanted, such as study: camponogara-digits.", "- 1\n")]
    [InlineData("2:1: this is no YAML: While parsing a node, did not find expected node content.", "study: [\n")]
    [InlineData("1:8: this is no YAML: While scanning a plain scalar, found a tab", Digits + "\t- 1\n")]
    public void Parse_OfAFaultyFile_NamesThePlaceAndTheRemedyInOneLine(string message, string text)
    {
        var e = Assert.Throws<DataFileException>(() => Parse(text));
        Assert.StartsWith($"s.yaml:{message}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("3:13: ADC bits = 40 must be from 1 to 24.", Digits + "chain:\n  adc_bits: 40\n")]
    [InlineData("3:25: wire resistance = -1 Ω must be finite and not negative.", Digits + "chain:\n  wire_resistances_ohm: [0, -1]\n")]
    [InlineData("3:17: ADC bits = 25 must be from 1 to 24.", Digits + "sweeps:\n  adc_bits: [8, 25]\n")]
    public void Parse_OfAValueOutOfItsRange_IsAFaultOfTheOption(string message, string text) =>
        Assert.Equal($"s.yaml:{message}", Assert.Throws<InvalidParameterException>(() => Parse(text)).Message);

    /// <summary>Nine levels of nine aliases each: 400 bytes that stand for 9⁹ values.</summary>
    [Fact]
    public void Parse_OfABillionLaughs_IsRefusedWithoutExpandingIt()
    {
        var text = new StringBuilder(Digits + "title: &a0 ha\nfigures:\n");
        for (var k = 1; k <= 9; k++)
            text.Append($"  - &a{k} [{string.Join(", ", Enumerable.Repeat($"*a{k - 1}", 9))}]\n");
        Assert.Matches(@"^s\.yaml:[0-9]+:[0-9]+: the file says more than 100000 things up to here, those behind aliases each time\.$", Assert.Throws<DataFileException>(() => Parse(text.ToString())).Message);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Parse_OfDeepNesting_IsRefused(string open) =>
        Assert.Contains(": this is nested more than 16 levels deep.", Assert.Throws<DataFileException>(() => Parse(Digits + "options:\n  " + string.Concat(Enumerable.Repeat(open, 100_000)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_OfAHugeFile_IsRefusedBeforeItIsParsed()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("s.yaml"), new string('#', StudyFile.MostBytes + 1));
        Assert.EndsWith("s.yaml: the file is larger than 1 MB, and a page of text is wanted.", Assert.Throws<DataFileException>(() => StudyFile.Read(temporary.File("s.yaml"), StudyTable.All, new StudyValues())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OfBytesThatAreNoText_NamesTheLine() =>
        Assert.Equal("s.yaml:2:1: this is no UTF-8 text.", Assert.Throws<DataFileException>(() => StudyFile.Parse("s.yaml", [.. Encoding.UTF8.GetBytes(Digits), 0xFF], StudyTable.All, new StudyValues())).Message);

    [Fact]
    public void Parse_OfEverySection_GivesTheValuesInBaseUnits()
    {
        var document = Parse(Digits + """
            title: Both ends
            options: {size: reduced, seed: 5}
            network: {card: vteam_magic}
            mapping: {tile_rows: 1e1, wire_resistances_ohm: "0, 0.5"}
            chain:
              read_voltage_v: 100m
              drive: both
              reference_wire_resistance_ohm: &r 1.5
              driver_resistance_ohm: *r
            """);
        Assert.Equal(("camponogara-digits", "Both ends"), (document.Study.Name, document.Title));
        Assert.Equal((StudySize.Reduced, 5ul, "vteam_magic", 10), (document.Values.Get(SizeOption.Instance), document.Values.Get(CamponogaraDigits.Seed), document.Values.Get(CamponogaraDigits.Card), document.Values.Get(CamponogaraDigits.TileRows)));
        Assert.Equal([0, 0.5], document.Values.Get(CamponogaraDigits.Wires));
        Assert.Equal((0.1, 1.5, 1.5), (document.Values.Get(CamponogaraDigits.Voltage), document.Values.Get(CamponogaraDigits.ReferenceWire), document.Values.Get(WiringOptions.Driver)));
        Assert.Equal(CircuitSim.Crossbars.WordLineDrive.BothEnds, document.Values.Get(WiringOptions.Drive));
    }

    [Theory]
    [InlineData("{from: 0, to: 0.3, step: 0.1}", "0", "0.1", "0.2", "0.3")]
    [InlineData("{from: 1, to: 10, step: 4}", "1", "5", "9")]
    [InlineData("{from: 4, to: 1, step: -1}", "4", "3", "2", "1")]
    [InlineData("{from: 1, to: 1k, points: 4, scale: logarithmic}", "1", "10", "100", "1000")]
    [InlineData("{from: 1, to: 2, points: 1}", "1")]
    [InlineData("[0.5, 2k]", "0.5", "2k")]
    public void Parse_OfASweep_GivesItsPoints(string sweep, params string[] expected) =>
        Assert.Equal(expected, Assert.Single(Parse(Digits + $"sweeps:\n  driver_resistance_ohm: {sweep}\n").Sweeps).Points.Select(p => Assert.Single(p)));

    [Theory]
    [InlineData("3:11: offset applies only with mode: affine.", "options:\n  offset: 1\n")]
    [InlineData("4:11: offset applies only with mode: affine.", "options:\n  mode: linear\n  offset: 1\n")]
    [InlineData("4:11: shifts does not apply with offset.", "options:\n  offset: 1\n  shifts: 2\n  mode: affine\n")]
    public void Parse_OfOptionsThatDoNotGoTogether_SaysBesideWhat(string message, string text) =>
        Assert.Equal($"s.yaml:{message}", Assert.Throws<InvalidParameterException>(() => ToyStudy.Parse("study: toy\n" + text)).Message);

    [Fact]
    public void Parse_OfAnOptionWhoseCompanionIsSwept_IsTaken() =>
        Assert.Equal(2, ToyStudy.Parse("study: toy\noptions: {offset: 1}\nsweeps: {mode: [linear, affine]}\n").Sweeps[0].Points.Count);

    [Fact]
    public void Read_OfRelativePaths_StartsFromTheFolderOfTheFile()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("my.npz"), "");
        File.WriteAllText(temporary.File("s.yaml"), "study: ir-drop\noptions: {network: my.npz, data: sets}\n");
        var values = StudyFile.Read(temporary.File("s.yaml"), StudyTable.All, new StudyValues()).Values;
        Assert.Equal(temporary.File("my.npz"), values.Get(IrDropSweep.Network));
        Assert.Equal(temporary.File("sets"), values.Get(DataFolderOption.Instance));
        File.WriteAllText(temporary.File("s.yaml"), $"study: ir-drop\noptions: {{network: {IrDropSweep.Network.Standard}}}\n");
        Assert.Equal(IrDropSweep.Network.Standard, StudyFile.Read(temporary.File("s.yaml"), StudyTable.All, new StudyValues()).Values.Get(IrDropSweep.Network));
    }

    private static StudyDocument Parse(string text) => StudyFile.Parse("s.yaml", Encoding.UTF8.GetBytes(text), StudyTable.All, new StudyValues());
}
