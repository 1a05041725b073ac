using CircuitSim.Devices;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Programming;

/// <summary>The writing of one array, as a user describes it; <see cref="ProgramCase.Load"/> makes it concrete.</summary>
public sealed record ProgramOptions
{
    /// <summary>Side of a square array of random targets for which no size is given.</summary>
    public const int StandardSize = 16;

    /// <summary>Word lines; null: as many as the file of targets has.</summary>
    public int? Rows { get; init; }

    /// <summary>Bit lines; null: as many as the file of targets has.</summary>
    public int? Columns { get; init; }

    /// <summary>Resistance of every wire segment [Ω].</summary>
    public double WireResistance { get; init; } = 2;

    /// <summary>Output resistance of every driver [Ω].</summary>
    public double DriverResistance { get; init; }

    public CellStructure Structure { get; init; } = CellStructure.Transistor;

    /// <summary>Whether the selector of a 1S1R cell is one of a threshold, else a · sinh(b v).</summary>
    public bool HasThresholdSelector { get; init; }

    /// <summary>Of a limiter in every cell; null: none [A].</summary>
    public double? ComplianceCurrent { get; init; }

    /// <summary>Select-line voltage of a 1T1R cell [V].</summary>
    public double GateVoltage { get; init; } = 3.3;

    /// <summary>Name of a memristor card of the library, or FILE.lib:NAME.</summary>
    public string Card { get; init; } = "vteam_magic";

    /// <summary>File with the conductances to be written, .npz or .csv; null: random ones.</summary>
    public string? TargetFile { get; init; }

    /// <summary>A layer of a trained network to be written, between the two resistances below; null: none.</summary>
    public EncodedLayer? Layer { get; init; }

    /// <summary>Least resistance of a random or encoded target [Ω].</summary>
    public double LeastResistance { get; init; } = 10e3;

    /// <summary>Greatest resistance of a random or encoded target [Ω].</summary>
    public double GreatestResistance { get; init; } = 100e3;

    /// <summary>Null: select for 1T1R, V/2 for the others.</summary>
    public BiasScheme? Scheme { get; init; }

    public WriteOrder Order { get; init; } = WriteOrder.Row;

    public bool Verifies { get; init; } = true;

    /// <summary>How often the array is gone through; null: twice with verify.</summary>
    public int? Passes { get; init; }

    /// <summary>Relative to the target.</summary>
    public double Tolerance { get; init; } = 0.02;

    /// <summary>Most pulses of a cell in a pass.</summary>
    public int PulseLimit { get; init; } = 20;

    public PulseLadder Ladder { get; init; } = PulseLadder.Amplitude;

    /// <summary>Width of a pulse whose amplitude is chosen [s].</summary>
    public double PulseWidth { get; init; } = 50e-9;

    /// <summary>Length of every edge of a pulse [s].</summary>
    public double PulseEdge { get; init; } = 1e-9;

    /// <summary>Null: two thirds of the reset threshold at most, and 0.2 V at most; with a selector as much more as it takes [V].</summary>
    public double? ReadVoltage { get; init; }

    /// <summary>Relative standard deviation of ron, roff, kon and koff from device to device.</summary>
    public double Variability { get; init; }

    /// <summary>Relative standard deviation of the speed of every device that a pulse moves, anew in each pulse; log-normal.</summary>
    public double CycleVariability { get; init; }

    /// <summary>Probabilities that a cell is stuck, open or shorted.</summary>
    public CellFaultRates Faults { get; init; } = CellFaultRates.None;

    /// <summary>Relative standard deviation of every read current.</summary>
    public double ReadNoise { get; init; }

    /// <summary>Of targets, devices and noise.</summary>
    public ulong Seed { get; init; } = 1;
}
