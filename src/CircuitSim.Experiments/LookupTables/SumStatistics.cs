using System.Text.Json.Nodes;
using CircuitSim.Files;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>Sums of the codes of every column at every sum, as whole numbers: the same in any order.</summary>
internal sealed class SumStatistics(int columns, int sums)
{
    private const string MetaName = "meta.json";

    private readonly long[] samples = new long[columns * sums], totals = new long[columns * sums], squares = new long[columns * sums];

    public int Columns => columns;

    public int Sums => sums;

    /// <summary>Patterns that are in it.</summary>
    public int Patterns { get; private set; }

    /// <summary>Samples more than a code beyond the last, or below the first.</summary>
    public long Above { get; private set; }

    public long Below { get; private set; }

    /// <summary>Patterns in which an amplifier left its range, and what the first one said.</summary>
    public int Saturated { get; private set; }

    public string Note { get; private set; } = "";

    public void Add(SumReadings read)
    {
        foreach (var (column, sum, code) in read.Samples)
        {
            var k = column * sums + sum;
            samples[k]++;
            totals[k] += code;
            squares[k] += (long)code * code;
        }

        Patterns++;
        (Above, Below) = (Above + read.Above, Below + read.Below);
        if (read.Note.Length > 0 && Saturated++ == 0)
            Note = read.Note;
    }

    /// <summary>Over all columns.</summary>
    public SumMoments Of(int sum) => Enumerable.Range(0, columns).Aggregate(new SumMoments(), (all, column) => all.With(Of(column, sum)));

    public SumMoments Of(int column, int sum) => new(samples[column * sums + sum], totals[column * sums + sum], squares[column * sums + sum]);

    /// <summary>Squared deviations from each column's own mean, per degree of freedom; 0 where there is none.</summary>
    public double VarianceWithin(int sum)
    {
        double square = 0, free = 0;
        for (var column = 0; column < columns; column++)
        {
            if (Of(column, sum) is { Count: > 1 } own)
                (square, free) = (square + own.Variance * (own.Count - 1), free + own.Count - 1);
        }

        return free > 0 ? square / free : 0;
    }

    /// <param name="fingerprint">All that decides the result.</param>
    public void Write(string path, string fingerprint) => AtomicFile.Write(path, stream => NpzFile.Write(stream,
        [new("samples", [columns, sums], Doubles(samples)), new("totals", [columns, sums], Doubles(totals)), new("squares", [columns, sums], Doubles(squares)), new("counts", [4], new double[] { Patterns, Above, Below, Saturated })],
        (MetaName, new JsonObject { ["fingerprint"] = fingerprint, ["note"] = Note }.ToJsonString())));

    /// <exception cref="DataFileException">Unreadable, or no such file.</exception>
    /// <exception cref="InvalidParameterException">It belongs to another run.</exception>
    public static SumStatistics Read(string path, string fingerprint, int columns, int sums)
    {
        var arrays = NpzFile.Read(path).ToDictionary(a => a.Name, a => a.Values);
        var meta = NpzFile.ReadText(path, MetaName);
        try
        {
            var text = JsonNode.Parse(meta)!;
            if ((string?)text["fingerprint"] != fingerprint)
                throw InvalidParameterException.Because("resume", $"{path} was left by a run with other options; give the same ones, or start anew.");
            var read = new SumStatistics(columns, sums);
            var counts = arrays["counts"].Span;
            foreach (var (name, values) in new[] { ("samples", read.samples), ("totals", read.totals), ("squares", read.squares) })
            {
                for (var k = 0; k < values.Length; k++)
                    values[k] = checked((long)arrays[name].Span[k]);
            }

            (read.Patterns, read.Above, read.Below, read.Saturated, read.Note) = ((int)counts[0], (long)counts[1], (long)counts[2], (int)counts[3], (string?)text["note"] ?? "");
            return read;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or OverflowException)
        {
            throw DataFileException.Corrupt(path, "is no checkpoint of this study; delete it and start anew.", e);
        }
    }

    private static double[] Doubles(long[] values) => Array.ConvertAll(values, v => (double)v);
}
