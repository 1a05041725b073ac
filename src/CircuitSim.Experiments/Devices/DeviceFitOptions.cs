namespace CircuitSim.Experiments.Devices;

/// <summary>What is fitted to which measurements, and how.</summary>
public sealed record DeviceFitOptions
{
    public const string Vteam = "vteam", IonDrift = "ion-drift";

    /// <summary><see cref="Vteam"/> or <see cref="IonDrift"/>.</summary>
    public string Model { get; init; } = Vteam;

    /// <summary>A card of the library or FILE.lib:NAME to begin at; null begins at random alone.</summary>
    public string? Start { get; init; }

    /// <summary>Window of VTEAM; null takes that of the start, else none.</summary>
    public string? Window { get; init; }

    /// <summary>Form of VTEAM's current; null takes that of the start, else linear.</summary>
    public string? Form { get; init; }

    /// <summary>key=value of the card, kept.</summary>
    public IReadOnlyList<string> Fixed { get; init; } = [];

    /// <summary>key=low:high of the card.</summary>
    public IReadOnlyList<string> Bounds { get; init; } = [];

    /// <summary>Whether every decade of the current counts alike.</summary>
    public bool IsLogarithmic { get; init; } = true;

    public ulong Seed { get; init; } = 1;

    /// <summary>Random starts that are followed.</summary>
    public int Starts { get; init; } = 8;

    /// <summary>Of loops without times.</summary>
    public MeasurementTiming Timing { get; init; } = new();

    /// <summary>Of trains whose reads give a current but no voltage [V].</summary>
    public double? ReadVoltage { get; init; }

    /// <summary>Whether the measured device sets where the model resets: its voltages and currents then change their signs.</summary>
    public bool IsExchanged { get; init; }
}
