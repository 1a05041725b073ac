namespace CircuitSim.Emulation.Networks;

/// <summary>Where the elements of all windows lie.</summary>
/// <param name="Output">Windows along each dimension.</param>
/// <param name="Windows">All of them.</param>
/// <param name="Elements">Of one window.</param>
/// <param name="Offsets">[windows × elements], within one channel's plane, or <see cref="Pad"/> or <see cref="Outside"/>.</param>
internal sealed record WindowOffsets(IReadOnlyList<int> Output, int Windows, int Elements, int[] Offsets)
{
    public const int Pad = -1;

    /// <summary>Behind the pads, where the number of windows was rounded up.</summary>
    public const int Outside = -2;

    public ReadOnlySpan<int> Of(int window) => Offsets.AsSpan(window * Elements, Elements);
}
