using CircuitSim.Emulation.Networks;

namespace CircuitSim.Emulation.Training;

/// <summary>A sample with channels.</summary>
internal static class Picture
{
    /// <summary>Height and width.</summary>
    /// <exception cref="InvalidParameterException">The sample is not [channels × height × width].</exception>
    public static IReadOnlyList<int> Sizes(IReadOnlyList<int> shape) =>
        shape.Count == 3 ? [shape[1], shape[2]] : throw InvalidParameterException.WrongShape("sample", Tensor.ShapeText(shape), "[channels × height × width]");
}
