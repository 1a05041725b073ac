using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Netlists;

/// <summary>Netlists with everything that can be written, their names and references consistent.</summary>
internal sealed class RandomNetlists(RandomStream random)
{
    private static readonly string[] UnaryFunctions = ["abs", "sqrt", "exp", "sin", "tanh", "floor", "u", "uramp", "sgn", "int"];

    public Netlist Next()
    {
        var cell = new Subcircuit("Cell", [new NodeId("p"), new NodeId("q")], [.. Passive("p", "q", ["r"]), new Diode("D1", new NodeId("p"), new NodeId("q"), "local"), new Resistor("Rg", new NodeId("q"), new NodeId("g!"), 1e3)])
        {
            Parameters = [new Parameter("r", Number()), new Parameter("s", Value(["r", "gain"]))],
            LocalParameters = [new Parameter("twice", Value(["r", "s"]))],
            Models = [new ModelCard("local", "d", new Dictionary<string, string> { ["is"] = "1f", ["n"] = "{1 + 0 * r}" })],
            Functions = [new FunctionDefinition("sq", ["x"], new BinaryExpression(BinaryOperator.Multiply, Name("x"), Name("x")))],
        };
        var elements = new List<Element>(Passive("a", "0", ["gain"]));
        elements.AddRange(
        [
            new VoltageSource("V1", new NodeId("a"), NodeId.Ground, Shape()),
            new CurrentSource("I1", NodeId.Ground, new NodeId("b"), Shape()),
            new VoltageControlledVoltageSource("E1", new NodeId("e"), NodeId.Ground, new NodeId("a"), new NodeId("b"), Value(["gain"])),
            new VoltageControlledCurrentSource("G1", new NodeId("e"), NodeId.Ground, new NodeId("a"), new NodeId("b"), Value(["gain"])),
            new CurrentControlledCurrentSource("F1", new NodeId("b"), NodeId.Ground, "V1", Value(["gain"])),
            new CurrentControlledVoltageSource("H1", new NodeId("h"), NodeId.Ground, "V1", Value(["gain"])),
            new BehavioralSource("B1", new NodeId("bb"), NodeId.Ground, random.NextInt32(2) == 0 ? BehavioralQuantity.Voltage : BehavioralQuantity.Current, Tree(5, ["gain"], true)),
            new BehavioralSource("E2", new NodeId("e2"), NodeId.Ground, BehavioralQuantity.Voltage, Tree(4, ["gain"], true)),
            new BehavioralSource("g2", new NodeId("e2"), NodeId.Ground, BehavioralQuantity.Current, new CallExpression("table", [Tree(3, ["gain"], true), -1, Number().Number, 0, 2, Name("gain"), 3])),
            new VoltageSwitch("S1", new NodeId("a"), new NodeId("b"), new NodeId("e"), NodeId.Ground, "sw1", random.NextInt32(2) == 0),
            new Inductor("L2", new NodeId("b"), NodeId.Ground, Number()),
            new Inductor("L3", new NodeId("b"), NodeId.Ground, 0, 1e-3) { Flux = new ElementValue(Tree(3, ["gain"], true)) },
            new Capacitor("C3", new NodeId("b"), NodeId.Ground, 0) { Charge = new ElementValue(Tree(3, ["gain"], true)) },
            new CoupledInductors("K1", ["L1", "L2"], random.NextInt32(2) == 0 ? random.NextUniform(0.1, 1) : new ElementValue(new BinaryExpression(BinaryOperator.Divide, Name("gain"), new BinaryExpression(BinaryOperator.Add, Name("gain"), Name("gain"))))),
            new CurrentSwitch("W1", new NodeId("a"), new NodeId("b"), "V1", "csw1", random.NextInt32(2) == 0),
            new Diode("D1", new NodeId("a"), new NodeId("b"), "dd") { Area = Value(["gain"]), InitiallyOff = random.NextInt32(2) == 0, InitialVoltage = random.NextInt32(2) == 0 ? null : Value(["gain"]) },
            new Mosfet("M1", new NodeId("a"), new NodeId("b"), NodeId.Ground, NodeId.Ground, "nn") { Width = Value(["gain"]), SourceArea = 1e-12, Multiplier = 2, InitiallyOff = random.NextInt32(2) == 0, InitialDrainSource = random.NextInt32(2) == 0 ? null : Value(["gain"]), InitialBulkSource = -1 },
            new BipolarTransistor("Q1", new NodeId("a"), new NodeId("b"), NodeId.Ground, "qq") { Substrate = random.NextInt32(2) == 0 ? NodeId.Ground : new NodeId("e"), Area = Value(["gain"]), CollectorArea = random.NextInt32(2) == 0 ? null : Value(["gain"]), Multiplier = 2, TemperatureDifference = 5, InitiallyOff = random.NextInt32(2) == 0, InitialCollectorEmitter = random.NextInt32(2) == 0 ? null : Value(["gain"]) },
            new Jfet("J1", new NodeId("a"), new NodeId("b"), NodeId.Ground, "jj") { Area = Value(["gain"]), Multiplier = 2, Temperature = random.NextInt32(2) == 0 ? null : 60, InitiallyOff = random.NextInt32(2) == 0, InitialDrainSource = random.NextInt32(2) == 0 ? null : Value(["gain"]), InitialGateSource = random.NextInt32(2) == 0 ? null : -1 },
            new Mesfet("Z1", new NodeId("a"), new NodeId("b"), NodeId.Ground, "zz") { Multiplier = 2, InitialDrainSource = random.NextInt32(2) == 0 ? null : Value(["gain"]) },
            new VerticalMosfet("M2", new NodeId("a"), new NodeId("b"), NodeId.Ground, "vv") { Multiplier = 2, InitiallyOff = random.NextInt32(2) == 0, InitialGateSource = random.NextInt32(2) == 0 ? null : Value(["gain"]) },
            new Memristor("Ym", new NodeId("a"), new NodeId("b"), "mem", random.NextInt32(2) == 0 ? null : random.NextUniform(0, 3e-9)),
            new SubcircuitCall("X1", [new NodeId("a"), new NodeId("b")], "cell") { Parameters = [new Parameter("r", Value(["gain"]))] },
            new SubcircuitCall("X2", [new NodeId("b"), NodeId.Ground], "CELL"),
        ]);
        var spectrum = new SpectrumRequest(Voltage("a", "b")) { Points = 4 << random.NextInt32(8), Window = (SpectrumWindow)random.NextInt32(15), Shape = 2, Stop = random.NextInt32(2) == 0 ? null : 0.9, Frequency = 4, HighestFrequency = 7 };
        return new Netlist
        {
            Title = "* any title, even this one",
            Elements = elements,
            Subcircuits = [cell],
            GlobalNodes = random.NextInt32(2) == 0 ? [] : [new NodeId("g!"), NodeId.Ground],
            Models =
            [
                new ModelCard("sw1", "SW", new Dictionary<string, string> { ["ron"] = "1k" }),
                new ModelCard("csw1", "CSW", new Dictionary<string, string> { ["it"] = "1m", ["ih"] = "1u" }),
                new ModelCard("dd", "D", new Dictionary<string, string>()),
                new ModelCard("nn", "NMOS", new Dictionary<string, string> { ["level"] = "1", ["vto"] = "-0.7" }),
                new ModelCard("qq", "PNP", new Dictionary<string, string> { ["bf"] = "80", ["cjs"] = "1p" }),
                new ModelCard("jj", "NJF", new Dictionary<string, string> { ["vto"] = "-3", ["cgs"] = "1p" }),
                new ModelCard("zz", "PMF", new Dictionary<string, string> { ["alpha"] = "3" }),
                new ModelCard("vv", "VDMOS", new Dictionary<string, string> { ["vto"] = "3", ["pchan"] = "1" }),
                new ModelCard("mem", "MEMRISTOR", new Dictionary<string, string> { ["ron"] = "1k", ["roff"] = "100k", ["kon"] = "-216.2", ["koff"] = "0.091", ["aon"] = "4", ["aoff"] = "4", ["von"] = "-1.5", ["voff"] = "0.3", ["won"] = "0", ["woff"] = "3n", ["window"] = "biolek" }),
            ],
            Parameters = [new Parameter("gain", Number())],
            Functions = [new FunctionDefinition("f2", ["x", "gain"], new BinaryExpression(BinaryOperator.Add, Name("x"), Name("gain")))],
            Analyses =
            [
                new OperatingPointAnalysis(),
                new DcSweepAnalysis(new SourceSweep("V1", 0, 1, Number() is var s ? new ElementValue(s.Number + 0.01) : 1), random.NextInt32(2) == 0 ? null : new SourceSweep("I1", 0, -1, -0.5)),
                new AcAnalysis(new FrequencySweep((FrequencySpacing)random.NextInt32(3), 1 + random.NextInt32(9), 10, random.NextInt32(2) == 0 ? 10 : 1e3)),
                new NoiseAnalysis(Voltage("a", random.NextInt32(2) == 0 ? "0" : "b"), "V1", new FrequencySweep((FrequencySpacing)random.NextInt32(3), 5, 10, 1e3)),
                new TransferFunctionAnalysis(random.NextInt32(2) == 0 ? Voltage("a", "b") : new BranchCurrentExpression("V1"), "I1"),
                new SensitivityAnalysis([Voltage("a", "b")], [], random.NextInt32(2) == 0 ? new OperatingPointAnalysis() : new AcAnalysis(new FrequencySweep(FrequencySpacing.Octave, 2, 10, 1e3))),
                new TransientAnalysis(1e-9, 1) { Start = random.NextInt32(2) == 0 ? 0 : 0.5, MaximumStep = random.NextInt32(2) == 0 ? null : 0.1, UseInitialConditions = random.NextInt32(2) == 0 },
            ],
            InitialConditions = [new InitialCondition(new NodeId("a"), Value(["gain"]))],
            NodeSets = [new NodeSetRequest(new NodeId("b"), Number())],
            Options = new SimulatorOptions { RelativeTolerance = 1e-5, TransientIterations = 20, Method = random.NextInt32(2) == 0 ? IntegrationMethod.Gear : IntegrationMethod.Trapezoidal, PhasesInDegrees = random.NextInt32(2) == 0, Temperature = random.NextUniform(0, 100) },
            Saves = [new SaveRequest(Voltage("a", "b")), new SaveRequest(new BranchCurrentExpression("V1"))],
            Prints = [new PrintRequest(AnalysisKind.Transient, [Voltage("a", "0"), Tree(3, ["gain"], true)]), new PrintRequest(AnalysisKind.SmallSignal, [Voltage("a", "b"), new PhasorExpression((PhasorPart)random.NextInt32(5), new BranchCurrentExpression("V1"))])],
            Fouriers =
            [
                new FourierRequest(Value(["gain"]) is { IsNumber: true, Number: > 10 and < 1e4 } f ? f : 100, [Voltage("a", "b"), Tree(2, [], true)]) { Harmonics = 3, Periods = random.NextInt32(2) == 0 ? 2 : null },
                new FourierRequest(50, [Voltage("a", "0")]) { Name = "h1", Harmonics = random.NextInt32(2) == 0 ? 5 : null, Window = new MeasureWindow(null, 0.9) },
            ],
            Spectra = [spectrum],
            Measurements =
            [
                new StatisticMeasurement("m1", AnalysisKind.Transient, (MeasuredStatistic)random.NextInt32(8), Tree(2, [], true)) { Window = new MeasureWindow(Number()), MayFail = random.NextInt32(2) == 0 },
                new FindMeasurement("m2", AnalysisKind.DcSweep, Voltage("a", "0"), new MeasurePoint(Number(), null)) { Window = new MeasureWindow { MayFall = true } },
                new FindMeasurement("m6", AnalysisKind.SmallSignal, new PhasorExpression(PhasorPart.Phase, Voltage("a", "b")), new MeasurePoint(100, null)),
                new FindMeasurement("m7", AnalysisKind.Noise, Name(random.NextInt32(2) == 0 ? "onoise" : "inoise_spectrum"), new MeasurePoint(100, null)),
                new WhenMeasurement("m3", AnalysisKind.Transient, Crossing()) { IsContinuous = random.NextInt32(2) == 0 },
                new StatisticMeasurement("m8", AnalysisKind.Transient, MeasuredStatistic.Average, Voltage("a", "b")) { Trigger = new MeasurePoint(null, Crossing()), Target = new MeasurePoint(null, Crossing() with { IsPartOfMaximum = true }) },
                new StatisticMeasurement("m9", AnalysisKind.Transient, MeasuredStatistic.Maximum, Voltage("a", "b")) { Trigger = new MeasurePoint(null, new Crossing(Voltage("a", "b"), random.NextInt32(2) == 0 ? null : Number().Number, CrossingEdge.Fall, -2)) },
                new CycleMeasurement("m10", (MeasuredCycle)random.NextInt32(4), Voltage("a", "0"), Number(), 0) { Window = new MeasureWindow(null, Number()) },
                new ErrorMeasurement("m11", AnalysisKind.DcSweep, (MeasuredError)random.NextInt32(3), Voltage("a", "0"), Voltage("b", "0"), Number(), 0, 1) { Window = new MeasureWindow { MayFall = true } },
                new SpectrumMeasurement("m13", (SpectrumFigure)(1 + random.NextInt32(5)), Voltage("a", "b")) { Request = spectrum, Breadth = 2, Harmonics = 3, LowestFrequency = 2 },
                new SpectrumMeasurement("m14", SpectrumFigure.Coefficient, new PhasorExpression(PhasorPart.Imaginary, Voltage("a", "b"))) { Request = spectrum, At = 4 },
                new ParameterMeasurement("m12", AnalysisKind.Transient, new BinaryExpression(BinaryOperator.Multiply, Name("m8"), Voltage("a", "b"))),
                new DelayMeasurement("m4", AnalysisKind.Transient, new MeasurePoint(Number(), null), new MeasurePoint(null, Crossing())),
                new FindMeasurement("m5", AnalysisKind.Transient, Voltage("a", "b"), new MeasurePoint(null, Crossing())),
            ],
        };
    }

    private Crossing Crossing() => new(Voltage("a", "0"), Number() is var n && n.Number < 1 ? n.Number : Voltage("b", "0"), (CrossingEdge)random.NextInt32(3), random.NextInt32(2) == 0 ? null : 3)
    {
        Window = new MeasureWindow(null, random.NextInt32(2) == 0 ? null : Number(), random.NextInt32(2) == 0 ? null : Number()),
    };

    private IEnumerable<Element> Passive(string p, string q, string[] names)
    {
        yield return new Resistor("R1", new NodeId(p), new NodeId("m[1]"), Value(names)) { Temperature = Follows(names) };
        yield return new Capacitor("C1", new NodeId("m[1]"), new NodeId(q), Value(names), random.NextInt32(2) == 0 ? null : Number());
        yield return new Inductor("L1", new NodeId("m[1]"), new NodeId(q), Value(names), random.NextInt32(2) == 0 ? null : Value(names));
    }

    private ValueTemperature? Follows(string[] names) => random.NextInt32(3) switch
    {
        0 => null,
        1 => new ValueTemperature { Linear = random.NextUniform(0, 1e-3), Quadratic = random.NextInt32(2) * 1e-6, Difference = random.NextInt32(2) * 5 },
        // A square is positive, whatever the names stand for.
        _ => new ValueTemperature { Quadratic = Value(names) is { IsNumber: true } number ? number : 1e-6, Temperature = 85 },
    };

    private SourceShape Shape() => random.NextInt32(10) switch
    {
        0 => Number(),
        1 => new SourceShape { Dc = Number(), Waveform = new PulseWaveform(Number(), Value(["gain"]), Number(), Number()) },
        2 => new SineWaveform(Number(), Number(), Number(), Number(), Number(), Number()),
        3 => new ExponentialWaveform(Number(), Number()),
        4 => new PieceWiseLinearWaveform([.. Enumerable.Range(0, 1 + random.NextInt32(20)).Select(k => new PieceWiseLinearPoint(k, Number()))]),
        6 => new PieceWiseLinearWaveform([.. Enumerable.Range(0, 2 + random.NextInt32(20)).Select(k => new PieceWiseLinearPoint(k, Number()))], random.NextInt32(2) * 0.5, Number()),
        7 => new FrequencyModulatedWaveform(Number(), Value(["gain"]), Number(), Number()),
        8 => new AmplitudeModulatedWaveform(Number(), Number(), Number(), Number(), random.NextInt32(2) == 0 ? null : Number()),
        5 => new SourceShape { Dc = Number(), AcMagnitude = Value(["gain"]), AcPhase = random.NextInt32(2) == 0 ? null : Number() },
        _ => new SourceShape { Dc = Value(["gain"]) },
    };

    private ElementValue Number() => Math.Pow(10, random.NextUniform(-15, 12));

    /// <summary>Positive whatever the parameters are, so that it fits every element.</summary>
    private ElementValue Value(string[] names) => random.NextInt32(2) == 0
        ? Number()
        : new ElementValue(new BinaryExpression(BinaryOperator.Add, new CallExpression("abs", [Limited(Tree(4, names, false))]), Number().Number));

    private static CallExpression Limited(Expression e) => new("min", [new CallExpression("max", [new ConditionalExpression(new BinaryExpression(BinaryOperator.Equal, e, e), e, 1), -1e3]), 1e3]);

    private static NodeVoltageExpression Voltage(string a, string b) => new(new NodeId(a), new NodeId(b));

    private static ParameterExpression Name(string name) => new(name);

    private Expression Tree(int depth, string[] names, bool quantities)
    {
        if (depth == 0)
        {
            return random.NextInt32(quantities ? 6 : 3) switch
            {
                0 when names.Length > 0 => Name(names[random.NextInt32(names.Length)]),
                3 => Voltage("a", "0"),
                4 => Voltage("a", "b"),
                5 => new BranchCurrentExpression("V1"),
                1 => -Number().Number,
                _ => Number().Number,
            };
        }

        Expression Inner() => Tree(random.NextInt32(depth), names, quantities);
        switch (random.NextInt32(7))
        {
            case 0:
                var operand = Inner();
                return new UnaryExpression(operand is NumberExpression ? UnaryOperator.Not : (UnaryOperator)random.NextInt32(3), operand);
            case 1:
                return new ConditionalExpression(Inner(), Inner(), Inner());
            case 2:
                return new CallExpression(UnaryFunctions[random.NextInt32(UnaryFunctions.Length)], [Inner()]);
            case 3:
                return new CallExpression("max", [Inner(), Inner(), Inner()]);
            case 4:
                return new CallExpression("f2", [Inner(), Inner()]);
            default:
                var right = Inner();
                var op = (BinaryOperator)random.NextInt32(13);
                // A constant zero as divisor is a fault.
                return new BinaryExpression(op == BinaryOperator.Divide ? BinaryOperator.Multiply : op, Inner(), right);
        }
    }
}
