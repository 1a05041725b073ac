using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using static CircuitSim.Tests.Support.Networks;

namespace CircuitSim.Tests.Engine;

public class BuiltInSimulatorTests
{
    [Fact]
    public void FindAvailability_Always_GivesAVersion()
    {
        var simulator = new BuiltInSimulator();
        Assert.Equal("builtin", simulator.Name);
        Assert.True(simulator.FindAvailability().IsAvailable);
    }

    [Fact]
    public void OperatingPoint_OfAnEmptyNetlist_IsEmpty() => Assert.Empty(Solve(Of()).Nodes);

    [Fact]
    public void OperatingPoint_OfADivider_IsTheClosedForm()
    {
        var point = Solve(Of(V("V1", "in", "0", 3), R("R1", "in", "tap", 1e3), R("R2", "tap", "0", 2e3)));
        Close.Equal(3, point.Voltage(new NodeId("in")), 1e-15);
        Close.Equal(2, point.Voltage(new NodeId("TAP")), 1e-15);
        // SPICE's sign: a source that delivers has a negative current.
        Close.Equal(-1e-3, point.Current("v1"), 1e-15);
    }

    [Fact]
    public void OperatingPoint_OfACurrentSource_DrivesFromPositiveThroughItselfToNegative()
    {
        var point = Solve(Of(I("I1", "0", "a", 2e-3), R("R1", "a", "0", 1e3)));
        Close.Equal(2, point.Voltage(new NodeId("a")), 1e-15);
    }

    [Fact]
    public void OperatingPoint_OfAnUnbalancedBridge_IsTheClosedForm()
    {
        // Thévenin seen by the bridge resistor: 10 V · (2/3 − 1/4) behind 1k‖2k + 3k‖1k.
        var point = Solve(Of(
            V("V1", "top", "0", 10), R("R1", "top", "l", 1e3), R("R2", "l", "0", 2e3), R("R3", "top", "r", 3e3), R("R4", "r", "0", 1e3),
            R("R5", "l", "x", 5e3), V("Vm", "x", "r", 0)));
        Close.Equal(10 * (2.0 / 3 - 1.0 / 4) / (5e3 + 2e3 / 3 + 3e3 / 4), point.Current("Vm"), 1e-14);
    }

    [Fact]
    public void OperatingPoint_OfFloatingAndStackedSources_AddsTheirVoltages()
    {
        var point = Solve(Of(V("V1", "a", "0", 1), V("V2", "b", "a", 2), V("V3", "c", "b", 4), R("R1", "c", "0", 7), V("V4", "d", "c", -9), R("R2", "d", "a", 1)));
        Close.Equal(7, point.Voltage(new NodeId("c")), 1e-15);
        Close.Equal(-2, point.Voltage(new NodeId("d")), 1e-15);
        Close.Equal(-1, point.Current("V1"), 1e-14);
        Close.Equal(2, point.Current("V3"), 1e-14);
    }

    [Fact]
    public void OperatingPoint_OfElementsWithBothEndsOnOneNode_IgnoresThem()
    {
        var point = Solve(Of(V("V1", "a", "0", 1), R("R1", "a", "0", 1), R("R2", "a", "a", 1), R("R3", "0", "0", 1), I("I1", "a", "a", 1)));
        Close.Equal(-1, point.Current("V1"), 1e-15);
    }

    [Fact]
    public void OperatingPoint_OfRandomNetworks_ObeysKirchhoffAndConservesPower()
    {
        var random = new RandomStream(21);
        for (var trial = 0; trial < 50; trial++)
        {
            var netlist = Networks.Random(random, 1 + random.NextInt32(60));
            var point = Solve(netlist);
            AssertCurrentsBalance(netlist, point, 1e-12);
            var (sum, dissipated) = (0.0, 0.0);
            foreach (var element in netlist.Elements)
            {
                var power = (point.Voltage(element.Nodes[0]) - point.Voltage(element.Nodes[1])) * CurrentThrough(element, point);
                sum += power;
                if (element is Resistor)
                    dissipated += power;
            }

            Close.Equal(0, sum, 0, 1e-12 * dissipated, $"trial {trial}: power");
        }
    }

    [Fact]
    public void OperatingPoint_OfRandomNetworks_AgreesWithDenseSolve()
    {
        var random = new RandomStream(22);
        for (var trial = 0; trial < 50; trial++)
        {
            var netlist = Networks.Random(random, 1 + random.NextInt32(40));
            var expected = DenseVoltages(netlist);
            var point = Solve(netlist);
            var largest = expected.Values.Max(Math.Abs);
            foreach (var (node, voltage) in expected)
                Close.Equal(voltage, point.Voltage(node), 0, 1e-10 * largest, $"trial {trial}: {node}");
        }
    }

    [Fact]
    public void OperatingPoint_OfTwoSources_IsTheSumOfTheirSeparateEffects()
    {
        var random = new RandomStream(23);
        var netlist = Networks.Random(random, 30);
        var total = Solve(netlist);
        var sums = total.Nodes.ToDictionary(node => node, _ => 0.0);
        var sources = netlist.Elements.Where(element => element is not Resistor).ToArray();
        foreach (var active in sources)
        {
            var alone = Solve(netlist with { Elements = [.. netlist.Elements.Select(e => e == active ? e : Silenced(e))] });
            foreach (var node in alone.Nodes)
                sums[node] += alone.Voltage(node);
        }

        foreach (var (node, sum) in sums)
            Close.Equal(total.Voltage(node), sum, 1e-12, 1e-12, node.Name);

        static Element Silenced(Element element) => element switch
        {
            VoltageSource v => v with { Voltage = 0 },
            CurrentSource i => i with { Current = 0 },
            _ => element,
        };
    }

    [Fact]
    public void OperatingPoint_OfAResistiveNetwork_IsReciprocal()
    {
        var random = new RandomStream(24);
        var resistors = Networks.Random(random, 40).Elements.Where(e => e is Resistor && !e.Name.StartsWith("Rs", StringComparison.Ordinal)).ToArray();
        for (var trial = 0; trial < 10; trial++)
        {
            var (p, q) = ($"n{1 + random.NextInt32(40)}", $"n{1 + random.NextInt32(40)}");
            var forward = Solve(Of([.. resistors, I("I1", "0", p, 1)])).Voltage(new NodeId(q));
            var backward = Solve(Of([.. resistors, I("I1", "0", q, 1)])).Voltage(new NodeId(p));
            Close.Equal(forward, backward, 1e-11, where: $"{p} to {q}");
        }
    }

    [Fact]
    public void OperatingPoint_AfterReorderingElements_IsTheSame()
    {
        var random = new RandomStream(25);
        var netlist = Networks.Random(random, 50);
        var shuffled = netlist.Elements.ToArray();
        random.Shuffle<Element>(shuffled);
        var (first, second) = (Solve(netlist), Solve(Of(shuffled)));
        foreach (var node in first.Nodes)
            Close.Equal(first.Voltage(node), second.Voltage(node), 1e-11, 1e-13, node.Name);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 8)]
    [InlineData(20, 30)]
    [Trait("Category", "slow")]
    public void OperatingPoint_OfACrossbar_AgreesWithAnIndependentDenseSolve(int rows, int columns)
    {
        var random = new RandomStream(26);
        var cells = RandomCells(random, rows, columns);
        var inputs = Enumerable.Range(0, rows).Select(_ => random.NextUniform(0, 0.2)).ToArray();
        var netlist = Crossbar(cells, wire: 2, driver: 50, inputs);
        var point = Solve(netlist);

        var expected = DenseVoltages(netlist);
        var currents = Enumerable.Range(0, columns).Select(j => expected[new NodeId($"b_{rows - 1}_{j}")] / 2).ToArray();
        var actual = Enumerable.Range(0, columns).Select(j => point.Current($"Vs_{j}")).ToArray();
        Close.Equal(currents, actual, 0, 1e-11 * currents.Max(), "Vs");
        AssertCurrentsBalance(netlist, point, 1e-12);
    }

    [Fact]
    public void OperatingPoint_OfACrossbarWithoutIrDrop_IsTheWeightedSum()
    {
        double[,] cells = { { 1e3, 2e3 }, { 4e3, 5e3 } };
        var point = Solve(Crossbar(cells, wire: 1e-6, driver: 1e-6, [0.1, 0.2]));
        Close.Equal(0.1 / 1e3 + 0.2 / 4e3, point.Current("Vs_0"), 1e-8);
        Close.Equal(0.1 / 2e3 + 0.2 / 5e3, point.Current("Vs_1"), 1e-8);
    }

    [Fact]
    public void OperatingPoint_WithSubcircuits_EqualsTheFlatCircuit()
    {
        var half = Define("half", ["top", "tap"], R("R1", "top", "m", 500), R("R2", "m", "tap", 500), R("R3", "tap", "0", 1e3));
        var netlist = Of(V("V1", "in", "0", 8), X("X1", "half", "in", "a"), X("X2", "half", "a", "b")) with { Subcircuits = [half] };
        var point = Solve(netlist);
        // The second divider loads the first with 2 kΩ: a = 8 V · (1k‖2k) / (1k + 1k‖2k).
        Close.Equal(3.2, point.Voltage(new NodeId("a")), 1e-14);
        Close.Equal(1.6, point.Voltage(new NodeId("b")), 1e-14);
        Close.Equal(5.6, point.Voltage(new NodeId("x1.m")), 1e-14);
    }

    [Fact]
    public void OperatingPoint_WhenCancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            new BuiltInSimulator().SolveOperatingPoint(Of(R("R1", "a", "0", 1)), source.Token));
    }

    private static OperatingPoint Solve(Netlist netlist) => new BuiltInSimulator().SolveOperatingPoint(netlist);

    /// <summary>
    /// Nodal analysis with a dense matrix: grounded sources become known voltages; every other one must be in series
    /// with a node of its own and becomes that node's offset. No branch current is an unknown here.
    /// </summary>
    private static Dictionary<NodeId, double> DenseVoltages(Netlist netlist)
    {
        // Each node's voltage is that of its base node plus an offset; ground is the base of known voltages.
        var nodes = netlist.Elements.SelectMany(e => e.Nodes).Where(n => !n.IsGround).Distinct().ToArray();
        var sourceOf = netlist.Elements.OfType<VoltageSource>().ToDictionary(v => v.Positive);
        (NodeId Base, double Offset) Reduce(NodeId node) =>
            sourceOf.TryGetValue(node, out var v) && Reduce(v.Negative) is var below ? (below.Base, below.Offset + v.Voltage.OperatingPointValue) : (node, 0);
        var index = nodes.Select(n => Reduce(n).Base).Where(n => !n.IsGround).Distinct()
            .Select((node, k) => (node, k)).ToDictionary(pair => pair.node, pair => pair.k);
        var matrix = Matrix<double>.Build.Dense(index.Count, index.Count);
        var rhs = Vector<double>.Build.Dense(index.Count);
        foreach (var element in netlist.Elements)
        {
            var ((p, offsetP), (q, offsetQ)) = (Reduce(element.Nodes[0]), Reduce(element.Nodes[1]));
            if (element is Resistor r)
            {
                Join(p, q, 1 / r.Resistance.Number, offsetP - offsetQ);
                Join(q, p, 1 / r.Resistance.Number, offsetQ - offsetP);
            }
            else if (element is CurrentSource i)
            {
                Inject(p, -i.Current.OperatingPointValue);
                Inject(q, i.Current.OperatingPointValue);
            }
        }

        var solution = matrix.Solve(rhs);
        return nodes.ToDictionary(n => n, n => Reduce(n) is var (b, offset) && b.IsGround ? offset : solution[index[b]] + offset);

        void Join(NodeId from, NodeId to, double g, double offset)
        {
            Inject(from, -g * offset);
            if (from.IsGround)
                return;
            matrix[index[from], index[from]] += g;
            if (!to.IsGround)
                matrix[index[from], index[to]] -= g;
        }

        void Inject(NodeId node, double current)
        {
            if (!node.IsGround)
                rhs[index[node]] += current;
        }
    }
}
