using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Ngspice;

/// <summary><c>.options scale</c> against ngspice on the plain text, and against the same circuit in metres.</summary>
public class ScaledSizesTests
{
    /// <summary>Behind 1 kΩ from 2 V, whose ramp takes 1 ns; sizes in {u}, areas in {u2}.</summary>
    private const string Bench = ".options reltol=1e-6 abstol=1e-15 vntol=1e-9 chgtol=1e-18\nVin in 0 pwl(0 0 1n 2)\nRa in a 1k\nVg g 0 2\n";

    public static TheoryData<string> Circuits =>
    [
        "M1 a g 0 0 n w=10{u} l=2{u} ad=400{u2} as=400{u2} pd=80{u} ps=80{u}\n.model n nmos(level=1 vto=0.7 kp=100u cj=1m cjsw=1n rsh=5)",
        "M1 a g 0 0 n w=10{u} l=2{u} ad=400{u2} as=400{u2} pd=80{u} ps=80{u}\n.model n nmos(level=2 vto=0.7 kp=100u cj=1m cjsw=1n tox=10n)",
        "M1 a g 0 0 n w=10{u} l=2{u} ad=400{u2} as=400{u2} pd=80{u} ps=80{u}\n.model n nmos(level=3 vto=0.7 kp=100u cj=1m cjsw=1n tox=10n)",
        "M1 a g 0 0 n l=20{u}\n.model n nmos(level=1 vto=0.7 kp=10u)",
        "R1 a 0 m w=3{u} l=20{u}\n.model m r(rsh=50 narrow=0.5u)",
        "C1 a 0 m w=30{u} l=20{u}\n.model m c(cj=1m cjsw=1n narrow=1u)",
        "D1 a 0 m w=3{u} l=20{u}\n.model m d(level=3 is=1e-6 cjo=1m)",
        "D1 a 0 m area=2 pj=3\n.model m d(is=1e-14 jsw=1e-13 cjo=0.3p)",
    ];

    [Theory]
    [MemberData(nameof(Circuits))]
    public void Transient_OfScaledSizes_IsThatOfSizesInMetres(string cards) =>
        Close.Equal(Last(Sized(cards, "u", "p")), Last(Sized(".options scale=1u\n" + cards, "", "")), rtol: 1e-9);

    [NgspiceTheory]
    [MemberData(nameof(Circuits))]
    public void Transient_OfScaledSizes_IsNgspices(string cards) =>
        Close.Equal(PlainNgspice.Last(Bench + Sized(".options scale=1u\n" + cards, "", "") + "\n.tran 5p 1n", "v(a)"), Last(Sized(".options scale=1u\n" + cards, "", "")), rtol: 2e-4);

    [Fact]
    public void Read_OfXycesGroup_ScalesToo() =>
        Close.Equal(Last("R1 a 0 m w=3u l=20u\n.model m r(rsh=50 narrow=0.5u)"), Last(".options parser scale=1u\nR1 a 0 m w=3 l=20\n.model m r(rsh=50 narrow=0.5u)"), rtol: 1e-9);

    private static string Sized(string cards, string unit, string square) =>
        cards.Replace("{u}", unit, StringComparison.Ordinal).Replace("{u2}", square, StringComparison.Ordinal);

    private static double Last(string cards) => Spice.Transient(Spice.Read($"{Bench}{cards}\n.tran 5p 1n")).Waveforms["v(a)"][^1];
}
