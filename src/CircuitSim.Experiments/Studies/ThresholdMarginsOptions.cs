using CircuitSim.Crossbars;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Studies;

/// <summary>What <see cref="ThresholdMargins"/> looks at.</summary>
public sealed record ThresholdMarginsOptions
{
    /// <summary>A card of the library, or FILE.lib:NAME.</summary>
    public string Model { get; init; } = "vteam_magic";

    public BiasScheme Scheme { get; init; } = BiasScheme.HalfVoltage;

    public WriteRequirement Requirement { get; init; } = new();

    /// <summary>Rows and columns of the array that is looked at closely.</summary>
    public int Size { get; init; } = 16;

    /// <summary>Of that array, per segment [Ω].</summary>
    public double WireResistance { get; init; } = 1;

    /// <summary>Sizes of the square arrays of the curves.</summary>
    public IReadOnlyList<double> Sizes { get; init; } = [8, 16, 32, 64, 128];

    /// <summary>Wire resistances of the curves, per segment [Ω].</summary>
    public IReadOnlyList<double> WireResistances { get; init; } = [0.5, 1, 2, 5];

    /// <summary>Output resistance of every driver, of word and of bit lines [Ω].</summary>
    public double DriverResistance { get; init; }

    public WordLineDrive Drive { get; init; }

    /// <summary>Scatter of every device's resistances, speeds and thresholds, log-normal, relative.</summary>
    public double Sigma { get; init; } = 0.05;

    /// <summary>Devices drawn for the yield.</summary>
    public int Samples { get; init; } = 400;

    public ulong Seed { get; init; } = 1;

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <exception cref="InvalidParameterException">Names the option.</exception>
    public void Validate()
    {
        Requirement.Validated();
        InvalidParameterException.RequireNonNegative(WireResistance, "Ω", "wire");
        InvalidParameterException.RequireNonNegative(DriverResistance, "Ω", "driver");
        InvalidParameterException.RequireNonNegative(Sigma, "", "sigma");
        InvalidParameterException.RequireAtLeast(Samples, 1, "samples");
        InvalidParameterException.RequireAtLeast(Jobs, 1, "jobs");
        if (Sizes.Count == 0 || WireResistances.Count == 0)
            throw InvalidParameterException.Because("sizes", "at least one size and one wire resistance are needed for the curves.");
        foreach (var size in Sizes.Append(Size))
        {
            // The worst neighbour of a cell is another cell of its lines.
            if (!(size is >= 2 and <= 1024 && double.IsInteger(size)))
                throw InvalidParameterException.OutOfRange("size", size, "", "a whole number from 2 to 1024");
        }

        foreach (var wire in WireResistances)
            InvalidParameterException.RequireNonNegative(wire, "Ω", "wires");
    }
}
