using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// The passes for one kind of lanes and one kind of wires. A chain is a tridiagonal matrix that is kept as one number per node,
/// the share e = 1/(1 + h r) of the current there that goes on to the next node, h being the conductance to ground that the chain
/// so far shows at this one and r the segment between. There y_k = e_k (b_k + y) with y what comes from the node before, back
/// x_k = e_k x + r y_k with x the voltage of the next one. The last node of a chain goes on to its source or sensing node through s:
/// e = 1/(r (h + s)), so that r y is its voltage there, too. Chains are eliminated towards their sensing node or near driver.
/// <para>
/// Lines are taken eight at a time, one lane each, so that registers hold all that a pass needs: a vector that is kept on the stack
/// costs up to ten times its operations where the stack lies across lines of the cache. Bit lines go down a strip and back up; word
/// lines from the far end and back, tiles being transposed on the way in and on the way out. Per crosspoint and iteration this moves
/// 104 bytes: g, e, z, p in and p, t out on the bit lines, t, e, p, u, z in and u, z out on the word lines.
/// </para>
/// </summary>
internal sealed unsafe partial class LaneKernel<T, TSegments> : LineKernel
    where T : unmanaged, ITransposable<T>
    where TSegments : struct, IWireSegments
{
    private const int BlocksAtOnce = 8, StripsAtOnce = 4;

    /// <summary>Doubles of one of the seven arrays that an iteration passes over, above which caches of today hold none of them from pass to pass.</summary>
    private const long LengthBeyondCaches = 1 << 19;

    /// <summary>How far ahead of itself a pass along word lines asks memory for what it will read.</summary>
    private const int StripsAhead = 4;

    /// <summary>Columns whose voltages wait for the sink.</summary>
    private const int ColumnsAtOnce = 64;

    private readonly LineSystem a;
    private readonly BlockTeam team;
    private readonly StripLayout layout;
    private readonly int rows, columns, blocks;
    private readonly double[] stripSums, blockSums, blockRises;
    private readonly double*[] scratch;
    private readonly bool isBeyondCaches;
    private readonly bool[] stripIsMarked, blockIsMarked;
    private readonly Action<int, int> factorStrips, factorBlocks, startBlock, stepStrip, stepBlock, closeStrip, closeBlock, clearStrip;
    private ICoarseGrid? coarse;
    private double α, β;

    public LaneKernel(LineSystem system, BlockTeam team)
    {
        (a, this.team, layout) = (system, team, system.Layout);
        (rows, columns, blocks) = (layout.Rows, layout.PaddedColumns, layout.Blocks);
        isBeyondCaches = layout.Length > LengthBeyondCaches;
        (stripSums, blockSums, blockRises) = (new double[layout.Strips], new double[blocks], new double[blocks]);
        (stripIsMarked, blockIsMarked) = (new bool[layout.Strips], new bool[blocks]);
        scratch = new double*[team.Size];
        for (var n = 0; n < scratch.Length; n++)
            scratch[n] = system.Allocate(BlocksAtOnce * 8L * (columns + 1));
        (factorStrips, factorBlocks) = (FactorStrips, FactorBlocks);
        (startBlock, stepStrip, stepBlock) = (StartBlock, StepStrip, StepBlock);
        (closeStrip, closeBlock, clearStrip) = (CloseStrip, CloseBlock, ClearStrip);
    }

    public override void Factor(ReadOnlySpan<bool> strips, ReadOnlySpan<bool> blocks)
    {
        strips.CopyTo(stripIsMarked);
        blocks.CopyTo(blockIsMarked);
        team.Run((stripIsMarked.Length + StripsAtOnce - 1) / StripsAtOnce, factorStrips);
        team.Run((blockIsMarked.Length + BlocksAtOnce - 1) / BlocksAtOnce, factorBlocks);
    }

    public override void Clear() => team.Run(layout.Strips, clearStrip);

    public override double StartWordLines()
    {
        team.Run(blocks, startBlock);
        return Sum(blockSums);
    }

    public override double StepBitLines(double β, ICoarseGrid? coarse)
    {
        this.β = β;
        this.coarse = coarse;
        team.Run(layout.Strips, stepStrip);
        return Sum(stripSums);
    }

    public override ICoarseGrid CoarseGrid(int rowSpacing, int columnSpacing) =>
        TSegments.AreIndividual ? new IndividualCoarseGrid<T>(a, rowSpacing, columnSpacing) : new UniformCoarseGrid<T>(a, rowSpacing, columnSpacing);

    public override IEffectiveProduct EffectiveProduct() => new EffectiveProduct<T>(layout.Rows, layout.Columns, team);

    public override IDissectionSolver Dissection(CrossbarWiring wiring) => new DissectionSolver<T>(a, wiring);

    public override double StepWordLines(double α)
    {
        this.α = α;
        team.Run(blocks, stepBlock);
        return Sum(blockSums);
    }

    public override void CloseBitLines() => team.Run(layout.Strips, closeStrip);

    public override void AddSources()
    {
        for (var i = 0; i < rows; i++)
        {
            a.Work[layout.Index(i, 0)] += a.NearSources[i];
            a.Work[layout.Index(i, layout.Columns - 1)] += a.FarSources[i];
        }
    }

    public override double CloseWordLines()
    {
        team.Run(blocks, closeBlock);
        var rise = Sum(blockRises);
        return Math.Max(rise, Sum(blockSums) - rise);
    }

    private static double Sum(double[] parts)
    {
        double sum = 0;
        foreach (var part in parts)
            sum += part;
        return sum;
    }
}
