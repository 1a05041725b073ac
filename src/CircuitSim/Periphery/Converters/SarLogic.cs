using CircuitSim.Engine;

namespace CircuitSim.Periphery.Converters;

/// <summary>
/// The digital half of a <see cref="SarConverter"/>: moves the gates of one that was added to a circuit, and decides. Whoever runs the session
/// advances it in between: a sampling time, <see cref="Hold"/>, a hold time, and for each bit <see cref="Try"/>, a trial time, <see cref="Decide"/>.
/// Several converters of one circuit go through these together.
/// </summary>
public sealed class SarLogic
{
    private readonly SarConverter converter;
    private readonly string name;
    private readonly List<SarTrial> trials = [];
    private readonly bool[] isUp;
    private readonly double[] charges;

    /// <param name="name">Under which the converter was added.</param>
    public SarLogic(SarConverter converter, string name)
    {
        ArgumentNullException.ThrowIfNull(converter);
        (this.converter, this.name) = (converter, name);
        isUp = new bool[converter.Capacitances.Count];
        charges = new double[isUp.Length];
    }

    public IReadOnlyList<SarTrial> Trials => trials;

    /// <summary>The bits that were kept.</summary>
    public int Code { get; private set; }

    /// <summary>What the two references have given since the hold [J]: their voltages times the charges that came to the plates at them.</summary>
    public double Energy { get; private set; }

    /// <summary>Ends sampling: lets the common plate go.</summary>
    public void Hold(TransientSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        trials.Clear();
        (Code, Energy) = (0, 0);
        Array.Clear(isUp);
        session.SetSource($"V{name}_t", 0);
    }

    /// <summary>Switches to the next trial.</summary>
    public void Try(TransientSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        for (var k = 0; k < charges.Length; k++)
            charges[k] = Charge(session, k);
        if (trials.Count == 0)
            session.SetSource($"V{name}_h", 0);
        foreach (var (capacitor, up) in MovesOf(converter.Design, trials.Count, trials.Count > 0 && trials[^1].IsKept))
        {
            isUp[capacitor] = up;
            session.SetSource($"V{name}_g{capacitor}", up ? 1 : 0);
        }
    }

    /// <summary>What the comparator says of it now.</summary>
    public void Decide(TransientSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var tried = Code | 1 << converter.Bits - 1 - trials.Count;
        var voltage = session.Voltage(SarConverter.PlateOf(name));
        var isKept = voltage + converter.Design.ComparatorOffset <= 0;
        trials.Add(new SarTrial(tried, voltage, isKept));
        Code = isKept ? tried : Code;
        for (var k = 0; k < charges.Length; k++)
            Energy += (converter.Lowest + (isUp[k] ? converter.Range : 0)) * (Charge(session, k) - charges[k]);
    }

    /// <summary>When which gate moves in a conversion that took these decisions.</summary>
    internal static IEnumerable<(double Time, string Gate, double Value)> Moves(SarConverter converter, IReadOnlyList<SarTrial> trials)
    {
        yield return (converter.SampleTime, "t", 0);
        for (var k = 0; k < trials.Count; k++)
        {
            var time = converter.SampleTime + converter.HoldTime + k * converter.TrialTime;
            if (k == 0)
                yield return (time, "h", 0);
            foreach (var (capacitor, up) in MovesOf(converter.Design, k, k > 0 && trials[k - 1].IsKept))
                yield return (time, $"g{capacitor}", up ? 1 : 0);
        }
    }

    /// <summary>From its own plate to the common one [C].</summary>
    private double Charge(TransientSession session, int capacitor) =>
        converter.Capacitances[capacitor] * session.Voltage(SarConverter.PlateOf(name, capacitor), SarConverter.PlateOf(name));

    /// <summary>Which capacitors go up or down for the next trial, behind as many decisions.</summary>
    private static IEnumerable<(int Capacitor, bool Up)> MovesOf(SarDesign design, int decided, bool lastIsKept)
    {
        var bit = design.Bits - 1 - decided;
        if (design.IsSplit && decided == 0)
        {
            // The second array is the highest bit.
            for (var k = 0; k < design.Bits; k++)
                yield return (design.Bits + k, true);
        }
        else if (design.IsSplit)
        {
            yield return lastIsKept ? (bit + 1, true) : (design.Bits + bit + 1, false);
        }
        else
        {
            if (decided > 0 && !lastIsKept)
                yield return (bit + 2, false);
            yield return (bit + 1, true);
        }
    }
}
