using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice.Syntax;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Spice;

/// <summary>
/// Reads a netlist in SPICE text; netlists/README.md has the grammar. What is not supported is refused by name, with
/// line and caret; what no result depends on is passed over with one note. The result is checked as far as it can be without solving it. Time and memory are
/// bounded by the length of the text and the limits of <see cref="SpiceReaderOptions"/>.
/// </summary>
public sealed class SpiceReader
{
    /// <summary>Deepest chain of includes.</summary>
    private const int MostIncludes = 16;

    /// <summary>Most .if of one circuit.</summary>
    private const int MostConditionals = 1000;

    private readonly SpiceReaderOptions options;
    private readonly List<string> notes = [];
    private readonly List<string> openIncludes = [];
    private readonly List<DeferredOption> deferredOptions = [];
    private readonly Stack<CircuitReading> drafts = new();
    private readonly DialectNotes dialects;
    private readonly PassedOver passedOver;
    private readonly NetlistRequests requests;
    private ControlBlock? control;
    private DataStatement? data;
    private long characters;
    /// <summary>The statement that ended the text; null as long as it goes on.</summary>
    private string? end;

    private SpiceReader(SpiceReaderOptions options)
    {
        this.options = options;
        passedOver = new PassedOver(options.IsStrict);
        dialects = new DialectNotes(options.Dialect, notes, passedOver);
        requests = new NetlistRequests(passedOver, deferredOptions, dialects);
    }

    /// <summary>Reads and checks a netlist.</summary>
    /// <exception cref="NetlistException">The text is no netlist, or one that is not supported; the message points at the place.</exception>
    public static SpiceReading Read(string text, SpiceReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SpiceReader(options ?? new SpiceReaderOptions()).ReadNetlist(text);
    }

    private SpiceReading ReadNetlist(string text)
    {
        CountCharacters(text, null);
        var source = new SourceText(options.Name, text);
        if (ReplacesGround(source))
            dialects.ReplaceGround();
        var top = new CircuitReading(null);
        drafts.Push(top);
        if (options.Identity is { } identity)
            openIncludes.Add(identity);
        ReadStatements(source, 1, options.Identity, null);
        if (data is not null)
            throw NetlistException.At(data.Place, $".data {data.Name} has no .enddata.");
        if (drafts.Count > 1)
            throw NetlistException.At(drafts.Peek().Place, drafts.Peek().Branch is null ? $"subcircuit {drafts.Peek().Name} has no .ends." : ".if has no .endif.");
        if (dialects.Dialect.InitialValuesAlwaysCount)
            top.HoldInitialVoltages();
        var (netlist, flat) = Flatten(top, Title(source.Line(0).ToString()));
        NoteInitialValues(flat);
        NoteSmallSignals(flat);
        NoteTinySteps(flat);
        dialects.Finish();
        if (passedOver.Note is { } note)
            notes.Add(note);
        return new SpiceReading(netlist, flat, notes) { Resembled = dialects.Resembled };
    }

    /// <summary>Wherever it stands: .preprocess replaceground true is of the whole netlist.</summary>
    private static bool ReplacesGround(SourceText source)
    {
        for (var k = 0; k < source.LineCount; k++)
        {
            if (source.Line(k) is ['.', ..] line && ReplacesGround(line.ToString()))
                return true;
        }

        return false;
    }

    private static bool ReplacesGround(string command) =>
        command.StartsWith(".pre", StringComparison.OrdinalIgnoreCase) && command.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [_, var what, var value, ..]
        && what.Equals("replaceground", StringComparison.OrdinalIgnoreCase) && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Everything that can be wrong without solving the circuit is wrong here, where the text is at hand.</summary>
    private (Netlist Netlist, FlatNetlist Flat) Flatten(CircuitReading top, string title)
    {
        Netlist? known = null;
        var undeclared = new List<(string Call, string Parameter, string Subcircuit)>();
        while (true)
        {
            var netlist = known ?? ResolveOptions(requests.ToNetlist(top, title));
            try
            {
                // A parameter that is only varied has its first value.
                return (netlist, (netlist.Steps.Count > 0 ? StepPlan.Of(netlist).At(0) : netlist).Flatten());
            }
            catch (NetlistException e) when (known is null && requests.Drop(e))
            {
                // Again without the output that the circuit does not have; each is dropped once.
            }
            catch (NetlistException) when (known is null && (known = RequestNames.Known(netlist, options.IsStrict ? null : passedOver.Add)) is not null)
            {
                // Again with the names that the circuit has.
            }
            catch (NetlistException) when (!options.IsStrict && known is null && CallParameters.Known(netlist, passedOver.Add, undeclared) is { } called)
            {
                // Again without the parameters that no subcircuit has: ngspice passes over them in silence.
                known = called;
            }
            catch (NetlistException e) when (undeclared.FirstOrDefault(u => e.What.Contains(NetlistException.Unknown(u.Parameter), StringComparison.OrdinalIgnoreCase)) is { Parameter: not null } p)
            {
                throw e.Saying($"{e.What} {p.Call} gives it, but the .subckt line of {p.Subcircuit} does not declare it: write {p.Parameter}= and a default there, or read the netlist as LTspice's or PSpice's, which need no declaration.");
            }
        }
    }

    /// <summary>PSpice and Xyce begin a transient without uic with them; ngspice and this program with the operating point.</summary>
    private void NoteInitialValues(FlatNetlist flat)
    {
        if (!flat.Analyses.Any(a => a is TransientAnalysis { UseInitialConditions: false }))
            return;
        var isHeld = dialects.Dialect.InitialValuesAlwaysCount;
        if (flat.Elements.FirstOrDefault(e => e is Capacitor { InitialVoltage: not null } c && !(isHeld && c.Positive.IsGround != c.Negative.IsGround) || e is Inductor { InitialCurrent: not null }) is { } first)
        {
            notes.Add(NetlistException.At(first.Place, $"ic= of {first.Name} counts only with uic: without it, .tran starts from the operating point; write uic, or .ic with the voltage of a node.").Message);
            dialects.Meet(DialectWord.InitialValue, first.Place);
        }
    }

    private void NoteTinySteps(FlatNetlist flat)
    {
        foreach (var t in flat.Analyses.OfType<TransientAnalysis>().Where(t => t.HasTinyStep))
            notes.Add(NetlistException.At(t.Place, $".tran in steps of {SiText.Format(t.Step.Number, "s")} would take {t.Stop.Number / t.Step.Number:0} to {SiText.Format(t.Stop.Number, "s")}, so that they are taken as what to print: the engine chooses its own, up to {SiText.Format(t.LargestStep, "s")}. Write the largest step as the fourth number.").Message);
    }

    private void NoteSmallSignals(FlatNetlist flat)
    {
        if (flat.Analyses.FirstOrDefault(a => a is AcAnalysis) is not { } ac)
            return;
        if (!flat.Elements.Any(e => e is VoltageSource { Voltage.AcMagnitude: not null } or CurrentSource { Current.AcMagnitude: not null }))
            notes.Add(NetlistException.At(ac.Place, "no source has an AC value, so that every result of .ac is zero; write AC 1 behind the source that drives the circuit.").Message);
        var phase = flat.Prints.Where(p => p.Analysis == AnalysisKind.SmallSignal).SelectMany(p => p.Quantities.Select(q => (p.Place, Quantity: q)))
            .Concat(flat.Measurements.Where(m => m.Analysis == AnalysisKind.SmallSignal).SelectMany(m => m.Quantities.Select(q => (m.Place, Quantity: q))))
            .FirstOrDefault(q => ExpressionUnit.Of(q.Quantity) == "rad");
        if (phase.Quantity is not { } quantity || flat.Options.PhasesInDegrees)
            return;
        dialects.Meet(DialectWord.Phase, phase.Place);
        if (options.Dialect is null)
            notes.Add(NetlistException.At(phase.Place, $"{quantity} is in radians, as in ngspice; .options units=degrees makes it what LTspice and PSpice have.").Message);
    }

    private static string Title(string line)
    {
        var text = line.Trim();
        var title = text[..Math.Min(text.Length, SpiceNames.LongestTitle)].ToCharArray();
        for (var k = 0; k < title.Length; k++)
            title[k] = title[k] is >= ' ' and <= '~' ? title[k] : '?';
        return new string(title).Trim();
    }

    private Netlist ResolveOptions(Netlist netlist)
    {
        if (deferredOptions.Count == 0)
            return netlist;
        var top = CircuitInstance.Top(netlist);
        var resolved = netlist.Options;
        foreach (var option in deferredOptions)
        {
            var value = top.At(option.Place, () => top.Value(option.Value).Number);
            resolved = OptionNames.Set(resolved, option.Name, value)
                ?? throw NetlistException.At(option.Place, $"{option.Name} = {value} is out of range: {OptionNames.Range(option.Name)}.");
        }

        return netlist with { Options = resolved };
    }

    private void ReadStatements(SourceText source, int firstLine, string? identity, string? section)
    {
        var inSection = section is null;
        var found = section is null;
        SpiceCursor? cursor = null;
        foreach (var statement in SpiceLines.Statements(source, firstLine, dialects.Dialect))
        {
            if (end is not null)
            {
                notes.Add(NetlistException.At(statement.PlaceOf(0), $"text behind {end} is not read{(end == ".alter" ? ": it is another circuit; write one netlist for each" : "")}.").Message);
                break;
            }

            if (cursor is null)
                cursor = new SpiceCursor(statement, dialects, path => ReadFile(path, identity));
            else
                cursor.MoveTo(statement);
            if (control is not null)
            {
                control = control.Read(statement, cursor) ? control : null;
                continue;
            }

            if (data is not null && cursor.PeekWord()?.Equals(".enddata", StringComparison.OrdinalIgnoreCase) != true)
            {
                data.Read(cursor);
                continue;
            }

            var keyword = cursor.Word("a statement");
            if (section is not null)
            {
                // Only the named section of a library counts.
                if (keyword.Equals(".lib", StringComparison.OrdinalIgnoreCase) && IsSectionStart(cursor, out var name))
                {
                    inSection = name.Equals(section, StringComparison.OrdinalIgnoreCase);
                    found |= inSection;
                    continue;
                }

                if (keyword.Equals(".endl", StringComparison.OrdinalIgnoreCase))
                {
                    inSection = false;
                    continue;
                }

                if (!inSection)
                    continue;
            }

            ReadStatement(cursor, keyword, identity);
        }

        if (!found)
            throw NetlistException.Because($"the library {source.Name} has no section {section}.");
    }

    private static bool IsSectionStart(SpiceCursor cursor, out string name)
    {
        name = cursor.FileName();
        return cursor.AtEnd;
    }

    private void ReadStatement(SpiceCursor cursor, string keyword, string? identity)
    {
        try
        {
            var place = cursor.PlaceOfLast(keyword);
            if (keyword[0] != '.')
            {
                var draft = drafts.Peek();
                draft.Elements.Add(ElementSyntaxes.Read(cursor, keyword));
                draft.Elements.AddRange(cursor.Companions);
                cursor.Companions.Clear();
                return;
            }

            dialects.Recognise(keyword, cursor.Place);

            switch (keyword.ToLowerInvariant())
            {
                case ".control":
                    control = new ControlBlock(requests, passedOver);
                    break;
                case ".end":
                    cursor.RequireEnd(".end");
                    end = ".end";
                    break;
                case ".data" when drafts.Count == 1:
                    data = new DataStatement(cursor);
                    break;
                case ".enddata" when data is not null:
                    requests.Add(data);
                    data = null;
                    cursor.RequireEnd(".enddata");
                    break;
                case ".alter":
                    cursor.SkipRest();
                    passedOver.Add(place, ".alter");
                    end = ".alter";
                    break;
                case ".if" or ".elseif" or ".else" or ".endif":
                    ReadConditional(cursor, keyword.ToLowerInvariant());
                    break;
                case ".include" or ".inc" or ".incl":
                    Include(cursor, identity, null, isLibrary: false);
                    break;
                case ".lib":
                    IncludeSection(cursor, identity);
                    break;
                case ".subckt":
                    OpenSubcircuit(cursor);
                    break;
                case ".ends":
                    CloseSubcircuit(cursor);
                    break;
                case ".model":
                    AddModel(cursor);
                    break;
                case ".param" or ".params" or ".global_param":
                    ParameterStatements.ReadParameters(cursor, drafts.Peek());
                    break;
                case ".ic" or ".dcvolt" or ".nodeset":
                    NetlistRequests.ReadStart(cursor, keyword.ToLowerInvariant(), drafts.Peek());
                    break;
                case ".func":
                    ParameterStatements.ReadFunction(cursor, drafts.Peek());
                    break;
                case var command:
                    if (drafts.Count > 1)
                        RefuseInside(cursor, command);
                    requests.Read(cursor, command);
                    break;
            }
        }
        catch (NetlistException e) when (e.Line == 0)
        {
            throw cursor.Fault(0, e.What);
        }
    }

    private void RefuseInside(SpiceCursor cursor, string command)
    {
        if (NetlistRequests.IsKnown(command))
            throw cursor.Fault(0, drafts.Peek().Branch is null
                ? $"{command} inside subcircuit {drafts.Peek().Name}; it belongs outside, with the path of the call in front of its names."
                : $"{command} inside .if, which chooses elements, cards, parameters and subcircuits; write it outside, with values that depend on the parameter (?:).");
    }

    /// <summary>Every branch is a part of a circuit, read as a circuit is; which of them counts is decided where the circuit is placed.</summary>
    private void ReadConditional(SpiceCursor cursor, string command)
    {
        var place = cursor.Place;
        var before = new List<ConditionalBranch>();
        if (command != ".if")
        {
            if (drafts.Peek().Branch is not { } open)
                throw cursor.Fault(0, $"{command} without an .if before it{(drafts.Count > 1 ? $" in subcircuit {drafts.Peek().Name}" : "")}.");
            if (open.Condition is null && command != ".endif")
                throw cursor.Fault(0, $"{command} behind .else; .else is the last branch.");
            var draft = drafts.Pop();
            before = open.Before;
            before.Add(new ConditionalBranch(open.Condition, draft.ToSubcircuit()) { Place = draft.Place });
        }

        if (command == ".endif")
        {
            cursor.RequireEnd(command);
            if (drafts.Peek().Conditionals.Count == MostConditionals)
                throw cursor.Fault(0, $"more than {MostConditionals} .if in one circuit; move some of them into subcircuits.");
            drafts.Peek().Conditionals.Add(new Conditional(before) { Place = before[0].Place });
            return;
        }

        ElementValue? condition = command == ".else" ? null : cursor.Formula("a condition");
        cursor.RequireEnd(command);
        if (drafts.Count > CircuitScope.MostLevels)
            throw cursor.Fault(0, $"definitions and .if are nested more than {CircuitScope.MostLevels} levels deep; move some of them out.");
        drafts.Push(new CircuitReading("if") { Place = place, Branch = (before, condition) });
    }

    private void OpenSubcircuit(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var draft = new CircuitReading(cursor.Name("the subcircuit's name")) { Place = place };
        while (!cursor.AtEnd && cursor.NextKey() is null && !cursor.AcceptWord("params:"))
        {
            if (cursor.AcceptWord("optional:"))
                ReadOptionalPorts(cursor, draft);
            else
                draft.Ports.Add(cursor.Node("a port"));
        }

        while (!cursor.AtEnd)
        {
            var parameter = cursor.Place;
            draft.Parameters.Add(new Parameter(cursor.Key(), cursor.Formula("a default")) { Place = parameter });
        }

        if (drafts.Count > CircuitScope.MostLevels)
            throw cursor.Fault(0, $"definitions are nested more than {CircuitScope.MostLevels} levels deep; move some of them out.");
        drafts.Push(draft);
    }

    /// <summary>PSpice's port=node …, up to params: or the end.</summary>
    private static void ReadOptionalPorts(SpiceCursor cursor, CircuitReading draft)
    {
        while (!cursor.AtEnd && cursor.PeekWord()?.Equals("params:", StringComparison.OrdinalIgnoreCase) != true)
        {
            draft.Ports.Add(cursor.Node("an optional port"));
            cursor.Expect('=', "behind an optional port");
            draft.OptionalNodes.Add(cursor.Node("the node that it is joined to"));
        }
    }

    private void CloseSubcircuit(SpiceCursor cursor)
    {
        if (drafts.Count == 1 || drafts.Peek().Branch is not null)
            throw cursor.Fault(0, drafts.Count == 1 ? ".ends without a .subckt before it." : ".ends inside .if; write .endif before it.");
        if (!cursor.AtEnd)
        {
            var name = cursor.Name("the subcircuit's name");
            if (!name.Equals(drafts.Peek().Name, StringComparison.OrdinalIgnoreCase))
            {
                // A slip of the pen, unless another one that is open has the name.
                if (drafts.Any(d => name.Equals(d.Name, StringComparison.OrdinalIgnoreCase)) || drafts.Count > 2)
                    throw cursor.Fault(0, $".ends {name} closes subcircuit {drafts.Peek().Name}; correct the name or add the missing .ends.");
                cursor.Note(cursor.PlaceOfLast(name), $".ends {name} is taken as the end of subcircuit {drafts.Peek().Name}.");
            }
        }

        cursor.RequireEnd(".ends");
        var draft = drafts.Pop();
        if (dialects.Dialect.InitialValuesAlwaysCount)
            draft.HoldInitialVoltages();
        drafts.Peek().Subcircuits.Add(draft.ToSubcircuit() with { TakesAnyParameter = dialects.Dialect.CallsDeclareParameters });
    }

    private void AddModel(SpiceCursor cursor)
    {
        var card = ModelCardReader.ReadCard(cursor, takesTheLast: true);
        if (!CardKinds.IsKnown(card.Kind))
            passedOver.Add(card.Place, $"card {card.Name} of kind {card.Kind}");
        foreach (var key in CardKinds.WithoutEffect(card))
            passedOver.Add(card.Place, $"{key} of card {card.Name}");
        drafts.Peek().Models.Add(card);
    }

    private void IncludeSection(SpiceCursor cursor, string? identity)
    {
        var start = cursor.Position;
        if (IsStandardLibrary(cursor.Rest()))
        {
            passedOver.Add(cursor.Place, ".lib of a library that comes with LTspice");
            cursor.SkipRest();
            return;
        }

        cursor.FileName();
        // A file alone is included whole, as LTspice and PSpice have it.
        var section = cursor.AtEnd ? null : cursor.Name("the section");
        cursor.RequireEnd(".lib");
        cursor.Position = start;
        Include(cursor, identity, section, isLibrary: section is null);
    }

    /// <summary>LTspice names its own in every netlist that has a transistor, with blanks in the path and no quotes.</summary>
    private static bool IsStandardLibrary(string file)
    {
        var name = file[(file.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        return name.StartsWith("standard.", StringComparison.OrdinalIgnoreCase) && name.Length == "standard.".Length + 3;
    }

    private void Include(SpiceCursor cursor, string? identity, string? section, bool isLibrary)
    {
        if (options.Includes is not { } resolver)
            throw cursor.Fault(0, "this text came without a folder, so it cannot include files.");
        if (openIncludes.Count >= MostIncludes)
            throw cursor.Fault(0, $"includes are nested more than {MostIncludes} deep.");
        var at = cursor.SkipToNext();
        var path = cursor.FileName();
        if (section is null)
            cursor.RequireEnd("the file's name; quote it if it holds blanks");
        IncludedText included;
        try
        {
            included = resolver.Read(path, identity);
        }
        catch (NetlistException e) when (e.Line == 0)
        {
            throw cursor.Fault(at, isLibrary ? $"{e.What} Or does .lib begin a section? Only another netlist can read that: .lib, the file and {path}." : e.What);
        }

        if (openIncludes.Contains(included.Identity))
            throw cursor.Fault(at, $"{path} includes itself{(openIncludes[^1] == included.Identity ? "" : " through other files")}; break the circle.");
        CountCharacters(included.Text, cursor);
        openIncludes.Add(included.Identity);
        ReadStatements(new SourceText(included.Name, included.Text), 0, included.Identity, section);
        // In an included text .end ends that text alone.
        end = null;
        openIncludes.RemoveAt(openIncludes.Count - 1);
    }

    /// <summary>A file of numbers, under the rules of includes.</summary>
    private string ReadFile(string path, string? identity)
    {
        var text = (options.Includes ?? throw NetlistException.Because("this text came without a folder, so it cannot name files.")).Read(path, identity).Text;
        CountCharacters(text, null);
        return text;
    }

    private void CountCharacters(string text, SpiceCursor? cursor)
    {
        characters += text.Length;
        if (characters <= options.MostCharacters)
            return;
        var what = $"the netlist has more than {options.MostCharacters} characters, includes counted; simulate a part of it.";
        throw cursor is null ? NetlistException.At(options.Name, 1, 1, "", what) : cursor.Fault(0, what);
    }
}
