using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Arrays;

/// <summary>One read of one array, as a user describes it; <see cref="ArrayCase.Load"/> makes it concrete.</summary>
public sealed record ArrayCaseOptions
{
    /// <summary>Size of a square array of random cells for which no size is given.</summary>
    public const int StandardSize = 64;

    /// <summary>Word lines; null: as many as the file of cells has.</summary>
    public int? Rows { get; init; }

    /// <summary>Bit lines; null: as many as the file of cells has.</summary>
    public int? Columns { get; init; }

    /// <summary>Resistance of every wire segment [Ω].</summary>
    public double WireResistance { get; init; } = 2;

    /// <summary>Resistance of every word-line segment; null: that of every segment [Ω].</summary>
    public double? WordWireResistance { get; init; }

    /// <summary>Resistance of every bit-line segment; null: that of every segment [Ω].</summary>
    public double? BitWireResistance { get; init; }

    /// <summary>Output resistance of every driver [Ω].</summary>
    public double DriverResistance { get; init; }

    /// <summary>Input resistance of every sensing node [Ω].</summary>
    public double SenseResistance { get; init; }

    public WordLineDrive Drive { get; init; } = WordLineDrive.OneEnd;

    public BitLineSensing Sensing { get; init; } = BitLineSensing.OneEnd;

    /// <summary>File with the cells, .npy, .npz or .csv; null: random cells.</summary>
    public string? CellsFile { get; init; }

    /// <summary>Whether that file holds resistances instead of conductances, in Ω instead of S.</summary>
    public bool HoldsResistances { get; init; }

    /// <summary>Least resistance of a random cell [Ω].</summary>
    public double LeastResistance { get; init; } = 1e3;

    /// <summary>Greatest resistance of a random cell [Ω].</summary>
    public double GreatestResistance { get; init; } = 100e3;

    /// <summary>b of i = G/b · sinh(b v), G as above near 0 V; 0: ohmic [1/V].</summary>
    public double Curvature { get; init; }

    /// <summary>Seed of the random cells.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>File with the voltage of every row or a floating one's mark, .npz or .csv; null: <see cref="ReadVoltage"/> on all.</summary>
    public string? VoltagesFile { get; init; }

    /// <summary>File with the voltage of every column's sensing node or a floating one's mark, .npz or .csv; null: all at ground.</summary>
    public string? BitVoltagesFile { get; init; }

    /// <summary>Voltage of every row [V].</summary>
    public double ReadVoltage { get; init; } = 0.2;
}
