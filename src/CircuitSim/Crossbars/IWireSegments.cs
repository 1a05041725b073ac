using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>How a kernel comes by the resistances of the wire segments [Ω].</summary>
internal unsafe interface IWireSegments
{
    /// <summary>Whether segments differ.</summary>
    static abstract bool AreIndividual { get; }

    /// <param name="uniform">The resistance of every segment.</param>
    /// <param name="segments">The resistance of each segment.</param>
    /// <param name="place">Place of the segments wanted.</param>
    static abstract T At<T>(double uniform, double* segments, long place)
        where T : unmanaged, ILanes<T>;
}
