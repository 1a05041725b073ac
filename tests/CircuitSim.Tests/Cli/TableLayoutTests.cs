using CircuitSim.Cli;
using FsCheck;
using FsCheck.Fluent;

namespace CircuitSim.Tests.Cli;

public class TableLayoutTests
{
    private static readonly string[] Cells = ["–", "", "1.2 kΩ", "-3.3e-12", "resistor", "a note of several words on what is above 300 mV and so on", "results/a-folder/and-a-file-in-it-with-a-long-name.csv", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"];

    /// <summary>Every table of every command goes through here: whatever it holds, no line is longer, and nothing is lost.</summary>
    [Fact]
    public void Text_OfAnyTable_FitsAndKeepsEveryCell()
    {
        var cell = Gen.Elements(Cells);
        var tables = Gen.Choose(1, 14).SelectMany(columns => cell.ArrayOf(columns).ListOf(4).Select(rows => rows.ToArray()));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(8, 13), Prop.ForAll(tables.ToArbitrary(), rows =>
        {
            string[] header = [.. rows[0].Select((c, k) => c.Length > 0 ? c : $"column {k}")];
            IReadOnlyList<string>[] cells = [.. rows.Select((r, n) => (IReadOnlyList<string>)[.. r.Select((c, k) => k == 0 ? $"{c} {n}" : c)])];
            foreach (var width in new[] { 80, 120 })
            {
                var text = TableLayout.Text(header, cells, width);
                Assert.DoesNotContain(text.Split('\n'), line => line.Length > width || line.EndsWith(' '));
                Assert.True(Letters(string.Concat(cells.Select(r => string.Concat(r)))) <= Letters(text), text);
            }
        }));
    }

    private static int Letters(string text) => text.Count(c => !char.IsWhiteSpace(c) && c is not ('–' or '─'));

    [Fact]
    public void Text_OfAWideTable_WrapsBetweenWordsAndKeepsFiguresWithTheirUnits()
    {
        var text = TableLayout.Text(["method", "what it costs at the end"], [["none", "loses 14 points of accuracy at 2 Ω and more"]], 32);
        Assert.Equal("""
             method  what it costs at the
                     end
            ────────────────────────────────
             none    loses 14 points of
                     accuracy at 2 Ω and
                     more


            """.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void Text_OfMoreColumnsThanFit_IsStackedWithTheNamesOfTheRows()
    {
        var text = TableLayout.Text(["name", "aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"], [["one", "1 V", "2 V", "3 V"], ["two", "4 V", "5 V", "6 V"]], 40);
        Assert.Equal(2, text.Split('\n').Count(l => l.StartsWith(" name", StringComparison.Ordinal)));
        Assert.Contains(" two   6 V\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_WithoutRoom_LeavesOutColumnsThatSayNothing()
    {
        var text = TableLayout.Text(["name", "aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"], [["one", "1 V", "–", "3 V"]], 32);
        Assert.DoesNotContain("bbb", text, StringComparison.Ordinal);
        Assert.Equal(4, text.Split('\n').Length - 1);
    }
}
