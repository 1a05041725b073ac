using CircuitSim.Netlists;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

public class TransientRefusalTests
{
    [Fact]
    public void Transient_ThatCannotConverge_NamesTimeNodeAndRemedy()
    {
        // From 1 µs on the source asks for more than 1 + v² can take away.
        var e = Assert.Throws<ConvergenceException>(() => Spice.Transient("I1 a 0 pwl(0 -2 1u -2 2u 2)\nB1 a 0 I=1+v(a)*v(a)\nR1 a 0 1t\n.tran 10n 3u"));
        Assert.Equal("transient", e.Analysis);
        Assert.Equal("a", e.Where);
        Assert.InRange(e.Time!.Value, 1e-6, 2e-6);
        Assert.Contains("the step became too small", e.Message, StringComparison.Ordinal);
        Assert.Contains("worst at a", e.Message, StringComparison.Ordinal);
        Assert.Contains("raise itl4", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transient_ThatGrowsWithoutBound_EndsWithATypedFailure()
    {
        // v' = v² reaches infinity at t = 1 µs.
        var e = Assert.Throws<ConvergenceException>(() => Spice.Transient("C1 a 0 1n ic=1\nB1 0 a I=1m*v(a)*v(a)\n.tran 10n 5u uic"));
        Assert.InRange(e.Time!.Value, 0.9e-6, 1.1e-6);
    }

    [Theory]
    [InlineData(".tran 1n 0")]
    [InlineData(".tran 0 0")]
    [InlineData(".tran 1n 1u 2u")]
    public void Transient_OverNoTime_IsRefused(string analysis) =>
        Assert.ThrowsAny<CircuitSimException>(() => Spice.Transient($"V1 a 0 1\nR1 a 0 1\n{analysis}"));

    [Fact]
    public void Transient_OfMoreStepsThanAnybodyWaitsFor_IsRefusedWithTheirNumber()
    {
        var e = Assert.Throws<NetlistException>(() => Spice.Transient("V1 a 0 1\nR1 a 0 1\n.tran 1p 1meg 0 1p"));
        Assert.Contains("1e18 steps", e.Message, StringComparison.Ordinal);
        Assert.Contains("maxsteps=", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transient_OfMoreStepsThanMaxsteps_IsRefusedAndRunsWhereTheyAreAllowed()
    {
        Assert.Throws<NetlistException>(() => Spice.Transient("V1 a 0 1\nR1 a 0 1\n.options maxsteps=999\n.tran 1n 1u"));
        Assert.NotEqual(0, Spice.Transient("V1 a 0 1\nR1 a 0 1\n.options maxsteps=1001\n.tran 1n 1u").Statistics.Points);
    }

    /// <summary>The current of C2 jumps with each nanovolt of the ramp, 10⁹ times a second.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Transient_ThatCreepsFromJumpToJump_IsGivenUpUnlessMaxstepsAllowsIt()
    {
        const string Circuit = "I1 0 c 1\nC1 c 0 1\nB1 r 0 V=floor(v(c)*1e9)%2\nR1 r 0 1\nB2 0 d I=if(v(r)>0.5,1,-1)\nC2 d 0 1n\nR2 d 0 1k\n.ic v(c)=0\n";
        var e = Assert.Throws<ConvergenceException>(() => Spice.Transient(Circuit + ".tran 1m 1 0 1m"));
        Assert.Contains("next to no progress", e.Message, StringComparison.Ordinal);
        Assert.Contains("maxsteps=", e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Time!.Value, 0, 0.01);
        Assert.NotEqual(0, Spice.Transient(Circuit + ".options maxsteps=1e12\n.tran 1u 4u 0 1u").Statistics.Points);
    }

    [Fact]
    public void Transient_WithAnUnknownInitialNode_NotesIt() =>
        Assert.Contains(SpiceReader.Read("t\nV1 a 0 1\nR1 a 0 1\n.ic v(q)=1\n.tran 1n 1u").Notes, note => note.Contains(".ic of a node that is not there", StringComparison.Ordinal));

    [Fact]
    public void Transient_OfANodeThatOnlyGatesTouch_NamesIt()
    {
        var e = Assert.Throws<SingularMatrixException>(() =>
            Spice.Transient("V1 d 0 1\nM1 d g 0 0 nm\n.model nm nmos(vto=1)\n.tran 1n 1u uic"));
        Assert.Equal("g", e.Unknown);
    }

    [Fact]
    public void Transient_WhenCancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        var session = Spice.Session("V1 a 0 1\nR1 a 0 1\n.tran 1n 1u");
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => session.AdvanceTo(1e-6, source.Token));
    }
}
