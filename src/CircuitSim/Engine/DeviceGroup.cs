namespace CircuitSim.Engine;

/// <summary>
/// All elements of one kind as equations, in a flat array. The engine solves
/// <code>F(x) = i(x) + dq(x)/dt = 0</code>
/// one row per node (the sum of the currents that leave it) and one row per branch (the law of an element whose current
/// is an unknown). A group says which nodes it ties together, reserves its places in the matrix once, and then adds its
/// share of F and of ∂F/∂x at any x, one array access each. Charges and fluxes q are numbered; what a group stores for
/// each of them turns into dq/dt as <see cref="StampTarget"/> describes. Groups keep no solution: what must outlast a
/// point lies in the target's charges and memory, so that points can be rejected, saved and restored.
/// </summary>
internal abstract class DeviceGroup
{
    /// <summary>Whether F is linear in x at any fixed time and integration formula.</summary>
    public virtual bool IsLinear => true;

    /// <summary>States what the devices do to the network, for the check that every unknown is determined.</summary>
    public abstract void Describe(Topology topology);

    /// <summary>Asks for places in the matrix.</summary>
    public abstract void Reserve(MatrixPlan plan);

    /// <summary>Turns the places into slots of the value array.</summary>
    public abstract void Resolve(in MatrixSlots slots);

    /// <summary>Adds the noise currents of the devices at the operating point of the target.</summary>
    /// <param name="celsius">Temperature of the circuit [°C].</param>
    public virtual void AddNoise(StampTarget target, double celsius, List<NoiseSource> sources)
    {
    }

    /// <summary>Called before the iteration for a point, with the target at the point from which the search starts.</summary>
    public virtual void Begin(StampTarget target)
    {
    }

    /// <summary>Makes the next evaluation independent of earlier ones, which may otherwise stand in for it where little has moved.</summary>
    public virtual void ForgetEvaluations()
    {
    }

    /// <summary>Adds currents and their derivatives at the point of the target.</summary>
    public abstract void Stamp(StampTarget target);

    /// <summary>As <see cref="Stamp"/> where the derivatives are known to be those of the last stamp: neither they nor charges are needed.</summary>
    public virtual void StampResidual(StampTarget target) => Stamp(target);

    /// <summary>Whether F alone, by <see cref="StampResidual"/>, is the least that a point near an evaluated one takes.</summary>
    public virtual bool StampsResidualAlone => IsLinear;

    /// <summary>
    /// Adds what goes on along its tangent from the point of the target: all of a linear group, of others the devices that
    /// have hardly moved since they were evaluated. Returns how many of the latter there are.
    /// </summary>
    public virtual int StampStill(StampTarget target)
    {
        if (IsLinear)
            Stamp(target);
        return 0;
    }

    /// <summary>Whether every device of the last <see cref="StampStill"/> is still on its tangent.</summary>
    public virtual bool StandsStill(StampTarget target) => true;

    /// <summary>Adds the devices that the last <see cref="StampStill"/> left out.</summary>
    public virtual void StampMoving(StampTarget target)
    {
        if (!IsLinear)
            Stamp(target);
    }

    /// <summary>Adds the slopes of ∂F/∂x whose effect comes late: of small signals each is turned by e^(−jω delay).</summary>
    /// <param name="delays">Row and column, unknowns or the dummy; the slope [S]; the delay [s].</param>
    public virtual void AddDelays(List<(int Row, int Column, double Slope, double Delay)> delays)
    {
    }

    /// <summary>Whether <see cref="StoreCharges"/> stores all of them.</summary>
    public virtual bool ContinuesCharges => IsLinear;

    /// <summary>Charges, fluxes and memory of what goes on along its tangent, at the point of the target.</summary>
    public virtual void StoreCharges(StampTarget target)
    {
    }

    /// <summary>Refuses a solved point, about to be accepted, at which a device is outside the range of its card.</summary>
    /// <exception cref="InvalidParameterException">Names the device, the quantity, its bounds and the time.</exception>
    public virtual void RequireInRange(StampTarget target)
    {
    }

    /// <summary>Gives charges and memory the values that the netlist prescribes for the start; X holds the initial node voltages.</summary>
    public virtual void PrescribeStart(StampTarget target)
    {
    }

    /// <summary>
    /// The largest part of a step that may stand, judged at its end: 1 accepts it; below 1 something moved too far or
    /// switched within it, and the step is to be repeated with this part of its length.
    /// </summary>
    /// <param name="step">Length of the step [s].</param>
    /// <param name="resolution">How short a step is in which something may switch [s].</param>
    public virtual double AcceptablePart(StampTarget target, double step, double resolution) => 1;

    /// <summary>The longest step that would keep the device states as exact as asked, if they went on as in the step at hand [s].</summary>
    /// <param name="step">Length of the step at hand [s].</param>
    public virtual double LongestStep(StampTarget target, double step) => double.PositiveInfinity;

    /// <summary>
    /// Adds the parts of the step at hand, solved but not yet accepted, at which a waveform needs a point: corners that no
    /// step ends at, and places between which straight lines show devices well enough.
    /// </summary>
    /// <param name="step">Length of the step [s].</param>
    /// <param name="straightness">By how much a line may miss a state, as a part of its range; a current by ten times the part.</param>
    public virtual void AddMoments(StampTarget target, double step, double straightness, List<double> parts)
    {
    }

    /// <summary>Puts into the target's memory the device states within the step at hand, along straight voltages.</summary>
    /// <param name="end">The memory at the end of the step.</param>
    /// <param name="step">Length of the step [s].</param>
    public virtual void Interpolate(StampTarget target, ReadOnlySpan<double> end, double step, double part)
    {
    }

    /// <summary>Whether something switched at the accepted point, so that the past no longer predicts the future.</summary>
    public virtual bool Switched(StampTarget target) => false;

    /// <summary>
    /// The acceptable part of a step within which something switches: first up to just before, then the moment itself, so that
    /// neither state is taken for the other's time.
    /// </summary>
    /// <param name="crossing">Where it switches, as a part of the step.</param>
    protected static double PartOf(double crossing, double step, double resolution) =>
        step <= 1.001 * resolution ? 1
        : crossing * step > 0.75 * resolution ? crossing - 0.5 * resolution / step
        : resolution / step;
}
