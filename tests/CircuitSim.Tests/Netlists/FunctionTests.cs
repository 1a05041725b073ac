using CircuitSim.Netlists;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

public class FunctionTests
{
    [Theory]
    // 6·1 + 10
    [InlineData(".param k={2*3}\n.func f(q) {k*q+10}", 16)]
    // b = 4, a = 7: 7·1 + 1
    [InlineData(".param a={g(3)} b={h(2)}\n.func g(x) {b+x}\n.func h(x) {x*x}\n.func f(q) {a*q+h(q)}", 8)]
    // The parameter in an argument and behind the body's own call.
    [InlineData(".param k={2*3}\n.func g(x) {k+x}\n.func f(q) {g(k*q)+g(q)}", 19)]
    // 54·1 + 27
    [InlineData(".param k={2*temper}\n.func f(q) {k*q+temper}", 81)]
    public void OperatingPoint_ParameterFirstUsedInAFunction_IsWhatTheEquationSays(string definitions, double expected)
    {
        Close.Equal(expected, Solve($"{definitions}\nV1 1 0 1\nE1 2 0 value={{f(v(1))}}\nR1 2 0 1"), rtol: 1e-9);
        // The same within a subcircuit, where names are looked for outwards.
        Close.Equal(expected, Solve($".subckt s a b\n{definitions}\nE1 b 0 value={{f(v(a))}}\n.ends\nV1 1 0 1\nX1 1 2 s\nR1 2 0 1"), rtol: 1e-9);
        Close.Equal(expected, Solve($"{definitions}\n.subckt s a b\nE1 b 0 value={{f(v(a))}}\n.ends\nV1 1 0 1\nX1 1 2 s\nR1 2 0 1"), rtol: 1e-9);
    }

    [Fact]
    public void Read_ParameterThatDependsOnItselfThroughAFunction_ShowsTheChain()
    {
        var e = Assert.Throws<NetlistException>(() => Spice.Read(".param k={f(1)}\n.func f(q) {k*q}\nV1 1 0 1\nR1 1 0 {f(2)}"));
        Assert.Contains("parameter k depends on k", e.Message, StringComparison.Ordinal);
    }

    private static double Solve(string cards) => Spice.OperatingPoint(cards).Voltage(new NodeId("2"));
}
