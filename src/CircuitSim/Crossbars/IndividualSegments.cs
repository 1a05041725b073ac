using System.Runtime.CompilerServices;
using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>Every segment has its own resistance: 16 more bytes of memory traffic per crosspoint and iteration.</summary>
internal readonly unsafe struct IndividualSegments : IWireSegments
{
    public static bool AreIndividual => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T At<T>(double uniform, double* segments, long place)
        where T : unmanaged, ILanes<T> => T.Load(segments + place);
}
