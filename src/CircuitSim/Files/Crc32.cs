namespace CircuitSim.Files;

/// <summary>The checksum of zip archives (ISO 3309): the reflected polynomial EDB88320, all ones before and after.</summary>
internal static class Crc32
{
    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(b => Remainder((uint)b))];

    /// <summary>Of the parts as if they were one.</summary>
    public static uint Of(params ReadOnlySpan<byte[]> parts)
    {
        var sum = uint.MaxValue;
        foreach (var part in parts)
        {
            foreach (var b in part)
                sum = Remainders[(byte)(sum ^ b)] ^ (sum >> 8);
        }

        return ~sum;
    }

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        return value;
    }
}
