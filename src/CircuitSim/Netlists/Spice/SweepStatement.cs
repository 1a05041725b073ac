using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Spice;

/// <summary>Reads a .dc as ngspice, PSpice, Xyce and HSPICE write it.</summary>
internal static class SweepStatement
{
    public static DcSweepAnalysis Read(SpiceCursor cursor)
    {
        var place = cursor.Place;
        if (cursor.AcceptKey("data"))
        {
            var step = StepStatement.OfTable(cursor);
            return new DcSweepAnalysis(new SourceSweep("", 0, 0, 1)) { Table = step.Table, Place = place };
        }

        var axes = new List<SourceSweep>();
        do
        {
            if (axes.Count == 3)
                throw cursor.Fault(".dc has three axes at most; write .step for a fourth.");
            axes.Add(ReadAxis(cursor));
            cursor.AcceptWord("sweep");
        }
        while (!cursor.AtEnd);
        return new DcSweepAnalysis(axes[0], axes.ElementAtOrDefault(1), axes.ElementAtOrDefault(2)) { Place = place };
    }

    /// <summary>[spacing] what start stop step, what spacing points start stop, or what list values.</summary>
    public static SourceSweep ReadAxis(SpiceCursor cursor)
    {
        var before = StepStatement.AcceptSpacing(cursor);
        var isParameter = cursor.AcceptWord("param");
        var name = cursor.Word("what to sweep");
        // R1:R is Xyce's way to name the value of R1.
        if (name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            name = name[..colon];
        if (cursor.AcceptWord("list"))
            return ReadList(cursor, name, null) with { IsParameter = isParameter };
        if (cursor.AcceptWord("poi"))
            return ReadList(cursor, name, Count(cursor)) with { IsParameter = isParameter };
        if (before is null && StepStatement.AcceptSpacing(cursor) is { } spacing)
        {
            // HSPICE: the number of points first, of a linear sweep of all of them.
            if (spacing != StepSpacing.Linear)
            {
                var points = cursor.Value("the number of points");
                return new SourceSweep(name, cursor.Value("the start"), cursor.Value("the stop"), points) { Spacing = spacing, IsParameter = isParameter };
            }

            var count = Count(cursor);
            var (start, stop) = (cursor.Value("the start"), cursor.Value("the stop"));
            var way = new ElementValue(new Expressions.BinaryExpression(Expressions.BinaryOperator.Subtract, stop.ToExpression(), start.ToExpression()));
            var step = count == 1 ? 1 : start.IsNumber && stop.IsNumber ? (stop.Number - start.Number) / (count - 1) : way.Over(count - 1);
            return new SourceSweep(name, start, count == 1 ? start : stop, step) { IsParameter = isParameter };
        }

        return new SourceSweep(name, cursor.Value("the start"), cursor.Value("the stop"), cursor.Value(before is null or StepSpacing.Linear ? "the step" : "the number of points"))
        {
            Spacing = before ?? StepSpacing.Linear,
            IsParameter = isParameter,
        };
    }

    /// <param name="count">Null for as many as there are: then a name is what the next axis sweeps.</param>
    private static SourceSweep ReadList(SpiceCursor cursor, string name, int? count)
    {
        var values = new List<ElementValue>();
        while (count is null ? !cursor.AtEnd && (char.IsAsciiDigit(cursor.Peek) || cursor.Peek is '+' or '-' or '.' or '{' or '\'') : values.Count < count)
            values.Add(cursor.Value($"a value of {name}"));
        return values.Count > 0 ? SourceSweep.List(name, values) : throw cursor.Fault($"the list of {name} has no values; write numbers, or expressions in braces.");
    }

    private static int Count(SpiceCursor cursor)
    {
        var place = cursor.Place;
        return cursor.Value("the number of points") is { IsNumber: true, Number: >= 1 and <= 100_000_000 and var number } && number == Math.Floor(number)
            ? (int)number
            : throw NetlistException.At(place, "the number of points of .dc is a whole one from 1 to 100000000.");
    }
}
