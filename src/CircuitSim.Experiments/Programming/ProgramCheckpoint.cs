using System.Text.Json;
using System.Text.Json.Serialization;
using CircuitSim.Files;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Programming;

/// <summary>
/// What an interrupted run left: the state behind its last finished unit, and for which options. Numbers are written with all
/// their digits, so that a run that goes on ends at the same bits.
/// </summary>
public sealed record ProgramCheckpoint
{
    public const string FileName = "checkpoint.json";

    private const string CurrentSchema = "circuitsim.program-checkpoint/1";

    public string Schema { get; init; } = CurrentSchema;

    /// <summary>Which run it belongs to: everything that decides its result.</summary>
    public required string Fingerprint { get; init; }

    public required ProgrammingState State { get; init; }

    /// <summary>Replaces the file in one step.</summary>
    /// <exception cref="DataFileException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, CheckpointJson.Default.ProgramCheckpoint));

    /// <exception cref="DataFileException">Missing, unreadable, or no checkpoint.</exception>
    /// <exception cref="InvalidParameterException">It belongs to another run.</exception>
    public static ProgrammingState Read(string path, ProgramCase program)
    {
        var read = DataFileException.Reading(path, () =>
        {
            using var stream = File.OpenRead(path);
            try
            {
                return JsonSerializer.Deserialize(stream, CheckpointJson.Default.ProgramCheckpoint);
            }
            catch (JsonException)
            {
                throw DataFileException.Corrupt(path, "is no checkpoint; delete it and start anew.");
            }
        }, "There is nothing to resume; start anew.");
        if (read is not { Schema: CurrentSchema } || read.State.States.Length != program.Job.Array.Count)
            throw DataFileException.Corrupt(path, "is no checkpoint of this version and size; delete it and start anew.");
        if (read.Fingerprint != FingerprintOf(program))
            throw InvalidParameterException.Because("resume", $"{path} was left by a run with other options; give the same ones, or start anew.");
        return read.State;
    }

    /// <summary>Options, card and targets.</summary>
    public static string FingerprintOf(ProgramCase program)
    {
        var targets = System.Runtime.InteropServices.MemoryMarshal.AsBytes(program.Job.Targets.Span);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(targets));
        var options = ProgramOptions.All.Select(o => $"{o.Name} {o.Json(program.Options)?.ToJsonString()}");
        return $"{string.Join(' ', options)} card {program.Card.Sha256} targets {hash} {Build}";
    }

    // Another build may do other arithmetic.
    private static string Build => $"{ProductVersion.Number} {ProductVersion.Commit}";
}

/// <summary>Written without reflection, which a binary compiled ahead of time does not have.</summary>
[JsonSerializable(typeof(ProgramCheckpoint))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
