using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.Converters;

/// <summary>One DAC or ADC of drawn parts by itself: transfer, INL, DNL, offset, gain, missing codes, for an ADC the ENOB; and its circuit on other engines.</summary>
public abstract class ConverterStudy : Study
{
    /// <summary>Every code is solved for, and has a row of the result.</summary>
    private const int MostBits = 16;

    /// <summary>INL and DNL at the worst place over many draws, in closed form [LSB]; null where there is none.</summary>
    protected abstract (double Inl, double Dnl)? Spread(StudyValues values);

    private protected static void RequireFewCodes(int bits)
    {
        if (bits > MostBits)
            throw InvalidParameterException.Because("bits", $"bits = {bits}: a characterisation goes through all codes, of at most {MostBits} bits.");
    }

    /// <summary>The mismatch of this run.</summary>
    protected static RandomStream Random(StudyValues values) => new RandomStream(values.Get(ConverterOptions.Seed)).Child("mismatch");

    protected static IEnumerable<ICircuitSimulator> References(StudyRun run) => run.Simulators.Where(s => s.Name != ICircuitSimulator.BuiltIn && s.FindAvailability().IsAvailable);

    /// <summary>The converter's values as they were found, and all that follows from them.</summary>
    private protected StudyResult Tell(StudyRun run, Findings found)
    {
        var scale = found.Scale;
        var line = run.Get(ConverterOptions.Line);
        var linearity = found.IsDac ? Linearity.OfLevels(scale, found.Values, line) : Linearity.OfTransitions(scale, found.Values, line);
        var first = linearity.FirstCode;
        var value = found.IsDac ? "level_v" : "transition_v";
        Code[] codes = [.. found.Values.Select((v, k) => new Code(first + k, scale.Start(first + k), v, linearity.Inl[k], first + k >= 1 && first + k - 1 < linearity.Dnl.Count ? linearity.Dnl[first + k - 1] : null))];
        var table = ResultTable.Of("codes", codes, ("code", c => c.Number), ("ideal_v", c => c.Ideal), (value, c => c.Value), ("inl_lsb", c => c.Inl), ("dnl_lsb", c => c.Dnl));
        var engines = ResultTable.Of("engines", found.Engines, ("engine", e => e.Engine), ("compared", e => e.Compared), ("largest_difference_lsb", e => e.Difference), ("bound_lsb", e => e.Bound));
        var (worstInl, worstDnl) = (codes.MaxBy(c => Math.Abs(c.Inl))!, codes.MaxBy(c => Math.Abs(c.Dnl ?? 0))!);
        var spread = Spread(run.Values);
        List<(string Quantity, string Key, double Value, string Unit)> figures =
        [
            ("offset", "offset_v", linearity.Offset, "V"), ("offset", "offset_lsb", linearity.Offset / scale.Lsb, "LSB"), ("gain error", "gain_error_percent", 100 * linearity.GainError, "%"),
            ("largest |INL|", "largest_inl_lsb", linearity.LargestInl, "LSB"), ("largest |DNL|", "largest_dnl_lsb", linearity.LargestDnl, "LSB"), ("missing codes", "missing_codes", linearity.MissingCodes.Count, ""),
        ];
        if (spread is { } s)
            figures.AddRange([("sigma of the worst INL, closed form", "sigma_inl_lsb", s.Inl, "LSB"), ("sigma of the worst DNL, closed form", "sigma_dnl_lsb", s.Dnl, "LSB")]);
        figures.AddRange(found.More);
        figures.AddRange(found.EffectiveBits.Select(e => ($"effective bits by {e.By}", $"enob_{e.By}", e.Bits, "bits")));

        var shown = ReadableTable.Of(figures, ("quantity", f => $"{f.Quantity}"), ("value", f => $"{Written(f.Value, f.Unit)}"));
        string[] verdicts =
        [
            FormattableString.Invariant($"{found.Name}, {scale.Bits} bits: largest INL {worstInl.Inl:0.###} LSB at code {worstInl.Number}, largest DNL {worstDnl.Dnl ?? 0:0.###} LSB at code {worstDnl.Number}; ")
                + (linearity.MissingCodes.Count == 0 ? "no code is missing" : $"missing: {string.Join(", ", linearity.MissingCodes.Take(20))}{(linearity.MissingCodes.Count > 20 ? " …" : "")}")
                + (found.IsDac ? linearity.IsMonotonic ? ", levels rise throughout." : ", and levels fall somewhere." : "."),
            .. found.Engines.Select(e => FormattableString.Invariant($"{e.Engine}: {e.Compared} {e.What} compared, largest difference {e.Difference:0.##e+0} LSB, {(e.Agrees ? "within" : "beyond")} {e.Bound:0.##e+0}.")),
            .. run.Simulators.Where(e => !e.FindAvailability().IsAvailable).Select(e => $"{e.Name} did not run: {e.FindAvailability().Remedy}"),
        ];
        var report = new HtmlReport($"{found.Name}, {scale.Bits} bits")
            .Paragraph(FormattableString.Invariant($"Codes 0 to {scale.Count - 1} over {SiText.Format(scale.Range, "V")} from {SiText.Format(scale.Lowest, "V")}, LSB {SiText.Format(scale.Lsb, "V")}. {found.Method} INL, DNL, offset and gain refer to the {(line == LinearityLine.EndPoint ? "line through the ends" : "line of least squares")} (IEEE 1241). Parts are drawn with seed {run.Get(ConverterOptions.Seed)}."));
        foreach (var verdict in verdicts)
            report.Note(verdict);
        report.Table("Figures", shown)
            .Figure(Lines("transfer", "Transfer curve.", found.IsDac ? new FigureAxis("code", IsCount: true) : new FigureAxis("input", "V"), found.IsDac ? new FigureAxis("output", "V") : new FigureAxis("code", IsCount: true), Transfer(found, codes)), "Transfer, with the ideal one dashed.")
            .Figure(Lines("inl", "INL over codes.", new FigureAxis("code", IsCount: true), new FigureAxis("INL", "LSB"), new FigureSeries("INL", [.. codes.Select(c => ((double)c.Number, c.Inl))], codes.Length <= 64)), "How far each value is from the line.")
            .Figure(Lines("dnl", "DNL over codes.", new FigureAxis("code", IsCount: true), new FigureAxis("DNL", "LSB"), new FigureSeries("DNL", [.. codes.Where(c => c.Dnl is not null).Select(c => ((double)c.Number, c.Dnl!.Value))], codes.Length <= 64)), found.IsDac ? "By how much the step up to each code differs from one LSB." : "By how much the width of each code differs from one LSB.");
        if (codes.Length <= 64)
            report.Table(found.IsDac ? "Levels" : "Transitions", ReadableTable.Of(codes, ("code", c => $"{c.Number}"), ("ideal [V]", c => $"{c.Ideal:0.######}"), ("found [V]", c => $"{c.Value:0.######}"), ("INL [LSB]", c => $"{c.Inl:0.####}"), ("DNL [LSB]", c => $"{c.Dnl:0.####}")));
        report.Paragraph($"CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
        return new StudyResult
        {
            Figures = [.. figures.Select(f => (f.Key, (System.Text.Json.Nodes.JsonNode?)f.Value))],
            Tables = found.Engines.Count > 0 ? [table, engines] : [table],
            CsvTables = [table],
            Files = found.Circuit is { } circuit ? [("converter.cir", SpiceWriter.ToText(circuit, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice, OperatingPoint = circuit.Analyses.Count == 0 }))] : [],
            Shown = [shown],
            Remarks = [("verdicts", "", verdicts)],
            Report = report,
            Timing = run.Steps.Timing,
            EnginesAgree = found.Engines.All(e => e.Agrees),
        };

        static string Written(double value, string unit) => unit is "V" or "s" or "J" ? SiText.Format(value, unit) : FormattableString.Invariant($"{value:0.####} {unit}").TrimEnd();
    }

    private static FigureSeries[] Transfer(Findings found, Code[] codes)
    {
        if (found.IsDac)
            return [new(found.Name, [.. codes.Select(c => ((double)c.Number, c.Value))], codes.Length <= 64), new("ideal", [.. codes.Select(c => ((double)c.Number, c.Ideal))], false, true)];
        var scale = found.Scale;
        List<(double, double)> Stairs(Func<Code, double> place)
        {
            List<(double, double)> points = [(scale.Lowest, 0)];
            foreach (var c in codes)
                points.AddRange([(place(c), c.Number - 1), (place(c), c.Number)]);
            points.Add((scale.Lowest + scale.Range, scale.Count - 1));
            return points;
        }

        return [new(found.Name, Stairs(c => c.Value), false), new("ideal", Stairs(c => c.Ideal), false, true)];
    }

    private static System.Xml.Linq.XElement Lines(string id, string description, FigureAxis x, FigureAxis y, params FigureSeries[] series) =>
        new LineFigure { Id = id, Description = description, XAxis = x, YAxis = y, Series = series }.ToSvg();

    private sealed record Code(int Number, double Ideal, double Value, double Inl, double? Dnl);

    /// <param name="Values">Levels [codes] or transitions [codes − 1] [V].</param>
    /// <param name="Method">How they were found, in a sentence.</param>
    private protected sealed record Findings(string Name, CodeScale Scale, bool IsDac, IReadOnlyList<double> Values, string Method)
    {
        public IReadOnlyList<(string By, double Bits)> EffectiveBits { get; init; } = [];

        public IReadOnlyList<(string Quantity, string Key, double Value, string Unit)> More { get; init; } = [];

        public IReadOnlyList<EngineDifference> Engines { get; init; } = [];

        /// <summary>For a file beside the result.</summary>
        public Netlist? Circuit { get; init; }
    }

    /// <summary>What another engine makes of the same circuit.</summary>
    /// <param name="What">Levels, codes or trials.</param>
    /// <param name="Difference">At most [LSB].</param>
    /// <param name="Bound">[LSB]</param>
    private protected sealed record EngineDifference(string Engine, int Compared, string What, double Difference, double Bound)
    {
        public bool Agrees => Difference <= Bound;
    }
}
