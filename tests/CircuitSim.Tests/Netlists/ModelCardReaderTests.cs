using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Tests.Netlists;

public class ModelCardReaderTests
{
    [Fact]
    public void Read_CommentsContinuationsAndCommas_GivesTheCards()
    {
        var cards = ModelCardReader.Read("* ein Gerät\r\n\n.MODEL one MEMRISTOR( RON = 1k,roff=10k ; trailing µ\n* between\n\t+ kon=-1 )\r\n.model two d is=1f\n.model three r");

        Assert.Equal(["one", "two", "three"], cards.Select(c => c.Name));
        Assert.Equal(["MEMRISTOR", "d", "r"], cards.Select(c => c.Kind));
        Assert.Equal(3, cards[0].Parameters.Count);
        Assert.Equal(("1k", "10k", "-1"), (cards[0].Parameters["ron"], cards[0].Parameters["ROFF"], cards[0].Parameters["kon"]));
        Assert.Equal("1f", cards[1].Parameters["is"]);
        Assert.Empty(cards[2].Parameters);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n* nothing\n;\n")]
    public void Read_WithoutStatements_GivesNoCards(string text) => Assert.Empty(ModelCardReader.Read(text));

    [Theory]
    [InlineData("r1 a b 1k", 1, 1, "'r1' is not understood here")]
    [InlineData(".control", 1, 1, "'.control' is not understood here")]
    [InlineData("\n+ ron=1", 2, 1, "'+' continues a statement, but there is none before it")]
    [InlineData(".model", 1, 7, "the statement ends where the model's name is expected")]
    [InlineData(".model m", 1, 9, "the statement ends where the model's kind")]
    [InlineData(".model (m) d", 1, 8, "expected the model's name, found '('")]
    [InlineData(".model m d(is=1", 1, 16, "expected ')' at the end of the card, found the end of the statement")]
    [InlineData(".model m d is=1)", 1, 16, "')' behind the end of the card")]
    [InlineData(".model m d(is=1) more", 1, 18, "'more' behind the end of the card")]
    [InlineData(".model m d(is)", 1, 14, "expected the value of is, found ')'")]
    [InlineData(".model m d(is=)", 1, 15, "expected the value of is, found ')'")]
    [InlineData(".model m d(is=1\n+ IS=2)", 2, 3, "IS is given twice")]
    [InlineData(".model m d(=1)", 1, 12, "expected a key, found '='")]
    [InlineData(".model m d((is=1))", 1, 12, "expected a key, found '('")]
    [InlineData(".model m d(`rm`=1)", 1, 12, "expected a key, found '`rm`'")]
    [InlineData(".model m d\n.model M d", 2, 8, "a model named 'M' is already there")]
    [InlineData(".model m d(r=1\u00b5)", 1, 15, "character U+00B5 outside a comment")]
    [InlineData(".model m d(r=\0)", 1, 14, "character U+0000 outside a comment")]
    public void Read_Fault_PointsAtThePlace(string text, int line, int column, string what)
    {
        var e = Assert.Throws<NetlistException>(() => ModelCardReader.Read(text, "my.lib"));
        Assert.Equal(("my.lib", line, column), (e.File, e.Line, e.Column));
        Assert.StartsWith($"my.lib({line},{column}): {what}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HugeTexts_AreRefusedWithShortMessages()
    {
        var tooLong = Assert.Throws<NetlistException>(() => ModelCardReader.Read(new string(' ', ModelCardReader.MostCharacters + 1)));
        Assert.Contains("1048576 at most", tooLong.Message, StringComparison.Ordinal);
        var longWord = Assert.Throws<NetlistException>(() => ModelCardReader.Read(".model " + new string('x', 1_000_000)));
        Assert.InRange(longWord.Message.Length, 1, 500);
    }

    [Fact]
    public void Read_RandomText_NeverFailsOtherwise()
    {
        const string Alphabet = ".model m d(a=1)\n+*;, \t\r'\"\\é\0";
        var stream = new CircuitSim.Numerics.RandomStream(9);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var text = ".model m d" + string.Concat(Enumerable.Range(0, stream.NextInt32(30)).Select(_ => Alphabet[stream.NextInt32(Alphabet.Length)]));
            try
            {
                ModelCardReader.Read(text);
            }
            catch (NetlistException e)
            {
                Assert.True(e.Line >= 1 && e.Column >= 1);
            }
        }
    }
}
