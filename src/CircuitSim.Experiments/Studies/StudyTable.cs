using CircuitSim.Experiments.Converters;
using CircuitSim.Experiments.LookupTables;

namespace CircuitSim.Experiments.Studies;

/// <summary>The studies that are declared as <see cref="Study"/>, in the order of the help.</summary>
public static class StudyTable
{
    /// <summary>Published networks: what <c>validate</c> offers.</summary>
    public static IReadOnlyList<Study> Validations { get; } = [new CamponogaraDigits(), new HalawaniMnist(), new HalawaniCnn(), new LongBits(), new LongDva(), new ZanottiBinary()];

    /// <summary>What <c>sweep</c> offers.</summary>
    public static IReadOnlyList<Study> Sweeps { get; } = [new IrDropSweep(), new ThresholdMargins(), new ReadVoltageSweep(), new CompensationSweep(), new DeviceTableSweep()];

    /// <summary>All that state claims: what <c>validate all</c> runs.</summary>
    public static IReadOnlyList<Study> Claimed { get; } = [.. Validations, new CompensationSweep(CompensationSweep.Digits), new CompensationSweep(CompensationSweep.Mnist)];

    /// <summary>What <c>budget</c> offers.</summary>
    public static IReadOnlyList<Study> Budgets { get; } = [BudgetStudy.Digits, BudgetStudy.Mnist];

    /// <summary>Converters by themselves: what <c>convert</c> offers.</summary>
    public static IReadOnlyList<Study> Conversions { get; } = [new R2RStudy(), new ResistorStringStudy(), new FlashStudy(), new SarStudy(), new RampStudy(), new BehavioralStudy()];

    /// <summary>Tables of a read-out: what <c>lut adc</c> offers.</summary>
    public static IReadOnlyList<Study> ConverterTables { get; } = [AdcTableStudy.Random, AdcTableStudy.Digits, AdcTableStudy.Mnist, AdcTableStudy.Network];

    /// <summary>A user's own network: the command of its name.</summary>
    public static Study Inference { get; } = new Infer();

    /// <summary>Tables of arrays and data sets for surrogate models: what <c>lut array</c> offers.</summary>
    public static IReadOnlyList<Study> ArrayTables { get; } = [ArrayTableStudy.Digits, ArrayTableStudy.Mnist, ArrayTableStudy.Network, ArrayTableStudy.Random];

    public static IReadOnlyList<Study> All { get; } = [.. Validations, .. Sweeps, .. Budgets, .. Conversions, .. ArrayTables, .. ConverterTables, Inference];
}
