namespace CircuitSim.Periphery.Converters;

/// <summary>Codes 0 … 2^Bits − 1 over a range of voltage, in steps of one LSB.</summary>
public sealed record CodeScale
{
    /// <param name="lowest">Where code 0 begins [V].</param>
    /// <param name="range">2^bits LSB, above zero [V].</param>
    /// <param name="mostBits">Of this kind of converter.</param>
    /// <param name="kind">In faults, with its article: "a flash converter".</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public CodeScale(int bits, double lowest, double range, int mostBits = 24, string kind = "a converter")
    {
        Bits = bits >= 1 && bits <= mostBits ? bits : throw InvalidParameterException.Because("bits", $"bits = {bits}: {kind} has 1 to {mostBits} bits here.");
        Lowest = InvalidParameterException.RequireFinite(lowest, "V");
        Range = InvalidParameterException.RequirePositive(range, "V");
    }

    public int Bits { get; }

    /// <summary>[V]</summary>
    public double Lowest { get; }

    /// <summary>[V]</summary>
    public double Range { get; }

    /// <summary>2^Bits.</summary>
    public int Count => 1 << Bits;

    /// <summary>[V]</summary>
    public double Lsb => Range / Count;

    /// <summary>Where a code begins: T_k = Lowest + k LSB [V].</summary>
    public double Start(int code) => Lowest + code * Lsb;

    /// <summary>⌊(v − Lowest)/LSB⌋, held within the codes; the least one of what is no number.</summary>
    public int CodeOf(double voltage) => (int)Math.Clamp(Math.Floor((voltage - Lowest) / Lsb), 0, Count - 1);

    /// <exception cref="InvalidParameterException">There is no such code.</exception>
    public int Require(int code) => code >= 0 && code < Count
        ? code
        : throw InvalidParameterException.Because("code", $"code = {code} must be one of 0 to {Count - 1}, the codes of {Bits} bits.");
}
