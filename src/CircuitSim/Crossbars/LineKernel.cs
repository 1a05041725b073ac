using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// The passes over the lines of an array, in the order in which a solve calls them; u, v, p, z and t as in
/// <see cref="CrossbarSolver"/>. Every sum is the same for any number of threads.
/// </summary>
internal abstract class LineKernel
{
    /// <summary>The kernel for the lanes that the options ask for and for the system's wires.</summary>
    public static LineKernel For(LineSystem system, CrossbarSolverOptions options)
    {
        var team = new BlockTeam(options.Threads);
        var widest = Lanes512.IsSupported ? SimdWidth.Bits512 : Lanes256.IsSupported ? SimdWidth.Bits256 : SimdWidth.Scalar;
        var simd = options.Simd == SimdWidth.Widest ? widest : options.Simd;
        if (simd < widest)
            throw InvalidParameterException.Because("SIMD width", $"this machine has no {simd} instructions; leave the width at {SimdWidth.Widest}.");
        return simd switch
        {
            SimdWidth.Bits512 => KernelOf<Lanes512>(system, team),
            SimdWidth.Bits256 => KernelOf<Lanes256>(system, team),
            // A native binary for processors that have registers is spared the third of a megabyte of the twin without.
            _ when RuntimeFeature.IsDynamicCodeSupported || !Vector256.IsHardwareAccelerated => KernelOf<ScalarLanes>(system, team),
            _ => throw InvalidParameterException.Because("SIMD width", $"this build has no kernel for {simd} lanes; leave the width at {SimdWidth.Widest}."),
        };
    }

    /// <summary>Factors the bit lines of the strips and the word lines of the blocks of eight that are marked.</summary>
    public abstract void Factor(ReadOnlySpan<bool> strips, ReadOnlySpan<bool> blocks);

    /// <summary>u, p and t become 0.</summary>
    public abstract void Clear();

    /// <summary>z = R⁻¹ t; returns z·t.</summary>
    public abstract double StartWordLines();

    /// <summary>p = z + P c + β p, t = D C⁻¹ D p; returns z·t. Without a coarse grid there is no P c.</summary>
    public abstract double StepBitLines(double β, ICoarseGrid? coarse = null);

    /// <summary>A coarse grid for the same lanes.</summary>
    public abstract ICoarseGrid CoarseGrid(int rowSpacing, int columnSpacing);

    /// <summary>The product with effective conductances for the same lanes and threads.</summary>
    public abstract IEffectiveProduct EffectiveProduct();

    /// <summary>A direct solver for the same lanes.</summary>
    public abstract IDissectionSolver Dissection(CrossbarWiring wiring);

    /// <summary>u += α p, z −= α (p − R⁻¹ t); returns z·t.</summary>
    public abstract double StepWordLines(double α);

    /// <summary>v = C⁻¹ (D u + b_v + c), t = D v − c, c the cells' own sources if they have any: KCL holds on the bit lines.</summary>
    public abstract void CloseBitLines();

    /// <summary>t += b_u.</summary>
    public abstract void AddSources();

    /// <summary>t = R⁻¹ t; returns the sum of g |t − u| over the cells where t is above u or over those where it is below, the greater one.</summary>
    public abstract double CloseWordLines();

    private static LineKernel KernelOf<T>(LineSystem system, BlockTeam team)
        where T : unmanaged, ITransposable<T> =>
        system.HasUniformSegments ? new LaneKernel<T, UniformSegments>(system, team) : new LaneKernel<T, IndividualSegments>(system, team);
}
