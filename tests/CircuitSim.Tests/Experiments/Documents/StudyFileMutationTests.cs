using System.Diagnostics;
using System.Globalization;
using System.Text;
using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments.Documents;

/// <summary>
/// Mutated study files end in a study or in one line that names the place, in bounded time. CI runs 2,000;
/// <c>CIRCUITSIM_MUTATIONS=20000 dotnet test --filter StudyFileMutationTests</c> runs as many as it says.
/// </summary>
public class StudyFileMutationTests
{
    private static readonly string[] Fragments =
    [
        ":", ": ", "- ", "? ", "[", "]", "{", "}", ",", "#", "&a ", "*a", "*b ", "!!str ", "!<tag:x> ", "<<: *a\n", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n", "|", ">", "|2-\n", "'", "\"", "\"\\U0FFFFFFF\"", "\"\\x\"", "\\",
        "\t", "\0", "\r", "\r\n", "\n", "  ", "\u2028", "é", "\uFEFF", "null", "~", "true", ".nan", ".inf", "-1", "1e999", "99999999999999999999", "0x1F", "1k", "study: ", "sweeps:\n  ", "claims:\n  - ", "where: {", "from: ", "to: ", "points: 1e9",
        "step: 0", "scale: logarithmic", "options:\n  ", "seed: ", "adc_bits: ", "network: ../../etc/passwd", "jobs: 4", "[[[[[[[[[[", "{a: {a: {a: ", "@", "`", "least: 5", "figure: ",
    ];

    [Fact]
    [Trait("Category", "slow")]
    public void Parse_OfMutatedFiles_EndsInAStudyOrAFaultInOneLineWithItsPlace()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("CIRCUITSIM_MUTATIONS") ?? "2000", CultureInfo.InvariantCulture);
        List<byte[]> seeds =
        [
            File.ReadAllBytes(Path.Combine(Repository.Root, "studies/digits-read-out.yaml")),
            .. StudyTable.All.Select(s => Encoding.UTF8.GetBytes(StudyText.Of(s, new StudyValues()))),
        ];
        var random = new RandomStream(12);
        var (read, slowest) = (0, TimeSpan.Zero);
        for (var trial = 0; trial < count; trial++)
        {
            var bytes = Mutate(seeds[random.NextInt32(2) == 0 ? 0 : random.NextInt32(seeds.Count)], random);
            var watch = Stopwatch.StartNew();
            try
            {
                StudyFile.Parse("m.yaml", bytes, StudyTable.All, new StudyValues());
                read++;
            }
            catch (CircuitSimException e) when (e is DataFileException or InvalidParameterException)
            {
                Assert.True(System.Text.RegularExpressions.Regex.IsMatch(e.Message, @"^m\.yaml:[0-9]+:[0-9]+: .{10,1500}$", System.Text.RegularExpressions.RegexOptions.CultureInvariant), $"mutation {trial}: {e.Message}\n{Encoding.UTF8.GetString(bytes)}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"mutation {trial}: {e}\n{Encoding.UTF8.GetString(bytes)}");
            }

            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }

        // A mutation that always fails would test the first line of the reader only.
        Assert.InRange(read, count / 100, count);
        // Nothing of this size may take long; a hang would be minutes.
        Assert.True(slowest < TimeSpan.FromMinutes(1), $"slowest: {slowest}");
    }

    /// <summary>One to three cuts, copies, fragments or stray bytes.</summary>
    private static byte[] Mutate(byte[] seed, RandomStream random)
    {
        var bytes = seed.ToList();
        for (var k = random.NextInt32(3); k >= 0; k--)
        {
            var (at, length) = (random.NextInt32(bytes.Count + 1), random.NextInt32(30));
            length = Math.Min(length, bytes.Count - at);
            switch (random.NextInt32(5))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(random.NextInt32(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 2 when at < bytes.Count:
                    bytes[at] = (byte)random.NextInt32(256);
                    break;
                case 3 when random.NextInt32(8) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.NextInt32(Fragments.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
