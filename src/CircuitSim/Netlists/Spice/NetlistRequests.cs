using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists.Spice;

/// <summary>The statements that ask something of a circuit: analyses, conditions, options, outputs.</summary>
internal sealed class NetlistRequests(List<string> notes, List<DeferredOption> deferredOptions)
{
    private static readonly Dictionary<string, string> Refused = new()
    {
        [".ac"] = "there is no AC analysis",
        [".noise"] = "there is no noise analysis",
        [".tf"] = "there is no transfer function; use a .dc sweep",
        [".sens"] = "there is no sensitivity analysis",
        [".disto"] = "there is no distortion analysis",
        [".pz"] = "there is no pole-zero analysis",
        [".four"] = "there is no Fourier analysis; write the waveform and transform it elsewhere",
        [".sp"] = "there is no S-parameter analysis",
        [".pss"] = "there is no periodic steady state",
        [".control"] = "command scripts are never run",
        [".endc"] = "command scripts are never run",
        [".plot"] = "use .print, or have the run plotted",
        [".probe"] = "use .save",
        [".width"] = "tables have the width they need",
        [".csparam"] = "there are no command scripts",
        [".if"] = "use a parameter and the operator ?:",
        [".elseif"] = "use a parameter and the operator ?:",
        [".else"] = "use a parameter and the operator ?:",
        [".endif"] = "use a parameter and the operator ?:",
        [".endl"] = "there is no .lib section before it",
        [".title"] = "the first line is the title",
        [".step"] = "write a sweep with .dc, or a study",
        [".alter"] = "write one netlist for each variant",
        [".data"] = "write one netlist for each variant",
    };

    private readonly List<NodeId> globalNodes = [];
    private readonly List<Analysis> analyses = [];
    private readonly List<InitialCondition> initialConditions = [];
    private readonly List<NodeSetRequest> nodeSets = [];
    private readonly List<SaveRequest> saves = [];
    private readonly List<PrintRequest> prints = [];
    private readonly List<Measurement> measurements = [];
    private SimulatorOptions options = SimulatorOptions.Default;
    private bool saveAll;

    public static bool IsKnown(string command) =>
        command is ".global" or ".op" or ".dc" or ".tran" or ".ic" or ".nodeset" or ".options" or ".option" or ".opt" or ".temp" or ".save" or ".print" or ".measure" or ".meas";

    public Netlist ToNetlist(CircuitReading top, string title) => new()
    {
        Title = title,
        Elements = top.Elements,
        Subcircuits = top.Subcircuits,
        GlobalNodes = globalNodes,
        Models = top.Models,
        Parameters = top.LocalParameters,
        Functions = top.Functions,
        Analyses = analyses,
        InitialConditions = initialConditions,
        NodeSets = nodeSets,
        Options = options,
        Saves = saveAll ? [] : saves,
        Prints = prints,
        Measurements = measurements,
    };

    /// <param name="command">In lower case, with its dot; the cursor stands behind it.</param>
    public void Read(SpiceCursor cursor, string command)
    {
        switch (command)
        {
            case ".global":
                ReadGlobalNodes(cursor);
                break;
            case ".op":
                analyses.Add(new OperatingPointAnalysis { Place = cursor.Place });
                break;
            case ".dc":
                analyses.Add(ReadSweep(cursor));
                break;
            case ".tran":
                analyses.Add(ReadTransient(cursor));
                break;
            case ".ic":
                ReadNodeVoltages(cursor, (node, voltage, place) => initialConditions.Add(new InitialCondition(node, voltage) { Place = place }));
                break;
            case ".nodeset":
                ReadNodeVoltages(cursor, (node, voltage, place) => nodeSets.Add(new NodeSetRequest(node, voltage) { Place = place }));
                break;
            case ".options" or ".option" or ".opt":
                ReadOptions(cursor);
                break;
            case ".temp":
                AddOption("temp", cursor.Value("the temperature"), cursor.Place);
                break;
            case ".save":
                ReadSave(cursor);
                break;
            case ".print":
                ReadPrint(cursor);
                break;
            case ".measure" or ".meas":
                var measurement = MeasureStatement.Read(cursor);
                if (measurements.Any(m => m.Name.Equals(measurement.Name, StringComparison.OrdinalIgnoreCase)))
                    throw NetlistException.At(measurement.Place, $"measurement {measurement.Name} is defined twice; rename one of the two.");
                measurements.Add(measurement);
                break;
            default:
                throw cursor.Fault(0, Refused.TryGetValue(command, out var why)
                    ? $"{command} is not supported: {why}."
                    : $"'{(command.Length <= 40 ? command : command[..40] + "…")}' is not understood.");
        }

        cursor.RequireEnd(command);
    }

    private void ReadGlobalNodes(SpiceCursor cursor)
    {
        do
        {
            globalNodes.Add(cursor.Node("a global node"));
            NetlistStructure.CheckGlobalNode(globalNodes[^1]);
        }
        while (!cursor.AtEnd);
    }

    private static DcSweepAnalysis ReadSweep(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var inner = ReadSourceSweep(cursor);
        return new DcSweepAnalysis(inner, cursor.AtEnd ? null : ReadSourceSweep(cursor)) { Place = place };
    }

    private static SourceSweep ReadSourceSweep(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var source = cursor.Word("the source to sweep");
        if (!(char.ToUpperInvariant(source[source.LastIndexOf('.') + 1 < source.Length ? source.LastIndexOf('.') + 1 : 0]) is 'V' or 'I'))
            throw NetlistException.At(place, $".dc can sweep voltage and current sources, not {source}.");
        return new SourceSweep(source, cursor.Value("the start"), cursor.Value("the stop"), cursor.Value("the step"));
    }

    private static TransientAnalysis ReadTransient(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var analysis = new TransientAnalysis(cursor.Value("the step"), cursor.Value("the stop")) { Place = place };
        if (!cursor.AtEnd && !IsUic(cursor))
            analysis = analysis with { Start = cursor.Value("the start") };
        if (!cursor.AtEnd && !IsUic(cursor))
            analysis = analysis with { MaximumStep = cursor.Value("the largest step") };
        return cursor.AcceptWord("uic") ? analysis with { UseInitialConditions = true } : analysis;
    }

    private static bool IsUic(SpiceCursor cursor) => cursor.PeekWord()?.Equals("uic", StringComparison.OrdinalIgnoreCase) == true;

    private static void ReadNodeVoltages(SpiceCursor cursor, Action<NodeId, ElementValue, SourcePlace> add)
    {
        if (cursor.AtEnd)
            throw cursor.Fault("expected v(node)=voltage, found the end of the statement.");
        while (!cursor.AtEnd)
        {
            var place = cursor.Place;
            if (!cursor.AcceptWord("v"))
                throw cursor.Fault($"expected v(node)=voltage, found {cursor.Found()}.");
            cursor.Expect('(', "behind v");
            var node = cursor.Node();
            cursor.Expect(')', "behind the node");
            cursor.Expect('=', "behind v(node)");
            add(node, cursor.Value("a voltage"), place);
        }
    }

    private void ReadOptions(SpiceCursor cursor)
    {
        while (!cursor.AtEnd)
        {
            var place = cursor.Place;
            var name = cursor.Name("an option");
            var hasValue = cursor.Accept('=');
            if (OptionNames.IsPrinting(name))
            {
                if (hasValue)
                    cursor.Value("a value");
                notes.Add(NetlistException.At(place, $"option {name} only changes what ngspice prints and is without effect.").Message);
            }
            else if (name.Equals("method", StringComparison.OrdinalIgnoreCase))
            {
                options = options with { Method = ReadMethod(cursor) };
            }
            else if (!OptionNames.Numeric.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw NetlistException.At(place, $"option {name} is not supported; {NameSuggestion.Nearest(name, [.. OptionNames.Numeric, "method"])}");
            }
            else if (!hasValue)
            {
                throw NetlistException.At(place, $"option {name} needs '=' and a value.");
            }
            else
            {
                AddOption(name, cursor.Value($"the value of {name}"), place);
            }
        }
    }

    private static IntegrationMethod ReadMethod(SpiceCursor cursor)
    {
        var place = cursor.Place;
        return cursor.Word("trap or gear").ToLowerInvariant() switch
        {
            "trap" or "trapezoidal" => IntegrationMethod.Trapezoidal,
            "gear" => IntegrationMethod.Gear,
            var other => throw NetlistException.At(place, $"method {other} is not supported; trap and gear are."),
        };
    }

    private void AddOption(string name, ElementValue value, SourcePlace place)
    {
        deferredOptions.Add(new DeferredOption(name, value, place));
    }

    private void ReadSave(SpiceCursor cursor)
    {
        while (!cursor.AtEnd)
        {
            var place = cursor.Place;
            if (cursor.AcceptWord("all"))
            {
                saveAll = true;
                continue;
            }

            saves.Add(new SaveRequest(ReadQuantity(cursor, ".save")) { Place = place });
        }
    }

    private static Expression ReadQuantity(SpiceCursor cursor, string where)
    {
        var place = cursor.Place;
        var expression = cursor.RestOfExpression();
        return expression is NodeVoltageExpression or BranchCurrentExpression or DeviceStateExpression
            ? expression
            : throw NetlistException.At(place, $"{where} takes v(node), v(a,b), i(element) and w(memristor).");
    }

    private void ReadPrint(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var analysis = MeasureStatement.ReadAnalysis(cursor);
        var quantities = new List<Expression>();
        while (!cursor.AtEnd)
            quantities.Add(cursor.RestOfExpression());
        if (quantities.Count == 0)
            throw cursor.Fault(".print names nothing to print.");
        prints.Add(new PrintRequest(analysis, quantities) { Place = place });
    }
}
