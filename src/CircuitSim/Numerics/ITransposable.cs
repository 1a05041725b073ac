namespace CircuitSim.Numerics;

/// <summary>Eight lanes, eight of which make a tile that can be transposed.</summary>
internal unsafe interface ITransposable<TSelf> : ILanes<TSelf>
    where TSelf : unmanaged, ITransposable<TSelf>
{
    /// <summary>Lane m of value n and lane n of value m change places.</summary>
    static abstract void Transpose(
        ref TSelf a0, ref TSelf a1, ref TSelf a2, ref TSelf a3, ref TSelf a4, ref TSelf a5, ref TSelf a6, ref TSelf a7);
}
