using CircuitSim.Emulation;

namespace CircuitSim.Experiments.Studies;

/// <summary>Every figure of the Digits study.</summary>
public sealed record CamponogaraDigitsResult
{
    public required CamponogaraDigitsOptions Options { get; init; }

    /// <summary>File name and sha256 of the card, and its text parameters.</summary>
    public required CardProvenance Card { get; init; }

    public required int TrainImages { get; init; }

    public required int TestImages { get; init; }

    public required int FloatTrainCorrect { get; init; }

    public required Predictions FloatTest { get; init; }

    public required ScaleFactorCurve ScaleFactors { get; init; }

    /// <summary>The quantized network that the array holds, chosen on the test set as the paper did.</summary>
    public required Predictions EmulatorTest { get; init; }

    /// <summary>The same on the training set.</summary>
    public required int EmulatorTrainCorrect { get; init; }

    /// <summary>Largest |circuit − emulator| of any output of any test image over full scale, without wires and quantizer.</summary>
    public required double LogitDifference { get; init; }

    /// <summary>Images whose class differs if the finite R_off is not corrected for.</summary>
    public required int ChangedByFiniteRatio { get; init; }

    /// <summary>Full scale of the column quantizers [A].</summary>
    public required double QuantizerFullScale { get; init; }

    public required IReadOnlyList<WireCase> WireCases { get; init; }

    /// <summary>The tiled array at the reference wire resistance, for the confusion matrix.</summary>
    public required WireCase ReferenceCase { get; init; }

    public required IReadOnlyList<AdcPoint> AdcCurve { get; init; }

    public required IReadOnlyList<VariationPoint> Variations { get; init; }

    /// <summary>
    /// Share of the row voltage that the wires keep from each cell, all rows at the read voltage, reference wire
    /// resistance, untiled; [rows × columns] row-major.
    /// </summary>
    public required IReadOnlyList<double> VoltageLoss { get; init; }

    public required IReadOnlyList<SimulatorAgreement> Agreements { get; init; }

    public required IReadOnlyList<Claim> Claims { get; init; }

    /// <summary>The array at the reference wire resistance with the first checked image, for ngspice.</summary>
    public required string NetlistText { get; init; }

    /// <summary>Seconds by step; not part of the result's identity.</summary>
    public required IReadOnlyList<(string Step, double Seconds)> Timing { get; init; }

    public int Columns => VoltageLoss.Count / CamponogaraDigitsOptions.Rows;

    public bool AllClaimsHold => Claims.All(c => c.Verdict != ClaimVerdict.Missed);
}
