using System.Diagnostics;
using System.Globalization;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Netlists;

/// <summary>
/// Mutated netlists end in a netlist or in a <see cref="NetlistException"/> with a line, in bounded time. CI runs 5,000;
/// <c>CIRCUITSIM_MUTATIONS=200000 dotnet test --filter SpiceMutationTests</c> runs as many as it says.
/// </summary>
public class SpiceMutationTests
{
    private const string Variable = "CIRCUITSIM_MUTATIONS";

    private static readonly string[] Fragments =
    [
        "(", ")", "{", "}", "'", "=", ",", "+", "-", "\n", "\n+ ", " ", ";", "$ ", "*", "**", "^", "1e999", "1.2.3k", "0", "-1", "v(", "i(", "if(", "?", ":",
        ".end\n", ".ends\n", ".subckt s a b\n", "X9 a b s\n", ".include /etc/passwd\n", ".lib x y\n", ".control\n", ".param a={b} b={a}\n", ".func f(x) {f(x)}\n",
        "\n.csparam a={b}\n.control\nlet c=a/2\nset d = 1u\ntran $&c $d\n.endc\n", "let a=a+a\n", "$&a", "$d", "unlet a\n", " 1IC=", " 0.5)", " rr=2", "\n.ac list 1 2\n", "\n.step R1:tc1 1 2 1\n", ".tran 1f 1\n",
        "((((((((((", "----------", "limit(1,2", "table(", "time", "temper", "\0", "é", "\t", "\r\n", "\"", "1meg", "1mil", "gnd", ".ic v(", ".measure tran m trig ", ".measure tran m four v(", ".measure fft m thd ", "\n.four 1k v(a)\n", "\n.fft v(a) np=", "p(R1)", "ib(", "v(*)",
        " LAPLACE {v(a)} = {1/(1+s)}", " laplace=s^", "s*(1+s)^9", " LAPLACE a 0 1 / 1 2", " VCVS ", " VCR PWL(1) a 0 1,2 3,4", " max=", " rser=", " rpar=1k", "4k7", "µ", "$N_1", "$G_x", "$", "%", "poly(1) v(a) 1 2 3",
        "S9 a b c 0 sw9\n.model sw9 VSWITCH(von=1)\n", "S8 a b sw9 control={v(a)}\n", "F9 a 0 POLY(1) V1 0 1\n", ".options timeint reltol=", "YMEMRISTOR ", "POLY(2)", " VALUE={", " vol='", " TABLE {v(a)} = (0,1) (1,2)", " m=2", " OFF", "Q2 a b 0 [e] qq 2 areab=3\n", " area=", " ic=1,2,", " tc=1m,", " tc1=", " temp=", " dtemp=9", " r=", ".global a m[1]\n", "PULSE(", "PWL(", " uic", "params:", "{1/0}", "{2^999999}", "{exp(1e9)}",
    ];

    [Fact]
    [Trait("Category", "slow")]
    public void Read_OfMutatedNetlists_EndsInANetlistOrAFaultWithALine()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "5000", CultureInfo.InvariantCulture);
        var seeds = Enumerable.Range(0, 20).Select(k => SpiceWriter.ToText(
            new RandomNetlists(new RandomStream((ulong)k)).Next(), new SpiceWriterOptions { Dialect = SpiceDialect.Native })).ToList();
        var random = new RandomStream(20);
        var (read, slowest) = (0, TimeSpan.Zero);
        for (var trial = 0; trial < count; trial++)
        {
            var text = Mutate(seeds[random.NextInt32(seeds.Count)], seeds, random);
            var watch = Stopwatch.StartNew();
            try
            {
                var netlist = SpiceReader.Read(text, new SpiceReaderOptions { Dialect = Dialect.All[trial % Dialect.All.Count] }).Netlist;
                SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Native });
                read++;
            }
            catch (NetlistException e)
            {
                Assert.True(e.Line >= 1 && e.Column >= 1, $"mutation {trial}: {e.Message}\n{text}");
                Assert.True(e.Message.Length < 1500, $"mutation {trial}: a message of {e.Message.Length} characters");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"mutation {trial}: {e}\n{text}");
            }

            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }

        // A mutation that always fails would test the first line of the reader only.
        Assert.InRange(read, count / 100, count);
        // Nothing of this size may take long; a hang would be minutes.
        Assert.True(slowest < TimeSpan.FromMinutes(1), $"slowest: {slowest}");
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("-", "")]
    [InlineData("abs(", ")")]
    [InlineData("1?1:", "")]
    [InlineData("2^", "")]
    public void Read_OfDeepNesting_IsRefusedWithALine(string open, string close)
    {
        var expression = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
        var e = Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\nR1 a 0 {{{expression}}}\n"));
        Assert.Equal(2, e.Line);
        Assert.Contains("nested more than", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfFunctionsThatMultiply_IsRefusedAtOnce()
    {
        var functions = string.Concat(Enumerable.Range(1, 40).Select(k => $".func f{k}(x) {{f{k - 1}(x)+f{k - 1}(x)}}\n"));
        var e = Assert.Throws<NetlistException>(() => SpiceReader.Read($"t\n.func f0(x) {{x}}\n{functions}R1 a 0 {{f40(1)}}\n"));
        Assert.Contains("grows beyond", e.Message, StringComparison.Ordinal);
        Assert.Equal(43, e.Line);
    }

    private static string Mutate(string text, List<string> seeds, RandomStream random)
    {
        for (var n = 1 + random.NextInt32(4); n > 0; n--)
        {
            var at = random.NextInt32(text.Length + 1);
            var length = Math.Min(random.NextInt32(12), text.Length - at);
            switch (random.NextInt32(6))
            {
                case 0:
                    text = text.Remove(at, length);
                    break;
                case 1:
                    text = text.Insert(at, Fragments[random.NextInt32(Fragments.Length)]);
                    break;
                case 2:
                    text = text.Insert(at, ((char)random.NextInt32(256)).ToString());
                    break;
                case 3:
                    text = text.Insert(at, text.Substring(at, length));
                    break;
                case 4:
                    // A piece of another netlist.
                    var other = seeds[random.NextInt32(seeds.Count)];
                    var from = random.NextInt32(other.Length);
                    text = text.Insert(at, other.Substring(from, Math.Min(random.NextInt32(200), other.Length - from)));
                    break;
                default:
                    var lines = text.Split('\n');
                    var (a, b) = (random.NextInt32(lines.Length), random.NextInt32(lines.Length));
                    (lines[a], lines[b]) = (lines[b], lines[a]);
                    text = string.Join('\n', lines);
                    break;
            }
        }

        return text;
    }
}
