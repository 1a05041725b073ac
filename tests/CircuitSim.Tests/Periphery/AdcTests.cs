using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

public class AdcTests
{
    public static TheoryData<IAnalogToDigital> Perfect =>
    [
        new BehavioralConverter(1, 0, 1), new BehavioralConverter(9, -0.3, 0.7),
        new FlashConverter(1, 0, 1, 1e3), new FlashConverter(4, -0.5, 1, 1e3), new FlashConverter(6, 0.1, 0.4, 1e3),
        new RampConverter(new RampDesign { Bits = 1, Range = 1 }), new RampConverter(new RampDesign { Bits = 4, Lowest = -0.3, Range = 0.7 }),
        new SarConverter(new SarDesign { Bits = 1, Range = 1 }), new SarConverter(new SarDesign { Bits = 4, Lowest = -0.3, Range = 0.7, ParasiticCapacitance = 1e-12 }),
        new SarConverter(new SarDesign { Bits = 1, Range = 1, IsSplit = true }), new SarConverter(new SarDesign { Bits = 4, Lowest = -0.3, Range = 0.7, IsSplit = true }),
    ];

    [Theory]
    [MemberData(nameof(Perfect))]
    public void Conversion_WithIdealParts_IsTheIdealTransfer(IAnalogToDigital adc)
    {
        var (count, lsb) = (1 << adc.Bits, adc.Range / (1 << adc.Bits));
        for (var code = 0; code < count; code++)
        {
            foreach (var part in new[] { 1e-3, 0.5, 1 - 1e-3 })
            {
                var voltage = adc.Lowest + (code + part) * lsb;
                Assert.Equal((code, code), (adc.Ideal(voltage), adc.Convert(voltage)));
            }
        }

        Assert.Equal((0, count - 1), (adc.Convert(adc.Lowest - 0.2 * adc.Range), adc.Convert(adc.Lowest + 1.2 * adc.Range)));
    }

    /// <summary>One resistor of sixteen 10 % high, one comparator off by a fifth of an LSB: the ladder's quotients by hand.</summary>
    [Fact]
    public void Flash_OneResistorAndOneComparatorOff_HasTheTransitionsOfItsLadder()
    {
        double[] errors = new double[16], offsets = new double[15];
        (errors[7], offsets[3]) = (0.1, 12.5e-3);
        var found = TransitionSearch.ByBisection(new FlashConverter(4, 0, 1, 1e3, errors, offsets), 1e-6);
        Close.Equal(4 / 16.1 + 12.5e-3, found[3], 1e-6);
        Close.Equal(7 / 16.1, found[6], 1e-6);
        Close.Equal(8.1 / 16.1, found[7], 1e-6);
        Close.Equal(15.1 / 16.1, found[14], 1e-6);
    }

    /// <summary>Ramp and sine through the circuit against what its drawn ladder and comparators say: INL, DNL, and every code of the sine.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Flash_OfDrawnParts_ConvertsRampAndSineAsItsMismatchSays()
    {
        const int Bits = 6, Count = 64;
        var random = new RandomStream(21);
        var errors = PartErrors.Draw(Count, 0.03, random.Child("ladder"));
        double[] offsets = [.. PartErrors.Draw(Count - 1, 0.2 / Count, random.Child("comparators"))];
        var flash = new FlashConverter(Bits, 0, 1, 1e3, errors, offsets);
        var exact = new double[Count - 1];
        for (var k = 1; k < Count; k++)
            exact[k - 1] = errors.Take(k).Sum(e => 1 + e) / errors.Sum(e => 1 + e) + offsets[k - 1];
        AssertConvertsAs(flash, exact, 64);
    }

    [Fact]
    public void Draw_OfABehavioralConverter_HasTheOffsetTheGainAndTheSpreadItWasAskedFor()
    {
        const int Bits = 12, Widths = (1 << Bits) - 2;
        var converter = BehavioralConverter.Draw(Bits, 0, 4.096, 7e-3, -0.02, 0.1, 0, new RandomStream(4));
        var linearity = Linearity.OfTransitions(new CodeScale(Bits, 0, 4.096), converter.Transitions.ToArray());
        Close.Equal(7e-3, linearity.Offset, 1e-10);
        Close.Equal(-0.02, linearity.GainError, 1e-10);
        var sigma = Math.Sqrt(linearity.Dnl.Sum(d => d * d) / Widths);
        Assert.InRange(sigma / 0.1, 1 - 5 / Math.Sqrt(2 * Widths), 1 + 5 / Math.Sqrt(2 * Widths));
        var places = BehavioralConverter.Draw(Bits, 0, 4.096, 0, 0, 0, 0.1, new RandomStream(4));
        var inl = Linearity.OfTransitions(new CodeScale(Bits, 0, 4.096), places.Transitions.ToArray()).Inl;
        Assert.InRange(Math.Sqrt(inl.Sum(d => d * d) / Widths) / 0.1, 1 - 5 / Math.Sqrt(2 * Widths), 1 + 5 / Math.Sqrt(2 * Widths));
        Assert.Equal(places.Transitions.ToArray(), BehavioralConverter.Draw(Bits, 0, 4.096, 0, 0, 0, 0.1, new RandomStream(4)).Transitions.ToArray());
    }

    [Fact]
    public void Values_OutOfRange_AreRefusedInALine()
    {
        AssertRefused("bits = 0: a flash converter has 1 to 10 bits here.", () => new FlashConverter(0, 0, 1, 1e3));
        AssertRefused("bits = 40: a behavioral ADC has 1 to 20 bits here.", () => new BehavioralConverter(40, 0, 1));
        AssertRefused("range = 0 V must be finite and above zero.", () => new BehavioralConverter(4, 0, 0));
        AssertRefused("table of transitions has shape [2]; expected [3].", () => new BehavioralConverter(2, 0, 1, [0.1, 0.2]));
        AssertRefused("transition 3 = 0.15 V lies below transition 2; sort the table.", () => new BehavioralConverter(2, 0, 1, [0.1, 0.2, 0.15]));
        AssertRefused("offsets of the comparators has shape [4]; expected [3].", () => new FlashConverter(2, 0, 1, 1e3, offsets: [0, 0, 0, 0]));
        AssertRefused("gain error = -1 must be finite and above -1.", () => BehavioralConverter.Draw(4, 0, 1, 0, -1, 0, 0, new RandomStream(1)));
    }

    [NgspiceFact]
    public void Flash_AtRest_AgreesWithNgspice()
    {
        var flash = new FlashConverter(4, -0.5, 1, 1e3, PartErrors.Draw(16, 0.05, new RandomStream(6)), PartErrors.Draw(15, 5e-3, new RandomStream(7)));
        var ngspice = new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() });
        foreach (var voltage in new[] { -0.47, -0.1, 0.02, 0.33 })
        {
            var point = ngspice.SolveOperatingPoint(flash.TestBench(voltage));
            Assert.Equal(Enumerable.Range(1, 15).Count(k => point.Voltage(FlashConverter.OutputOf("adc", k)) > 0.5), flash.Convert(voltage));
        }
    }

    /// <summary>INL and DNL from a ramp within its step, ENOB from transitions and from a sine as of a converter that is nothing but the exact transitions.</summary>
    internal static void AssertConvertsAs(IAnalogToDigital adc, double[] exact, int sinePoints, int pointsPerLsb = 16, double resolution = 1e-4)
    {
        var scale = new CodeScale(adc.Bits, adc.Lowest, adc.Range);
        var sorted = exact.Order().ToArray();
        var ramped = TransitionSearch.ByRamp(adc, pointsPerLsb);
        Close.Equal(sorted, ramped, 0, 0.51 * scale.Lsb / pointsPerLsb, "transition");
        var (expected, found) = (Linearity.OfTransitions(scale, sorted), Linearity.OfTransitions(scale, TransitionSearch.ByBisection(adc, resolution)));
        Close.Equal([.. expected.Inl], [.. found.Inl], 0, 2 * resolution, "INL");
        Close.Equal([.. expected.Dnl], [.. found.Dnl], 0, 2 * resolution, "DNL");
        Close.Equal(expected.Offset, found.Offset, 0, resolution * scale.Lsb, "offset");
        Close.Equal(expected.GainError, found.GainError, 0, 2 * resolution / scale.Count, "gain error");
        var same = new BehavioralConverter(adc.Bits, adc.Lowest, adc.Range, sorted);
        Close.Equal(EffectiveBits.OfSine(same, sinePoints, 7), EffectiveBits.OfSine(adc, sinePoints, 7), 1e-12, 0, "ENOB");
    }

    private static void AssertRefused(string sentence, Func<object> act) =>
        Assert.Equal(sentence, Assert.Throws<InvalidParameterException>(act).Message);
}
