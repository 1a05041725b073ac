namespace CircuitSim.Crossbars;

/// <summary>
/// The passive part of an array: its size, the resistance of every wire segment, driver and sense input, and the wires' capacitance.
/// Checked once when made (<see cref="Validated"/>), then trusted.
/// </summary>
public sealed record CrossbarWiring
{
    /// <summary>Number of word lines M, 1 … 4096.</summary>
    public required int Rows { get; init; }

    /// <summary>Number of bit lines N, 1 … 4096.</summary>
    public required int Columns { get; init; }

    /// <summary>Word-line segments, [M × (N + 1)] row-major; segment j lies before column j, the last one leads to the far driver [Ω].</summary>
    public ResistanceMap WordLineSegments { get; init; }

    /// <summary>Bit-line segments, [(M + 1) × N] row-major; segment i lies before row i, the first one leads to the far sense input, the last one to the near one [Ω].</summary>
    public ResistanceMap BitLineSegments { get; init; }

    /// <summary>Output resistance of each word-line driver, [M]; each end has its own driver [Ω].</summary>
    public ResistanceMap Drivers { get; init; }

    /// <summary>Input resistance between each bit line and its sensing node, [N]; each end has its own [Ω].</summary>
    public ResistanceMap SenseInputs { get; init; }

    /// <summary>Capacitance to ground of every segment that leads to a crosspoint, lumped there; counts in a transient alone [F].</summary>
    public double SegmentCapacitance { get; init; }

    public WordLineDrive Drive { get; init; } = WordLineDrive.OneEnd;

    public BitLineSensing Sensing { get; init; } = BitLineSensing.OneEnd;

    /// <summary>An array whose segments all have the same resistance.</summary>
    /// <param name="rows">M.</param>
    /// <param name="columns">N.</param>
    /// <param name="wireResistance">Resistance of every segment of every line [Ω].</param>
    /// <param name="driverResistance">Output resistance of every driver [Ω].</param>
    /// <param name="senseResistance">Input resistance of every sensing node [Ω].</param>
    /// <exception cref="InvalidParameterException">A size below 1 or a resistance that is negative or not finite.</exception>
    public static CrossbarWiring Uniform(
        int rows, int columns, double wireResistance, double driverResistance = 0, double senseResistance = 0,
        WordLineDrive drive = WordLineDrive.OneEnd, BitLineSensing sensing = BitLineSensing.OneEnd) =>
        new CrossbarWiring
        {
            Rows = rows,
            Columns = columns,
            WordLineSegments = ResistanceMap.Uniform(wireResistance),
            BitLineSegments = ResistanceMap.Uniform(wireResistance),
            Drivers = ResistanceMap.Uniform(driverResistance, "driver resistance"),
            SenseInputs = ResistanceMap.Uniform(senseResistance, "sense resistance"),
            Drive = drive,
            Sensing = sensing,
        }.Validated();

    /// <summary>Returns this wiring if its sizes and shapes fit together.</summary>
    /// <exception cref="InvalidParameterException">Names the size or the map that does not fit.</exception>
    public CrossbarWiring Validated()
    {
        RequireSize(Rows, "rows");
        RequireSize(Columns, "columns");
        RequireShape(WordLineSegments, Rows, Columns + 1, "word-line segments");
        RequireShape(BitLineSegments, Rows + 1, Columns, "bit-line segments");
        RequireShape(Drivers, Rows, 1, "driver resistances");
        RequireShape(SenseInputs, Columns, 1, "sense resistances");
        InvalidParameterException.RequireNonNegative(SegmentCapacitance, "F", "segment capacitance");
        return this;
    }

    private const int LargestSize = 4096;

    private static void RequireSize(int size, string name)
    {
        InvalidParameterException.RequireAtLeast(size, 1, name);
        if (size > LargestSize)
            throw InvalidParameterException.Because(name, $"{name} = {size} must be at most {LargestSize}; tile the array.");
    }

    private static void RequireShape(ResistanceMap map, int rows, int columns, string name)
    {
        if (map.Length is { } length && length != rows * columns)
            throw InvalidParameterException.WrongShape(name, $"[{length}]", $"[{rows} × {columns}]");
    }
}
