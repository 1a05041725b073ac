namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.options</c> under SPICE's names, with SPICE's defaults.</summary>
public sealed record SimulatorOptions
{
    public static SimulatorOptions Default { get; } = new();

    /// <summary>reltol: relative tolerance of voltages and currents.</summary>
    public double RelativeTolerance { get; init; } = 1e-3;

    /// <summary>abstol: smallest current that counts [A].</summary>
    public double CurrentTolerance { get; init; } = 1e-12;

    /// <summary>vntol: smallest voltage that counts [V].</summary>
    public double VoltageTolerance { get; init; } = 1e-6;

    /// <summary>chgtol: smallest charge that counts [C].</summary>
    public double ChargeTolerance { get; init; } = 1e-14;

    /// <summary>trtol: factor by which the estimate of the truncation error is held to be too large.</summary>
    public double TruncationFactor { get; init; } = 7;

    /// <summary>statetol: error of a memristor's state within a step, relative to how far it moves; not an option of SPICE.</summary>
    public double StateTolerance { get; init; } = 1e-4;

    /// <summary>What freq in a value is: the frequency of .ac that the circuit is for; no option of a netlist, null where none is [Hz].</summary>
    public double? Frequency { get; init; }

    /// <summary>maxsteps: a transient that asks for more steps is refused before it starts; not an option of SPICE.</summary>
    public double MostSteps { get; init; } = 1e9;

    /// <summary>gmin: conductance across every junction [S].</summary>
    public double MinimumConductance { get; init; } = 1e-12;

    /// <summary>itl1: Newton iterations of an operating point.</summary>
    public int OperatingPointIterations { get; init; } = 100;

    /// <summary>itl2: Newton iterations of a point of a sweep.</summary>
    public int SweepIterations { get; init; } = 50;

    /// <summary>itl4: Newton iterations of a time point.</summary>
    public int TransientIterations { get; init; } = 10;

    /// <summary>method: trap or gear.</summary>
    public IntegrationMethod Method { get; init; }

    /// <summary>units: whether phases of .ac are in degrees and not in radians.</summary>
    public bool PhasesInDegrees { get; init; }

    /// <summary>startup, a word of .tran in LTspice: whether a transient begins with all sources off and turns them on over its first 20 µs.</summary>
    public bool TurnsSourcesOn { get; init; }

    /// <summary>nfreqs: frequencies that .four shows, the first of them zero.</summary>
    public int FourierFrequencies { get; init; } = 10;

    /// <summary>fft_mode: whether windows of .fft are periodic, as Spectre and SciPy have them, and not symmetric, as HSPICE has them.</summary>
    public bool HasPeriodicWindows { get; init; }

    /// <summary>temp: temperature of the circuit [°C].</summary>
    public double Temperature { get; init; } = 27;

    /// <summary>tnom: temperature at which cards without a tnom of their own were measured [°C].</summary>
    public double NominalTemperature { get; init; } = 27;

    /// <summary>scale: unit of the sizes on lines of M, R, C and D [m].</summary>
    public double GeometryScale { get; init; } = 1;

    /// <summary>defw: width of a MOSFET that neither it nor its card gives [m].</summary>
    public double DefaultWidth { get; init; } = 100e-6;

    /// <summary>defl: length of such a MOSFET [m].</summary>
    public double DefaultLength { get; init; } = 100e-6;

    /// <summary>defad: area of the drain of a MOSFET that does not give it [m²].</summary>
    public double DefaultDrainArea { get; init; }

    /// <summary>defas: area of its source [m²].</summary>
    public double DefaultSourceArea { get; init; }
}
