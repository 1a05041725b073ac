namespace CircuitSim.Files;

/// <summary>The checksum of zip archives (ISO 3309): the reflected polynomial EDB88320, all ones before and after.</summary>
internal sealed class Crc32
{
    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(b => Remainder((uint)b))];

    private uint sum = uint.MaxValue;

    /// <summary>Of all bytes so far.</summary>
    public uint Value => ~sum;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            sum = Remainders[(byte)(sum ^ b)] ^ (sum >> 8);
    }

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        return value;
    }
}
