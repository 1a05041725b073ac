using CircuitSim.Experiments.Figures;

namespace CircuitSim.Experiments.Devices;

/// <summary>What the reports of all studies of a device share.</summary>
public static class DeviceReport
{
    public static ReadableTable Table(IEnumerable<DeviceRequirement> requirements) =>
        new(["requirement", "found", "verdict"], [.. requirements.Select(r => (IReadOnlyList<string>)[r.Statement, r.Found, r.Verdict])]);

    /// <summary>Card, file, hash and program, in a sentence.</summary>
    internal static string Origin(DeviceModel model) =>
        $"Model card {model.Provenance.Name} of {model.Provenance.File} (sha256 {model.Provenance.Sha256}): {string.Join(' ', model.Provenance.Parameters.Select(p => $"{p.Key}={p.Value}"))}. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.";

    internal static IReadOnlyList<MeasurementFile> Files(MeasurementFile? measured) => measured is null ? [] : [measured];

    /// <summary>Measured points over what a model says, as rings that leave the line visible.</summary>
    internal static FigureSeries Measured(MeasurementFile file, IEnumerable<(double X, double Y)> points) =>
        new($"measured: {file.Name}", [.. points], ShowPoints: false, AsRings: true, Meaning: FigureMeaning.Measured);

    /// <summary>The files that were laid over a figure, in a sentence; empty without one.</summary>
    internal static string MeasuredCaption(MeasurementFile? measured) => measured is null ? "" : $" Rings: measured, {measured.Name} (sha256 {measured.Sha256}).";
}
