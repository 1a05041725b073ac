namespace CircuitSim.Numerics;

/// <summary>Eight lanes in two halves of four: four such values hold two squares of 4 × 4, which can be transposed.</summary>
internal unsafe interface ITransposable<TSelf> : ILanes<TSelf>
    where TSelf : unmanaged, ITransposable<TSelf>
{
    /// <summary>Lanes 0 … 3 from one address, lanes 4 … 7 from another.</summary>
    static abstract TSelf LoadHalves(double* low, double* high);

    /// <summary>Within each half, lane m of value n and lane n of value m change places.</summary>
    static abstract void TransposeHalves(ref TSelf a0, ref TSelf a1, ref TSelf a2, ref TSelf a3);

    void StoreHalves(double* low, double* high);
}
