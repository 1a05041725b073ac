using System.Text.Json.Nodes;
using CircuitSim.Emulation;

namespace CircuitSim.Experiments.Studies;

/// <summary>The result folder of the Digits study.</summary>
public static class CamponogaraDigitsFiles
{
    /// <summary>Every file of the result into the folder; the caller commits it.</summary>
    public static void Write(CamponogaraDigitsResult result, ResultFolder folder)
    {
        folder.Write("result.json", Json(result));
        folder.Write("accuracy.csv", CamponogaraDigitsTables.Accuracy(result).ToCsv());
        folder.Write("scale-factor.csv", CamponogaraDigitsTables.ScaleFactors(result).ToCsv());
        folder.Write("array.cir", result.NetlistText);
        folder.Write("report.html", CamponogaraDigitsReport.Html(result));
    }

    /// <summary>Everything but "provenance" and "timing" is the same bits for the same seed and options.</summary>
    public static string Json(CamponogaraDigitsResult r)
    {
        ResultTable[] tables =
        [
            CamponogaraDigitsTables.Accuracy(r), CamponogaraDigitsTables.ScaleFactorCurve(r), CamponogaraDigitsTables.AdcCurve(r),
            CamponogaraDigitsTables.Variation(r), CamponogaraDigitsTables.Agreement(r), CamponogaraDigitsTables.Confusion(r),
            CamponogaraDigitsTables.VoltageLoss(r),
        ];
        var onTest = r.ScaleFactors.BestOnTest();
        var onTrain = r.ScaleFactors.BestOnTrain();
        return new ResultDocument(CamponogaraDigitsStudy.Name, Options(r.Options), r.Options.Seed)
            .AddInputs((r.Options.DataFile is { } path ? Path.GetFileName(path) : "digits.csv.gz", DigitsFile.Sha256))
            .AddCard(r.Card)
            .Add("figures", new JsonObject
            {
                ["train_images"] = r.TrainImages,
                ["test_images"] = r.TestImages,
                ["float_train_correct"] = r.FloatTrainCorrect,
                ["float_test_correct"] = r.FloatTest.Correct,
                ["emulator_train_correct"] = r.EmulatorTrainCorrect,
                ["emulator_test_correct"] = r.EmulatorTest.Correct,
                ["emulator_test_ties"] = r.EmulatorTest.Ties,
                ["scale_factor"] = onTest.Best.ScaleFactor,
                ["scale_factor_equally_good"] = onTest.EquallyGood,
                ["scale_factor_on_train"] = onTrain.Best.ScaleFactor,
                ["scale_factor_on_train_test_correct"] = onTrain.Best.TestCorrect,
                ["column_quantizer_full_scale_a"] = r.QuantizerFullScale,
                ["logit_difference_over_full_scale"] = r.LogitDifference,
                ["classes_changed_by_finite_ratio"] = r.ChangedByFiniteRatio,
            })
            .AddClaims(r.Claims)
            .AddTables(tables)
            .AddTiming(r.Options.Jobs, r.Timing)
            .ToText();
    }

    private static JsonObject Options(CamponogaraDigitsOptions o) => new()
    {
        ["card"] = o.Card,
        ["read_voltage_v"] = o.ReadVoltage,
        ["wire_resistances_ohm"] = new JsonArray([.. o.WireResistances.Select(w => (JsonNode?)w)]),
        ["reference_wire_resistance_ohm"] = o.ReferenceWireResistance,
        ["driver_resistance_ohm"] = o.DriverResistance,
        ["sense_resistance_ohm"] = o.SenseResistance,
        ["drive"] = o.Drive == Crossbars.WordLineDrive.BothEnds ? "both-ends" : "one-end",
        ["tile_rows"] = o.TileRows,
        ["adc_bits"] = o.AdcBits,
        ["variation_samples"] = o.VariationSamples,
        ["check_images"] = o.CheckImages,
    };
}
