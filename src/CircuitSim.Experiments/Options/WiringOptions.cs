using CircuitSim.Crossbars;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Options;

/// <summary>The wires of an array by direction and what surrounds them, for all studies that read or write one.</summary>
public static class WiringOptions
{
    public static OptionalQuantityOption WordWire { get; } = ByDirection("word");

    public static OptionalQuantityOption BitWire { get; } = ByDirection("bit");

    public static QuantityOption Driver { get; } = new()
    {
        Name = "--driver",
        Key = "driver_resistance_ohm",
        Subject = "driver resistance",
        Unit = "Ω",
        Standard = 0,
        Description = "Output resistance of every driver",
    };

    public static QuantityOption Sense { get; } = new()
    {
        Name = "--sense",
        Key = "sense_resistance_ohm",
        Subject = "sense resistance",
        Unit = "Ω",
        Standard = 0,
        Description = "Input resistance of every sensing node",
    };

    public static ChoiceOption<WordLineDrive> Drive { get; } = new()
    {
        Name = "--drive",
        Key = "drive",
        Standard = WordLineDrive.OneEnd,
        Choices = [("one", "one-end", WordLineDrive.OneEnd), ("both", "both-ends", WordLineDrive.BothEnds)],
        Description = "Word lines driven from one end, or from both.",
    };

    /// <summary>An array between drivers and sensing nodes as the options have them.</summary>
    /// <param name="wire">Resistance of a segment where its direction has none of its own [Ω].</param>
    /// <param name="scale">Of every segment.</param>
    /// <exception cref="InvalidParameterException">A size or a resistance is out of range.</exception>
    public static CrossbarWiring Of(StudyValues values, int rows, int columns, double wire, double scale = 1) =>
        Wired(CrossbarWiring.Uniform(rows, columns, 0, values.Get(Driver), values.Get(Sense), values.Get(Drive)), values, wire, scale);

    /// <summary>An array with segments as the options have them, whatever is around them.</summary>
    /// <inheritdoc cref="Of"/>
    public static CrossbarWiring Wired(CrossbarWiring array, StudyValues values, double wire, double scale = 1) =>
        array with
        {
            WordLineSegments = ResistanceMap.Uniform((values.Get(WordWire) ?? wire) * scale, values.Get(WordWire) is null ? "wire resistance" : WordWire.Subject),
            BitLineSegments = ResistanceMap.Uniform((values.Get(BitWire) ?? wire) * scale, values.Get(BitWire) is null ? "wire resistance" : BitWire.Subject),
        };

    /// <summary>Whether any segment resists where those without a direction of their own have this resistance [Ω].</summary>
    public static bool HasWires(StudyValues values, double wire) => (values.Get(WordWire) ?? wire) > 0 || (values.Get(BitWire) ?? wire) > 0;

    /// <summary>"2 Ω per segment", or both directions where they differ.</summary>
    public static string Describe(CrossbarWiring wiring)
    {
        var (word, bit) = (wiring.WordLineSegments[0], wiring.BitLineSegments[0]);
        return word == bit ? $"{SiText.Format(word, "Ω")} per wire segment" : $"{SiText.Format(word, "Ω")} per word-line segment and {SiText.Format(bit, "Ω")} per bit-line segment";
    }

    private static OptionalQuantityOption ByDirection(string line) => new()
    {
        Name = $"--wire-{line}",
        Key = $"{line}_wire_resistance_ohm",
        Subject = $"{line}-line wire resistance",
        Unit = "Ω",
        Standard = null,
        Description = $"Resistance of every {line}-line segment. Default: that of every other wire",
    };
}
