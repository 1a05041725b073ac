using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

public class PortAdmittanceTests
{
    /// <summary>Judged by star-mesh elimination in double-double arithmetic, entry by entry.</summary>
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 6, 5)]
    [InlineData(3, 3, 9)]
    [InlineData(4, 10, 4)]
    public void Conductances_OfRandomArrays_AreThoseOfAnEliminationInDoubleDouble(ulong seed, int rows, int columns)
    {
        var array = RandomArray.DrawSized(seed, rows, columns);
        array.Conductances[0] = seed == 4 ? 1e9 : 0;
        var admittance = PortAdmittance.Compute(array.Wiring, array.Conductances);
        var expected = SubtractionFreeArray.PortConductances(array.Wiring, array.Conductances);
        for (var a = 0; a < admittance.Count; a++)
        {
            for (var b = 0; b < admittance.Count; b++)
            {
                var exact = a == b ? 0 : (double)expected[a, b];
                Close.Equal(exact, admittance[a, b], 1e-14, 0, where: $"port {a} to port {b}");
                Assert.True(Math.Abs(admittance[a, b] - exact) <= admittance.ErrorBound, $"port {a} to port {b} is further off than its bound");
            }
        }
    }

    [Fact]
    public void Conductances_FromRowsToColumns_AreTheEffectiveOnes()
    {
        var array = RandomArray.DrawSized(7, 20, 30);
        var admittance = PortAdmittance.Compute(array.Wiring, array.Conductances);
        var effective = EffectiveConductance.Compute(array.Wiring, array.Conductances);
        for (var i = 0; i < 20; i++)
        {
            for (var j = 0; j < 30; j++)
                Close.Equal(effective[i, j], admittance[i, 20 + j], 1e-10, 0, where: $"row {i}, column {j}");
        }
    }

    /// <summary>Both as circuits, whatever voltages their ports have; all currents together are none.</summary>
    [Fact]
    public void AddTo_BetweenSources_DrawsTheCurrentsOfTheWiredArray()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            var drawn = RandomArray.Draw(seed, 8, 8);
            var random = new RandomStream(seed).Child("port voltages");
            var array = new ArrayCircuit(drawn.Wiring, "t_0_1_");
            double[] voltages = [.. Enumerable.Range(0, array.Rows + array.Columns).Select(_ => random.NextUniform(-1, 1))];
            var wired = PortCurrents(draft => array.AddTo(draft, drawn.Conductances));
            var reduced = PortCurrents(draft => PortAdmittance.Compute(drawn.Wiring, drawn.Conductances).AddTo(draft, array));
            Close.Equal(wired, reduced, 0, 1e-10 * wired.Max(Math.Abs), where: $"array {seed}");
            Close.Equal(0, reduced.Sum(), 0, 1e-13 * wired.Max(Math.Abs), where: $"sum of currents, array {seed}");

            double[] PortCurrents(Action<CircuitDraft> add)
            {
                var draft = new CircuitDraft();
                for (var p = 0; p < voltages.Length; p++)
                    draft.Add(new VoltageSource($"V{p}", p < array.Rows ? array.WordPort(p) : array.BitPort(p - array.Rows), NodeId.Ground, voltages[p]));
                add(draft);
                var point = new BuiltInSimulator().SolveOperatingPoint(draft.ToNetlist("ports"));
                return [.. Enumerable.Range(0, voltages.Length).Select(p => point.Current($"V{p}"))];
            }
        }
    }

    [Fact]
    public void AddTo_AnArrayOfAnotherSize_SaysWhichSizes()
    {
        var admittance = PortAdmittance.Compute(CrossbarWiring.Uniform(2, 3, 2), [1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3]);
        var fault = Assert.Throws<InvalidParameterException>(() => admittance.AddTo(new CircuitDraft(), new ArrayCircuit(CrossbarWiring.Uniform(3, 2, 2))));
        Assert.Contains("[3 × 2]", fault.Message, StringComparison.Ordinal);
    }
}
