using System.Text.Json.Nodes;
using CircuitSim.Emulation;

namespace CircuitSim.Experiments.Studies;

/// <summary>The result folder of the sweep.</summary>
public static class IrDropSweepFiles
{
    /// <summary>Every file of the result into the folder; the caller commits it.</summary>
    public static void Write(IrDropSweepResult result, ResultFolder folder)
    {
        folder.Write("result.json", Json(result));
        folder.Write("ir-drop.csv", IrDropSweepTables.Cases(result).ToCsv());
        folder.Write("recommendation.csv", IrDropSweepTables.Recommendations(result).ToCsv());
        folder.Write("report.html", IrDropSweepReport.Html(result));
    }

    /// <summary>Everything but "provenance" and "timing" is the same bits for the same seed and options.</summary>
    public static string Json(IrDropSweepResult r) =>
        new ResultDocument(IrDropSweep.Name, Options(r.Options), r.Options.Seed)
            .AddInputs([.. ImageSet.Mnist.Files.Select(f => (f.Name, f.Sha256)), (NetworkName(r.Options), r.WeightsSha256)])
            .Add("figures", new JsonObject
            {
                ["test_images"] = r.Images,
                ["ideal_correct"] = r.Ideal.Correct,
                ["without_wires_correct"] = r.WithoutWires,
                ["output_difference_over_full_scale"] = r.OutputDifference,
            })
            .Add("recommendations", IrDropSweepSummary.Recommendations(r))
            .Add("warnings", IrDropSweepSummary.Warnings(r))
            .AddTables(IrDropSweepTables.Cases(r), IrDropSweepTables.Recommendations(r))
            .AddTiming(r.Options.Jobs, r.Timing)
            .ToText();

    private static string NetworkName(IrDropSweepOptions o) => o.Network == MnistNetwork.Name ? MnistNetwork.Name : Path.GetFileName(o.Network);

    private static JsonObject Options(IrDropSweepOptions o) => new()
    {
        ["network"] = NetworkName(o),
        ["encoding"] = "offset-column",
        ["scope"] = o.Scope.ToString().ToLowerInvariant(),
        ["reference"] = ReferenceName(o.Reference),
        ["levels"] = o.Levels,
        ["wire_resistances_ohm"] = new JsonArray([.. o.WireResistances.Select(w => (JsonNode?)w)]),
        ["tile_rows"] = new JsonArray([.. o.TileRows.Select(t => (JsonNode?)t)]),
        ["r_on_ohm"] = new JsonArray([.. o.OnResistances.Select(on => (JsonNode?)on)]),
        ["ratio"] = o.Ratio,
        ["drives"] = new JsonArray([.. o.Drives.Select(d => (JsonNode?)IrDropSweepTables.DriveName(d))]),
        ["driver_resistance_ohm"] = o.DriverResistance,
        ["sense_resistance_ohm"] = o.SenseResistance,
        ["read_voltage_v"] = o.ReadVoltage,
        ["loss_bound_points"] = o.LossBound,
    };

    private static string ReferenceName(Encodings.OffsetReference reference) => reference switch
    {
        Encodings.OffsetReference.Digital => "digital",
        Encodings.OffsetReference.QuantizedColumn => "quantized-column",
        _ => "column",
    };
}
