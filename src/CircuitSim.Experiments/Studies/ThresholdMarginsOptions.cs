using CircuitSim.Crossbars;
using CircuitSim.Experiments.Options;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Studies;

/// <summary>What <see cref="ThresholdMargins"/> looks at.</summary>
public sealed record ThresholdMarginsOptions : StudyValues
{
    private static readonly WriteRequirement Q = new();

    // A requirement checks itself.
    private static readonly TextOption ModelOption = new() { Name = "--model", Standard = "vteam_magic", Description = "Model card of the library, or FILE.lib:NAME." };
    private static readonly ChoiceOption SchemeOption = new() { Name = "--scheme", Key = "scheme", Standard = "v2", Choices = [("v2", "V/2"), ("v3", "V/3"), ("floating", "floating")], Description = "What the lines that are not selected do." };
    private static readonly QuantityOption Width = new() { Name = "--width", Key = "width_s", Unit = "s", Standard = Q.Width, Rule = NumberRule.Any, Description = "Length of a pulse between its edges" };
    private static readonly QuantityOption Edge = new() { Name = "--edge", Key = "edge_s", Unit = "s", Standard = Q.Edge, Rule = NumberRule.Any, Description = "Length of each edge" };
    private static readonly QuantityOption Switched = new() { Name = "--switched", Key = "switched", Unit = "1", Standard = Q.Switched, Rule = NumberRule.Any, Description = "Part of its range that a written state must move" };
    private static readonly IntegerOption Writes = new() { Name = "--writes", Key = "writes", Standard = Q.Writes, Rule = NumberRule.Any, Description = "Writes of other cells that a cell must bear." };
    private static readonly QuantityOption Tolerance = new() { Name = "--tolerance", Key = "tolerance", Unit = "1", Standard = Q.Tolerance, Rule = NumberRule.Any, Description = "Part of its range that these may move it" };
    private static readonly QuantityOption Largest = new() { Name = "--largest", Key = "largest_amplitude_v", Unit = "V", Standard = Q.LargestAmplitude, Rule = NumberRule.Any, Description = "Largest amplitude that is looked at" };

    // The worst neighbour of a cell is another cell of its lines.
    private static readonly NumberRule SizeRule = new("a whole number from 2 to 1024", size => size is >= 2 and <= 1024 && double.IsInteger(size));
    private static readonly IntegerOption SizeOption = new() { Name = "--size", Key = "size", Subject = "size", Standard = 16, Rule = SizeRule, Description = "Rows and columns of the array that is looked at closely." };
    private static readonly QuantityOption Wire = new() { Name = "--wire", Key = "wire_resistance_ohm", Subject = "wire", Unit = "Ω", Standard = 1, Description = "Its wire resistance per segment" };
    private static readonly QuantitiesOption SizesOption = new() { Name = "--sizes", Key = "sizes", Subject = "size", Unit = "rows", Standard = [8, 16, 32, 64, 128], Rule = SizeRule, Description = "Array sizes of the curves" };
    private static readonly QuantitiesOption Wires = new() { Name = "--wires", Key = "wire_resistances_ohm", Subject = "wires", Subjects = "wires", Unit = "Ω", Standard = [0.5, 1, 2, 5], Description = "Wire resistances of the curves" };
    private static readonly QuantityOption Driver = new() { Name = "--driver", Key = "driver_resistance_ohm", Subject = "driver", Unit = "Ω", Standard = 0, Description = "Output resistance of every driver" };
    private static readonly QuantityOption SigmaOption = new() { Name = "--sigma", Key = "sigma", Subject = "sigma", Unit = "1", Standard = 0.05, Description = "Scatter of resistances, speeds and thresholds" };
    private static readonly IntegerOption SamplesOption = new() { Name = "--samples", Key = "samples", Subject = "samples", Standard = 400, Description = "Devices drawn for the yield." };
    private static readonly SeedOption SeedOption = SeedOption.Of(1);

    public ThresholdMarginsOptions()
    {
    }

    public ThresholdMarginsOptions(StudyValues values)
        : base(values)
    {
    }

    /// <summary>In the order of the help and of the result.json.</summary>
    public static IReadOnlyList<StudyOption> All { get; } =
    [
        ModelOption, SchemeOption, Width, Edge, Switched, Writes, Tolerance, Largest, SizeOption, Wire, SizesOption, Wires, Driver, ChoiceOption.Drive, SigmaOption, SamplesOption, SeedOption, IntegerOption.Jobs,
    ];

    /// <summary>A card of the library, or FILE.lib:NAME.</summary>
    public string Model { get => Get(ModelOption); init => Set(ModelOption, value); }

    public BiasScheme Scheme
    {
        get => Get(SchemeOption) switch { "v2" => BiasScheme.HalfVoltage, "v3" => BiasScheme.ThirdVoltage, _ => BiasScheme.Floating };
        init => Set(SchemeOption, value switch { BiasScheme.HalfVoltage => "v2", BiasScheme.ThirdVoltage => "v3", _ => "floating" });
    }

    public WriteRequirement Requirement
    {
        get => new() { Width = Get(Width), Edge = Get(Edge), Switched = Get(Switched), Writes = Get(Writes), Tolerance = Get(Tolerance), LargestAmplitude = Get(Largest) };
        init
        {
            Set(Width, value.Width);
            Set(Edge, value.Edge);
            Set(Switched, value.Switched);
            Set(Writes, value.Writes);
            Set(Tolerance, value.Tolerance);
            Set(Largest, value.LargestAmplitude);
        }
    }

    /// <summary>Rows and columns of the array that is looked at closely.</summary>
    public int Size { get => Get(SizeOption); init => Set(SizeOption, value); }

    /// <summary>Of that array, per segment [Ω].</summary>
    public double WireResistance { get => Get(Wire); init => Set(Wire, value); }

    /// <summary>Sizes of the square arrays of the curves.</summary>
    public IReadOnlyList<double> Sizes { get => Get(SizesOption); init => Set(SizesOption, value); }

    /// <summary>Wire resistances of the curves, per segment [Ω].</summary>
    public IReadOnlyList<double> WireResistances { get => Get(Wires); init => Set(Wires, value); }

    /// <summary>Output resistance of every driver, of word and of bit lines [Ω].</summary>
    public double DriverResistance { get => Get(Driver); init => Set(Driver, value); }

    public WordLineDrive Drive { get => ChoiceOption.DriveOf(Get(ChoiceOption.Drive)); init => Set(ChoiceOption.Drive, ChoiceOption.WordOf(value)); }

    /// <summary>Scatter of every device's resistances, speeds and thresholds, log-normal, relative.</summary>
    public double Sigma { get => Get(SigmaOption); init => Set(SigmaOption, value); }

    /// <summary>Devices drawn for the yield.</summary>
    public int Samples { get => Get(SamplesOption); init => Set(SamplesOption, value); }

    public ulong Seed { get => Get(SeedOption); init => Set(SeedOption, value); }

    /// <summary>Threads; changes no bit of the result.</summary>
    public int Jobs { get => Get(IntegerOption.Jobs); init => Set(IntegerOption.Jobs, value); }

    /// <exception cref="InvalidParameterException">Names the option.</exception>
    public void Validate()
    {
        Requirement.Validated();
        foreach (var option in All)
            option.Check(this);
    }
}
