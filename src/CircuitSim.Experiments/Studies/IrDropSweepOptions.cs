using CircuitSim.Crossbars;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Studies;

/// <summary>What a user may change about the sweep; everything but <see cref="Jobs"/> belongs to the result's identity.</summary>
public sealed record IrDropSweepOptions : StudyValues
{
    private static readonly TextOption NetworkOption = new() { Name = "--network", Key = "network", Standard = MnistNetwork.Name, Placeholder = "name|file", MayBePath = true, Description = $"{MnistNetwork.Name}, or a trained network's file (.npz)." };
    private static readonly ChoiceOption EncodingOption = new() { Name = "--encoding", Key = "encoding", Standard = "offset-column", Choices = [("offset-column", "offset-column")], Description = "How weights become conductances." };
    private static readonly ChoiceOption ScopeOption = new() { Name = "--scope", Key = "scope", Standard = "layer", Choices = [("layer", "layer"), ("global", "global"), ("column", "column")], Description = "Over which weights the encoding's range is taken." };
    private static readonly ChoiceOption ReferenceOption = new() { Name = "--reference", Key = "reference", Standard = "column", Choices = [("column", "column"), ("quantized-column", "quantized-column"), ("digital", "digital")], Description = "The current of a zero weight: from an exact column, a column quantized like the rest, or computed from the inputs' sum." };
    private static readonly OptionalIntegerOption LevelsOption = new() { Name = "--levels", Key = "levels", Standard = null, Description = "Conductance levels of a cell. Default: any conductance." };
    private static readonly QuantitiesOption Wires = new() { Name = "--wire", Key = "wire_resistances_ohm", Subject = "wire resistance", Unit = "Ω", Standard = [0, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 2], Description = "Wire resistances per segment" };
    private static readonly QuantitiesOption Heights = new() { Name = "--tile-rows", Key = "tile_rows", Subject = "tile rows", Subjects = "tile rows", Unit = "rows", Standard = [16, 32, 64, 128, 785], Rule = new NumberRule("a whole number from 1 up", n => n is >= 1 and <= int.MaxValue && double.IsInteger(n)), Description = "Word lines of a tile; 785 leaves the first layer untiled" };
    private static readonly QuantitiesOption On = new() { Name = "--r-on", Key = "r_on_ohm", Subject = "R_on", Subjects = "R_on", Unit = "Ω", Standard = [1e3], Rule = NumberRule.Positive, Description = "Least resistances of a cell" };
    private static readonly QuantityOption RatioOption = new() { Name = "--ratio", Key = "ratio", Subject = "ratio", Unit = "1", Standard = 100, Rule = new NumberRule("finite and above 1", r => double.IsFinite(r) && r > 1), Description = "R_off / R_on" };
    private static readonly ChoiceOption DriveOption = new() { Name = "--drive", Key = "drives", Standard = "one", IsList = true, Choices = [("one", "one-end"), ("both", "both-ends"), ("one,both", "one-end,both-ends")], Description = "Word lines driven from one end, from both, or both compared." };
    private static readonly QuantityOption Driver = new() { Name = "--driver", Key = "driver_resistance_ohm", Subject = "driver resistance", Unit = "Ω", Standard = 0, Description = "Output resistance of every driver" };
    private static readonly QuantityOption Sense = new() { Name = "--sense", Key = "sense_resistance_ohm", Subject = "sense resistance", Unit = "Ω", Standard = 0, Description = "Input resistance of every sensing node" };
    private static readonly QuantityOption Voltage = new() { Name = "--v-read", Key = "read_voltage_v", Subject = "read voltage", Unit = "V", Standard = 0.2, Rule = NumberRule.Positive, Description = "Row voltage of a white pixel" };
    private static readonly QuantityOption Loss = new() { Name = "--loss", Key = "loss_bound_points", Subject = "loss bound", Unit = "points", Standard = 1, Description = "Loss of accuracy that a recommended tile may have" };
    private static readonly SeedOption SeedOption = SeedOption.Of(1);

    public IrDropSweepOptions()
    {
    }

    public IrDropSweepOptions(StudyValues values)
        : base(values)
    {
    }

    /// <summary>In the order of the help and of the result.json.</summary>
    public static IReadOnlyList<StudyOption> All { get; } =
    [
        NetworkOption, EncodingOption, ScopeOption, ReferenceOption, LevelsOption, Wires, Heights, On, RatioOption, DriveOption, Driver, Sense, Voltage, Loss,
        DataFolderOption.Instance, SeedOption, IntegerOption.Jobs,
    ];

    /// <summary>A network by name, or the path of a trained one (.npz).</summary>
    public string Network { get => Get(NetworkOption); init => Set(NetworkOption, value); }

    /// <summary>Of the network's training.</summary>
    public ulong Seed { get => Get(SeedOption); init => Set(SeedOption, value); }

    /// <summary>Folder whose subfolder <c>mnist</c> holds the images and <c>networks</c> the trained networks.</summary>
    public string DataFolder { get => Get(DataFolderOption.Instance); init => Set(DataFolderOption.Instance, value); }

    /// <summary>Wire resistances per segment [Ω].</summary>
    public IReadOnlyList<double> WireResistances { get => Get(Wires); init => Set(Wires, value); }

    /// <summary>Heights of the tiles; one that is not below the rows of a layer leaves the layer untiled.</summary>
    public IReadOnlyList<int> TileRows { get => [.. Get(Heights).Select(n => (int)n)]; init => Set(Heights, [.. value.Select(n => (double)n)]); }

    /// <summary>Least resistances of a cell [Ω].</summary>
    public IReadOnlyList<double> OnResistances { get => Get(On); init => Set(On, value); }

    /// <summary>Greatest over least resistance of a cell.</summary>
    public double Ratio { get => Get(RatioOption); init => Set(RatioOption, value); }

    public IReadOnlyList<WordLineDrive> Drives
    {
        get => [.. Get(DriveOption).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ChoiceOption.DriveOf)];
        init => Set(DriveOption, string.Join(',', value.Select(ChoiceOption.WordOf)));
    }

    /// <summary>Output resistance of every driver [Ω].</summary>
    public double DriverResistance { get => Get(Driver); init => Set(Driver, value); }

    /// <summary>Input resistance of every sensing node [Ω].</summary>
    public double SenseResistance { get => Get(Sense); init => Set(Sense, value); }

    /// <summary>Row voltage of the input 1 [V].</summary>
    public double ReadVoltage { get => Get(Voltage); init => Set(Voltage, value); }

    public OffsetScope Scope
    {
        get => Get(ScopeOption) switch { "global" => OffsetScope.Global, "column" => OffsetScope.Column, _ => OffsetScope.Layer };
        init => Set(ScopeOption, value switch { OffsetScope.Global => "global", OffsetScope.Column => "column", _ => "layer" });
    }

    public OffsetReference Reference
    {
        get => Get(ReferenceOption) switch { "digital" => OffsetReference.Digital, "quantized-column" => OffsetReference.QuantizedColumn, _ => OffsetReference.Column };
        init => Set(ReferenceOption, value switch { OffsetReference.Digital => "digital", OffsetReference.QuantizedColumn => "quantized-column", _ => "column" });
    }

    /// <summary>Levels of a cell; null for any conductance.</summary>
    public int? Levels { get => Get(LevelsOption); init => Set(LevelsOption, value); }

    /// <summary>Loss of accuracy to IR drop that a recommended tile may have [percentage points].</summary>
    public double LossBound { get => Get(Loss); init => Set(Loss, value); }

    /// <summary>Threads; changes no bit of the result.</summary>
    public int Jobs { get => Get(IntegerOption.Jobs); init => Set(IntegerOption.Jobs, value); }

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public void Validate()
    {
        foreach (var option in All)
            option.Check(this);
        if (Levels is { } levels)
            _ = new ConductanceLevels(levels, 0, 1);
    }

    public CrossbarWiring Wiring(int rows, int columns, double wireResistance, WordLineDrive drive) =>
        CrossbarWiring.Uniform(rows, columns, wireResistance, DriverResistance, SenseResistance, drive);
}
