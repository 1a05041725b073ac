using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using SpiceSharp;
using SpiceSharp.Components;
using SpiceSharp.Components.Switches;
using SpiceSharp.Entities;

namespace CircuitSim.SpiceSharp;

/// <summary>Model cards as entities of SpiceSharp, which calls a card by a name among those of the elements.</summary>
internal static class ModelTranslation
{
    /// <summary>What a density of charges is to be multiplied by: SpiceSharp has the elementary charge of 1973.</summary>
    private const double ChargeRatio = PhysicalConstants.ElementaryCharge / Constants.Charge;

    /// <summary>No element has a blank in its name.</summary>
    public static string Name(string card) => $"model {card}";

    /// <summary>
    /// The temperature [K] at which SpiceSharp has the thermal voltage kT/q that CircuitSim and ngspice have at this one. Its
    /// constants are those of 1973: at equal temperatures a junction at 0.7 V would carry 8e-4 more.
    /// </summary>
    /// <param name="celsius">[°C]</param>
    public static double Kelvin(double celsius) =>
        PhysicalConstants.ThermalVoltage(celsius + PhysicalConstants.ZeroCelsius) / Constants.KOverQ;

    /// <summary>Null for a memristor's card, which its components hold themselves.</summary>
    /// <exception cref="NetlistException">The card breaks a rule, or has a value that SpiceSharp would change.</exception>
    public static IEntity? Card(ModelCard card, SimulatorOptions options)
    {
        switch (card.Kind.ToUpperInvariant())
        {
            case DiodeCard.Kind:
                return Diode(card.Name, DiodeCard.ToParameters(card), options);
            case MosfetCard.NChannelKind or MosfetCard.PChannelKind:
                return Mosfet(card.Name, MosfetCard.ToParameters(card), options);
            case BipolarCard.NpnKind or BipolarCard.PnpKind:
                return Bipolar(card.Name, BipolarCard.ToParameters(card), options);
            case JfetCard.NChannelKind or JfetCard.PChannelKind:
                return Jfet(card.Name, JfetCard.ToParameters(card), options);
            case SwitchCard.Kind:
                var voltageSwitch = new VoltageSwitchModel(Name(card.Name));
                Set(voltageSwitch.Parameters, SwitchCard.ToParameters(card));
                return voltageSwitch;
            case SwitchCard.CurrentControlledKind:
                var currentSwitch = new CurrentSwitchModel(Name(card.Name));
                Set(currentSwitch.Parameters, SwitchCard.ToParameters(card));
                return currentSwitch;
            default:
                return null;
        }
    }

    private static void Set(ModelParameters model, SwitchParameters p)
    {
        model.OnResistance = p.OnResistance;
        model.OffResistance = p.OffResistance;
        model.Threshold = p.Threshold;
        model.Hysteresis = p.Hysteresis;
    }

    private static DiodeModel Diode(string name, DiodeParameters p, SimulatorOptions options)
    {
        // Whatever goes beyond SPICE 3f5's diode.
        var plain = new DiodeParameters();
        if (p.ForwardKnee + p.ReverseKnee + p.RecombinationCurrent + p.SidewallSaturationCurrent + p.SidewallCapacitance + p.TunnelCurrent + p.SidewallTunnelCurrent > 0)
            throw NetlistException.Because($"model {name}: SpiceSharp's diode has no high injection (ikf, ikr), recombination (isr), sidewall (jsw, cjsw) and tunnel current (jtun, jtunsw); leave them out, or choose another engine.");
        if (p.ResistanceDrift != plain.ResistanceDrift || p.TransitTimeDrift != plain.TransitTimeDrift || p.GradingDrift != plain.GradingDrift || p.HasOwnCapacitanceDrift)
            throw NetlistException.Because($"model {name}: SpiceSharp's diode has no temperature coefficients (trs1, ttt1, tm1, tlevc …); leave them out, or choose another engine.");
        var model = new DiodeModel(Name(name));
        var m = model.Parameters;
        m.SaturationCurrent = p.SaturationCurrent;
        m.Resistance = p.SeriesResistance;
        m.EmissionCoefficient = p.EmissionCoefficient;
        m.TransitTime = p.TransitTime;
        m.JunctionCap = p.JunctionCapacitance;
        m.JunctionPotential = p.JunctionPotential;
        m.GradingCoefficient = Within(name, "m", p.GradingCoefficient, 1e-6, 0.9);
        m.DepletionCapCoefficient = Within(name, "fc", p.ForwardCapacitanceCoefficient, 1e-6, 0.95);
        m.ActivationEnergy = Within(name, "eg", p.ActivationEnergy, 0.1, double.MaxValue);
        m.SaturationCurrentExp = Within(name, "xti", p.SaturationCurrentExponent, 0, double.MaxValue);
        if (p.BreakdownVoltage is not null)
        {
            if (p.BreakdownEmissionCoefficient is { } own && own != p.EmissionCoefficient)
                throw NetlistException.Because($"model {name}: SpiceSharp breaks down with nbv = n alone; leave nbv out, or choose another engine.");
            // With next to no current at bv the branch starts there; SpiceSharp itself would look for its start with n = 1.
            m.BreakdownVoltage = new JunctionDiode(p, 1, options.Temperature, options.NominalTemperature).BreakdownVoltage;
            m.BreakdownCurrent = double.Epsilon;
        }

        m.NominalTemperature = Kelvin(p.NominalTemperature ?? options.NominalTemperature);
        return model;
    }

    private static IEntity Mosfet(string name, MosfetParameters p, SimulatorOptions options)
    {
        switch (p.Level)
        {
            case 1:
                var first = new Mosfet1Model(Name(name));
                first.Parameters.Lambda = p.ChannelLengthModulation;
                Set(name, first.Parameters, p, options);
                return first;
            case 2:
                var second = new Mosfet2Model(Name(name));
                var two = second.Parameters;
                two.Lambda = p.ChannelLengthModulation;
                two.NarrowFactor = p.NarrowWidth;
                two.CriticalField = p.CriticalField / 100;
                two.CriticalFieldExp = p.CriticalFieldExponent;
                two.ChannelCharge = p.ChannelCharge;
                two.FastSurfaceStateDensity = p.FastSurfaceStates / 1e4 * ChargeRatio;
                two.MaxDriftVelocity = p.MaximumVelocity;
                two.JunctionDepth = p.JunctionDepth;
                Set(name, two, p, options);
                return second;
            default:
                var third = new Mosfet3Model(Name(name));
                var three = third.Parameters;
                three.Version = global::SpiceSharp.Components.Mosfets.Level3.ModelParameters.Versions.NgSpice;
                three.Eta = p.StaticFeedback;
                three.Kappa = p.SaturationField;
                three.Theta = p.MobilityModulation;
                three.FastSurfaceStateDensity = p.FastSurfaceStates / 1e4 * ChargeRatio;
                three.MaxDriftVelocity = p.MaximumVelocity;
                three.JunctionDepth = p.JunctionDepth;
                three.Delta = p.NarrowWidth;
                three.LengthAdjust = p.LengthAdjustment;
                three.WidthNarrow = p.WidthNarrowing;
                three.WidthAdjust = p.WidthAdjustment;
                three.DelVt0 = p.ThresholdAdjustment;
                Set(name, three, p, options);
                return third;
        }
    }

    /// <summary>What all levels have.</summary>
    private static void Set(string name, global::SpiceSharp.Components.Mosfets.ModelParameters m, MosfetParameters p, SimulatorOptions options)
    {
        m.SetPmos(p.IsPChannel);
        m.Vt0 = p.Threshold;
        m.Transconductance = p.Transconductance;
        m.Gamma = p.BodyEffect;
        m.Phi = p.SurfacePotential;
        // A resistance that is given, be it zero, would hide the sheet resistance.
        if (p.DrainResistance > 0)
            m.DrainResistance = p.DrainResistance;
        if (p.SourceResistance > 0)
            m.SourceResistance = p.SourceResistance;
        if (p.SheetResistance > 0)
            m.SheetResistance = p.SheetResistance;
        m.JunctionSatCur = p.JunctionSaturationCurrent;
        m.JunctionSatCurDensity = p.JunctionSaturationCurrentDensity;
        if (p.BulkDrainCapacitance is { } drain)
            m.CapBd = drain;
        if (p.BulkSourceCapacitance is { } source)
            m.CapBs = source;
        m.BulkCapFactor = p.BottomCapacitance;
        m.BulkJunctionBotGradingCoefficient = Within(name, "mj", p.BottomGrading, 1e-6, 1);
        m.SidewallCapFactor = p.SidewallCapacitance;
        m.BulkJunctionSideGradingCoefficient = Within(name, "mjsw", p.SidewallGrading, 1e-6, 1);
        m.BulkJunctionPotential = p.JunctionPotential;
        m.ForwardCapDepletionCoefficient = Within(name, "fc", p.ForwardCapacitanceCoefficient, 1e-6, 1);
        m.GateSourceOverlapCapFactor = p.GateSourceOverlap;
        m.GateDrainOverlapCapFactor = p.GateDrainOverlap;
        m.GateBulkOverlapCapFactor = p.GateBulkOverlap;
        if (p.OxideThickness is { } oxide)
            m.OxideThickness = oxide;
        m.LateralDiffusion = p.LateralDiffusion;
        if (p.Level > 1)
        {
            m.SurfaceMobility = p.SurfaceMobility * 1e4;
            if (p.SubstrateDoping > 0)
                m.SubstrateDoping = p.SubstrateDoping / 1e6 * ChargeRatio;
        }

        m.NominalTemperature = Kelvin(p.NominalTemperature ?? options.NominalTemperature);
    }

    private static BipolarJunctionTransistorModel Bipolar(string name, BipolarParameters p, SimulatorOptions options)
    {
        if (p.SubstrateSaturationCurrent > 0)
            throw NetlistException.Because($"model {name}: SpiceSharp has no current of the substrate; leave iss out, or choose another engine.");
        if (p.SubstrateCapacitance > 0 && p.IsLateral)
            throw NetlistException.Because($"model {name}: SpiceSharp has the substrate under the collector; write subs=1, or choose another engine.");
        if (p.ExcessPhase > 0)
            throw NetlistException.Because($"model {name}: SpiceSharp's excess phase is none in a transient; leave ptf out, or choose another engine.");
        if (p.KneeExponent != 0.5)
            throw NetlistException.Because($"model {name}: SpiceSharp's high injection has the exponent 1/2; leave nkf out, or choose another engine.");
        var model = new BipolarJunctionTransistorModel(Name(name));
        var m = model.Parameters;
        if (p.IsPnp)
            m.SetPnp(true);
        m.SatCur = p.SaturationCurrent;
        m.BetaF = p.ForwardGain;
        m.EmissionCoefficientForward = p.ForwardEmission;
        m.EarlyVoltageForward = p.ForwardEarlyVoltage;
        m.RollOffForward = p.ForwardKnee;
        m.LeakBeCurrent = p.EmitterLeakage;
        m.LeakBeEmissionCoefficient = p.EmitterLeakageEmission;
        m.BetaR = p.ReverseGain;
        m.EmissionCoefficientReverse = p.ReverseEmission;
        m.EarlyVoltageReverse = p.ReverseEarlyVoltage;
        m.RollOffReverse = p.ReverseKnee;
        m.LeakBcCurrent = p.CollectorLeakage;
        m.LeakBcEmissionCoefficient = p.CollectorLeakageEmission;
        m.BaseResist = p.BaseResistance;
        m.BaseCurrentHalfResist = p.BaseResistanceCurrent;
        m.MinimumBaseResistance = p.LeastBaseResistance ?? p.BaseResistance;
        m.EmitterResistance = p.EmitterResistance;
        m.CollectorResistance = p.CollectorResistance;
        m.DepletionCapBe = p.EmitterCapacitance;
        m.PotentialBe = p.EmitterPotential;
        m.JunctionExpBe = p.EmitterGrading;
        m.TransitTimeForward = p.ForwardTransitTime;
        m.TransitTimeBiasCoefficientForward = p.TransitTimeGrowth;
        m.TransitTimeForwardVoltageBc = p.TransitTimeVoltage;
        m.TransitTimeHighCurrentForward = p.TransitTimeCurrent;
        m.DepletionCapBc = p.CollectorCapacitance;
        m.PotentialBc = p.CollectorPotential;
        m.JunctionExpBc = p.CollectorGrading;
        m.BaseFractionBcCap = p.InnerCollectorPart;
        m.TransitTimeReverse = p.ReverseTransitTime;
        m.CapCs = p.SubstrateCapacitance;
        m.PotentialSubstrate = p.SubstratePotential;
        m.ExponentialSubstrate = p.SubstrateGrading;
        m.BetaExponent = p.GainExponent;
        m.EnergyGap = p.ActivationEnergy;
        m.TempExpIs = p.SaturationCurrentExponent;
        m.DepletionCapCoefficient = p.ForwardCapacitanceCoefficient;
        m.NominalTemperature = Kelvin(p.NominalTemperature ?? options.NominalTemperature);
        return model;
    }

    private static JFETModel Jfet(string name, JfetParameters p, SimulatorOptions options)
    {
        var plain = new JfetParameters();
        if (p.Channel != JfetChannel.Square || p.EmissionCoefficient != 1 || p.RecombinationCurrent > 0 || p.Grading != plain.Grading)
            throw NetlistException.Because($"model {name}: SpiceSharp's junction FET has no level 2, n, isr and m; leave them out, or choose another engine.");
        if (p.ThresholdDrift != 0 || p.MobilityExponent != 0 || p.TransconductanceDrift is not null || p.SaturationCurrentExponent != 0 || p.ActivationEnergy != plain.ActivationEnergy)
            throw NetlistException.Because($"model {name}: SpiceSharp's junction FET has no vtotc, tcv, betatce, bex, xti and eg; leave them out, or choose another engine.");
        var model = new JFETModel(Name(name));
        var m = model.Parameters;
        if (p.IsPChannel)
            m.SetPjf(true);
        m.Threshold = p.Threshold;
        m.Beta = p.Transconductance;
        m.LModulation = p.ChannelLengthModulation;
        m.DrainResistance = p.DrainResistance;
        m.SourceResistance = p.SourceResistance;
        m.CapGs = p.SourceCapacitance;
        m.CapGd = p.DrainCapacitance;
        m.GatePotential = p.GatePotential;
        m.GateSaturationCurrent = p.SaturationCurrent;
        m.DepletionCapCoefficient = Within(name, "fc", p.ForwardCapacitanceCoefficient, 0, 0.95);
        m.B = p.DopingTail;
        // Without this the resistances are breaks.
        m.CalculateDefaults();
        m.NominalTemperature = Kelvin(p.NominalTemperature ?? options.NominalTemperature);
        return model;
    }

    /// <summary>SpiceSharp moves values beyond its own bounds to them without a word.</summary>
    private static double Within(string card, string key, double value, double lowest, double highest) =>
        value >= lowest && value <= highest
            ? value
            : throw NetlistException.Because(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"model {card}: SpiceSharp takes {key} from {lowest} to {(highest < double.MaxValue ? highest : "any")}, not {value}; choose another engine."));
}
