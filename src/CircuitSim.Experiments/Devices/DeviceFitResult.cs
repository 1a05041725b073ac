using CircuitSim.Devices.Fitting;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Experiments.Devices;

/// <summary>A card that was fitted to measurements.</summary>
/// <param name="Files">In the order of <paramref name="Series"/>.</param>
/// <param name="Series">With the signs that the model has.</param>
/// <param name="Fit">What was found.</param>
/// <param name="Card">As it is written.</param>
/// <param name="CardText">The file of the card, provenance in its remarks.</param>
/// <param name="Requirements">What was asked of the fit.</param>
public sealed record DeviceFitResult(
    DeviceFitOptions Options, IReadOnlyList<MeasurementFile> Files, IReadOnlyList<MeasuredSeries> Series, FitResult Fit, ModelCard Card, string CardText,
    IReadOnlyList<DeviceRequirement> Requirements);
