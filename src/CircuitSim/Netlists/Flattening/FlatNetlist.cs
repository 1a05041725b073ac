using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// A circuit without calls, parameters and functions, every value a number that was checked: the only thing that can be
/// simulated, selected from and measured. <see cref="NetlistFlattening.Flatten"/> alone makes it. Immutable.
/// </summary>
public sealed class FlatNetlist
{
    private readonly CircuitInstance top;

    /// <param name="top">The names of the top level, which an analysis that is asked for later may still use.</param>
    internal FlatNetlist(Netlist source, Netlist circuit, CircuitInstance top)
    {
        Source = source;
        Circuit = circuit;
        this.top = top;
    }

    /// <summary>What was flattened, with the requests that are left: its names are those that its author chose.</summary>
    public Netlist Source { get; }

    /// <summary>The same as an ordinary netlist, for who wants to write or change it.</summary>
    public Netlist Circuit { get; }

    /// <summary>Whether a value of it is random: another <see cref="Netlist.Run"/> gives another circuit.</summary>
    public bool IsRandom => top.IsRandom;

    /// <summary>Whether a value of it follows the frequency of .ac, so that there is a circuit for each.</summary>
    public bool FollowsFrequency => top.FollowsFrequency;

    public string Title => Circuit.Title;

    public IReadOnlyList<Element> Elements => Circuit.Elements;

    public IReadOnlyList<ModelCard> Models => Circuit.Models;

    public IReadOnlyList<Analysis> Analyses => Circuit.Analyses;

    public IReadOnlyList<InitialCondition> InitialConditions => Circuit.InitialConditions;

    public IReadOnlyList<NodeSetRequest> NodeSets => Circuit.NodeSets;

    public SimulatorOptions Options => Circuit.Options;

    public IReadOnlyList<SaveRequest> Saves => Circuit.Saves;

    public IReadOnlyList<PrintRequest> Prints => Circuit.Prints;

    public IReadOnlyList<Measurement> Measurements => Circuit.Measurements;

    public IReadOnlyList<FourierRequest> Fouriers => Circuit.Fouriers;

    public IReadOnlyList<SpectrumRequest> Spectra => Circuit.Spectra;

    /// <summary>
    /// The same circuit with this analysis and no other request but what is saved. Its values may be expressions over the
    /// parameters of the netlist that was flattened. A transient's steps are short enough for its fastest sine and noise.
    /// </summary>
    /// <exception cref="NetlistException">A parameter or a source is missing, or a value cannot be.</exception>
    public FlatNetlist Asking(Analysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var placed = top.At(analysis.Place, () => analysis.Placed(top), owner: $".{analysis.Kind}");
        FlatNetlistRules.CheckAnalysis(placed, this);
        placed = Following(placed);
        return new FlatNetlist(
            Source.WithoutOutputs() with { Analyses = [analysis] }, Circuit.WithoutOutputs() with { Analyses = [placed] }, top);
    }

    private Analysis Following(Analysis analysis) => analysis switch
    {
        TransientAnalysis { HasTinyStep: true } t => Following(t with { MaximumStep = t.LargestStep }),
        TransientAnalysis t when FastestSine(t) is { Step: var step } && step < t.LargestStep => t with { MaximumStep = step },
        SensitivityAnalysis s => s with { Along = Following(s.Along) },
        _ => analysis,
    };

    /// <summary>The same with a transient that runs to its stop, as a session need not.</summary>
    /// <exception cref="NetlistException">As <see cref="Asking"/>, or the steps from zero to the stop are too many.</exception>
    public FlatNetlist AskingWhole(TransientAnalysis analysis)
    {
        var asked = Asking(analysis);
        FlatNetlistRules.CheckSteps((TransientAnalysis)asked.Analyses[0], this);
        return asked;
    }

    /// <summary>The times at which .four and .fft look at a transient, rising, so that an engine can have its points there [s].</summary>
    internal double[] SampleTimes(TransientAnalysis transient)
    {
        var (start, stop) = (transient.Start.Number, transient.Stop.Number);
        var times = new List<double>();
        foreach (var request in Spectra)
            Add(request.Interval(start, stop), request.Points);
        foreach (var request in Fouriers)
            Add(request.Interval(start, stop), FourierRequest.PointsPerPeriod * (request.Periods ?? Math.Max((int)((stop - start) * request.Frequency.Number), 1)));
        if (times.Count > 0)
            times.Add(start);
        return [.. times.Distinct().Order()];

        void Add((double Start, double End)? interval, int count)
        {
            if (interval is not { } found)
                return;
            for (var k = 0; k < count; k++)
                times.Add(SampleTime(found.Start, found.End, count, k));
        }
    }

    /// <summary>The k-th of n times that part an interval evenly; the first is its start.</summary>
    internal static double SampleTime(double start, double end, int n, int k) => start + (end - start) * k / n;

    /// <summary>The source whose sine or noise asks for the shortest steps; null if there is none.</summary>
    internal (string Source, double Step, string Swing)? FastestSine(TransientAnalysis transient)
    {
        (string Source, double Step, string Swing)? fastest = null;
        foreach (var element in Elements)
        {
            var shape = element is VoltageSource v ? v.Voltage : element is CurrentSource i ? i.Current : null;
            if (shape?.Waveform?.LongestStep(transient.Stop.Number) is > 0 and < double.PositiveInfinity and var step && !(step >= fastest?.Step))
                fastest = (element.Name, step, shape.Waveform.Swing);
        }

        return fastest;
    }

    /// <summary>The same without .save, for an engine whose analysis reports what it does.</summary>
    /// <param name="change">Of each element; the names and nodes stay.</param>
    public FlatNetlist WithoutSaves(Func<Element, Element>? change = null) =>
        new(Source with { Saves = [] }, Circuit with { Saves = [], Elements = change is null ? Elements : [.. Elements.Select(change)] }, top);

    /// <summary>The number of a top-level parameter of the netlist that was flattened.</summary>
    internal double ValueOf(Parameter parameter) => top.Value(new ElementValue(new ParameterExpression(parameter.Name))).Number;

    /// <summary>The same circuit with an operating point of every node and branch, and no other request.</summary>
    public FlatNetlist AskingOperatingPoint() => new(OperatingPointOf(Source), OperatingPointOf(Circuit), top);

    private static Netlist OperatingPointOf(Netlist netlist) =>
        netlist.WithoutOutputs() with { Analyses = [new OperatingPointAnalysis()], Saves = [] };
}
