using System.Security.Cryptography;
using CircuitSim.Files;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Files;

public class Sha256Tests
{
    /// <summary>The examples of FIPS 180-2, appendix B.</summary>
    [Theory]
    [InlineData("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")]
    public void TextOf_ExamplesOfTheStandard_IsTheirs(string text, int times, string expected) =>
        Assert.Equal(expected, Sha256.TextOf(System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, times)))));

    [Fact]
    public void TextOf_EveryLengthAndAnyParts_IsTheRuntimes()
    {
        var random = new RandomStream(1);
        for (var length = 0; length < 300; length++)
        {
            var bytes = Enumerable.Range(0, length).Select(_ => (byte)random.NextInt32(256)).ToArray();
            var expected = Convert.ToHexStringLower(SHA256.HashData(bytes));
            Assert.Equal(expected, Sha256.TextOf(bytes));
            using var stream = new MemoryStream(bytes);
            Assert.Equal(expected, Sha256.TextOf(stream));
            var parts = new Sha256();
            for (var from = 0; from < length;)
            {
                var count = Math.Min(1 + random.NextInt32(70), length - from);
                parts.Append(bytes.AsSpan(from, count));
                from += count;
            }

            Assert.Equal(expected, parts.FinishText());
        }
    }
}
