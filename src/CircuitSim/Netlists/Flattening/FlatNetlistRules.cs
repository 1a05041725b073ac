using System.Globalization;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results.Courses;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Flattening;

/// <summary>What can only be judged once every value is a number and every name is flat.</summary>
internal static class FlatNetlistRules
{
    /// <summary>Each is flattened and solved at its operating point.</summary>
    private const int MostCircuitsOverFrequency = 20_000;

    /// <exception cref="NetlistException">A value that its element cannot have, or a node or branch that is not there.</exception>
    public static void Check(FlatNetlist flat)
    {
        var names = new FlatNames(flat);
        foreach (var element in flat.Elements)
            element.CheckValues(flat.Options);
        CouplingRules.Check(flat);
        foreach (var element in flat.Elements)
            CheckControls(element, names);
        CheckCards(flat);
        CheckRequests(flat, names);
    }

    private static void CheckCards(FlatNetlist flat)
    {
        var parameters = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        // Of a kind that is not known nothing can be said, and no element can use it.
        foreach (var card in flat.Models.Where(m => CardKinds.IsKnown(m.Kind)))
        {
            try
            {
                parameters[card.Name] = CardKinds.Read(card);
            }
            catch (NetlistException e) when (e.Line == 0)
            {
                throw NetlistException.At(card.Place, e.What);
            }
        }

        foreach (var element in flat.Elements)
        {
            if (element.Card is { } card)
                element.CheckAgainst(parameters[card.Name]);
        }
    }

    private static void CheckControls(Element element, FlatNames names)
    {
        foreach (var control in element.ControlCurrents)
        {
            if (!names.HasBranch(control))
                throw NetlistException.MissingBranch(element.Name, control, element.Place);
        }

        if (element is BehavioralSource b)
            CheckLaw(b, names);
    }

    private static void CheckLaw(BehavioralSource b, FlatNames names)
    {
        BoundExpression bound;
        try
        {
            bound = BoundExpression.Bind(b.Value);
        }
        catch (NetlistException e) when (e.Line == 0)
        {
            throw NetlistException.At(b.Place, $"{b.Name}: {e.What}");
        }

        CheckQuantities(bound.Controls, b.Name, b.Place, names);
        if (bound.Controls.OfType<NoiseExpression>().FirstOrDefault() is { } noise)
            throw NetlistException.At(b.Place, $"{b.Name} depends on {noise}, a quantity of .noise; let it follow voltages and currents.");
        if (bound.Controls.OfType<DeviceStateExpression>().FirstOrDefault() is { } state)
            throw NetlistException.At(b.Place, $"{b.Name} depends on {state}: a source cannot follow a device's state; let it follow voltages and currents.");
    }

    private static void CheckQuantities(
        IEnumerable<Expression> quantities, string where, SourcePlace? place, FlatNames names)
    {
        foreach (var quantity in quantities)
        {
            switch (quantity)
            {
                case NodeVoltageExpression v when !names.HasNode(v.Positive):
                    throw NetlistException.MissingNode(where, v.Positive, place);
                case NodeVoltageExpression v when !names.HasNode(v.Negative):
                    throw NetlistException.MissingNode(where, v.Negative, place);
                case BranchCurrentExpression { Terminal: { } terminal } i:
                    throw NetlistException.At(place, $"{where}: {i} is the current into terminal {terminal} of {i.Element}, and the circuit has no element of that name with such a terminal; Q have c, b, e and s, M d, g, s and b, J d, g and s.");
                case BranchCurrentExpression i when !names.HasBranch(i.Element):
                    throw NetlistException.MissingBranch(where, i.Element, place);
            }
        }
    }

    private static void CheckRequests(FlatNetlist flat, FlatNames names)
    {
        foreach (var condition in flat.InitialConditions)
            CheckNode(".ic", condition.Node, condition.Voltage, condition.Place, names);
        foreach (var set in flat.NodeSets)
        {
            CheckNode(".nodeset", set.Node, set.Voltage, set.Place, names);
            if (!set.Like.IsGround)
                CheckNode(".nodeset", set.Like, set.Voltage, set.Place, names);
        }

        foreach (var save in flat.Saves)
        {
            CheckQuantities([save.Quantity], ".save", save.Place, names);
            CheckStates([save.Quantity], AnalysisKind.Transient, ".save", save.Place, names);
        }

        foreach (var print in flat.Prints)
        {
            foreach (var quantity in print.Quantities)
                CheckExpression(quantity, print.Analysis, ".print", print.Place, names);
        }

        foreach (var measurement in flat.Measurements)
        {
            CheckNames(measurement, flat.Measurements);
            foreach (var quantity in measurement.Quantities)
                CheckExpression(OpenNames.Closed(quantity, measurement.Analysis), measurement.Analysis, $".measure {measurement.Name}", measurement.Place, names);
        }

        foreach (var fourier in flat.Fouriers)
            CheckFourier(fourier, flat, names);
        foreach (var spectrum in flat.Spectra)
            CheckSpectrum(spectrum, flat, names);
        foreach (var analysis in flat.Analyses)
            CheckAnalysis(analysis, flat);
    }

    private static void CheckFourier(FourierRequest fourier, FlatNetlist flat, FlatNames names)
    {
        var where = fourier.Name is null ? ".four" : $".measure {fourier.Name}";
        foreach (var quantity in fourier.Quantities)
            CheckExpression(quantity, AnalysisKind.Transient, where, fourier.Place, names);
        if (fourier.Frequency.Number is not (> 0 and < double.PositiveInfinity))
            throw NetlistException.BadValue(where, "frequency", fourier.Frequency.Number, "Hz", "finite and above zero", fourier.Place);
        foreach (var t in flat.Analyses.OfType<TransientAnalysis>())
        {
            if ((t.Stop.Number - t.Start.Number) * fourier.Frequency.Number * FourierRequest.PointsPerPeriod > SpectrumRequest.MostPoints && fourier.Periods is null)
                throw NetlistException.At(fourier.Place, $"{where} over all periods has more than {SpectrumRequest.MostPoints} points; name how many periods count.");
            // A measurement may fail.
            if (fourier.Name is null && fourier.Interval(t.Start.Number, t.Stop.Number) is null)
                throw NetlistException.At(fourier.Place, $"{where}: {fourier.Periods ?? 1} period{(fourier.Periods > 1 ? "s" : "")} of {SiText.Format(fourier.Frequency.Number, "Hz")} do not fit into the transient from {SiText.Format(t.Start.Number, "s")} to {SiText.Format(t.Stop.Number, "s")}; let it last longer.");
        }
    }

    private static void CheckSpectrum(SpectrumRequest spectrum, FlatNetlist flat, FlatNames names)
    {
        CheckExpression(spectrum.Quantity, AnalysisKind.Transient, ".fft", spectrum.Place, names);
        foreach (var (key, frequency) in new[] { ("freq", spectrum.Frequency), ("fmin", spectrum.LowestFrequency), ("fmax", spectrum.HighestFrequency) })
        {
            if (frequency is { Number: not (>= 0 and < double.PositiveInfinity) } bad)
                throw NetlistException.BadValue(".fft", key, bad.Number, "Hz", "finite and not negative", spectrum.Place);
        }

        foreach (var t in flat.Analyses.OfType<TransientAnalysis>())
        {
            if (spectrum.Interval(t.Start.Number, t.Stop.Number) is null)
                throw NetlistException.At(spectrum.Place, $".fft: nothing of the transient from {SiText.Format(t.Start.Number, "s")} to {SiText.Format(t.Stop.Number, "s")} lies between its start and its stop; exchange the two, or let the transient last longer.");
        }
    }

    /// <summary>What is no parameter is a measurement of the same analysis that stands before.</summary>
    private static void CheckNames(Measurement measurement, IReadOnlyList<Measurement> all)
    {
        var expressions = measurement is ParameterMeasurement p ? [p.Value] : measurement.Quantities;
        foreach (var name in expressions.SelectMany(ExpressionTree.Leaves).Where(leaf => OpenNames.IsOpen(leaf, measurement.Analysis)).Select(leaf => ((ParameterExpression)leaf).Name))
        {
            var known = Before(measurement, all);
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw NetlistException.At(measurement.Place, $".measure {measurement.Name}: {name} is no parameter and no measurement of this analysis that stands before it; {(known.Count == 0 ? "there is none." : NameSuggestion.Nearest(name, known))}");
        }
    }

    /// <summary>The names that a measurement may refer to.</summary>
    public static List<string> Before(Measurement measurement, IReadOnlyList<Measurement> all) =>
        [.. all.TakeWhile(m => !m.Name.Equals(measurement.Name, StringComparison.OrdinalIgnoreCase)).Where(m => m.Analysis == measurement.Analysis).Select(m => m.Name)];

    private static void CheckStates(IEnumerable<Expression> quantities, AnalysisKind analysis, string where, SourcePlace? place, FlatNames names)
    {
        foreach (var state in quantities.OfType<DeviceStateExpression>())
        {
            if (names.FindMemristor(state.Element) is null)
                throw NetlistException.At(place, $"{where} refers to the state of {state.Element}, which is no memristor of the circuit; check its name.");
            if (analysis != AnalysisKind.Transient)
                throw NetlistException.At(place, $"{where}: {state} is a quantity of transients; without time the state of {state.Element} stands still. Ask for it behind tran, or leave it out.");
        }
    }

    public static void CheckExpression(Expression expression, AnalysisKind analysis, string where, SourcePlace? place, FlatNames names)
    {
        try
        {
            var quantities = analysis == AnalysisKind.SmallSignal ? PhasorFormula.Bind(expression).Controls : BoundExpression.Bind(expression).Controls;
            if (quantities.Select(q => analysis == AnalysisKind.Noise ? NoiseExpression.Of(q) : q).FirstOrDefault(q => q is NoiseExpression != (analysis == AnalysisKind.Noise)) is { } stranger)
                throw NetlistException.Because(analysis == AnalysisKind.Noise ? $"{stranger} is no quantity of .noise, which has onoise and inoise." : $"{stranger} is a quantity of .noise.");
            if (analysis == AnalysisKind.Noise)
                return;
            CheckQuantities(quantities, where, place, names);
            CheckStates(quantities, analysis, where, place, names);
        }
        catch (NetlistException e) when (e.Line == 0 && place is { IsNone: false })
        {
            throw NetlistException.At(place, $"{where}: {e.What}");
        }
    }

    private static void CheckNode(string where, NodeId node, ElementValue voltage, SourcePlace? place, FlatNames names)
    {
        if (node.IsGround || !names.HasNode(node))
        {
            throw node.IsGround
                ? NetlistException.At(place, $"{where} sets the voltage of ground, which is 0; remove it.")
                : NetlistException.MissingNode(where, node, place);
        }

        if (!double.IsFinite(voltage.Number))
            throw NetlistException.BadValue($"{where} v({node})", "voltage", voltage.Number, "V", "finite", place);
    }

    public static void CheckAnalysis(Analysis analysis, FlatNetlist flat)
    {
        if (flat.FollowsFrequency && analysis is NoiseAnalysis or SensitivityAnalysis { Along: AcAnalysis })
            throw NetlistException.At(analysis.Place, "a value of the circuit follows freq, which only .ac knows; write its number there, or leave this analysis out.");
        if (flat.FollowsFrequency && analysis is AcAnalysis { Sweep.Count: > MostCircuitsOverFrequency })
            throw NetlistException.At(analysis.Place, $".ac: a value of the circuit follows freq, and each point has a circuit of its own: {MostCircuitsOverFrequency} points are the most.");
        switch (analysis)
        {
            case DcSweepAnalysis sweep:
                try
                {
                    SweptThings.Check(flat, sweep);
                }
                catch (NetlistException e) when (sweep.Place is { IsNone: false } && e.Line == 0)
                {
                    throw NetlistException.At(sweep.Place, e.What);
                }

                break;
            case AcAnalysis ac:
                CheckFrequencies(".ac", ac.Sweep, ac.Place, () =>
                {
                    SweptThings.Check(flat, ac.Columns, ".ac data");
                    if (ac.Columns.FirstOrDefault(c => SweptThings.ElementOf(flat, c) is VoltageSource or CurrentSource) is { } source)
                        throw NetlistException.Because($".ac data varies source {source.Source}; write a parameter into it and vary that.");
                });
                break;
            case NoiseAnalysis noise:
                CheckFrequencies(".noise", noise.Sweep, noise.Place);
                if (noise.Sweep.Values.Zip(noise.Sweep.Values.Skip(1)).Any(f => f.First.Number >= f.Second.Number))
                    throw NetlistException.At(noise.Place, ".noise data: the frequencies do not increase, so that there is no total; sort the rows.");
                if (noise.Sweep.Start.Number == 0)
                    throw NetlistException.At(noise.Place, ".noise starts at a frequency above zero, where flicker is finite.");
                CheckQuantities([noise.Output], ".noise", noise.Place, new FlatNames(flat));
                RequireSource(".noise", noise.Source, noise.Place, flat);
                break;
            case TransferFunctionAnalysis tf:
                CheckQuantities([tf.Output], ".tf", tf.Place, new FlatNames(flat));
                RequireSource(".tf", tf.Source, tf.Place, flat);
                if (tf.Output is BranchCurrentExpression i && !flat.Elements.Any(e => e is VoltageSource && e.Name.Equals(i.Element, StringComparison.OrdinalIgnoreCase)))
                    throw NetlistException.At(tf.Place, $".tf takes the current of a voltage source, not of {i.Element}; put one of 0 V in series.");
                break;
            case SensitivityAnalysis sens:
                CheckAnalysis(sens.Along, flat);
                var names = new FlatNames(flat);
                foreach (var output in sens.Outputs)
                    CheckExpression(output, sens.Along.Kind, ".sens", sens.Place, names);
                try
                {
                    _ = SensitivityParameter.Of(flat, sens);
                }
                catch (NetlistException e) when (e.Line == 0)
                {
                    throw NetlistException.At(sens.Place, $".sens: {e.What}");
                }

                break;
            case TransientAnalysis t:
                RequireRange(t.Step.Number > 0, "step", t.Step, "above zero", t.Place);
                RequireRange(t.Stop.Number > 0, "stop", t.Stop, "above zero", t.Place);
                RequireRange(t.Start.Number >= 0 && t.Start.Number < t.Stop.Number, "start", t.Start, "from zero to below the stop", t.Place);
                if (t.MaximumStep is { } maximum)
                    RequireRange(maximum.Number > 0, "largest step", maximum, "above zero", t.Place);
                break;
        }
    }

    /// <exception cref="NetlistException">A transient would take longer than anybody waits.</exception>
    public static void CheckSteps(TransientAnalysis transient, FlatNetlist flat)
    {
        var longest = transient.LargestStep;
        var steps = transient.Stop.Number / longest;
        var most = flat.Options.MostSteps;
        if (steps > most)
        {
            var (reason, remedy) = flat.FastestSine(transient) is { Source: var source, Step: var step, Swing: var swing } && step <= longest
                ? ($", the {swing} of {source} being that fast,", "end it sooner")
                : ("", "ask for a longer step");
            throw NetlistException.At(transient.Place, string.Create(CultureInfo.InvariantCulture,
                $".tran to {SiText.Format(transient.Stop.Number, "s")} in steps of at most {SiText.Format(longest, "s")}{reason} takes at least {steps:0.##e0} steps, and maxsteps is {most:0.##e0}: {remedy}, or allow them with .options maxsteps={1.01 * steps:0.##e0}."));
        }
    }

    private static void RequireSource(string statement, string source, SourcePlace? place, FlatNetlist flat)
    {
        if (!flat.Elements.Any(e => e is VoltageSource or CurrentSource && e.Name.Equals(source, StringComparison.OrdinalIgnoreCase)))
            throw NetlistException.At(place, $"{statement} refers to {source}, which is no voltage or current source of the circuit; check its name.");
    }

    private static void CheckFrequencies(string statement, FrequencySweep sweep, SourcePlace? place, Action? more = null)
    {
        try
        {
            _ = sweep.Count;
            more?.Invoke();
        }
        catch (NetlistException e) when (place is { IsNone: false } && e.Line == 0)
        {
            throw NetlistException.At(place, $"{statement}: {e.What}");
        }
    }

    private static void RequireRange(bool holds, string quantity, ElementValue value, string requirement, SourcePlace? place)
    {
        if (!holds || !double.IsFinite(value.Number))
            throw NetlistException.BadValue(".tran", quantity, value.Number, "s", $"finite and {requirement}", place);
    }
}
