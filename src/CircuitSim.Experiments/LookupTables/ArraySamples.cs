using System.Runtime.InteropServices;
using CircuitSim.Files;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// Which input drives which array, and to which part each sample belongs. Some arrays are for the test alone, and of every other array some
/// inputs are. No two samples of an array are the same to the last digit, so that nothing tests what it was trained with. All of it is
/// drawn from streams by number of array and sample, so that it depends on nothing but the seed.
/// </summary>
internal sealed class ArraySamples
{
    /// <summary>Parts, as numbers: for training; another input of an array that is trained with; an array that training never sees.</summary>
    public const int Train = 0, NewInput = 1, NewArray = 2;

    /// <summary>Draws for a sample before it is left out, where an array has no more inputs to give.</summary>
    private const int MostDraws = 50;

    private readonly double[] inputs;

    private ArraySamples(int rows, double[] inputs, int[] arrays, int[] parts, int leftOut) => (Rows, this.inputs, Arrays, Parts, LeftOut) = (rows, inputs, arrays, parts, leftOut);

    public int Rows { get; }

    /// <summary>[samples × rows] row-major, array by array [V].</summary>
    public ReadOnlyMemory<double> Inputs => inputs;

    /// <summary>Of each sample, rising.</summary>
    public IReadOnlyList<int> Arrays { get; }

    /// <summary>Of each sample.</summary>
    public IReadOnlyList<int> Parts { get; }

    public int Count => Arrays.Count;

    /// <summary>Samples that were asked for and not drawn: rows at 0 V alone, or inputs that the array has already.</summary>
    public int LeftOut { get; }

    public ReadOnlySpan<double> Input(int sample) => inputs.AsSpan(sample * Rows, Rows);

    /// <param name="testShare">Of the arrays, and of each other array's samples; rounded down.</param>
    public static ArraySamples Draw(StudyRun run, ArraySubject subject, int samples, double testShare, RandomStream random, IStudyStep step)
    {
        var count = subject.Arrays.Count;
        int[] order = [.. Enumerable.Range(0, count)];
        random.Child("split").Shuffle<int>(order);
        var held = order[..(int)Math.Floor(testShare * count)].ToHashSet();
        var drawn = run.Each(count, step, a =>
        {
            var (stream, own, seen) = (random.Child("array", a), (int)((a + 1L) * samples / count - (long)a * samples / count), new HashSet<string>());
            var (found, trained) = (new List<(double[] Input, int Part)>(), own - (int)Math.Floor(testShare * own));
            for (var s = 0; s < own; s++)
            {
                var (one, part) = (stream.Child("sample", s), held.Contains(a) ? NewArray : s < trained ? Train : NewInput);
                for (var k = 0; k < MostDraws; k++)
                {
                    var input = subject.Arrays[a].Draw(part != Train, one);
                    var key = Sha256.TextOf(MemoryMarshal.AsBytes(input.AsSpan()));
                    if (input.AsSpan().IndexOfAnyExcept(0) < 0 || !seen.Add(key))
                        continue;
                    found.Add((input, part));
                    break;
                }
            }

            return found;
        });
        var all = new double[drawn.Sum(d => d.Count) * subject.Rows];
        foreach (var (s, sample) in drawn.SelectMany(d => d).Index())
            sample.Input.CopyTo(all, s * subject.Rows);
        return new ArraySamples(subject.Rows, all, [.. drawn.SelectMany((d, a) => d.Select(_ => a))], [.. drawn.SelectMany(d => d.Select(x => x.Part))], samples - all.Length / subject.Rows);
    }
}
