using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Options;

/// <summary>What surrounds the wires of an array, for all studies that read or write one.</summary>
public static class WiringOptions
{
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
}
