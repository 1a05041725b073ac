namespace CircuitSim.Crossbars;

/// <summary>Resistances of many places: one value for all of them or one for each [Ω]. Every value is in <see cref="CrossbarRange"/>.</summary>
public readonly struct ResistanceMap
{
    private readonly double uniform;
    private readonly double[]? values;

    private ResistanceMap(double uniform, double[]? values)
    {
        this.uniform = uniform;
        this.values = values;
    }

    /// <summary>Number of places, or null if one value stands for any number of them.</summary>
    public int? Length => values?.Length;

    public double this[int index] => values is null ? uniform : values[index];

    /// <summary>The same resistance everywhere [Ω].</summary>
    public static ResistanceMap Uniform(double resistance, string name = "wire resistance") =>
        new(CrossbarRange.RequireResistance(resistance, name), null);

    /// <summary>One resistance for each place [Ω]; the values are copied.</summary>
    public static ResistanceMap PerPlace(ReadOnlySpan<double> resistances, string name = "wire resistance")
    {
        for (var k = 0; k < resistances.Length; k++)
            CrossbarRange.RequireResistance(resistances[k], $"{name}[{k}]");
        return new ResistanceMap(0, resistances.ToArray());
    }

    public static implicit operator ResistanceMap(double resistance) => Uniform(resistance);
}
