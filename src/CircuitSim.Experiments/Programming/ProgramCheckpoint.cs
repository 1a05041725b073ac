using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>Which run it belongs to: everything that decides its result.</summary>
    public required string Fingerprint { get; init; }

    public required ProgrammingState State { get; init; }

    /// <summary>Replaces the file in one step.</summary>
    /// <exception cref="DataFileException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteText(path, text => text.Write(new JsonObject
    {
        ["Schema"] = CurrentSchema,
        [nameof(Fingerprint)] = Fingerprint,
        [nameof(State)] = new JsonObject
        {
            [nameof(State.UnitsDone)] = State.UnitsDone,
            [nameof(State.States)] = Numbers(State.States),
            [nameof(State.WrittenConductances)] = Numbers(State.WrittenConductances),
            [nameof(State.WrittenStates)] = Numbers(State.WrittenStates),
            [nameof(State.Pulses)] = Numbers(State.Pulses),
            [nameof(State.Failures)] = Numbers(State.Failures.Select(f => (int)f)),
            [nameof(State.LastAmplitudes)] = Numbers(State.LastAmplitudes),
            [nameof(State.DeliveredVoltages)] = Numbers(State.DeliveredVoltages),
            [nameof(State.Disturbs)] = Numbers(State.Disturbs),
            [nameof(State.Sets)] = Account(State.Sets),
            [nameof(State.Resets)] = Account(State.Resets),
            [nameof(State.Reads)] = Account(State.Reads),
            [nameof(State.Steps)] = State.Steps,
        },
    }.ToJsonString()));

    /// <exception cref="DataFileException">Missing, unreadable, or no checkpoint.</exception>
    /// <exception cref="InvalidParameterException">It belongs to another run.</exception>
    public static ProgrammingState Read(string path, ProgramCase program)
    {
        var read = DataFileException.Reading(path, () =>
        {
            using var stream = File.OpenRead(path);
            try
            {
                return JsonNode.Parse(stream) is JsonObject o ? Of(o) : null;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                throw DataFileException.Corrupt(path, "is no checkpoint; delete it and start anew.");
            }
        }, "There is nothing to resume; start anew.");
        if (read is null || read.State.States.Length != program.Job.Array.Count)
            throw DataFileException.Corrupt(path, "is no checkpoint of this version and size; delete it and start anew.");
        if (read.Fingerprint != FingerprintOf(program))
            throw InvalidParameterException.Because("resume", $"{path} was left by a run with other options; give the same ones, or start anew.");
        return read.State;
    }

    /// <summary>Null if it is of another version.</summary>
    /// <exception cref="InvalidOperationException">Something is missing, or of another kind.</exception>
    private static ProgramCheckpoint? Of(JsonObject o)
    {
        if ((string?)o["Schema"] != CurrentSchema)
            return null;
        var state = Required(o, nameof(State)).AsObject();
        return new ProgramCheckpoint
        {
            Fingerprint = Required(o, nameof(Fingerprint)).GetValue<string>(),
            State = new ProgrammingState
            {
                UnitsDone = Required(state, nameof(State.UnitsDone)).GetValue<int>(),
                States = Doubles(nameof(State.States)),
                WrittenConductances = Doubles(nameof(State.WrittenConductances)),
                WrittenStates = Doubles(nameof(State.WrittenStates)),
                Pulses = Integers(nameof(State.Pulses)),
                Failures = [.. Integers(nameof(State.Failures)).Select(f => (WriteFailure)f)],
                LastAmplitudes = Doubles(nameof(State.LastAmplitudes)),
                DeliveredVoltages = Doubles(nameof(State.DeliveredVoltages)),
                Disturbs = Doubles(nameof(State.Disturbs)),
                Sets = Pulses(nameof(State.Sets)),
                Resets = Pulses(nameof(State.Resets)),
                Reads = Pulses(nameof(State.Reads)),
                Steps = Required(state, nameof(State.Steps)).GetValue<long>(),
            },
        };

        double[] Doubles(string name) => [.. Values(name).Select(n => n.GetValue<double>())];

        int[] Integers(string name) => [.. Values(name).Select(n => n.GetValue<int>())];

        IEnumerable<JsonNode> Values(string name) => Required(state, name).AsArray().Select(n => n ?? throw new InvalidOperationException($"{name} lacks a value"));

        PulseAccount Pulses(string name)
        {
            var account = Required(state, name).AsObject();
            return new(Required(account, nameof(PulseAccount.Count)).GetValue<int>(), Required(account, nameof(PulseAccount.Energy)).GetValue<double>(), Required(account, nameof(PulseAccount.Time)).GetValue<double>());
        }
    }

    private static JsonNode Required(JsonObject o, string name) => o[name] ?? throw new InvalidOperationException($"{name} is missing");

    private static JsonArray Numbers(IEnumerable<double> numbers) => new([.. numbers.Select(n => (JsonNode?)n)]);

    private static JsonArray Numbers(IEnumerable<int> numbers) => new([.. numbers.Select(n => (JsonNode?)n)]);

    private static JsonObject Account(PulseAccount account) =>
        new() { [nameof(account.Count)] = account.Count, [nameof(account.Energy)] = account.Energy, [nameof(account.Time)] = account.Time };

    /// <summary>Options, card and targets.</summary>
    public static string FingerprintOf(ProgramCase program)
    {
        var targets = System.Runtime.InteropServices.MemoryMarshal.AsBytes(program.Job.Targets.Span);
        var hash = Sha256.TextOf(targets);
        var options = ProgramOptions.All.Select(o => $"{o.Name} {o.Json(program.Options)?.ToJsonString()}");
        return $"{string.Join(' ', options)} card {program.Card.Sha256} targets {hash} {Build}";
    }

    // Another build may do other arithmetic.
    private static string Build => $"{ProductVersion.Number} {ProductVersion.Commit}";
}
