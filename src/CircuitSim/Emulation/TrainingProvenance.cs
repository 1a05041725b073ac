namespace CircuitSim.Emulation;

/// <summary>What a trained network depends on: the same provenance gives the same weights, bit by bit, on one machine and build.</summary>
/// <param name="Sizes">Inputs, hidden outputs, classes.</param>
/// <param name="ImagesSha256">Of the training images' file.</param>
/// <param name="LabelsSha256">Of the training labels' file.</param>
public sealed record TrainingProvenance(
    IReadOnlyList<int> Sizes, ulong Seed, TrainingOptions Options, string ImagesSha256, string LabelsSha256)
{
    public bool Equals(TrainingProvenance? other) =>
        other is not null && Sizes.SequenceEqual(other.Sizes) && Seed == other.Seed && Options == other.Options
        && ImagesSha256 == other.ImagesSha256 && LabelsSha256 == other.LabelsSha256;

    public override int GetHashCode() => HashCode.Combine(Seed, Options, ImagesSha256, LabelsSha256);

    /// <summary>For a training on a published set.</summary>
    public static TrainingProvenance Of(ImageSet set, IReadOnlyList<int> sizes, ulong seed, TrainingOptions options) =>
        new(sizes, seed, options, set.File(ImageSet.TrainImages).Sha256, set.File(ImageSet.TrainLabels).Sha256);
}
