namespace CircuitSim.LookupTables;

/// <summary>
/// The tables and axes of a read-out's <see cref="TableSet"/>; docs/lookup-tables.md says what each holds. Codes rise with the sum.
/// <code>
/// axes    sum       ideal partial sum Σ x w of whole levels, 0 … largest                  [sums]
///         column    of every die in turn: die · columns + column                          [columns]
///         code      1 … 2^bits − 1, where each begins; inner_code without the last        [codes − 1], [codes − 2]
/// tables  code_ideal          [sum]            of ideal parts
///         code_mean, code_std, code_std_within [sum]   over all columns; within says: of single columns, pooled
///         samples             [sum]            0 where mean and deviation are filled in from the neighbours
///         column_code_mean, column_code_std, column_samples   [column × sum]
///         transition_v        [column × code]  signal at which a code begins, where the sum 0 is 0 V
///         inl_lsb, dnl_lsb    [column × code], [column × inner_code]   end points
///         code_sum            [code]           sum that a code stands for
///         transition_ideal_v  [code]
/// </code>
/// </summary>
public static class ConverterKeys
{
    public const string Sum = "sum", Column = "column", Code = "code", InnerCode = "inner_code";

    public const string Ideal = "code_ideal", Mean = "code_mean", Deviation = "code_std", DeviationWithin = "code_std_within", Samples = "samples";

    public const string ColumnMean = "column_code_mean", ColumnDeviation = "column_code_std", ColumnSamples = "column_samples";

    public const string Transitions = "transition_v", Inl = "inl_lsb", Dnl = "dnl_lsb", CodeSum = "code_sum", IdealTransitions = "transition_ideal_v";
}
