using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice;

/// <summary>
/// A <c>.sens</c>: SPICE's names one output and is an analysis of its own, at the operating point or over frequency, by all parameters;
/// Xyce's names outputs and parameters, and goes along with the analyses of the netlist.
/// </summary>
/// <param name="Outputs">Of operating points, sweeps and transients.</param>
/// <param name="SmallSignals">Of .ac.</param>
internal sealed record SensitivityStatement(IReadOnlyList<Expression> Outputs, IReadOnlyList<Expression> SmallSignals, IReadOnlyList<string> Parameters, SourcePlace Place)
{
    /// <summary>What SPICE's form asks for; null of Xyce's.</summary>
    public SensitivityAnalysis? Analysis { get; private init; }

    public static SensitivityStatement Read(SpiceCursor cursor)
    {
        var place = cursor.Place;
        if (cursor.NextKey() is null)
            return ReadPlain(cursor, place);
        var (outputs, smallSignals, parameters) = (new List<Expression>(), new List<Expression>(), new List<string>());
        while (!cursor.AtEnd)
        {
            var keyPlace = cursor.Place;
            switch (cursor.Key().ToLowerInvariant())
            {
                case "objfunc":
                    ReadExpressions(cursor, outputs);
                    break;
                case "acobjfunc":
                    ReadExpressions(cursor, smallSignals);
                    break;
                case "objvars":
                    smallSignals.AddRange(ReadNames(cursor, "a node").Select(node => new NodeVoltageExpression(new NodeId(node), NodeId.Ground)));
                    break;
                case "param":
                    parameters.AddRange(ReadNames(cursor, "a parameter"));
                    break;
                case "sensdevicename":
                    parameters.AddRange(ReadNames(cursor, "a source").Select(name => $"{name}:*"));
                    break;
                case var other:
                    throw NetlistException.At(keyPlace, $"'{other}' is no key of .sens; objfunc, acobjfunc, objvars, param and sensdevicename are.");
            }
        }

        if (outputs.Count + smallSignals.Count == 0)
            throw NetlistException.At(place, ".sens names no output; write objfunc={v(out)}, or acobjfunc={v(out)} for .ac.");
        if (parameters.Count == 0)
            throw NetlistException.At(place, ".sens names no parameter; write param=R1:R,C1:C, or .sens v(out) for all parameters.");
        return new SensitivityStatement([.. outputs.Distinct()], [.. smallSignals.Distinct()], [.. parameters.Distinct(StringComparer.OrdinalIgnoreCase)], place);
    }

    /// <summary>What it asks for along the analyses of the netlist: an .op of its own where there is none that it fits.</summary>
    public IEnumerable<SensitivityAnalysis> Along(IReadOnlyList<Analysis> analyses)
    {
        var followed = analyses.Where(a => a is AcAnalysis ? SmallSignals.Count > 0 : a is OperatingPointAnalysis or DcSweepAnalysis or TransientAnalysis && Outputs.Count > 0).ToList();
        if (followed.Count == 0)
        {
            if (Outputs.Count == 0)
                throw NetlistException.At(Place, "this .sens goes along with .ac, and there is none; add one, or write objfunc for the operating point.");
            followed.Add(new OperatingPointAnalysis { Place = Place });
        }

        return followed.Select(a => new SensitivityAnalysis(a is AcAnalysis ? SmallSignals : Outputs, Parameters, a) { Place = Place });
    }

    private static SensitivityStatement ReadPlain(SpiceCursor cursor, SourcePlace place)
    {
        var output = cursor.RestOfExpression();
        if (output is not (NodeVoltageExpression or BranchCurrentExpression))
            throw NetlistException.At(place, $".sens takes v(node), v(node,node), i(source) or keys such as objfunc=…, not {output}.");
        Analysis along = cursor.AcceptWord("ac") ? new AcAnalysis(NetlistRequests.ReadFrequencies(cursor)) { Place = place } : new OperatingPointAnalysis { Place = place };
        if (along is OperatingPointAnalysis)
            cursor.AcceptWord("dc");
        return new SensitivityStatement([output], [], [], place) { Analysis = new SensitivityAnalysis([output], [], along) { Place = place } };
    }

    /// <summary>Expressions in braces, one behind the other, or several in one pair.</summary>
    private static void ReadExpressions(SpiceCursor cursor, List<Expression> expressions)
    {
        if (cursor.Peek is not ('{' or '\''))
            expressions.Add(cursor.RestOfExpression());
        while (cursor.Peek is '{' or '\'')
        {
            var close = cursor.Accept('{') ? '}' : cursor.Accept('\'') ? '\'' : '}';
            while (!cursor.Accept(close))
                expressions.Add(cursor.AtEnd || cursor.NextKey() is not null ? throw cursor.Fault($"'{close}' is missing behind the outputs of .sens.") : cursor.RestOfExpression());
        }
    }

    /// <summary>Words up to the next key; Xyce lets braces stand around a parameter.</summary>
    private static List<string> ReadNames(SpiceCursor cursor, string wanted)
    {
        var names = new List<string>();
        do
        {
            var isBraced = cursor.Accept('{');
            names.Add(cursor.Word(wanted));
            if (isBraced)
                cursor.Expect('}', $"behind {names[^1]}");
        }
        while (!cursor.AtEnd && cursor.NextKey() is null);
        return names;
    }
}
