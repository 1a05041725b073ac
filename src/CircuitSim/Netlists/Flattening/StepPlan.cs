using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Flattening;

/// <summary>The variants of a netlist that its <c>.step</c> and <c>.data</c> ask for: all combinations, the first step fastest.</summary>
public sealed class StepPlan
{
    /// <summary>Most variants of a netlist.</summary>
    public const int MostRuns = 100_000;

    /// <summary>Parameters that a fault names.</summary>
    private const int MostNames = 20;

    private readonly Netlist netlist;
    private readonly double[][] values;

    private StepPlan(Netlist netlist, double[][] values) => (this.netlist, this.values) = (netlist, values);

    /// <summary>What is varied, in the order of the netlist.</summary>
    public IReadOnlyList<StepRequest> Steps => netlist.Steps;

    public int Runs => netlist.Steps.Index().Where(s => IsFirst(s.Index)).Aggregate(1, (runs, s) => runs * values[s.Index].Length);

    /// <exception cref="NetlistException">A step has no end, names nothing of the circuit, or all together are too many.</exception>
    public static StepPlan Of(Netlist netlist)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        var top = CircuitInstance.Top(netlist);
        var values = netlist.Steps.Select(step => top.At(step.Place, () => ValuesOf(step, [.. step.Numbers.Select(n => top.Value(n).Number)]))).ToArray();
        var plan = new StepPlan(netlist, values);
        if (values.Index().Where(v => plan.IsFirst(v.Index)).Aggregate(1L, (runs, v) => Math.Min(runs * v.Item.Length, long.MaxValue / int.MaxValue)) > MostRuns)
            throw NetlistException.At(netlist.Steps[0].Place, $"all .step together ask for more than {MostRuns} runs; vary fewer things, or in larger steps.");
        // What cannot be varied is found before the first run.
        if (netlist.Steps.Count > 0)
            plan.At(0);
        return plan;
    }

    /// <summary>The values of one run, [steps].</summary>
    public double[] ValuesAt(int run)
    {
        var at = new double[values.Length];
        var row = 0;
        for (var k = 0; k < at.Length; k++)
        {
            if (IsFirst(k))
            {
                row = run % values[k].Length;
                run /= values[k].Length;
            }

            at[k] = values[k][row];
        }

        return at;
    }

    /// <summary>Whether a step runs by itself: the columns of a table go with the first of them.</summary>
    private bool IsFirst(int step) => step == 0 || netlist.Steps[step].Table is not { } table || netlist.Steps[step - 1].Table != table;

    /// <summary>The netlist of one run, without steps.</summary>
    public Netlist At(int run)
    {
        var at = ValuesAt(run);
        return netlist.Steps.Index().Aggregate(netlist with { Steps = [] }, (varied, step) => Varied(varied, step.Item, at[step.Index]));
    }

    /// <summary>The netlist with other values of its parameters, of what its elements' lines give, or of its temperature.</summary>
    /// <param name="changes">NAME=VALUE or NAME:KEY=VALUE each, as .step names them.</param>
    /// <exception cref="InvalidParameterException">One is not of this form, or names nothing of the netlist.</exception>
    /// <exception cref="NetlistException">What it names has no number to change.</exception>
    public static Netlist Changed(Netlist netlist, IReadOnlyList<string> changes)
    {
        foreach (var change in changes)
        {
            if (change.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var text] || !SiText.TryParseTyped(text, out var value))
                throw InvalidParameterException.Because("set", $"'{DataFileException.Shown(change)}' is not a parameter and its number, name=number; write for example rload=2k.");
            var words = name.Split(':', 2);
            var step = new StepRequest(name.Equals("temp", StringComparison.OrdinalIgnoreCase) ? StepTarget.Temperature : StepTarget.Element, words[0], words.ElementAtOrDefault(1), StepSpacing.List, []);
            bool IsMeant(string other) => other.Equals(words[0], StringComparison.OrdinalIgnoreCase);
            string[] known = [.. netlist.Parameters.Select(p => p.Name), .. netlist.Elements.Select(e => e.Name), .. words.Length > 1 ? netlist.Models.Select(m => m.Name) : []];
            if (step.Target == StepTarget.Element && !known.Any(IsMeant))
                throw InvalidParameterException.Because("set", $"the netlist has no parameter or element '{DataFileException.Shown(words[0])}'; {(NameSuggestion.Near(words[0], known) is { } near ? $"did you mean {near}?" : netlist.Parameters.Count > 0 ? $"its parameters are: {string.Join(", ", netlist.Parameters.Take(MostNames).Select(p => p.Name))}." : "it has no parameters; define one with .param.")}");
            if (netlist.Steps.Any(s => IsMeant(s.Name)))
                throw InvalidParameterException.Because("set", $"the netlist's .step varies {words[0]} itself; take that line out, or set something else.");
            netlist = Varied(netlist, netlist.Parameters.Any(p => IsMeant(p.Name)) && words.Length == 1 ? step with { Target = StepTarget.Parameter } : step, value);
        }

        return netlist;
    }

    /// <summary>The netlist with another value of what a step varies.</summary>
    internal static Netlist Varied(Netlist netlist, StepRequest step, double value)
    {
        bool IsMeant(string name) => name.Equals(step.Name, StringComparison.OrdinalIgnoreCase);
        switch (step.Target)
        {
            case StepTarget.Temperature:
                return netlist with { Options = netlist.Options with { Temperature = value } };
            case StepTarget.Card:
                var card = netlist.Models.FirstOrDefault(m => IsMeant(m.Name)) ?? throw NetlistException.At(step.Place, $".step varies model card {step.Name}, which is not there; check its name.");
                var keys = new Dictionary<string, string>(card.Parameters, StringComparer.OrdinalIgnoreCase) { [step.Key!] = SiText.Exact(value) };
                return netlist with { Models = [.. netlist.Models.Select(m => m == card ? m with { Parameters = keys } : m)] };
            case StepTarget.Element:
                // Xyce writes parameters without the word.
                var isElement = netlist.Elements.Any(e => IsMeant(e.Name));
                // Xyce writes CARD:KEY as it writes R1:R.
                if (!isElement && step.Key is not null && netlist.Models.Any(m => IsMeant(m.Name)))
                    return Varied(netlist, step with { Target = StepTarget.Card }, value);
                if (!isElement && netlist.Parameters.Any(p => IsMeant(p.Name)))
                    return Varied(netlist, step with { Target = StepTarget.Parameter }, value);
                var element = netlist.Elements.FirstOrDefault(e => IsMeant(e.Name)) ?? throw NetlistException.At(step.Place, $".step varies {step.Name}, which is neither a parameter nor an element of the circuit; check its name.");
                var changed = step.Key is { } key ? ElementQuantity.Changed(element, key, value) : element switch
                {
                    Resistor r => r with { Resistance = value },
                    Capacitor c => c with { Capacitance = value },
                    Inductor l => l with { Inductance = value },
                    VoltageSource v => v with { Voltage = value },
                    CurrentSource i => i with { Current = value },
                    _ => null,
                };
                if (changed is null)
                {
                    throw NetlistException.At(step.Place, step.Key is { } unknown
                        ? $".step can vary what a line gives as a number, and {element.Kind} {element.Name} gives no {unknown}; make it depend on a parameter and vary that."
                        : $".step can vary the value of an R, C, L, V or I, not of {element.Kind} {element.Name}; name one of its keys, as in {element.Name}:w, or make it depend on a parameter and vary that.");
                }

                return netlist with { Elements = [.. netlist.Elements.Select(e => ReferenceEquals(e, element) ? changed : e)] };
            default:
                var given = new Parameter(step.Name, value) { Place = step.Place };
                return netlist with { Parameters = [.. netlist.Parameters.Where(p => !IsMeant(p.Name)), given] };
        }
    }

    private static double[] ValuesOf(StepRequest step, double[] numbers)
    {
        if (step.Spacing == StepSpacing.List)
            return numbers;
        var (start, stop, last) = (numbers[0], numbers[1], numbers[2]);
        if (step.Spacing == StepSpacing.Linear)
        {
            // The sign of the step does not matter to those who write one.
            var size = Math.Abs(last);
            var steps = start == stop ? 0 : Math.Abs(stop - start) / size;
            if (!(steps <= MostRuns))
                throw NetlistException.Because($".step {step.Title} from {SiText.Exact(start)} to {SiText.Exact(stop)} by {SiText.Exact(last)} has more than {MostRuns} values; make its step larger.");
            return [.. Enumerable.Range(0, (int)Math.Floor(steps + 1e-6) + 1).Select(k => start + k * Math.CopySign(size, stop - start))];
        }

        var factor = step.Spacing == StepSpacing.Decade ? 10.0 : 2.0;
        if (!(start * stop > 0 && double.IsFinite(start / stop) && last >= 1))
            throw NetlistException.Because($".step {step.Title} goes by factors from {SiText.Exact(start)} to {SiText.Exact(stop)} with {SiText.Exact(last)} points to each; both ends have one sign and are not zero, and there is at least one point.");
        var intervals = Math.Abs(Math.Log(stop / start) / Math.Log(factor)) * last;
        if (!(intervals <= MostRuns))
            throw NetlistException.Because($".step {step.Title} has more than {MostRuns} values; take fewer points.");
        return [.. Enumerable.Range(0, (int)Math.Floor(intervals + 1e-6) + 1).Select(k => start * Math.Pow(factor, Math.Sign(Math.Log(stop / start)) * k / last))];
    }
}
