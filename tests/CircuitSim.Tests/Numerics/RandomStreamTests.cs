using CircuitSim.Numerics;

namespace CircuitSim.Tests.Numerics;

public class RandomStreamTests
{
    /// <summary>xoshiro256** of the state that SplitMix64 makes of 0, as the reference code of Blackman and Vigna gives it.</summary>
    [Fact]
    public void Numbers_OfSeedZero_AreThoseOfTheReference()
    {
        var stream = new RandomStream(0);
        ulong[] expected = [0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0, 0x6aa594f1262d2d2c, 0xbba5ad4a1f842e59];
        Assert.Equal(expected, expected.Select(_ => stream.NextUInt64()));
    }

    [Fact]
    public void FirstNumber_OfAChild_IsTheChilds()
    {
        var stream = new RandomStream(7);
        foreach (var purpose in new[] { "", "value of wire_resistance_ohm", "Ω", new string('x', 1000) })
        {
            for (var index = -1L; index < 100; index++)
            {
                Assert.Equal(stream.Child(purpose, index).NextUInt64(), stream.FirstUInt64Of(purpose, index));
                Assert.Equal(stream.Child(purpose, index).NextUniform(), stream.FirstUniformOf(purpose, index));
            }
        }
    }
}
