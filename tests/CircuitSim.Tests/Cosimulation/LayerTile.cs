using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Tests.Cosimulation;

/// <summary>Arrays of random cells with a read-out between ±0.9 V, whose images reach 0.2 … 0.5 V.</summary>
internal static class LayerTile
{
    public const double ReadVoltage = 0.2;

    public const int InputCodes = 16;

    public static OperationalAmplifier Amplifier { get; } = OperationalAmplifier.Cmos1V8 with { PositiveSupply = 0.9, NegativeSupply = -0.9 };

    /// <summary>Segments of 2 Ω and 1 fF, cells log-uniform over a decade, no sample-and-hold.</summary>
    /// <param name="columns">The last one is the reference.</param>
    public static LayerParts Parts(int rows, int columns, bool everyWire, IAmplifier? amplifier = null, bool hasDacs = false, bool hasSubtractors = true)
    {
        var op = amplifier ?? Amplifier;
        var random = new RandomStream(1).Child("tile", rows);
        // 100 µA at the largest sum of conductances that a column can have.
        var lowest = 100e-6 / (ReadVoltage * rows);
        double[] cells = [.. Enumerable.Range(0, rows * columns).Select(_ => lowest * Math.Pow(10, -random.NextUniform()))];
        return new LayerParts
        {
            Wiring = CrossbarWiring.Uniform(rows, columns, 2) with { SegmentCapacitance = 1e-15 },
            Cells = cells,
            EveryWire = everyWire,
            Dacs = hasDacs ? Many(rows, _ => new R2RLadder(5, ReadVoltage * 32 / InputCodes, 10e3, 50)) : [],
            Drivers = Many(rows, _ => new FollowerDriver { Amplifier = op }),
            Terminations = Many(columns, _ => new TransimpedanceAmplifier { FeedbackResistance = 10e3, FeedbackCapacitance = 200e-15, Amplifier = op }),
            Subtractors = hasSubtractors ? Many(columns - 1, _ => new DifferenceAmplifier { InputResistance = 100e3, Amplifier = op }) : [],
        };

        static T[] Many<T>(int count, Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];
    }

    /// <summary>Codes of an image, from 0 to <see cref="InputCodes"/>.</summary>
    public static int[] Codes(int rows, int image)
    {
        var random = new RandomStream(2).Child("image", image);
        return [.. Enumerable.Range(0, rows).Select(_ => random.NextInt32(InputCodes + 1))];
    }

    public static double[] RowVoltages(int rows, int image) => [.. Codes(rows, image).Select(code => code * ReadVoltage / InputCodes)];
}
