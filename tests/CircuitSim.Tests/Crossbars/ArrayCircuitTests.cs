using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

public class ArrayCircuitTests
{
    [Fact]
    public void Elements_OfASmallArray_HaveTheNamesOfTheHouse()
    {
        var draft = new CircuitDraft();
        var array = new ArrayCircuit(CrossbarWiring.Uniform(2, 2, 2, driverResistance: 50) with { SegmentCapacitance = 1e-15 }, "t_0_0_");
        array.AddTo(draft, [1e-3, 2e-3, 0, 4e-3]);

        string[] expected =
        [
            "Rt_0_0_drv_0 t_0_0_in_0 t_0_0_d_0 50", "Rt_0_0_w_0_0 t_0_0_d_0 t_0_0_w_0_0 2", "Rt_0_0_w_0_1 t_0_0_w_0_0 t_0_0_w_0_1 2",
            "Ct_0_0_w_0_0 t_0_0_w_0_0 0 1E-15", "Ct_0_0_w_0_1 t_0_0_w_0_1 0 1E-15",
            "Rt_0_0_drv_1 t_0_0_in_1 t_0_0_d_1 50", "Rt_0_0_w_1_0 t_0_0_d_1 t_0_0_w_1_0 2", "Rt_0_0_w_1_1 t_0_0_w_1_0 t_0_0_w_1_1 2",
            "Ct_0_0_w_1_0 t_0_0_w_1_0 0 1E-15", "Ct_0_0_w_1_1 t_0_0_w_1_1 0 1E-15",
            "Rt_0_0_b_0_0 t_0_0_b_0_0 t_0_0_b_1_0 2", "Rt_0_0_b_1_0 t_0_0_b_1_0 t_0_0_out_0 2",
            "Ct_0_0_b_0_0 t_0_0_b_0_0 0 1E-15", "Ct_0_0_b_1_0 t_0_0_b_1_0 0 1E-15",
            "Rt_0_0_b_0_1 t_0_0_b_0_1 t_0_0_b_1_1 2", "Rt_0_0_b_1_1 t_0_0_b_1_1 t_0_0_out_1 2",
            "Ct_0_0_b_0_1 t_0_0_b_0_1 0 1E-15", "Ct_0_0_b_1_1 t_0_0_b_1_1 0 1E-15",
            "Rt_0_0_m_0_0 t_0_0_w_0_0 t_0_0_b_0_0 1000", "Rt_0_0_m_0_1 t_0_0_w_0_1 t_0_0_b_0_1 500", "Rt_0_0_m_1_1 t_0_0_w_1_1 t_0_0_b_1_1 250",
        ];
        var lines = SpiceWriter.ToText(draft.ToNetlist("array"), new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice }).Split('\n').Where(line => line is ['R' or 'C', ..]);
        Assert.Equal(expected, lines);
    }

    /// <summary>Ports and crosspoints are those that elements name, also where zero resistances merge some of them.</summary>
    [Fact]
    public void Nodes_OfArraysWithShortedSegments_CarryTheSolversVoltages()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var drawn = RandomArray.Draw(seed, 6, 7);
            var (m, n) = (drawn.Wiring.Rows, drawn.Wiring.Columns);
            ResistanceMap WithZeros(int count, double resistance) =>
                ResistanceMap.PerPlace([.. Enumerable.Range(0, count).Select(k => (k * 7 + (int)seed) % 3 == 0 ? 0 : resistance)]);
            var wiring = drawn.Wiring with
            {
                WordLineSegments = WithZeros(m * (n + 1), 3),
                BitLineSegments = WithZeros((m + 1) * n, 2),
                Drivers = WithZeros(m, 20),
                SenseInputs = WithZeros(n, 30),
            };
            var array = new ArrayCircuit(wiring);
            var draft = new CircuitDraft();
            array.AddTo(draft, drawn.Conductances);
            for (var i = 0; i < m; i++)
                draft.Add(new VoltageSource($"Vrow{i}", array.WordPort(i), NodeId.Ground, drawn.RowVoltages[i]));
            for (var j = 0; j < n; j++)
                draft.Add(new VoltageSource($"Vcolumn{j}", array.BitPort(j), NodeId.Ground, 0));
            var point = new BuiltInSimulator().SolveOperatingPoint(draft.ToNetlist("array"));

            var solver = new CrossbarSolver(wiring);
            solver.Factor(drawn.Conductances);
            var currents = new double[n];
            solver.Solve(drawn.RowVoltages, currents);
            for (var j = 0; j < n; j++)
            {
                Close.Equal(currents[j], point.Current($"Vcolumn{j}"), 0, 1e-10 * currents.Max(Math.Abs), where: $"array {seed}, column {j}");
                for (var i = 0; i < m; i++)
                {
                    Close.Equal(solver.WordLineVoltages[i * n + j], point.Voltage(array.WordNode(i, j)), 0, 1e-10, where: $"array {seed}, word node ({i}, {j})");
                    Close.Equal(solver.BitLineVoltages[i * n + j], point.Voltage(array.BitNode(i, j)), 0, 1e-10, where: $"array {seed}, bit node ({i}, {j})");
                }
            }
        }
    }

    [Fact]
    public void AddTo_AConductanceBelowZero_NamesTheCell()
    {
        var array = new ArrayCircuit(CrossbarWiring.Uniform(2, 2, 2));
        var fault = Assert.Throws<InvalidParameterException>(() => array.AddTo(new CircuitDraft(), [1e-3, 1e-3, -1e-3, 1e-3]));
        Assert.Contains("cell (1, 0)", fault.Message, StringComparison.Ordinal);
    }
}
