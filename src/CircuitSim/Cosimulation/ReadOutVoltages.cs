namespace CircuitSim.Cosimulation;

/// <summary>What stands at the taps of a read for every image, [images × lines] row-major each.</summary>
internal sealed class ReadOutVoltages(int images, int rows, int columns, int outputs)
{
    private readonly double[] differences = new double[images * outputs];

    /// <summary>In front of the drivers [V].</summary>
    public double[] RowVoltages { get; } = new double[images * rows];

    /// <summary>Behind the drivers [V].</summary>
    public double[] DrivenVoltages { get; } = new double[images * rows];

    /// <summary>[A]</summary>
    public double[] ColumnCurrents { get; } = new double[images * columns];

    /// <summary>[V]</summary>
    public double[] TerminationVoltages { get; } = new double[images * columns];

    /// <summary>Behind the subtractors; without them the terminations' [V].</summary>
    public double[] LineVoltages => outputs > 0 ? differences : TerminationVoltages;

    /// <summary>In front of the converters [V].</summary>
    public double[] HeldVoltages { get; } = new double[images * (outputs > 0 ? outputs : columns)];

    public Span<double> Held(int image) => HeldVoltages.AsSpan(image * (outputs > 0 ? outputs : columns), outputs > 0 ? outputs : columns);

    public Span<double> Rows(int image) => RowVoltages.AsSpan(image * rows, rows);

    public Span<double> Driven(int image) => DrivenVoltages.AsSpan(image * rows, rows);

    public Span<double> Columns(int image) => ColumnCurrents.AsSpan(image * columns, columns);

    public Span<double> Terminations(int image) => TerminationVoltages.AsSpan(image * columns, columns);

    public Span<double> Differences(int image) => differences.AsSpan(image * outputs, outputs);

    public Span<double> Lines(int image) => outputs > 0 ? Differences(image) : Terminations(image);
}
