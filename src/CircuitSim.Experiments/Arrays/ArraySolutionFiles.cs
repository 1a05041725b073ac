using System.Text.Json.Nodes;
using CircuitSim.Crossbars;
using CircuitSim.Experiments.Options;
using CircuitSim.Files;

namespace CircuitSim.Experiments.Arrays;

/// <summary>The files of a solved array; the caller commits the folder.</summary>
public static class ArraySolutionFiles
{
    /// <summary>Name in the result.</summary>
    public const string Study = "array";

    /// <summary>currents.csv, solution.npz and result.json.</summary>
    /// <param name="withNodes">Whether the archive also holds the inputs, every node voltage and every cell's current.</param>
    public static void Write(ArraySolution solution, ArrayCaseOptions options, bool withNodes, ResultFolder folder)
    {
        folder.Write("currents.csv", Currents(solution).ToCsv());
        using (var stream = folder.OpenWrite("solution.npz"))
            NpzFile.Write(stream, Archive(solution, withNodes));
        WriteSummary(solution, options, folder);
    }

    /// <summary>result.json alone: everything but "provenance" and "timing" is the same bits for the same seed and options.</summary>
    public static void WriteSummary(ArraySolution solution, ArrayCaseOptions options, ResultFolder folder) =>
        folder.Write(Document(solution, options));

    private static ResultTable Currents(ArraySolution solution)
    {
        var table = new ResultTable("currents", ["column", "current_a", "ideal_a"]);
        var ideal = solution.Ideal.ColumnCurrents.Span;
        for (var j = 0; j < ideal.Length; j++)
            table.Add(j, solution.ColumnCurrents.Span[j], ideal[j]);
        return table;
    }

    private static IEnumerable<NpzArray> Archive(ArraySolution solution, bool withNodes)
    {
        var (rows, columns) = (solution.Case.Rows, solution.Case.Columns);
        yield return new NpzArray("column_currents_a", [columns], solution.ColumnCurrents);
        if (!withNodes)
            yield break;
        // Under the names that --cells and --voltages look for, so that the file is a case by itself.
        yield return new NpzArray(ArrayCase.ConductancesName, [rows, columns], solution.Case.Conductances);
        yield return new NpzArray(ArrayCase.VoltagesName, [rows], Voltages(solution.Case.WordLines));
        yield return new NpzArray(ArrayCase.BitVoltagesName, [columns], Voltages(solution.Case.BitLines));
        yield return new NpzArray("word_line_voltages_v", [rows, columns], solution.WordLineVoltages);
        yield return new NpzArray("bit_line_voltages_v", [rows, columns], solution.BitLineVoltages);
        yield return new NpzArray("cell_currents_a", [rows, columns], solution.CellCurrents());
    }

    /// <summary>NaN where a line floats, as <see cref="ArrayCase.Load"/> reads it.</summary>
    private static double[] Voltages(ReadOnlyMemory<LineBias> lines)
    {
        var voltages = new double[lines.Length];
        for (var k = 0; k < voltages.Length; k++)
            voltages[k] = lines.Span[k].IsFloating ? double.NaN : lines.Span[k].Voltage;
        return voltages;
    }

    /// <summary>The same of an effective matrix, which has a file of its own.</summary>
    public static void WriteSummary(ArrayEffective effective, ArrayCaseOptions options, ResultFolder folder) => folder.Write(
        new ResultDocument("array-effective", Options(effective.Rows, effective.Columns, options))
            .Add("figures", new JsonObject
            {
                ["method"] = ArraySummary.MethodName(effective.Outcome.Method),
                ["error_bound"] = effective.Outcome.CurrentErrorBound,
                ["smallest_s"] = effective.Smallest,
                ["largest_s"] = effective.Largest,
                ["floating_rows"] = effective.FloatingRows,
                ["floating_columns"] = effective.FloatingColumns,
            })
            .Add("timing", new JsonObject { ["solve_s"] = Math.Round(effective.Seconds, 6) }));

    private static JsonObject Options(int rows, int columns, ArrayCaseOptions o) => new()
    {
        ["rows"] = rows,
        ["columns"] = columns,
        ["wire_resistance_ohm"] = o.WireResistance,
        [WiringOptions.WordWire.Key!] = o.WordWireResistance,
        [WiringOptions.BitWire.Key!] = o.BitWireResistance,
        ["driver_resistance_ohm"] = o.DriverResistance,
        ["sense_resistance_ohm"] = o.SenseResistance,
        ["drive"] = WiringOptions.Drive.WrittenOf(o.Drive),
        ["sensing"] = o.Sensing == BitLineSensing.BothEnds ? "both-ends" : "one-end",
        ["cells"] = o.CellsFile is { } cells ? Path.GetFileName(cells) : "random",
        ["cells_unit"] = o.CellsFile is null ? null : o.HoldsResistances ? "ohm" : "siemens",
        ["curvature_per_v"] = o.Curvature,
        ["r_low_ohm"] = o.CellsFile is null ? o.LeastResistance : null,
        ["r_high_ohm"] = o.CellsFile is null ? o.GreatestResistance : null,
        ["seed"] = o.CellsFile is null ? o.Seed : null,
        ["voltages"] = o.VoltagesFile is { } voltages ? Path.GetFileName(voltages) : null,
        ["bit_voltages"] = o.BitVoltagesFile is { } bitVoltages ? Path.GetFileName(bitVoltages) : null,
        ["read_voltage_v"] = o.VoltagesFile is null ? o.ReadVoltage : null,
    };

    private static ResultDocument Document(ArraySolution s, ArrayCaseOptions o)
    {
        var worst = s.WorstDrop;
        return new ResultDocument(Study, Options(s.Case.Rows, s.Case.Columns, o))
            .Add("figures", new JsonObject
            {
                ["method"] = ArraySummary.MethodName(s.Outcome.Method),
                ["iterations"] = s.Outcome.Iterations,
                ["current_error_bound"] = s.Outcome.CurrentErrorBound,
                ["total_current_a"] = s.TotalCurrent,
                ["ideal_total_current_a"] = s.IdealTotalCurrent,
                ["worst_drop_v"] = worst.Voltage,
                ["worst_drop_share"] = worst.Share,
                ["worst_drop_row"] = worst.Row,
                ["worst_drop_column"] = worst.Column,
            })
            .AddTables(Currents(s))
            .Add("timing", new JsonObject { ["solve_s"] = Math.Round(s.Seconds, 6) });
    }
}
