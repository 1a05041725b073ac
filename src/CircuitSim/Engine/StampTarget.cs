using System.Runtime.CompilerServices;

namespace CircuitSim.Engine;

/// <summary>
/// Where devices read the point and add their shares. Unknowns are node voltages, then branch currents; the last place
/// of every array of unknowns is a dummy for ground, whose voltage is 0 and whose equation and matrix entries nobody
/// reads, so that no stamp asks whether a node is ground.
/// <para>
/// Integration: the rate of charge k at the new point is <c>Alpha · q_k + History[k]</c>, whatever the formula. At an
/// operating point both are zero, so capacitors vanish and inductors are short circuits without a special case.
/// </para>
/// </summary>
internal sealed class StampTarget(int unknowns, int entries, int charges, int memory)
{
    /// <summary>[unknowns + 1]; node voltages [V], branch currents [A].</summary>
    public readonly double[] X = new double[unknowns + 1];

    /// <summary>[unknowns + 1]; F: currents that leave each node [A], branch laws [V].</summary>
    public readonly double[] Residual = new double[unknowns + 1];

    /// <summary>[unknowns + 1]; sums of the magnitudes of nonlinear currents, against which F is judged [A].</summary>
    public readonly double[] CurrentScale = new double[unknowns + 1];

    /// <summary>[entries + dummies]; ∂F/∂x, slot by slot.</summary>
    public readonly double[] Jacobian = new double[entries + MatrixPlan.Dummies];

    /// <summary>[charges]; charges [C] and fluxes [Wb] at X.</summary>
    public readonly double[] Charges = new double[charges];

    /// <summary>[charges]; charges [C] and fluxes [Wb] at the last accepted point.</summary>
    public readonly double[] AcceptedCharges = new double[charges];

    /// <summary>[charges]; what the formula of integration adds to Alpha · q_k [A], [V].</summary>
    public readonly double[] History = new double[charges];

    /// <summary>[charges]; dq/dt at the last accepted point, once it is accepted.</summary>
    public readonly double[] AcceptedRates = new double[charges];

    /// <summary>[memory]; numbers that devices remember from point to point, at X.</summary>
    public readonly double[] Memory = new double[memory];

    /// <summary>[memory]; numbers that devices remember from point to point, at the last accepted point.</summary>
    public readonly double[] AcceptedMemory = new double[memory];

    /// <summary>Zero at an operating point [1/s].</summary>
    public double Alpha;

    /// <summary>Length of the step that is tried [s].</summary>
    public double StepLength;

    /// <summary>Length of the last accepted step [s].</summary>
    public double LastStepLength;

    /// <summary>Whether the accepted points before the last one lie on the same smooth course.</summary>
    public bool HasPast;

    /// <summary>Device states stand still: at an operating point and at the instant behind a jump.</summary>
    public bool StatesFrozen = true;

    /// <summary>[s]</summary>
    public double Time;

    /// <summary>Factor of all independent sources; below 1 only while source stepping.</summary>
    public double SourceScale = 1;

    /// <summary>Conductance across every junction [S].</summary>
    public double JunctionConductance;

    /// <summary>Junctions start from voltages of their own instead of X: the first evaluation of a search from nothing.</summary>
    public bool SeedsJunctions;

    /// <summary>Devices that the netlist calls OFF stay at zero volts: the first of two searches for an operating point.</summary>
    public bool HoldsOff;

    /// <summary>Devices whose evaluation was moved nearer to their last one; while there are any, the iteration goes on.</summary>
    public int LimitedCount;

    /// <summary>Whether an evaluation left the numbers of floating point.</summary>
    public bool IsUndefined;

    public double Rate(int charge) => Alpha * Charges[charge] + History[charge];

    /// <summary>Current into a charge that is continued from a bias to where the solver is, and its slope [A], [S].</summary>
    /// <param name="excess">From the bias to there [V].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Current, double Slope) Displacement(int charge, double excess, in (double Charge, double Capacitance) stored)
    {
        var now = stored.Charge + stored.Capacitance * excess;
        Charges[charge] = now;
        return (Alpha * now + History[charge], Alpha * stored.Capacitance);
    }

    /// <summary>The same of a junction with its charge; −1 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Current, double Slope) Junction(
        int charge, double v, double excess, in (double Current, double Conductance) junction, in (double Charge, double Capacitance) stored)
    {
        var slope = junction.Conductance + JunctionConductance;
        var current = junction.Current + JunctionConductance * v + slope * excess;
        if (charge < 0)
            return (current, slope);
        var (displacement, capacitance) = Displacement(charge, excess, stored);
        return (current + displacement, slope + capacitance);
    }
}
