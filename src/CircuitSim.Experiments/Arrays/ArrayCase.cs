using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Experiments.Options;
using CircuitSim.Files;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Arrays;

/// <summary>One read of one array: wires, cells and what its lines are held at. Checked once when made (<see cref="Validated"/>).</summary>
public sealed record ArrayCase
{
    /// <summary>Name of the conductances in an archive.</summary>
    public const string ConductancesName = "conductances";

    /// <summary>Name of resistances in an archive that holds these instead.</summary>
    public const string ResistancesName = "resistances";

    /// <summary>What stands for the resistance of an open cell in a text file, as NumPy writes it.</summary>
    private const string OpenWord = "inf";

    /// <summary>Name of the row voltages in an archive.</summary>
    public const string VoltagesName = "voltages";

    /// <summary>Name of the bit lines' voltages in an archive.</summary>
    public const string BitVoltagesName = "bit_voltages";

    /// <summary>What stands for a voltage in a text file where a line floats; in an archive it is NaN.</summary>
    public const string FloatingWord = "float";

    public required CrossbarWiring Wiring { get; init; }

    /// <summary>Cells, [rows × columns] row-major; 0 is an open cell [S].</summary>
    public required ReadOnlyMemory<double> Conductances { get; init; }

    /// <summary>b of i = G/b · sinh(b v), G the conductance above; 0: ohmic cells [1/V].</summary>
    public double Curvature { get; init; }

    /// <summary>Word lines, held by their drivers or floating, [rows].</summary>
    public required ReadOnlyMemory<LineBias> WordLines { get; init; }

    /// <summary>Bit lines, held by their sensing nodes or floating, [columns].</summary>
    public required ReadOnlyMemory<LineBias> BitLines { get; init; }

    public int Rows => Wiring.Rows;

    public int Columns => Wiring.Columns;

    /// <summary>Whether the file of the cells holds numbers that the other of S and Ω would explain better.</summary>
    public bool LooksLikeOtherUnit { get; private init; }

    /// <summary>Reads the files that the options name and draws what they leave to chance.</summary>
    /// <exception cref="InvalidParameterException">An option, a shape or a value in a file is not valid.</exception>
    /// <exception cref="DataFileException">A file is missing or cannot be read.</exception>
    public static ArrayCase Load(ArrayCaseOptions options)
    {
        var cells = options.CellsFile is { } file ? ReadCells(file, options) : null;
        var rows = cells?.Shape[0] ?? options.Rows ?? ArrayCaseOptions.StandardSize;
        var columns = cells?.Shape[1] ?? options.Columns ?? ArrayCaseOptions.StandardSize;
        var wiring = CrossbarWiring.Uniform(
            rows, columns, options.WireResistance, options.DriverResistance, options.SenseResistance, options.Drive, options.Sensing);
        if (options.WordWireResistance is { } word)
            wiring = wiring with { WordLineSegments = ResistanceMap.Uniform(word, WiringOptions.WordWire.Subject) };
        if (options.BitWireResistance is { } bit)
            wiring = wiring with { BitLineSegments = ResistanceMap.Uniform(bit, WiringOptions.BitWire.Subject) };
        return new ArrayCase
        {
            Wiring = wiring,
            Conductances = cells is null ? RandomCells(rows * columns, options) : options.HoldsResistances ? Inverted(cells, options.CellsFile!) : cells.Values,
            LooksLikeOtherUnit = cells is not null && LooksLike(!options.HoldsResistances, cells.Values.Span),
            Curvature = options.Curvature,
            WordLines = options.VoltagesFile is { } voltages ? ReadBiases(voltages, VoltagesName, "row", rows) : LineBias.All(rows, CrossbarRange.RequireVoltage(options.ReadVoltage, "read voltage")),
            BitLines = options.BitVoltagesFile is { } bitVoltages ? ReadBiases(bitVoltages, BitVoltagesName, "column", columns) : new LineBias[columns],
        }.Validated();
    }

    /// <summary>Returns this case if its shapes fit together and every value is possible.</summary>
    /// <exception cref="InvalidParameterException">Names the cell, the row or the shape that is not valid.</exception>
    public ArrayCase Validated()
    {
        Wiring.Validated();
        if (Conductances.Length != Rows * Columns)
            throw InvalidParameterException.WrongShape(ConductancesName, $"[{Conductances.Length}]", $"[{Rows} × {Columns}]");
        if (WordLines.Length != Rows)
            throw InvalidParameterException.WrongShape("row voltages", $"[{WordLines.Length}]", $"[{Rows}]");
        if (BitLines.Length != Columns)
            throw InvalidParameterException.WrongShape("column voltages", $"[{BitLines.Length}]", $"[{Columns}]");
        InvalidParameterException.RequireNonNegative(Curvature, "1/V", "curvature");
        for (var k = 0; k < Conductances.Length; k++)
            CrossbarRange.RequireConductance(Conductances.Span[k], k / Columns, k % Columns, "; 0 is an open cell");

        return this;
    }

    /// <summary>What the same cells do without any wire, driver or sense resistance.</summary>
    /// <exception cref="SingularMatrixException">A floating line is tied to no voltage by cells that conduct.</exception>
    public IdealRead WithoutWires()
    {
        var (rows, columns) = (new double[Rows], new double[Columns]);
        var currents = new double[Columns];
        if (HasFloatingLines)
        {
            // Floating lines take the voltage that their cells give them.
            var (_, word, bit) = ArraySolve.Solve(this with { Wiring = CrossbarWiring.Uniform(Rows, Columns, 0) }, new CrossbarSolverOptions(), currents);
            for (var i = 0; i < Rows; i++)
                rows[i] = word[i * Columns];
            for (var j = 0; j < Columns; j++)
                columns[j] = bit[j];
            return new IdealRead(rows, columns, currents);
        }

        for (var i = 0; i < Rows; i++)
            rows[i] = WordLines.Span[i].Voltage;
        for (var j = 0; j < Columns; j++)
            columns[j] = BitLines.Span[j].Voltage;
        for (var k = 0; k < Conductances.Length; k++)
            currents[k % Columns] += Cell(k, rows[k / Columns] - columns[k % Columns]).Current;
        return new IdealRead(rows, columns, currents);
    }

    /// <summary>Current of a cell at a voltage, and its slope [A, S].</summary>
    internal (double Current, double Conductance) Cell(int k, double voltage)
    {
        var g = Conductances.Span[k];
        return Curvature == 0 || g == 0 ? (voltage * g, g) : new HyperbolicSineCell(g / Curvature, Curvature).Linearize(voltage, 0);
    }

    public bool HasFloatingLines => CountFloating(WordLines) + CountFloating(BitLines) > 0;

    public static int CountFloating(ReadOnlyMemory<LineBias> lines)
    {
        var count = 0;
        foreach (var line in lines.Span)
            count += line.IsFloating ? 1 : 0;
        return count;
    }

    private static NpzArray ReadCells(string file, ArrayCaseOptions options)
    {
        var cells = ArrayFile.Read(file, options.HoldsResistances ? ResistancesName : ConductancesName, options.HoldsResistances ? OpenWord : null, options.HoldsResistances ? ColumnUnit.Ohm : ColumnUnit.Siemens);
        if (cells.Shape.Count != 2)
            throw InvalidParameterException.WrongShape($"{file}: {cells.Name}", ShapeText(cells.Shape), "[rows × columns]");
        var (rows, columns) = (options.Rows ?? cells.Shape[0], options.Columns ?? cells.Shape[1]);
        if (cells.Shape[0] != rows || cells.Shape[1] != columns)
        {
            throw InvalidParameterException.Because("cells",
                $"{file}: {cells.Name} has shape {ShapeText(cells.Shape)}, but [{rows} × {columns}] rows and columns are asked for; leave them out to take the file's.");
        }

        return cells;
    }

    /// <summary>Conductances of resistances; one without end, a text's NaN, is an open cell.</summary>
    private static double[] Inverted(NpzArray cells, string file)
    {
        var isText = Path.GetExtension(file).Equals(".csv", StringComparison.OrdinalIgnoreCase);
        var conductances = new double[cells.Values.Length];
        for (var k = 0; k < conductances.Length; k++)
        {
            var resistance = cells.Values.Span[k];
            conductances[k] = double.IsPositiveInfinity(resistance) || (isText && double.IsNaN(resistance)) ? 0
                : 1 / InvalidParameterException.RequirePositive(resistance, "Ω", $"resistance of cell ({k / cells.Shape[1]}, {k % cells.Shape[1]})");
        }

        return conductances;
    }

    /// <summary>Cells of a memory are neither above 1 S nor below 1 Ω.</summary>
    private static bool LooksLike(bool resistances, ReadOnlySpan<double> values)
    {
        var (least, greatest) = (double.PositiveInfinity, 0.0);
        foreach (var value in values)
        {
            if (value > 0 && double.IsFinite(value))
                (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }

        return greatest > 0 && (resistances ? least > 1 : greatest < 1);
    }

    private static LineBias[] ReadBiases(string file, string name, string line, int count)
    {
        var voltages = ArrayFile.Read(file, name, FloatingWord, ColumnUnit.Volt);
        // One line, one column or a plain vector: each is a list of lines.
        if (voltages.Values.Length != count || voltages.Shape.Count(n => n != 1) > 1)
        {
            throw InvalidParameterException.Because(name,
                $"{file}: {voltages.Name} has shape {ShapeText(voltages.Shape)}; expected [{count}], one voltage for each {line} of the array{(voltages.Values.Length == count + 1 && voltages.Values.Span[0] == 0 ? "; if its first line, 0, is a column's name, as pandas writes it, save with header=False" : "")}.");
        }

        var biases = new LineBias[count];
        for (var k = 0; k < count; k++)
        {
            var voltage = voltages.Values.Span[k];
            biases[k] = double.IsNaN(voltage) ? LineBias.Floating : CrossbarRange.RequireVoltage(voltage, $"voltage of {line} {k}");
        }

        return biases;
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

    private static string ShapeText(IEnumerable<int> shape) => $"[{string.Join(" × ", shape)}]";
}
