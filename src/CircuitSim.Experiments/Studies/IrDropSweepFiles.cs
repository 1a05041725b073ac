using System.Text.Encodings.Web;
using System.Text.Json;
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
    public static string Json(IrDropSweepResult r)
    {
        var document = new JsonObject
        {
            ["schema"] = "circuitsim.result/1",
            ["study"] = IrDropSweep.Name,
            ["provenance"] = new JsonObject { ["circuitsim"] = ProductVersion.Number, ["commit"] = ProductVersion.Commit },
            ["seed"] = r.Options.Seed,
            ["options"] = Options(r.Options),
            ["inputs"] = new JsonArray([.. ImageSet.Mnist.Files.Select(f => (f.Name, f.Sha256)).Append((NetworkName(r), r.WeightsSha256))
                .Select(f => (JsonNode?)new JsonObject { ["name"] = f.Item1, ["sha256"] = f.Item2 })]),
            ["figures"] = new JsonObject
            {
                ["test_images"] = r.Images,
                ["ideal_correct"] = r.Ideal.Correct,
                ["without_wires_correct"] = r.WithoutWires,
                ["output_difference_over_full_scale"] = r.OutputDifference,
            },
            ["recommendations"] = new JsonArray([.. IrDropSweepSummary.Recommendations(r).Select(s => (JsonNode?)s)]),
            ["warnings"] = new JsonArray([.. IrDropSweepSummary.Warnings(r).Select(s => (JsonNode?)s)]),
            ["tables"] = new JsonObject
            {
                ["ir_drop"] = IrDropSweepTables.Cases(r).ToJson(),
                ["recommendation"] = IrDropSweepTables.Recommendations(r).ToJson(),
            },
            ["timing"] = new JsonObject
            {
                ["jobs"] = r.Options.Jobs,
                ["steps_s"] = new JsonObject(r.Timing.Select(t => KeyValuePair.Create(t.Step, (JsonNode?)Math.Round(t.Seconds, 3)))),
            },
        };
        return document.ToJsonString(new JsonSerializerOptions
        {
            WriteIndented = true,
            NewLine = "\n",
            // Ω, … and → stay readable; nothing of this text is put into HTML.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }) + "\n";
    }

    private static string NetworkName(IrDropSweepResult r) => r.Options.Network == MnistNetwork.Name ? MnistNetwork.Name : Path.GetFileName(r.Options.Network);

    private static JsonObject Options(IrDropSweepOptions o) => new()
    {
        ["network"] = o.Network == MnistNetwork.Name ? MnistNetwork.Name : Path.GetFileName(o.Network),
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
