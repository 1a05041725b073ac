namespace CircuitSim.Numerics;

/// <summary>
/// Eight or more doubles that a kernel treats as one number. A kernel is written once over this interface and compiled
/// for each way the machine can do it: <see cref="Lanes512"/>, <see cref="Lanes256"/>, <see cref="ScalarLanes"/>. The number
/// of lanes, the order of every sum and the single rounding of every fused operation are the same in all of them, so
/// that all give the same bits.
/// </summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Number of doubles, the distance between one value and the next.</summary>
    static abstract int Count { get; }

    static abstract TSelf Load(double* source);

    /// <summary>Hints that the line of the cache at an address will be wanted; the address need not be anybody's.</summary>
    static abstract void Prefetch(double* address);

    static abstract TSelf Broadcast(double value);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Abs(TSelf a);

    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>1/a, or 0 where a is 0: the pivot of a node that nothing ties to anything leaves it at 0 V.</summary>
    static abstract TSelf ReciprocalOrZero(TSelf a);

    /// <summary>Sum of the lanes, halves first: ((a₀+a₄)+(a₂+a₆)) + ((a₁+a₅)+(a₃+a₇)).</summary>
    static abstract double Sum(TSelf a);

    void Store(double* target);
}
