using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists.Spice;

/// <summary>The statements that ask something of a circuit: analyses, conditions, options, outputs.</summary>
internal sealed class NetlistRequests(PassedOver passedOver, List<DeferredOption> deferredOptions, DialectNotes dialects)
{
    /// <summary>Statements without effect on any result.</summary>
    private static readonly string[] WithoutEffect = [".probe", ".width", ".backanno", ".title", ".wave", ".savebias", ".preprocess", ".result", ".mc", ".wcase", ".protect", ".unprotect", ".prot", ".unprot", ".probe64", ".autoconverge", ".alias", ".endalias", ".aliases", ".machine", ".text", ".let", ".probe/csd"];

    /// <summary>Words behind .tran that say how other simulators start.</summary>
    private static readonly string[] TransientWords = ["startup", "skipbp", "noop", "nodiscard", "steady", "step", "noopiter"];

    /// <summary>Keys of .print that shape a file.</summary>
    private static readonly string[] PrintKeys = ["format", "file", "width", "precision", "delimiter", "timescalefactor", "index"];

    private static readonly Dictionary<string, string> Refused = new()
    {
        [".disto"] = "there is no distortion analysis",
        [".pz"] = "there is no pole-zero analysis",
        [".hb"] = "there is no harmonic balance; use a transient of many periods",
        [".mpde"] = "there is no multi-time analysis; use a transient",
        [".sampling"] = "nothing is drawn; vary values with .step",
        [".embeddedsampling"] = "nothing is drawn; vary values with .step",
        [".pce"] = "nothing is drawn; vary values with .step",
        [".mor"] = "there is no model order reduction",
        [".sp"] = "there is no S-parameter analysis",
        [".pss"] = "there is no periodic steady state",
        [".endc"] = "there is no .control before it",
        [".endl"] = "there is no .lib section before it",
        [".enddata"] = "there is no .data before it",
        [".stimulus"] = "write the waveform on the line of its source",
        [".stmlib"] = "write the waveform on the line of its source",
    };

    /// <summary>Of a transient without a step: what stands for the printed step, a part of its stop.</summary>
    private const double StepsWithoutStep = 1000;

    private readonly List<NodeId> globalNodes = [];
    private readonly List<Analysis> analyses = [];
    private readonly List<SensitivityStatement> sensitivities = [];
    private readonly List<StepRequest> steps = [];
    private readonly Dictionary<string, DataStatement> tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SaveRequest> saves = [];
    private readonly List<PrintRequest> prints = [];
    private readonly List<Measurement> measurements = [];
    private readonly List<FourierRequest> fouriers = [];
    private readonly List<SpectrumRequest> spectra = [];
    private readonly HashSet<Written> unnamed = new(ReferenceEqualityComparer.Instance);
    private SimulatorOptions options = SimulatorOptions.Default with
    {
        PhasesInDegrees = dialects.Dialect.PhasesInDegrees,
        Temperature = dialects.Dialect.NominalTemperature,
        NominalTemperature = dialects.Dialect.NominalTemperature,
    };
    private bool saveAll;

    /// <summary>What .csparam hands to .control.</summary>
    private readonly Dictionary<string, Expression> controlParameters = new(StringComparer.OrdinalIgnoreCase);

    public Expression? ControlParameter(string name) => controlParameters.GetValueOrDefault(name);

    /// <summary>Outputs that may go if the circuit does not have what they name: those of .control, and what .print and .plot name beside others.</summary>
    private readonly HashSet<Written> dispensable = new(ReferenceEqualityComparer.Instance);

    public static bool IsKnown(string command) =>
        WithoutEffect.Contains(command) || command is ".csparam" or ".plot" or ".global" or ".op" or ".dc" or ".ac" or ".sens" or ".noise" or ".tf" or ".tran" or ".tr" or ".step" or ".st" or ".data" or ".options" or ".option" or ".opt" or ".temp" or ".save" or ".print" or ".four" or ".fourier" or ".fft" or ".measure" or ".meas";

    public Netlist ToNetlist(CircuitReading top, string title)
    {
        NameMeasurements();
        MoveSmallSignals();
        FindSpectra();
        for (var k = prints.Count - 1; k >= 0; k--)
        {
            var shown = prints[k].Quantities.Where(q => !IsShownElsewhere(q, prints[k].Analysis) && !IsElement(q, top)).ToList();
            for (var passed = shown.Count; passed < prints[k].Quantities.Count; passed++)
                passedOver.Add(prints[k].Place, "a quantity of .print");
            if (shown.Count == 0 && prints[k] is { HasAllVoltages: false, HasAllCurrents: false, Quantities.Count: > 0 })
                prints.RemoveAt(k);
            else if (shown.Count < prints[k].Quantities.Count)
                prints[k] = prints[k] with { Quantities = shown };
        }

        return ToRead(top, title, [.. analyses.Select(WithTable), .. sensitivities.SelectMany(s => s.Along(analyses))]);
    }

    /// <summary>A .print sens shows all slopes; what it names besides is shown of the analyses that they go along with.</summary>
    private static IEnumerable<PrintRequest> Shown(PrintRequest print, List<Analysis> all)
    {
        if (print.Analysis != AnalysisKind.Sensitivity)
            return [print];
        var along = all.OfType<SensitivityAnalysis>().Select(s => s.Along.Kind).Distinct().ToList();
        return along.Select(kind => print with { Analysis = kind, Quantities = [.. print.Quantities.Where(q => kind == AnalysisKind.SmallSignal || !ExpressionTree.Leaves(q).Any(leaf => leaf is PhasorExpression))] })
            .Where(p => p.Quantities.Count > 0 || p.HasAllVoltages || p.HasAllCurrents).Concat(along.Take(1).Select(_ => print with { Quantities = [], HasAllVoltages = false, HasAllCurrents = false }));
    }

    /// <summary>Measurements stand in their own table, and other quantities than noise are those of other analyses.</summary>
    private bool IsShownElsewhere(Expression quantity, AnalysisKind analysis) =>
        (quantity is ParameterExpression p && measurements.Any(m => m.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase))) || (analysis == AnalysisKind.Noise && !IsOfNoise(quantity))
        // What is swept is a column of its own, and constant nowhere else.
        || ExpressionTree.Leaves(quantity).OfType<ParameterExpression>().Any(p => analyses.Any(a => a.Kind == analysis && Swept(a).Any(s => s.Source.Equals(p.Name, StringComparison.OrdinalIgnoreCase))));

    private IReadOnlyList<SourceSweep> Swept(Analysis analysis) => WithTable(analysis) switch { DcSweepAnalysis dc => dc.Axes, AcAnalysis ac => ac.Columns, _ => [] };

    /// <summary>The value of an element stands in the netlist, and that of a swept one is the axis; n() is what only Xyce has inside a device.</summary>
    private static bool IsElement(Expression quantity, CircuitReading top) =>
        (quantity is CallExpression { Function: "n" or "N" } && !top.Functions.Any(f => f.Name.Equals("n", StringComparison.OrdinalIgnoreCase))) || (quantity is ParameterExpression p && !top.LocalParameters.Any(l => l.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase)) && top.Elements.Any(e => e.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase)));

    private static bool IsOfNoise(Expression quantity) => quantity switch
    {
        NumberExpression or ParameterExpression => true,
        NodeVoltageExpression => NoiseExpression.Of(quantity) is NoiseExpression,
        UnaryExpression u => IsOfNoise(u.Operand),
        BinaryExpression b => IsOfNoise(b.Left) && IsOfNoise(b.Right),
        CallExpression c => BuiltInFunction.Find(c.Function) is not null && c.Arguments.All(IsOfNoise),
        _ => false,
    };

    private Netlist ToRead(CircuitReading top, string title, List<Analysis> all) => new()
    {
        Title = title,
        Elements = top.Elements,
        Subcircuits = top.Subcircuits,
        GlobalNodes = globalNodes,
        Models = top.Models,
        Parameters = top.LocalParameters,
        Functions = top.Functions,
        Analyses = all,
        InitialConditions = top.InitialConditions,
        NodeSets = top.NodeSets,
        Conditionals = top.Conditionals,
        Options = options,
        Steps = [.. steps.SelectMany(s => s.Table is { } table ? Table(table, s.Place).Steps(s.Place) : [s])],
        Saves = saveAll ? [] : saves,
        Prints = [.. prints.SelectMany(p => Shown(p, all))],
        Measurements = measurements,
        Fouriers = fouriers,
        Spectra = spectra,
    };

    public void Add(DataStatement table)
    {
        table.Close();
        if (!tables.TryAdd(table.Name, table))
            throw NetlistException.At(table.Place, $".data {table.Name} is defined twice; rename one of the two.");
    }

    private DataStatement Table(string name, SourcePlace? place) => tables.TryGetValue(name, out var table)
        ? table
        : throw NetlistException.At(place, $"there is no .data {name}; {(tables.Count == 0 ? "write it with its columns and rows, to .enddata." : NameSuggestion.Nearest(name, [.. tables.Keys]))}");

    /// <summary>An analysis whose points are the rows of a .data, with them.</summary>
    private Analysis WithTable(Analysis analysis)
    {
        var name = analysis switch { DcSweepAnalysis dc => dc.Table, AcAnalysis ac => ac.Table, NoiseAnalysis noise => noise.Table, _ => null };
        if (name is null)
            return analysis;
        var table = Table(name, analysis.Place);
        SourceSweep[] columns = [.. table.Axes()];
        if (analysis is DcSweepAnalysis sweep)
        {
            return table.Frequencies() is null
                ? sweep with { Inner = columns[0], Columns = columns }
                : throw NetlistException.At(analysis.Place, $".dc data={name}: the table has frequencies, which .ac and .noise have.");
        }

        var frequencies = table.Frequencies() ?? throw NetlistException.At(analysis.Place, $"data={name}: the table has no column freq.");
        return analysis is AcAnalysis small ? small with { Sweep = frequencies, Columns = columns }
            : columns.Length == 0 ? (NoiseAnalysis)analysis with { Sweep = frequencies }
            : throw NetlistException.At(analysis.Place, $".noise data={name} varies the frequency alone, not {columns[0].Source}; write .step for that.");
    }

    /// <summary>sweep and what it varies, behind an analysis: every analysis runs again, as with .step.</summary>
    private void ReadSweep(SpiceCursor cursor)
    {
        if (!cursor.AcceptWord("sweep"))
            return;
        if (cursor.NextKey()?.Equals("monte", StringComparison.OrdinalIgnoreCase) != true)
        {
            steps.Add(StepStatement.OfSweep(cursor));
            return;
        }

        passedOver.Add(cursor.Place, "sweep monte");
        cursor.Key();
        cursor.SkipValue();
    }

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
                analyses.Add(SweepStatement.Read(cursor));
                break;
            case ".ac":
                analyses.Add(ReadAc(cursor));
                ReadSweep(cursor);
                break;
            case ".tf":
                analyses.Add(ReadTransferFunction(cursor));
                break;
            case ".sens":
                var sensitivity = SensitivityStatement.Read(cursor);
                if (sensitivity.Analysis is { } own)
                    analyses.Add(own);
                else
                    sensitivities.Add(sensitivity);
                break;
            case ".noise":
                analyses.Add(ReadNoise(cursor));
                break;
            case ".tran" or ".tr":
                analyses.Add(ReadTransient(cursor));
                ReadSweep(cursor);
                break;
            case ".csparam":
                while (!cursor.AtEnd)
                {
                    var (name, value) = (cursor.Key(), cursor.RestOfExpression());
                    if (value.ToString().Length <= ControlVariables.LongestValue)
                        controlParameters[name] = value;
                }

                break;
            case ".options" or ".option" or ".opt":
                ReadOptions(cursor);
                break;
            case ".temp":
                var at = cursor.Place;
                var temperatures = new List<ElementValue>();
                do
                    temperatures.Add(cursor.Value("the temperature"));
                while (!cursor.AtEnd);
                // Several are a .step, as in PSpice and HSPICE.
                if (temperatures.Count > 1)
                    steps.Add(new StepRequest(StepTarget.Temperature, "temp", null, StepSpacing.List, temperatures) { Place = at });
                else
                    AddOption("temp", temperatures[0], at);
                break;
            case ".save":
                ReadSave(cursor);
                break;
            case ".step" or ".st":
                steps.Add(StepStatement.Read(cursor));
                break;
            case ".print" or ".plot":
                ReadPrint(cursor, command, null);
                break;
            case ".measure" or ".meas":
                ReadMeasurement(cursor);
                break;
            case ".four" or ".fourier":
                if (FourierStatements.ReadFourier(cursor, passedOver) is { } harmonics)
                    fouriers.Add(harmonics);
                break;
            case ".fft":
                spectra.Add(FourierStatements.ReadSpectrum(cursor));
                break;
            case var without when WithoutEffect.Contains(without):
                passedOver.Add(cursor.Place, command);
                cursor.SkipRest();
                break;
            default:
                throw cursor.Fault(0, Refused.TryGetValue(command, out var why)
                    ? $"{command} is not supported: {why}."
                    : $"'{(command.Length <= 40 ? command : command[..40] + "…")}' is not understood.");
        }

        cursor.RequireEnd(command);
    }

    private void ReadMeasurement(SpiceCursor cursor)
    {
        if (MeasureStatement.FindFourier(cursor) is { } fourier)
        {
            fouriers.Add(fourier);
            return;
        }

        var measurement = MeasureStatement.Read(cursor, out var isNamed);
        if (measurements.FindIndex(m => m.Name.Equals(measurement.Name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var same)
        {
            cursor.Note(measurement.Place, $"measurement {measurement.Name} is defined twice; the last one counts.");
            measurements[same] = measurement;
        }
        else
        {
            measurements.Add(measurement);
        }

        if (!isNamed)
            unnamed.Add(measurement);
    }

    /// <summary>Each .measure fft is of the last .fft of its quantity, as in Xyce.</summary>
    private void FindSpectra()
    {
        for (var k = 0; k < measurements.Count; k++)
        {
            if (measurements[k] is not SpectrumMeasurement { Request: null } figure)
                continue;
            var request = spectra.FindLast(s => s.Quantity.ToString().Equals(figure.Transformed.ToString(), StringComparison.OrdinalIgnoreCase))
                ?? throw NetlistException.At(figure.Place, $".measure {figure.Name} is of the .fft of {figure.Transformed}, and there is none; write .fft {figure.Transformed}.");
            measurements[k] = figure with { Request = request };
        }
    }

    /// <summary>In Xyce a .noise has small signals, too: what is measured of them is that of an .ac over its frequencies.</summary>
    private void MoveSmallSignals()
    {
        var at = analyses.FindIndex(a => a is NoiseAnalysis);
        if (at < 0 || analyses.Any(a => a is AcAnalysis))
            return;
        var moved = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var k = 0; k < measurements.Count; k++)
        {
            if (measurements[k].Analysis != AnalysisKind.Noise)
                continue;
            var leaves = measurements[k].Quantities.SelectMany(ExpressionTree.Leaves).Select(NoiseExpression.Of).ToList();
            if (leaves.Any(l => l is PhasorExpression or NodeVoltageExpression or BranchCurrentExpression || (l is ParameterExpression p && moved.Contains(p.Name)))
                && !leaves.Any(l => l is NoiseExpression || (l is ParameterExpression p && NoiseExpression.Find(p.Name) is not null)))
            {
                measurements[k] = measurements[k] with { Analysis = AnalysisKind.SmallSignal };
                moved.Add(measurements[k].Name);
            }
        }

        if (moved.Count > 0)
            analyses.Insert(at + 1, new AcAnalysis(((NoiseAnalysis)analyses[at]).Sweep) { Table = ((NoiseAnalysis)analyses[at]).Table, Place = analyses[at].Place });
    }

    /// <summary>A measurement without the word of an analysis is of the only kind that there is, as LTspice has it.</summary>
    private void NameMeasurements()
    {
        if (unnamed.Count == 0)
            return;
        var kinds = analyses.Select(a => a.Kind).Distinct().ToList();
        for (var k = 0; k < measurements.Count; k++)
        {
            if (!unnamed.Remove(measurements[k]))
                continue;
            if (kinds.Count != 1)
                throw NetlistException.At(measurements[k].Place, $".measure {measurements[k].Name} names no analysis, and the netlist has {(kinds.Count == 0 ? "none" : "several")}; write {string.Join(" or ", kinds.DefaultIfEmpty(AnalysisKind.Transient).Select(MeasureText.Word))} behind .measure.");
            measurements[k] = measurements[k] with { Analysis = kinds[0] };
        }
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

    private static AcAnalysis ReadAc(SpiceCursor cursor)
    {
        var place = cursor.Place;
        if (cursor.AcceptKey("data"))
            return new AcAnalysis(FrequencySweep.List([0])) { Table = cursor.Name("the name of a .data"), Place = place };
        return new AcAnalysis(ReadFrequencies(cursor)) { Place = place };
    }

    private NoiseAnalysis ReadNoise(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var output = cursor.RestOfExpression() as NodeVoltageExpression
            ?? throw NetlistException.At(place, ".noise needs a voltage, v(node) or v(node,node), then a source and the frequencies.");
        var source = cursor.Word("the source to which noise is referred");
        if (cursor.AcceptKey("data"))
            return new NoiseAnalysis(output, source, FrequencySweep.List([0])) { Table = cursor.Name("the name of a .data"), Place = place };
        var analysis = new NoiseAnalysis(output, source, ReadFrequencies(cursor)) { Place = place };
        if (!cursor.AtEnd)
        {
            passedOver.Add(cursor.Place, "points per summary of .noise");
            cursor.Value("points per summary");
        }

        return analysis;
    }

    private static TransferFunctionAnalysis ReadTransferFunction(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var output = cursor.RestOfExpression();
        return output is NodeVoltageExpression or BranchCurrentExpression
            ? new TransferFunctionAnalysis(output, cursor.Word("the source by which it moves")) { Place = place }
            : throw NetlistException.At(place, ".tf needs v(node), v(node,node) or i(source), then a source.");
    }

    public static FrequencySweep ReadFrequencies(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var word = cursor.Word("dec, oct or lin").ToLowerInvariant();
        if (word == "list")
        {
            var values = new List<ElementValue>();
            do
                values.Add(cursor.Value("a frequency"));
            while (!cursor.AtEnd && cursor.PeekWord()?.Equals("sweep", StringComparison.OrdinalIgnoreCase) != true);
            return FrequencySweep.List(values);
        }

        var spacing = word switch
        {
            "dec" => FrequencySpacing.Decade,
            "oct" => FrequencySpacing.Octave,
            "lin" => FrequencySpacing.Linear,
            var other => throw NetlistException.At(place, $"'{other}' is no spacing of frequencies; write dec, oct or lin, the number of points, the first and the last frequency, or list and the frequencies."),
        };
        return new FrequencySweep(spacing, cursor.Value("the number of points"), cursor.Value("the first frequency"), cursor.Value("the last frequency"));
    }

    /// <summary>step stop [start [largest step]]; as LTspice and PSpice write it, stop alone, or 0 stop …: then a thousandth of stop is the step.</summary>
    private TransientAnalysis ReadTransient(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var values = new List<ElementValue>();
        while (!cursor.AtEnd && values.Count < 4 && !IsTransientWord(cursor) && cursor.PeekWord()?.Equals("sweep", StringComparison.OrdinalIgnoreCase) != true)
            values.Add(cursor.Value(values.Count switch { 0 => "the step", 1 => "the stop", 2 => "the start", _ => "the largest step" }));
        if (values.Count == 0)
            throw cursor.Fault($"the statement ends where the step is expected.");
        if (values.Count == 1)
            values.Insert(0, 0);
        var hasStep = values[0] is not { IsNumber: true, Number: 0 };
        var analysis = new TransientAnalysis(hasStep ? values[0] : values[1].Over(StepsWithoutStep), values[1])
        {
            Place = place,
            Start = values.Count > 2 ? values[2] : 0,
            // A largest step of zero is none.
            MaximumStep = values.Count > 3 && values[3] is not { IsNumber: true, Number: 0 } ? values[3] : hasStep && !dialects.Dialect.TransientBeginsWithStep ? null : values[1].Over(TransientAnalysis.FewestSteps),
        };
        while (!cursor.AtEnd && IsTransientWord(cursor))
        {
            var word = cursor.PeekWord()!.ToLowerInvariant();
            if (word is "uic" or "skipbp" or "noop")
                analysis = analysis with { UseInitialConditions = true };
            else if (word == "startup")
                options = options with { TurnsSourcesOn = true };
            else
                passedOver.Add(cursor.Place, $"{word} of .tran");
            cursor.Word("a word");
        }

        return analysis;
    }

    private static bool IsTransientWord(SpiceCursor cursor) =>
        cursor.PeekWord() is { } word && (word.Equals("uic", StringComparison.OrdinalIgnoreCase) || TransientWords.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>.ic and .nodeset, of the circuit that they stand in.</summary>
    public static void ReadStart(SpiceCursor cursor, string command, CircuitReading draft)
    {
        ReadNodeVoltages(cursor, (node, voltage, place) =>
        {
            if (command != ".nodeset")
                draft.InitialConditions.Add(new InitialCondition(node, voltage) { Place = place });
            else
                draft.NodeSets.Add(new NodeSetRequest(node, voltage) { Place = place });
        });
        cursor.RequireEnd(command);
    }

    private static void ReadNodeVoltages(SpiceCursor cursor, Action<NodeId, ElementValue, SourcePlace> add)
    {
        if (cursor.AtEnd)
            cursor.Note(cursor.Place, "expected v(node)=voltage, found the end of the statement: it sets nothing.");
        while (!cursor.AtEnd)
        {
            var place = cursor.Place;
            var start = cursor.Position;
            NodeId node;
            if (cursor.AcceptWord("v") && cursor.Accept('('))
            {
                node = cursor.Node();
                cursor.Expect(')', "behind the node");
                // Xyce writes blanks in place of the "=".
                cursor.Accept('=');
            }
            else
            {
                cursor.Position = start;
                if (cursor.NextKey() is not null)
                    throw cursor.Fault($"expected v(node)=voltage, found {cursor.Found()}.");
                node = cursor.Node();
            }

            add(node, cursor.Value("a voltage"), place);
        }
    }

    private void ReadOptions(SpiceCursor cursor)
    {
        var taken = OptionNames.Numeric;
        if (cursor.NextKey() is null && cursor.PeekWord() is { } group && OptionNames.OfGroup(group) is { } ofGroup)
        {
            dialects.Recognise(group, cursor.Place);
            cursor.Word("a group of options");
            taken = ofGroup;
        }

        while (!cursor.AtEnd)
        {
            var place = cursor.Place;
            var name = cursor.Word("an option");
            var hasValue = cursor.Accept('=');
            dialects.Recognise(name, place);
            if (name.Equals("method", StringComparison.OrdinalIgnoreCase))
            {
                options = options with { Method = ReadMethod(cursor) };
            }
            else if (name.Equals("units", StringComparison.OrdinalIgnoreCase))
            {
                var unit = cursor.Word("degrees or radians").ToLowerInvariant();
                options = options with { PhasesInDegrees = unit is "degrees" || (unit is "radians" ? false : throw NetlistException.At(place, $"units {unit} is not supported; degrees and radians are.")) };
            }
            else if (name.Equals("phase_output_radians", StringComparison.OrdinalIgnoreCase) && hasValue)
            {
                options = options with { PhasesInDegrees = cursor.Word("true or false").ToLowerInvariant() is "false" or "0" };
            }
            else if (!taken.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                // Simulators have hundreds, and a value may be any word.
                if (hasValue)
                    cursor.SkipValue();
                passedOver.Add(place, $"option {name}{(NameSuggestion.Near(name, [.. OptionNames.Numeric, "method", "units"]) is { } near && taken == OptionNames.Numeric && !OptionNames.IsForeign(name) ? $" (did you mean {near}?)" : "")}");
            }
            else if (!hasValue)
            {
                throw NetlistException.At(place, $"option {name} needs '=' and a value.");
            }
            else
            {
                var value = cursor.Value($"the value of {name}");
                if (taken != OptionNames.Numeric && value.IsNumber && OptionNames.Set(options, name, value.Number) is null)
                    passedOver.Add(place, $"option {name}");
                else
                    AddOption(name, value, place);
            }
        }
    }

    private static IntegrationMethod ReadMethod(SpiceCursor cursor)
    {
        var place = cursor.Place;
        return cursor.Word("trap or gear").ToLowerInvariant() switch
        {
            // The numbers are Xyce's.
            "trap" or "trapezoidal" or "7" => IntegrationMethod.Trapezoidal,
            "gear" or "8" => IntegrationMethod.Gear,
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
            if (cursor.AcceptWord("all") || cursor.AcceptAll('v') || cursor.AcceptAll('i'))
            {
                saveAll = true;
                continue;
            }

            var start = cursor.Position;
            try
            {
                saves.Add(new SaveRequest(ReadQuantity(cursor, ".save")) { Place = place });
            }
            catch (NetlistException)
            {
                cursor.Position = start;
                // .save type=ic file=… of Xyce writes a file that only it reads.
                if (cursor.NextKey() is not null)
                    cursor.Key();
                cursor.SkipValue();
                passedOver.Add(place, "a quantity of .save");
            }
        }
    }

    private static Expression ReadQuantity(SpiceCursor cursor, string where)
    {
        var place = cursor.Place;
        var expression = ReadOutput(cursor);
        return expression is NodeVoltageExpression or BranchCurrentExpression or DeviceStateExpression
            ? expression
            : expression is PhasorExpression phasor ? phasor.Quantity
            : throw NetlistException.At(place, $"{where} takes v(node), v(a,b), i(element) and w(memristor).");
    }

    /// <param name="kind">The analysis, where no word names it.</param>
    private void ReadPrint(SpiceCursor cursor, string command, AnalysisKind? kind)
    {
        var place = cursor.Place;
        var isOfSensitivity = kind is null && cursor.AcceptWord("sens");
        if (kind is null && !isOfSensitivity && MeasureStatement.FindAnalysis(cursor) is null)
        {
            // An analysis that is not there has nothing to print.
            passedOver.Add(place, $"{command} {cursor.Word("an analysis")}");
            cursor.SkipRest();
            return;
        }

        var analysis = isOfSensitivity ? AnalysisKind.Sensitivity : kind ?? MeasureStatement.ReadAnalysis(cursor);
        var quantities = new List<Expression>();
        var refused = 0;
        var request = new PrintRequest(analysis, quantities) { Place = place };
        while (!cursor.AtEnd)
        {
            if (cursor.AcceptAll('v'))
            {
                request = request with { HasAllVoltages = true };
                continue;
            }

            if (cursor.AcceptAll('i'))
            {
                request = request with { HasAllCurrents = true };
                continue;
            }

            if (cursor.NextKey() is { } key && PrintKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                dialects.Recognise(key, place);
                cursor.Key();
                cursor.SkipValue();
                continue;
            }

            var start = cursor.Position;
            try
            {
                var quantity = cursor.RestOfExpression();
                // R1:R is a value of the netlist, and so is R1 (of a sweep, the axis).
                if (cursor.AcceptBehind(':'))
                {
                    cursor.SkipWord();
                    passedOver.Add(place, $"a value of an element in {command}");
                    refused++;
                    continue;
                }

                quantities.Add(cursor.IsInWord ? throw cursor.Fault(cursor.Position, $"'{cursor.Peek}' does not continue the expression.") : quantity);
                // (least, greatest) of a .plot
                if (command == ".plot" && cursor.Peek == '(')
                    cursor.SkipBracket();
            }
            catch (NetlistException) when (kind is null)
            {
                cursor.Position = start;
                cursor.SkipWord();
                passedOver.Add(place, $"a quantity of {command}");
                refused++;
            }
        }

        var isEmpty = quantities.Count == 0 && !request.HasAllVoltages && !request.HasAllCurrents && !isOfSensitivity;
        if (isEmpty && refused == 0)
            passedOver.Add(place, $"a {command} that names nothing");
        if (!isEmpty)
            prints.Add(request);
    }

    /// <summary>An expression that ends where its word ends.</summary>
    private static Expression ReadOutput(SpiceCursor cursor)
    {
        var expression = cursor.RestOfExpression();
        return cursor.IsInWord ? throw cursor.Fault(cursor.Position, $"'{cursor.Peek}' does not continue the expression.") : expression;
    }

    /// <summary>A statement of .control without its dot.</summary>
    /// <param name="last">The analysis before it, whose results a print shows.</param>
    /// <returns>The analysis that it is; null of other statements.</returns>
    /// <exception cref="NetlistException">It is not plain.</exception>
    public AnalysisKind? ReadOfControl(SpiceCursor cursor, SourcePlace place, string command, AnalysisKind? last)
    {
        var (analysesBefore, savesBefore, measurementsBefore, fouriersBefore) = (analyses.Count, saves.Count, measurements.Count, fouriers.Count);
        if (command != ".print")
        {
            Read(cursor, command);
        }
        else
        {
            ReadPrint(cursor, command, last ?? (analyses.Count > 0 ? analyses[^1].Kind : AnalysisKind.OperatingPoint));
            cursor.RequireEnd(command);
            dispensable.Add(prints[^1]);
        }

        dispensable.UnionWith(saves.Skip(savesBefore));
        dispensable.UnionWith(measurements.Skip(measurementsBefore));
        dispensable.UnionWith(fouriers.Skip(fouriersBefore));
        if (analyses.Count == analysesBefore)
            return null;
        // A script repeats what stands outside of it.
        var added = analyses[^1];
        if (analyses.IndexOf(added) < analyses.Count - 1)
            analyses.RemoveAt(analyses.Count - 1);
        return added.Kind;
    }

    /// <summary>Takes away the output that a fault is about, where the netlist is complete without it.</summary>
    public bool Drop(NetlistException fault)
    {
        bool IsMeant(Written request) => dispensable.Contains(request) && (request.Place.File, request.Place.Line, request.Place.Column) == (fault.File, fault.Line, fault.Column);
        if (fault.Line == 0 || prints.RemoveAll(IsMeant) + saves.RemoveAll(IsMeant) + measurements.RemoveAll(IsMeant) + fouriers.RemoveAll(IsMeant) == 0)
            return false;
        passedOver.Add(SourcePlace.None, $"an output of .control in line {fault.Line}");
        return true;
    }
}
