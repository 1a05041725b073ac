using CircuitSim.Crossbars;
using CircuitSim.Files;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Arrays;

/// <summary>One read of one array: wires, cells and row voltages. Checked once when made (<see cref="Validated"/>).</summary>
public sealed record ArrayCase
{
    /// <summary>Name of the conductances in an archive.</summary>
    public const string ConductancesName = "conductances";

    /// <summary>Name of the row voltages in an archive.</summary>
    public const string VoltagesName = "voltages";

    public required CrossbarWiring Wiring { get; init; }

    /// <summary>Cells, [rows × columns] row-major; 0 is an open cell [S].</summary>
    public required ReadOnlyMemory<double> Conductances { get; init; }

    /// <summary>Voltage of each word-line source, [rows] [V].</summary>
    public required ReadOnlyMemory<double> RowVoltages { get; init; }

    public int Rows => Wiring.Rows;

    public int Columns => Wiring.Columns;

    /// <summary>Reads the files that the options name and draws what they leave to chance.</summary>
    /// <exception cref="InvalidParameterException">An option, a shape or a value in a file is not valid.</exception>
    /// <exception cref="DataFileException">A file is missing or cannot be read.</exception>
    public static ArrayCase Load(ArrayCaseOptions options)
    {
        var cells = options.CellsFile is { } file ? ReadCells(file, options) : null;
        var rows = cells?.Shape[0] ?? options.Rows ?? ArrayCaseOptions.StandardSize;
        var columns = cells?.Shape[1] ?? options.Columns ?? ArrayCaseOptions.StandardSize;
        var wiring = CrossbarWiring.Uniform(
            rows, columns, options.WireResistance, options.DriverResistance, options.SenseResistance, options.Drive);
        return new ArrayCase
        {
            Wiring = wiring,
            Conductances = cells?.Values ?? RandomCells(rows * columns, options),
            RowVoltages = options.VoltagesFile is { } voltages ? ReadVoltages(voltages, rows) : UniformVoltages(rows, options.ReadVoltage),
        }.Validated();
    }

    /// <summary>Returns this case if its shapes fit together and every value is possible.</summary>
    /// <exception cref="InvalidParameterException">Names the cell, the row or the shape that is not valid.</exception>
    public ArrayCase Validated()
    {
        Wiring.Validated();
        if (Conductances.Length != Rows * Columns)
            throw InvalidParameterException.WrongShape(ConductancesName, $"[{Conductances.Length}]", $"[{Rows} × {Columns}]");
        if (RowVoltages.Length != Rows)
            throw InvalidParameterException.WrongShape("row voltages", $"[{RowVoltages.Length}]", $"[{Rows}]");
        for (var k = 0; k < Conductances.Length; k++)
        {
            var conductance = Conductances.Span[k];
            if (!double.IsFinite(conductance) || conductance < 0)
                throw InvalidParameterException.OutOfRange($"conductance of cell ({k / Columns}, {k % Columns})", conductance, "S", "finite and not negative; 0 is an open cell");
        }

        for (var i = 0; i < Rows; i++)
            InvalidParameterException.RequireFinite(RowVoltages.Span[i], "V", $"voltage of row {i}");
        return this;
    }

    private static NpzArray ReadCells(string file, ArrayCaseOptions options)
    {
        var cells = MatrixFile.Read(file, ConductancesName);
        if (cells.Shape.Count != 2)
            throw InvalidParameterException.WrongShape($"{file}: {cells.Name}", ShapeText(cells.Shape), "[rows × columns]");
        var (rows, columns) = (options.Rows ?? cells.Shape[0], options.Columns ?? cells.Shape[1]);
        if (cells.Shape[0] != rows || cells.Shape[1] != columns)
        {
            throw InvalidParameterException.Because("cells",
                $"{file}: {cells.Name} has shape {ShapeText(cells.Shape)}, but --rows and --columns ask for [{rows} × {columns}]; leave them out to take the file's.");
        }

        return cells;
    }

    private static ReadOnlyMemory<double> ReadVoltages(string file, int rows)
    {
        var voltages = MatrixFile.Read(file, VoltagesName);
        // One line, one column or a plain vector: each is a list of rows.
        if (voltages.Values.Length != rows || voltages.Shape.Count(n => n != 1) > 1)
        {
            throw InvalidParameterException.Because("voltages",
                $"{file}: {voltages.Name} has shape {ShapeText(voltages.Shape)}; expected [{rows}], one voltage for each row of the array.");
        }

        return voltages.Values;
    }

    /// <summary>Log-uniform resistances from a stream of their own.</summary>
    private static double[] RandomCells(int count, ArrayCaseOptions options)
    {
        var low = InvalidParameterException.RequirePositive(options.LeastResistance, "Ω", "r-low");
        var high = InvalidParameterException.RequirePositive(options.GreatestResistance, "Ω", "r-high");
        if (high < low)
            throw InvalidParameterException.OutOfRange("r-high", high, "Ω", $"at least r-low = {SiText.Format(low, "Ω")}");
        var random = new RandomStream(options.Seed).Child("cells");
        var conductances = new double[count];
        for (var k = 0; k < count; k++)
            conductances[k] = 1 / (low * Math.Pow(high / low, random.NextUniform()));
        return conductances;
    }

    private static double[] UniformVoltages(int rows, double voltage)
    {
        var voltages = new double[rows];
        Array.Fill(voltages, voltage);
        return voltages;
    }

    private static string ShapeText(IEnumerable<int> shape) => $"[{string.Join(" × ", shape)}]";
}
