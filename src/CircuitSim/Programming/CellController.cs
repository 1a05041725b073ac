using CircuitSim.Devices;

namespace CircuitSim.Programming;

/// <summary>
/// Program-and-verify of one cell. It knows the nominal card, the cell's target and what reads have told, nothing else. From
/// the read conductance it estimates how far the state has to go; the closed form of the nominal device gives the pulse
/// (<see cref="PulseDose"/>); what that pulse really did is learned, for either direction by itself:
/// <list type="bullet">
/// <item>amplitude: by how much the voltage that the nominal device would have needed for the observed move falls short of the
/// applied one (<see cref="DriveLoss"/>);</item>
/// <item>width: the observed move over the predicted one.</item>
/// </list>
/// A pulse that moves nothing raises the next one, so the ladder climbs from below; an overshoot is taken back by the other
/// direction. The first pulse in a direction goes only part of the way, because an overshoot costs a pulse and a reset.
/// </summary>
public sealed class CellController
{
    /// <summary>
    /// Of the tolerance within which a cell is taken as done: the rest is for what later writes change, if only by other
    /// currents on wires that a read shares.
    /// </summary>
    private const double DonePart = 0.8;

    /// <summary>Of the way that the first pulse in a direction takes.</summary>
    private const double FirstPart = 0.85;

    /// <summary>Relative change of a conductance below which a pulse did nothing.</summary>
    private const double LeastChange = 1e-7;

    /// <summary>Width of the next pulse after one that did nothing, as a multiple.</summary>
    private const double Climb = 4;

    /// <summary>Of the range: nearer to its end a state may well stand at it.</summary>
    private const double LimitPart = 0.01;

    /// <summary>Part of the remaining way that a pulse at the end of the ladder must at least take.</summary>
    private const double LeastProgress = 0.1;

    /// <summary>Pulses at the end of the ladder that took less, after which a cell is given up.</summary>
    private const int PatienceAtTheEnd = 2;

    private readonly IThresholdModel nominal;
    private readonly PulsePlan plan;
    private readonly PulseDose dose;
    private readonly double tolerance, noise;
    private readonly DriveLoss[] losses;
    private readonly double[] gain = [1, 1];
    private readonly bool[] isKnown = [false, false];
    private WriteDirection lastDirection;
    private ColumnPulse last;
    private double readBefore;
    private bool isPending, lastWasLargest;
    private int idle;

    /// <param name="nominal">The card that the controller believes in.</param>
    /// <param name="target">[S]</param>
    /// <param name="tolerance">Relative to the target.</param>
    /// <param name="noise">Relative standard deviation of reads.</param>
    /// <param name="selector">In series with the device, if there is one.</param>
    public CellController(IThresholdModel nominal, PulsePlan plan, double target, double tolerance, double noise = 0, Selector? selector = null)
    {
        (this.nominal, this.plan, this.tolerance, this.noise) = (nominal, plan, tolerance, noise);
        Target = target;
        dose = new PulseDose(nominal, plan.Edge);
        losses = [new DriveLoss(dose.Threshold(WriteDirection.Set), selector), new DriveLoss(dose.Threshold(WriteDirection.Reset), selector)];
    }

    /// <summary>What the cell is brought to; what others take from it may shift it between pulses [S].</summary>
    public double Target { get; set; }

    public int Pulses { get; private set; }

    /// <summary>What the cell is expected to draw in the last pulse, midway between its begin and its end [A].</summary>
    public double Current { get; private set; }

    /// <summary>Whether pulses at the end of the ladder do next to nothing any more.</summary>
    public bool IsStuck => idle >= PatienceAtTheEnd;

    /// <summary>Whether a read conductance is so near to the target that no further pulse is due.</summary>
    public bool IsDone(double conductance) => Math.Abs(conductance - Target) <= DonePart * tolerance * Target;

    /// <summary>The next pulse, after <see cref="Observe"/> of what it stands upon.</summary>
    /// <param name="conductance">As read now [S].</param>
    public (WriteDirection Direction, ColumnPulse Pulse) Next(int column, double conductance)
    {
        var move = Estimate(Target) - Estimate(conductance);
        var direction = move < 0 ? WriteDirection.Set : WriteDirection.Reset;
        var d = (int)direction;
        var wanted = Math.Max(Math.Abs(move), 1e-9 * nominal.StateRange) * (isKnown[d] ? 1 : FirstPart);
        readBefore = conductance;
        var pulse = plan.Ladder == PulseLadder.Amplitude ? ByAmplitude(direction, column, wanted, Math.Max(conductance, Target)) : ByWidth(direction, column, wanted);
        (last, lastDirection, isPending) = (pulse, direction, true);
        Pulses++;
        return (direction, pulse);
    }

    /// <summary>Less is left for the cell than <see cref="Next"/> asked for.</summary>
    /// <param name="amplitude">What the cell can get of the largest one [V].</param>
    public void Limit(double amplitude) => (last, lastWasLargest) = (last with { Amplitude = amplitude }, true);

    /// <summary>The pulse of an open loop: all the way in one, from a state that is only assumed.</summary>
    /// <param name="assumed">Conductance that the cell is believed to have [S].</param>
    public (WriteDirection Direction, ColumnPulse Pulse) Blind(int column, double assumed)
    {
        isKnown[0] = isKnown[1] = true;
        return Next(column, assumed);
    }

    /// <summary>Learns from the read behind a pulse.</summary>
    /// <param name="conductance">[S]</param>
    public void Observe(double conductance)
    {
        if (!isPending)
            return;
        isPending = false;
        var d = (int)lastDirection;
        var observed = Estimate(conductance) - Estimate(readBefore);
        var most = Math.Max(conductance, readBefore);
        var wanted = Math.Abs(Estimate(Target) - Estimate(readBefore));
        idle = lastWasLargest && observed < LeastProgress * wanted ? idle + 1 : 0;
        if (lastDirection == WriteDirection.Set)
            observed = -observed;
        if (!(Math.Abs(conductance - readBefore) > Math.Max(LeastChange, 3 * noise) * readBefore) || observed <= 0)
        {
            // Nothing known but a bound: the device saw no more than its threshold, or was far slower.
            if (plan.Ladder == PulseLadder.Amplitude)
                losses[d].ObserveNothing(last.Amplitude, most);
            else
                gain[d] /= Climb;
            return;
        }

        isKnown[d] = true;
        if (plan.Ladder == PulseLadder.Amplitude)
        {
            losses[d].Observe(last.Amplitude, dose.Voltage(lastDirection, observed, last.Width), most);
            if (observed > wanted && IsAtLimit(Estimate(conductance)))
                losses[d].ObserveCut();
        }
        else
        {
            gain[d] = observed / dose.Move(lastDirection, last.Amplitude, last.Width);
        }
    }

    private bool IsAtLimit(double state)
    {
        var margin = LimitPart * nominal.StateRange;
        return state <= nominal.LowestState + margin || state >= nominal.HighestState - margin;
    }

    /// <summary>State that the nominal device would have, limits where it could not be [m].</summary>
    private double Estimate(double conductance) =>
        nominal.StateForResistance(conductance > 0 ? Math.Clamp(1 / conductance, nominal.LowResistance, nominal.HighResistance) : nominal.HighResistance);

    /// <param name="conductance">When most current flows: a set ends there, a reset begins there, and there it is slowest [S].</param>
    private ColumnPulse ByAmplitude(WriteDirection direction, int column, double wanted, double conductance)
    {
        var voltage = dose.Voltage(direction, wanted, plan.Width);
        var amplitude = losses[(int)direction].Amplitude(voltage, conductance);
        var largest = plan.LargestAmplitude(direction);
        Current = losses[(int)direction].Current(Math.Min(amplitude, largest), voltage, 0.5 * (readBefore + Target));
        lastWasLargest = amplitude >= largest;
        return new ColumnPulse(column, Math.Clamp(amplitude, 0.5 * dose.Threshold(direction), largest), plan.Width);
    }

    private ColumnPulse ByWidth(WriteDirection direction, int column, double wanted)
    {
        var amplitude = plan.FixedAmplitude(direction);
        var width = dose.Width(direction, wanted / gain[(int)direction], amplitude);
        lastWasLargest = width >= plan.LongestWidth;
        return new ColumnPulse(column, amplitude, Math.Min(width, plan.LongestWidth));
    }
}
