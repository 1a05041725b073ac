using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CircuitSim.Files;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// Exact currents as far as they are solved, and the file that an interrupted run leaves: which blocks of samples are done, their currents
/// and bounds, and of which samples and arrays they are. The file is replaced at most once a second and for at most a twentieth of the
/// time, and whenever the run ends. May be used by several threads, each with blocks of its own.
/// </summary>
internal sealed class ArrayCheckpoint
{
    private const string Schema = "circuitsim.array-checkpoint/1", MetaName = "meta.json", DoneName = "done", CurrentsName = "currents_a", BoundsName = "bounds";

    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly string? path;
    private readonly string fingerprint;
    private readonly double[] done;
    private TimeSpan pause = LeastPause;
    private long writtenAt = Stopwatch.GetTimestamp();
    private bool isKept = true;

    /// <param name="path">Null keeps nothing.</param>
    /// <param name="resumes">Whether to begin with what the file holds; where there is none, nothing was done.</param>
    /// <param name="fingerprint">All that decides the currents.</param>
    /// <exception cref="DataFileException">The file is none, or unreadable.</exception>
    /// <exception cref="InvalidParameterException">It belongs to another run.</exception>
    public ArrayCheckpoint(string? path, bool resumes, string fingerprint, int blocks, int samples, int columns)
    {
        (this.path, this.fingerprint, done, Currents, Bounds) = (path, fingerprint, new double[blocks], new double[samples * columns], new double[samples]);
        if (path is null || !resumes || !File.Exists(path))
            return;
        if (Text(path) != fingerprint)
            throw InvalidParameterException.Because("resume", $"{path} was left by a run with other options; give the same ones, or start anew.");
        var arrays = NpzFile.Read(path).ToDictionary(a => a.Name, a => a.Values);
        foreach (var (name, target) in new[] { (DoneName, done), (CurrentsName, Currents), (BoundsName, Bounds) })
        {
            if (!arrays.TryGetValue(name, out var values) || values.Length != target.Length)
                throw DataFileException.Corrupt(path, "is no checkpoint of this version and size; delete it and start anew.");
            values.CopyTo(target);
        }

        DoneBefore = done.Count(d => d != 0);
    }

    /// <summary>[samples × columns] row-major [A].</summary>
    public double[] Currents { get; }

    /// <summary>On the error of any current of a sample, relative to its largest one, [samples].</summary>
    public double[] Bounds { get; }

    /// <summary>Blocks that the file held.</summary>
    public int DoneBefore { get; }

    public bool IsDone(int block) => done[block] != 0;

    /// <summary>A block's currents and bounds are in their places.</summary>
    public void Finish(int block)
    {
        lock (gate)
        {
            (done[block], isKept) = (1, false);
            if (Stopwatch.GetElapsedTime(writtenAt) > pause)
                Write();
        }
    }

    /// <summary>Writes what is not in the file yet.</summary>
    public void Keep()
    {
        lock (gate)
        {
            if (!isKept)
                Write();
        }
    }

    private void Write()
    {
        if (path is null)
            return;
        var start = Stopwatch.GetTimestamp();
        var meta = new JsonObject { ["schema"] = Schema, ["fingerprint"] = fingerprint }.ToJsonString();
        AtomicFile.Write(path, stream => NpzFile.Write(stream,
            [new NpzArray(DoneName, [done.Length], done), new NpzArray(CurrentsName, [Currents.Length], Currents), new NpzArray(BoundsName, [Bounds.Length], Bounds)], (MetaName, meta)));
        (isKept, writtenAt) = (true, Stopwatch.GetTimestamp());
        pause = TimeSpan.FromTicks(Math.Max(LeastPause.Ticks, 20 * Stopwatch.GetElapsedTime(start, writtenAt).Ticks));
    }

    private static string? Text(string path)
    {
        try
        {
            return JsonNode.Parse(NpzFile.ReadText(path, MetaName)) is JsonObject meta && (string?)meta["schema"] == Schema ? (string?)meta["fingerprint"] : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw DataFileException.Corrupt(path, "is no checkpoint; delete it and start anew.", e);
        }
    }
}
