using System.Runtime.CompilerServices;
using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>One resistance for all segments of a layer: it stays in a register.</summary>
internal readonly unsafe struct UniformSegments : IWireSegments
{
    public static bool AreIndividual => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(double uniform, double* segments, long place)
        where T : unmanaged, ILanes<T> => T.Broadcast(uniform);
}
