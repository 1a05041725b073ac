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

    /// <param name="name">Under which the converter was added.</param>
    public SarLogic(SarConverter converter, string name)
    {
        ArgumentNullException.ThrowIfNull(converter);
        (this.converter, this.name) = (converter, name);
    }

    public IReadOnlyList<SarTrial> Trials => trials;

    /// <summary>The bits that were kept.</summary>
    public int Code { get; private set; }

    /// <summary>Ends sampling: lets the common plate go.</summary>
    public void Hold(TransientSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        trials.Clear();
        Code = 0;
        session.SetSource($"V{name}_t", 0);
    }

    /// <summary>Switches to the next trial.</summary>
    public void Try(TransientSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        foreach (var (gate, value) in MovesOf(converter.Design, trials.Count, trials.Count > 0 && trials[^1].IsKept))
            session.SetSource($"V{name}_{gate}", value);
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
    }

    /// <summary>When which gate moves in a conversion that took these decisions.</summary>
    internal static IEnumerable<(double Time, string Gate, double Value)> Moves(SarConverter converter, IReadOnlyList<SarTrial> trials)
    {
        yield return (converter.SampleTime, "t", 0);
        for (var k = 0; k < trials.Count; k++)
        {
            foreach (var (gate, value) in MovesOf(converter.Design, k, k > 0 && trials[k - 1].IsKept))
                yield return (converter.SampleTime + converter.HoldTime + k * converter.TrialTime, gate, value);
        }
    }

    /// <summary>Of the next trial, behind as many decisions.</summary>
    private static IEnumerable<(string Gate, double Value)> MovesOf(SarDesign design, int decided, bool lastIsKept)
    {
        var bit = design.Bits - 1 - decided;
        if (decided == 0)
            yield return ("h", 0);
        if (design.IsSplit && decided == 0)
        {
            // The second array is the highest bit.
            for (var k = 0; k < design.Bits; k++)
                yield return ($"g{design.Bits + k}", 1);
        }
        else if (design.IsSplit)
        {
            yield return lastIsKept ? ($"g{bit + 1}", 1) : ($"g{design.Bits + bit + 1}", 0);
        }
        else
        {
            if (decided > 0 && !lastIsKept)
                yield return ($"g{bit + 2}", 0);
            yield return ($"g{bit + 1}", 1);
        }
    }
}
