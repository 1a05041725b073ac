using CircuitSim.Cosimulation;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>The array whose sums are read, and its chain.</summary>
internal sealed record AdcTableCase
{
    public AdcTableCase(StudyValues values)
    {
        Values = values;
        (Rows, Columns) = (values.Get(AdcTableOptions.Rows), values.Get(AdcTableOptions.Columns));
        (CellLevels, InputLevels) = (values.Get(AdcTableOptions.CellLevels), values.Get(AdcTableOptions.InputLevels));
        var bits = 1;
        while ((1L << bits) - 1 < LargestSum)
            bits++;
        Bits = values.Get(AdcTableOptions.AdcBits) ?? bits;
        SumPerCode = values.Get(AdcTableOptions.SumPerCode) is > 0 and var given ? given : Math.Max(1, (double)LargestSum / LastCode);
    }

    public StudyValues Values { get; }

    public int Rows { get; }

    /// <summary>Without the reference.</summary>
    public int Columns { get; }

    public int CellLevels { get; }

    public int InputLevels { get; }

    /// <summary>Σ x w with all at their last levels.</summary>
    public int LargestSum => Rows * (CellLevels - 1) * (InputLevels - 1);

    public int Bits { get; }

    public int LastCode => (1 << Bits) - 1;

    public double SumPerCode { get; }

    public bool HasReference => Values.Get(AdcTableOptions.Reference);

    public int Dies => Values.Get(AdcTableOptions.Dies);

    public StageSet Stages => StageSet.Parse(Values.Get(AdcTableOptions.Stages));

    public double ReadVoltage => Values.Get(AdcTableOptions.Voltage);

    /// <summary>Of ideal parts.</summary>
    public int IdealCode(int sum) => (int)Math.Clamp(Math.Floor(sum / SumPerCode + 0.5), 0, LastCode);

    /// <param name="levels">[rows × columns], row-major.</param>
    public EncodedWeights Encode(int[] levels) => new OffsetColumn(1 / Values.Get(AdcTableOptions.OnResistance), 1 / Values.Get(AdcTableOptions.OffResistance))
    {
        Scope = OffsetScope.Global,
        GlobalRange = WeightRange.Of(new WeightMatrix(1, 1, [CellLevels - 1])),
        Reference = HasReference ? OffsetReference.Column : OffsetReference.Digital,
    }.Encode(new WeightMatrix(Rows, Columns, Array.ConvertAll(levels, w => (double)w)));

    /// <summary>Full scale is what all rows drive through cells at R_on, or what the last code stands for if that is more.</summary>
    public ReadOutDesign Design()
    {
        var (on, off) = (1 / Values.Get(AdcTableOptions.OnResistance), 1 / Values.Get(AdcTableOptions.OffResistance));
        var last = LastCode * SumPerCode * ReadVoltage * (on - off) / ((CellLevels - 1) * (InputLevels - 1));
        return ReadOutOptions.Design(Values, InputLevels - 1, Rows, HasReference ? Columns + 1 : Columns, Bits) with
        {
            FullScaleCurrent = Math.Max(Rows * ReadVoltage * on, last),
            LastCodeCurrent = last,
            SharesConverter = Values.Get(AdcTableOptions.Converters),
        };
    }
}
