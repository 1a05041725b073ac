using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using SpiceSharp;
using SpiceSharp.Components.BehavioralSources;
using SpiceSharp.Entities;
using Components = SpiceSharp.Components;

namespace CircuitSim.SpiceSharp;

/// <summary>A netlist as a circuit of SpiceSharp: elements and nodes keep their flat names, cards are called "model NAME".</summary>
public static class CircuitTranslation
{
    private static readonly Dictionary<Type, Func<Element, TranslationContext, IEnumerable<IEntity>>> Kinds = new()
    {
        [typeof(Resistor)] = Of<Resistor>((r, context) => new Components.Resistor(r.Name, r.Positive.Name, r.Negative.Name, r.ResistanceAt(context.Options))),
        [typeof(Capacitor)] = Of<Capacitor>((c, context) => Capacitor(c, context.Options)),
        [typeof(Inductor)] = Of<Inductor>((l, context) => Inductor(l, context.Options)),
        [typeof(CoupledInductors)] = (element, _) => Couplings((CoupledInductors)element),
        [typeof(VoltageSource)] = Of<VoltageSource>((v, context) => VoltageSource(v, context.Transient)),
        [typeof(CurrentSource)] = Of<CurrentSource>((i, context) => CurrentSource(i, context.Transient)),
        [typeof(VoltageControlledVoltageSource)] = Of<VoltageControlledVoltageSource>((e, _) => new Components.VoltageControlledVoltageSource(
            e.Name, e.Positive.Name, e.Negative.Name, e.ControlPositive.Name, e.ControlNegative.Name, e.Gain.Number)),
        [typeof(VoltageControlledCurrentSource)] = Of<VoltageControlledCurrentSource>((g, _) => new Components.VoltageControlledCurrentSource(
            g.Name, g.Positive.Name, g.Negative.Name, g.ControlPositive.Name, g.ControlNegative.Name, g.Transconductance.Number)),
        [typeof(CurrentControlledCurrentSource)] = Of<CurrentControlledCurrentSource>((f, _) => new Components.CurrentControlledCurrentSource(
            f.Name, f.Positive.Name, f.Negative.Name, f.Control, f.Gain.Number)),
        [typeof(CurrentControlledVoltageSource)] = Of<CurrentControlledVoltageSource>((h, _) => new Components.CurrentControlledVoltageSource(
            h.Name, h.Positive.Name, h.Negative.Name, h.Control, h.Transresistance.Number)),
        [typeof(BehavioralSource)] = Of<BehavioralSource>((b, context) => BehavioralSource(b, context.Options.Temperature)),
        [typeof(VoltageSwitch)] = Of<VoltageSwitch>((s, _) => VoltageSwitch(s)),
        [typeof(CurrentSwitch)] = Of<CurrentSwitch>((w, _) => CurrentSwitch(w)),
        [typeof(Diode)] = Of<Diode>((d, context) => Diode(d, context)),
        [typeof(Mosfet)] = Of<Mosfet>((m, context) => Mosfet(m, context)),
        [typeof(BipolarTransistor)] = Of<BipolarTransistor>((q, context) => BipolarTransistor(q, context)),
        [typeof(Jfet)] = Of<Jfet>((j, context) => Jfet(j, context)),
        [typeof(Memristor)] = Of<Memristor>((m, context) => Memristor(m, context.Card(m, m.Model), context.Options)),
    };

    /// <param name="transient">Whose step and stop fill in what waveforms leave out; null for operating points and sweeps.</param>
    /// <exception cref="NetlistException">The netlist breaks a rule, or holds what SpiceSharp does not have; named.</exception>
    public static Circuit Translate(FlatNetlist flat, TransientAnalysis? transient = null)
    {
        ArgumentNullException.ThrowIfNull(flat);
        return new Circuit(Entities(flat, transient));
    }

    internal static IEnumerable<IEntity> Entities(FlatNetlist flat, TransientAnalysis? transient)
    {
        RefuseCircles(flat);
        var context = new TranslationContext(flat, transient);
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in flat.Elements)
        {
            if (element.Card?.Name is { } model && used.Add(model) && Guarded(element, () => ModelTranslation.Card(context.Card(element, model), flat.Options)) is { } card)
                yield return card;
            if (!Kinds.TryGetValue(element.GetType(), out var translate))
                throw NetlistException.UnsupportedElement(element.Name, element.Kind, SpiceSharpSimulator.EngineName);
            foreach (var entity in Guarded(element, () => translate(element, context)))
                yield return entity;
        }
    }

    /// <summary>SpiceSharp builds a source whose current is asked for before the one that asks, and so without an end where they ask in a circle.</summary>
    private static void RefuseCircles(FlatNetlist flat)
    {
        var asked = flat.Elements.OfType<BehavioralSource>().Where(b => b.HasBranchCurrent).ToDictionary(b => b.Name, StringComparer.OrdinalIgnoreCase);
        // Those that ask for none that is left are built; what remains is in a circle or behind one.
        bool IsReady(BehavioralSource b) => !ExpressionTree.Leaves(b.Value).OfType<BranchCurrentExpression>().Any(i => asked.ContainsKey(i.Element));
        while (asked.Values.Where(IsReady).ToList() is { Count: > 0 } ready)
        {
            foreach (var source in ready)
                asked.Remove(source.Name);
        }

        if (asked.Values.FirstOrDefault() is { } b)
            throw NetlistException.At(b.Place, $"{b.Name}: SpiceSharp cannot build a source that follows its own current, be it through others; builtin and ngspice can.");
    }

    private static Func<Element, TranslationContext, IEnumerable<IEntity>> Of<T>(Func<T, TranslationContext, IEntity> translate)
        where T : Element => (element, context) => [translate((T)element, context)];

    /// <summary>SpiceSharp checks values when they are set.</summary>
    private static T Guarded<T>(Element element, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (Exception e) when (e is ArgumentException or SpiceSharpException)
        {
            throw NetlistException.At(element.Place, $"{element.Name}: SpiceSharp refuses it: {e.Message}");
        }
    }

    private static Components.Capacitor Capacitor(Capacitor c, SimulatorOptions options)
    {
        var entity = new Components.Capacitor(c.Name, c.Positive.Name, c.Negative.Name, c.CapacitanceAt(options));
        if (c.InitialVoltage is { } start)
            entity.Parameters.InitialCondition = start.Number;
        return entity;
    }

    private static Components.Inductor Inductor(Inductor l, SimulatorOptions options)
    {
        var entity = new Components.Inductor(l.Name, l.Positive.Name, l.Negative.Name, l.InductanceAt(options));
        if (l.InitialCurrent is { } start)
            entity.Parameters.InitialCondition = start.Number;
        return entity;
    }

    private static IEnumerable<IEntity> Couplings(CoupledInductors k) =>
        [.. k.Pairs.Select(pair => new Components.MutualInductance($"{k.Name} {pair.First} {pair.Second}", pair.First, pair.Second, k.Coupling.Number))];

    private static Components.VoltageSource VoltageSource(VoltageSource v, TransientAnalysis? transient)
    {
        var entity = new Components.VoltageSource(v.Name, v.Positive.Name, v.Negative.Name, v.Voltage.OperatingPointValue);
        entity.Parameters.Waveform = SourceTranslation.Waveform(v.Name, v.Voltage, transient);
        return entity;
    }

    private static Components.CurrentSource CurrentSource(CurrentSource i, TransientAnalysis? transient)
    {
        var entity = new Components.CurrentSource(i.Name, i.Positive.Name, i.Negative.Name, i.Current.OperatingPointValue);
        entity.Parameters.Waveform = SourceTranslation.Waveform(i.Name, i.Current, transient);
        return entity;
    }

    private static BehavioralComponent BehavioralSource(BehavioralSource b, double temperature)
    {
        BehavioralComponent entity = b.Quantity == BehavioralQuantity.Voltage
            ? new Components.BehavioralVoltageSource(b.Name)
            : new Components.BehavioralCurrentSource(b.Name);
        entity.Connect(b.Positive.Name, b.Negative.Name);
        var tree = new ExpressionTranslation(temperature).Translate(b.Value);
        // The text is for those who look at the circuit; what is parsed from it is the tree.
        entity.Parameters.Expression = b.Value.ToString();
        entity.Parameters.ParseAction = _ => tree;
        return entity;
    }

    private static Components.VoltageSwitch VoltageSwitch(VoltageSwitch s)
    {
        var entity = new Components.VoltageSwitch(
            s.Name, s.Positive.Name, s.Negative.Name, s.ControlPositive.Name, s.ControlNegative.Name, ModelTranslation.Name(s.Model));
        entity.Parameters.ZeroState = s.InitiallyOn;
        return entity;
    }

    private static Components.CurrentSwitch CurrentSwitch(CurrentSwitch w)
    {
        var entity = new Components.CurrentSwitch(w.Name) { ControllingSource = w.Control, Model = ModelTranslation.Name(w.Model) };
        entity.Connect(w.Positive.Name, w.Negative.Name);
        entity.Parameters.ZeroState = w.InitiallyOn;
        return entity;
    }

    private static Components.Diode Diode(Diode d, TranslationContext context)
    {
        RequireNoStart(d, d.InitialVoltage, context.Transient);
        if (d.Width is not null)
            throw NetlistException.At(d.Place, $"{d.Name}: SpiceSharp has no width and length of a diode; write area and pj, or choose another engine.");
        var entity = new Components.Diode(d.Name, d.Anode.Name, d.Cathode.Name, ModelTranslation.Name(d.Model));
        entity.Parameters.Area = d.Area?.Number ?? DiodeCard.ToParameters(context.Card(d, d.Model)).Area;
        entity.Parameters.ParallelMultiplier = d.Multiplier.Number;
        entity.Parameters.Off = d.InitiallyOff;
        if (d.TemperatureIn(context.Options) != context.Options.Temperature)
            entity.Parameters.Temperature = ModelTranslation.Kelvin(d.TemperatureIn(context.Options));
        return entity;
    }

    private static ChargedMosfet Mosfet(Mosfet m, TranslationContext context)
    {
        RequireNoStart(m, m.InitialDrainSource ?? m.InitialGateSource ?? m.InitialBulkSource, context.Transient);
        var (card, geometry, temperature) = (MosfetCard.ToParameters(context.Card(m, m.Model)), m.Geometry(), m.TemperatureIn(context.Options));
        var entity = new ChargedMosfet(m.Name, card.Level, new MosfetParasitics(card, geometry, temperature, context.Options.NominalTemperature))
        {
            Model = ModelTranslation.Name(m.Model),
        };
        entity.Connect(m.Drain.Name, m.Gate.Name, m.Source.Name, m.Bulk.Name);
        var p = entity.Parameters;
        p.Temperature = ModelTranslation.Kelvin(temperature);
        p.Width = geometry.Width;
        p.Length = geometry.Length;
        p.DrainArea = geometry.DrainArea;
        p.SourceArea = geometry.SourceArea;
        p.DrainPerimeter = geometry.DrainPerimeter;
        p.SourcePerimeter = geometry.SourcePerimeter;
        p.DrainSquares = geometry.DrainSquares;
        p.SourceSquares = geometry.SourceSquares;
        p.ParallelMultiplier = geometry.Multiplier;
        p.Off = m.InitiallyOff;
        return entity;
    }

    private static Components.BipolarJunctionTransistor BipolarTransistor(BipolarTransistor q, TranslationContext context)
    {
        RequireNoStart(q, q.InitialBaseEmitter ?? q.InitialCollectorEmitter, context.Transient);
        var areas = q.Areas();
        if (areas.Base != areas.Emitter || areas.Collector != areas.Emitter)
            throw NetlistException.At(q.Place, $"{q.Name}: SpiceSharp has one area for all junctions; leave areab and areac out, or choose another engine.");
        var temperature = q.TemperatureIn(context.Options);
        var p = BipolarCard.ToParameters(context.Card(q, q.Model));
        if (context.Transient is not null && temperature != (p.NominalTemperature ?? context.Options.NominalTemperature)
            && p.EmitterCapacitance + p.CollectorCapacitance + p.SubstrateCapacitance > 0)
            throw NetlistException.At(q.Place, $"{q.Name}: the potentials of SpiceSharp's junctions follow the temperature otherwise; let temp be tnom, or choose another engine.");
        var entity = new Components.BipolarJunctionTransistor(
            q.Name, q.Collector.Name, q.Base.Name, q.Emitter.Name, q.Substrate.Name, ModelTranslation.Name(q.Model));
        // Parallel transistors are one of so many areas.
        entity.Parameters.Area = areas.Emitter;
        entity.Parameters.Off = q.InitiallyOff;
        entity.Parameters.Temperature = ModelTranslation.Kelvin(temperature);
        return entity;
    }

    private static Components.JFET Jfet(Jfet j, TranslationContext context)
    {
        RequireNoStart(j, j.InitialDrainSource ?? j.InitialGateSource, context.Transient);
        var entity = new Components.JFET(j.Name, j.Drain.Name, j.Gate.Name, j.Source.Name, ModelTranslation.Name(j.Model));
        // Parallel transistors are one of so many areas.
        entity.Parameters.Area = j.Area.Number * j.Multiplier.Number;
        entity.Parameters.Off = j.InitiallyOff;
        entity.Parameters.Temperature = ModelTranslation.Kelvin(j.TemperatureIn(context.Options));
        return entity;
    }

    /// <summary>SpiceSharp's junctions and gates start from the voltages of their nodes.</summary>
    private static void RequireNoStart(Element element, ElementValue? initial, TransientAnalysis? transient)
    {
        if (initial is not null && transient is { UseInitialConditions: true })
            throw NetlistException.At(element.Place, $"{element.Name}: SpiceSharp does not follow its ic; give its nodes an .ic, or choose another engine.");
    }

    private static VteamMemristor Memristor(Memristor m, ModelCard card, SimulatorOptions options)
    {
        try
        {
            var model = MemristorCard.ToModel(card);
            var entity = new VteamMemristor(m.Designation, m.Positive.Name, m.Negative.Name, model);
            entity.Parameters.InitialState = m.StartOf(model);
            entity.Parameters.StateTolerance = options.StateTolerance;
            return entity;
        }
        catch (InvalidParameterException e)
        {
            throw NetlistException.At(m.Place, $"{m.Name}: {e.Message}");
        }
    }
}
