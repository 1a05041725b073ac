using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Programming;

/// <summary>What is to be written into which array, and how. Checked once (<see cref="Validated"/>), then trusted.</summary>
public sealed record ProgrammingCase
{
    public required MemristorArray Array { get; init; }

    public required ArrayDrive Drive { get; init; }

    public PulsePlan Pulses { get; init; } = new();

    /// <summary>Conductances that reads shall find, [M × N] row-major [S].</summary>
    public required ReadOnlyMemory<double> Targets { get; init; }

    /// <summary>State of every memristor before, [M × N] row-major [m].</summary>
    public required ReadOnlyMemory<double> Start { get; init; }

    public WriteOrder Order { get; init; }

    /// <summary>How often the array is gone through; later passes find what earlier ones left, or changed again.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Whether pulses are followed by reads; otherwise each cell gets one pulse for the start that its card promises.</summary>
    public bool Verifies { get; init; } = true;

    /// <summary>Relative to the target.</summary>
    public double Tolerance { get; init; } = 0.02;

    /// <summary>Most pulses that a cell may have in a pass.</summary>
    public int PulseLimit { get; init; } = 20;

    /// <summary>Relative standard deviation of every read current.</summary>
    public double ReadNoise { get; init; }

    /// <summary>Of the speed of every device, anew in each pulse on the lines; one that is half-selected varies as the written one does.</summary>
    public Variability CycleToCycle { get; init; } = Variability.None;

    /// <summary>Of read noise and cycles.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The device that the controller believes in.</summary>
    public IThresholdModel Nominal => MemristorCard.ToThresholdModel(Array.Card);

    /// <summary>Units of all passes.</summary>
    public int Units => Passes * UnitsOfAPass;

    internal int UnitsOfAPass => Order == WriteOrder.Row ? Array.Rows : Array.Count;

    /// <summary>Returns this case if its parts fit together.</summary>
    /// <exception cref="InvalidParameterException">Names what does not.</exception>
    public ProgrammingCase Validated()
    {
        Array.Validated();
        Drive.Validated(Array);
        Pulses.Validated();
        if (Targets.Length != Array.Count)
            throw InvalidParameterException.WrongShape("targets", $"[{Targets.Length}]", $"[{Array.Rows} × {Array.Columns}]");
        if (Start.Length != Array.Count)
            throw InvalidParameterException.WrongShape("start", $"[{Start.Length}]", $"[{Array.Rows} × {Array.Columns}]");
        if (Drive.Scheme == BiasScheme.Floating && Order == WriteOrder.Row)
            throw InvalidParameterException.Because("order", "with floating lines nothing can end the pulse of one column before that of another; write cell by cell.");
        for (var k = 0; k < Array.Count; k++)
        {
            if (!(Targets.Span[k] > 0) || !double.IsFinite(Targets.Span[k]))
                throw InvalidParameterException.OutOfRange($"target of cell ({k / Array.Columns}, {k % Array.Columns})", Targets.Span[k], "S", "finite and above zero");
            Array.DeviceOf(k).RequireStart(Start.Span[k]);
        }

        InvalidParameterException.RequirePositive(Tolerance, "", "tolerance");
        InvalidParameterException.RequireAtLeast(Passes, 1, "passes");
        if (!Verifies && Passes > 1)
            throw InvalidParameterException.Because("passes", $"passes = {Passes}: without verify there is nothing to find in a second pass; take one.");
        InvalidParameterException.RequireAtLeast(PulseLimit, 1, "pulse limit");
        InvalidParameterException.RequireNonNegative(ReadNoise, "", "read noise");
        return this;
    }
}
