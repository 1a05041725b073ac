using CircuitSim.Numerics;

namespace CircuitSim.Periphery.Converters;

/// <summary>What a <see cref="SarConverter"/> is made of.</summary>
public sealed record SarDesign
{
    public const int MostBits = 16;

    public required int Bits { get; init; }

    /// <summary>Where code 0 begins, and the lower reference [V].</summary>
    public double Lowest { get; init; }

    /// <summary>Upper reference minus lower [V].</summary>
    public required double Range { get; init; }

    /// <summary>C of one of the 2^Bits units [F].</summary>
    public double UnitCapacitance { get; init; } = 20e-15;

    /// <summary>C_p from the common plate to ground [F].</summary>
    public double ParasiticCapacitance { get; init; }

    /// <summary>Of every switch that is on [Ω].</summary>
    public double SwitchResistance { get; init; } = 1e3;

    /// <summary>Added to the comparator's input: raises all transitions by (C + C_p)/C of it [V].</summary>
    public double ComparatorOffset { get; init; }

    /// <summary>
    /// Whether the capacitor of the highest bit is a second array like the rest, which a rejected bit switches down piece by piece instead of taking
    /// back a whole one (Ginsburg and Chandrakasan, JSSC 42(4), 2007): σ_DNL in the middle falls by √2, and so does the charge.
    /// </summary>
    public bool IsSplit { get; init; }

    /// <summary>[<see cref="Units"/>] relative, of each capacitor; null: none. <see cref="DrawErrors"/> draws them.</summary>
    public IReadOnlyList<double>? Errors { get; init; }

    /// <summary>How long the input charges the array [s]; null: until it is within 2^−(Bits + 8) of it.</summary>
    public double? SampleTime { get; init; }

    /// <summary>From a trial to its decision [s]; null: until the array is settled as far.</summary>
    public double? TrialTime { get; init; }

    /// <summary>
    /// How many units each capacitor has: the one that stays down, then those of bit 0 up. In a split array the highest bit is
    /// the same again behind them.
    /// </summary>
    public IReadOnlyList<int> Units
    {
        get
        {
            int[] array = [1, .. Enumerable.Range(0, IsSplit ? Bits - 1 : Bits).Select(k => 1 << k)];
            return IsSplit ? [.. array, .. array] : array;
        }
    }

    /// <summary>Independent errors of all units: a capacitor of n of them has σ/√n.</summary>
    /// <param name="sigma">Of one unit, relative.</param>
    public double[] DrawErrors(double sigma, RandomStream stream) => [.. PartErrors.Draw(Units.Count, sigma, stream).Zip(Units, (e, n) => e / Math.Sqrt(n))];
}
