using CircuitSim.Emulation;

namespace CircuitSim.Experiments.Studies;

/// <summary>Every figure of the sweep.</summary>
public sealed record IrDropSweepResult
{
    public required IrDropSweepOptions Options { get; init; }

    /// <summary>The network's inputs, hidden outputs and classes.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>sha256 of the network's weights.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>The ideal network on the test set.</summary>
    public required Predictions Ideal { get; init; }

    /// <summary>Images correct on the arrays without wires; less than the ideal network's only by quantization.</summary>
    public required int WithoutWires { get; init; }

    /// <summary>Largest |array − network| of any output of any image over full scale, without wires.</summary>
    public required double OutputDifference { get; init; }

    /// <summary>In the order of the options: by R_on, drive, tile rows, wire resistance.</summary>
    public required IReadOnlyList<IrDropCase> Cases { get; init; }

    /// <summary>Seconds by step; not part of the result's identity.</summary>
    public required IReadOnlyList<(string Step, double Seconds)> Timing { get; init; }

    public int Images => Ideal.Classes.Length;

    /// <summary>Accuracy that the wires of a case cost [percentage points].</summary>
    public double Loss(IrDropCase c) => 100.0 * (WithoutWires - c.Correct) / Images;
}
