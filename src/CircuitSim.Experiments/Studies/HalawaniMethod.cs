using CircuitSim.Devices;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// How Halawani's studies write weights into cells and vary them. The paper's text and the code in its appendix leave each of these choices
/// open or contradict each other; every one is an option, the most plausible reading first.
/// </summary>
internal sealed record HalawaniMethod
{
    /// <summary>The greatest conductance of the paper's code; without wires only the ratio to the least one matters [S].</summary>
    private const double On = 1.0 / 110;

    public static ChoiceOption<LevelEdges> Edges { get; } = new() { Name = "--edges", Key = "edges", Standard = LevelEdges.Device, Choices = [("device", "device", LevelEdges.Device), ("data", "data", LevelEdges.Data)], Description = "What is cut into the levels' bins: the device's range, or that of the weights' conductances (a histogram)." };

    public static ChoiceOption<LevelValue> Level { get; } = new() { Name = "--level-value", Key = "level_value", Standard = LevelValue.Midpoint, Choices = [("midpoint", "midpoint", LevelValue.Midpoint), ("centroid", "centroid", LevelValue.Centroid)], Description = "The level of a bin: its middle, or the mean of the weights' conductances within it." };

    public static ChoiceOption<OffsetReference> Reference { get; } = new() { Name = "--reference", Key = "reference", Standard = OffsetReference.Column, Choices = [("exact", "exact", OffsetReference.Column), ("quantized", "quantized", OffsetReference.QuantizedColumn), ("noisy", "quantized-and-noisy", OffsetReference.NoisyColumn)], Description = "The column of a zero weight: exact, quantized like the rest, or quantized and varied like the rest." };

    public static ChoiceOption<bool> Range { get; } = new() { Name = "--range", Key = "range", Standard = false, Choices = [("data", "data", false), ("symmetric", "symmetric", true)], Description = "From the least to the greatest weight, or evenly about zero." };

    public static ChoiceOption<bool> VariedBy { get; } = new() { Name = "--varied-by", Key = "varied_by", Standard = false, Choices = [("cell", "cell", false), ("level", "level", true)], Description = "Whether each cell varies by itself, or all cells of a level alike." };

    /// <summary>The paper's text has a truncated normal law of a variation, its code another deviation of it.</summary>
    public static ChoiceOption<string> Law { get; } = new() { Name = "--law", Key = "law", Standard = "truncated", Choices = [("truncated", "truncated", "truncated"), ("code", "code", "code"), ("normal", "normal", "normal")], Description = "Law of a variation v about the mean G: normal with σ = v G, cut off at G ± v G; the paper's code, σ = G (1 + v) cut off there, nearly uniform; or normal with σ = v G and no end." };

    public static ChoiceOption<OutputScale> Scale { get; } = new() { Name = "--output-scale", Key = "output_scale", Standard = OutputScale.Exact, Choices = [("exact", "exact", OutputScale.Exact), ("least-squares", "least-squares", OutputScale.LeastSquares), ("given", "given", OutputScale.Given)], Description = "Factor of decoded outputs: that of the mapping, the one that brings quantized weights nearest to the trained ones, or a given one." };

    public static QuantityOption Factor { get; } = new() { Name = "--output-factor", Key = "output_factor", Subject = "output factor", Unit = "1", Standard = 1, Rule = NumberRule.Positive, OnlyWith = (Scale, "given"), Description = "Times the mapping's own scale" };

    public static ChoiceOption<bool> Start { get; } = new() { Name = "--start", Key = "sample_starts_from", Standard = false, Choices = [("clean", "clean", false), ("last", "last", true)], Description = "Whether each sample varies the clean cells, or quantizes and varies what the last sample left, as the paper's code does." };

    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<StudyOption> Options { get; } = [IrDropSweep.Scope, Edges, Level, Reference, Range, VariedBy, Law, Start, Scale, Factor];

    public required OffsetScope Scope { get; init; }

    public required OffsetReference Subtracted { get; init; }

    public required bool IsSymmetric { get; init; }

    public required string VariationLaw { get; init; }

    /// <summary>Whether a sample overwrites the cells for the next one.</summary>
    public required bool Overwrites { get; init; }

    private StudyValues Values { get; init; } = new();

    public static HalawaniMethod Of(StudyValues values) => new()
    {
        Scope = values.Get(IrDropSweep.Scope),
        Subtracted = values.Get(Reference),
        IsSymmetric = values.Get(Range),
        VariationLaw = values.Get(Law),
        Overwrites = values.Get(Start),
        Values = values,
    };

    /// <summary>What reproduces the paper's table 1: zero at the edge of a bin if levels are even, and a reference that is quantized, too.</summary>
    public HalawaniMethod AsTable1 => this with { IsSymmetric = true, Subtracted = OffsetReference.QuantizedColumn };

    /// <summary>Every matrix in its cells.</summary>
    /// <param name="levels">Of a cell; null for any conductance.</param>
    /// <param name="ratio">G_on / G_off.</param>
    public EncodedWeights[] Encode(IReadOnlyList<WeightMatrix> matrices, int? levels, double ratio)
    {
        var encoding = new OffsetColumn(On, On / ratio)
        {
            Scope = Scope,
            GlobalRange = WeightRange.Of(matrices),
            IsSymmetric = IsSymmetric,
            Reference = Subtracted,
            Levels = levels,
            Edges = Values.Get(Edges),
            Level = Values.Get(Level),
            OutputScale = Values.Get(Scale),
            GivenScale = Values.Get(Factor),
        };
        return [.. matrices.Select(encoding.Encode)];
    }

    /// <summary>One sample: the weights that the arrays hold when their cells have been varied.</summary>
    /// <param name="variation">v, relative to a cell's target.</param>
    /// <param name="sample">The same stream at another v deviates each cell in the same direction.</param>
    public WeightMatrix[] Vary(IReadOnlyList<EncodedWeights> arrays, double variation, RandomStream sample)
    {
        var law = variation == 0 ? Variability.None : VariationLaw switch
        {
            "truncated" => Variability.TruncatedNormal(variation, variation),
            "code" => Variability.TruncatedNormal(1 + variation, variation),
            _ => Variability.Normal(variation),
        };
        return [.. arrays.Select((array, l) =>
        {
            var cells = new double[array.Conductances.Length];
            if (Values.Get(VariedBy))
                law.ApplyByLevel(array.Conductances, sample.Child("layer", l), cells);
            else
                law.Apply(array.Conductances, sample.Child("layer", l), cells);
            for (var k = array.Outputs; k < cells.Length && Subtracted != OffsetReference.NoisyColumn; k += array.Columns)
                cells[k] = array.Conductances[k];
            return array.ToWeights(cells);
        })];
    }
}
