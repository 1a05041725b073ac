using System.Diagnostics;
using System.Globalization;
using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>
/// The circuits of netlists/ with words changed are read and run, or end in a fault with a sentence, within 20 s. CI runs 3,000;
/// <c>CIRCUITSIM_MUTATIONS=50000 dotnet test --filter RunMutationTests</c> runs as many as it says and bounds their memory.
/// </summary>
public class RunMutationTests
{
    private const string Variable = "CIRCUITSIM_MUTATIONS";

    /// <summary>Steps that a transient may ask for, and points that are waited for: what is long by request is no hang.</summary>
    private const int MostSteps = 3000;

    private const int MostPoints = 30_000;

    private const long MostMemory = 1L << 30;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static readonly string[] Words =
    [
        "0", "-1", "1", "1e-30", "1e30", "1e308", "1e-308", "nan", "{1/3}", "{time}", "{v(a)}", "'x'", "=", "(", ")", "{", "}", ",", "m=0", "m=3", "temp=-273", "temp=900", "off", "uic", "ic=1",
        "dec", "lin", "oct", "list", "poi", "all", "v(0)", "i(V1)", "@r1[p]", "*", "1k", "10meg", "1u", "999999999999", "level=2", "level=3", "level=9", "is=0", "n=0", "tnom=27", "v(*)", "$&x", "0.3)", "1f", "M1:w", "Q1:area", "R1:r", "from=9", "to=1n",
        "{freq}", "{v(a)*freq}", "{hertz}", "{vt}", "{gmin}", "{temper}", "PAT(1 0 0 1n 1n 2n b1010 r=1)", "PULSE(0 1 0 1n 1n 1u 2u)", "{spice_pulse(0,1,0,1n,1n,1u,2u)}", "{spice_sin(0,1,1k)}", "{sdt(v(a))}", "{ddt(v(a))}", "time_scale_factor=1k",
        "laplace={1/(1+1u*s)}", "rser=1", "X1:temp", "control={v(a)}", "noise", "sweep", "data=t", "temp", "param", "vdb(a)", "r=", "td=1u",
    ];

    [Fact]
    [Trait("Category", "slow")]
    public void Run_OfMutatedNetlists_EndsInResultsOrAFault()
    {
        var wanted = Environment.GetEnvironmentVariable(Variable);
        var count = int.Parse(wanted ?? "3000", CultureInfo.InvariantCulture);
        var seeds = Directory.GetFiles(Path.Combine(Repository.Root, "netlists"), "*.cir", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => new FileInfo(file).Length < 3000).Select(File.ReadAllText).ToList();
        var random = new RandomStream(2026).Child("mutations of runs");
        var ran = 0;
        for (var trial = 0; trial < count; trial++)
        {
            var text = Mutate(seeds, random);
            var watch = Stopwatch.StartNew();
            try
            {
                Run(text);
                ran++;
            }
            catch (CircuitSimException e)
            {
                Assert.True(e.Message.Length < 1500, $"mutation {trial}: a message of {e.Message.Length} characters\n{text}");
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"mutation {trial} takes longer than {Limit}\n{text}");
            }
            catch (Exception e)
            {
                Assert.Fail($"mutation {trial}: {e}\n{text}");
            }

            Assert.True(watch.Elapsed < 2 * Limit, $"mutation {trial} went on for {watch.Elapsed} although it was cancelled\n{text}");
            using var process = Process.GetCurrentProcess();
            Assert.True(wanted is null || process.PeakWorkingSet64 < MostMemory, $"mutation {trial} takes {process.PeakWorkingSet64} bytes\n{text}");
        }

        // A mutation that always fails would test the first line of the reader only.
        Assert.InRange(ran, count / 20, count);
    }

    private static void Run(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        var reading = SpiceReader.Read(text);
        var options = reading.Netlist.Options with { MostSteps = MostSteps };
        using var few = new CancellationTokenSource();
        var token = CancellationTokenSource.CreateLinkedTokenSource(few.Token, limit.Token).Token;
        try
        {
            if (reading.Netlist.Steps.Count > 0)
            {
                new SteppedRun(reading.Netlist with { Options = options }, [new BuiltInSimulator()], keepWaveforms: false).Execute((run, _) => { if (run >= 5) few.Cancel(); }, token);
                return;
            }

            var flat = (reading.Netlist with { Options = options }).Flatten();
            new NetlistRun(flat, [new BuiltInSimulator()], (_, _) => new PointCount(few), keepWaveforms: false).Execute(token);
        }
        catch (OperationCanceledException) when (few.IsCancellationRequested)
        {
        }
    }

    private sealed class PointCount(CancellationTokenSource few) : IWaveformSink
    {
        private int points;

        public void Begin(WaveformHeader header)
        {
        }

        public void Add(double axis, ReadOnlySpan<double> values)
        {
            if (++points > MostPoints)
                few.Cancel();
        }

        public void End()
        {
        }
    }

    /// <summary>One to three changes of words or lines; the title stays.</summary>
    private static string Mutate(List<string> seeds, RandomStream random)
    {
        string[] LinesOf(string text) => text.ReplaceLineEndings("\n").Split('\n');
        List<string> lines = [.. LinesOf(seeds[random.NextInt32(seeds.Count)])];
        for (var n = 1 + random.NextInt32(3); n > 0; n--)
        {
            var at = 1 + random.NextInt32(lines.Count - 1);
            var words = lines[at].Split(' ').ToList();
            var word = random.NextInt32(words.Count);
            switch (random.NextInt32(7))
            {
                case 0:
                    words.RemoveAt(word);
                    break;
                case 1:
                    words.Insert(word, Words[random.NextInt32(Words.Length)]);
                    break;
                case 2:
                    words[word] = Words[random.NextInt32(Words.Length)];
                    break;
                case 3:
                    var other = random.NextInt32(words.Count);
                    (words[word], words[other]) = (words[other], words[word]);
                    break;
                case 4 when words[word].Contains('=', StringComparison.Ordinal):
                    words[word] = words[word][..(words[word].IndexOf('=', StringComparison.Ordinal) + 1)] + Words[random.NextInt32(Words.Length)];
                    break;
                case 5:
                    var from = LinesOf(seeds[random.NextInt32(seeds.Count)]);
                    lines.Insert(at, from[random.NextInt32(from.Length)]);
                    continue;
                default:
                    var second = 1 + random.NextInt32(lines.Count - 1);
                    (lines[at], lines[second]) = (lines[second], lines[at]);
                    continue;
            }

            lines[at] = string.Join(' ', words);
        }

        return string.Join('\n', lines);
    }
}
