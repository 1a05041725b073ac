using CircuitSim.Crossbars;
using CircuitSim.Encodings;

namespace CircuitSim.Experiments.Studies;

/// <summary>What a user may change about the sweep; everything but <see cref="Jobs"/> belongs to the result's identity.</summary>
public sealed record IrDropSweepOptions
{
    /// <summary>A network by name, or the path of a trained one (.npz).</summary>
    public string Network { get; init; } = MnistNetwork.Name;

    /// <summary>Of the network's training.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Folder whose subfolder <c>mnist</c> holds the images and <c>networks</c> the trained networks.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Wire resistances per segment [Ω].</summary>
    public IReadOnlyList<double> WireResistances { get; init; } = [0, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 2];

    /// <summary>Heights of the tiles; one that is not below the rows of a layer leaves the layer untiled.</summary>
    public IReadOnlyList<int> TileRows { get; init; } = [16, 32, 64, 128, 785];

    /// <summary>Least resistances of a cell [Ω].</summary>
    public IReadOnlyList<double> OnResistances { get; init; } = [1e3];

    /// <summary>Greatest over least resistance of a cell.</summary>
    public double Ratio { get; init; } = 100;

    public IReadOnlyList<WordLineDrive> Drives { get; init; } = [WordLineDrive.OneEnd];

    /// <summary>Output resistance of every driver [Ω].</summary>
    public double DriverResistance { get; init; }

    /// <summary>Input resistance of every sensing node [Ω].</summary>
    public double SenseResistance { get; init; }

    /// <summary>Row voltage of the input 1 [V].</summary>
    public double ReadVoltage { get; init; } = 0.2;

    public OffsetScope Scope { get; init; }

    public OffsetReference Reference { get; init; }

    /// <summary>Levels of a cell; null for any conductance.</summary>
    public int? Levels { get; init; }

    /// <summary>Loss of accuracy to IR drop that a recommended tile may have [percentage points].</summary>
    public double LossBound { get; init; } = 1;

    /// <summary>Threads; changes no bit of the result.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public void Validate()
    {
        RequireSome(WireResistances, "wire resistances");
        RequireSome(TileRows, "tile rows");
        RequireSome(OnResistances, "R_on");
        RequireSome(Drives, "drives");
        foreach (var wire in WireResistances)
            InvalidParameterException.RequireNonNegative(wire, "Ω", "wire resistance");
        foreach (var rows in TileRows)
            InvalidParameterException.RequireAtLeast(rows, 1, "tile rows");
        foreach (var on in OnResistances)
            InvalidParameterException.RequirePositive(on, "Ω", "R_on");
        if (!(Ratio > 1) || !double.IsFinite(Ratio))
            throw InvalidParameterException.OutOfRange("ratio", Ratio, "", "finite and above 1");
        InvalidParameterException.RequireNonNegative(DriverResistance, "Ω", "driver resistance");
        InvalidParameterException.RequireNonNegative(SenseResistance, "Ω", "sense resistance");
        InvalidParameterException.RequirePositive(ReadVoltage, "V", "read voltage");
        InvalidParameterException.RequireNonNegative(LossBound, "", "loss bound");
        InvalidParameterException.RequireAtLeast(Jobs, 1, "jobs");
        if (Levels is { } levels)
            _ = new ConductanceLevels(levels, 0, 1);
    }

    public CrossbarWiring Wiring(int rows, int columns, double wireResistance, WordLineDrive drive) =>
        CrossbarWiring.Uniform(rows, columns, wireResistance, DriverResistance, SenseResistance, drive);

    private static void RequireSome<T>(IReadOnlyList<T> list, string name)
    {
        if (list.Count == 0)
            throw InvalidParameterException.Because(name, $"the list of {name} is empty; name at least one.");
    }
}
