namespace CircuitSim.Numerics;

/// <summary>
/// Works off the numbered blocks of a loop on one or more threads without allocating. Which thread takes which block is
/// left to chance, so a block's result may depend on its number only; sums are kept one per block and added in order.
/// The calling thread always takes part: no pool thread has to come for the loop to end.
/// </summary>
internal sealed class BlockTeam
{
    private readonly Member[] helpers;
    private Action<int, int> work = static (_, _) => { };
    private int unclaimed, unfinished;

    /// <param name="size">Number of threads, the caller among them.</param>
    public BlockTeam(int size)
    {
        InvalidParameterException.RequireAtLeast(size, 1, "threads");
        helpers = new Member[size - 1];
        for (var n = 0; n < helpers.Length; n++)
            helpers[n] = new Member(this, n + 1);
    }

    public int Size => helpers.Length + 1;

    /// <summary>Calls <paramref name="body"/>(block, member) once for each of 0 … blocks − 1; member is 0 … Size − 1.</summary>
    public void Run(int blocks, Action<int, int> body)
    {
        if (helpers.Length == 0 || blocks == 1)
        {
            for (var block = 0; block < blocks; block++)
                body(block, 0);
            return;
        }

        work = body;
        unfinished = blocks;
        // The claim itself says whether it holds (not below zero), so a helper that comes late can never mistake an
        // exhausted loop for the next one.
        Volatile.Write(ref unclaimed, blocks);
        foreach (var helper in helpers)
            helper.Call();
        TakeBlocks(0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref unfinished) > 0)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    private void TakeBlocks(int member)
    {
        int block;
        while ((block = Interlocked.Decrement(ref unclaimed)) >= 0)
        {
            work(block, member);
            Interlocked.Decrement(ref unfinished);
        }
    }

    /// <summary>A pool thread that lingers for the next loop, some 260 µs: a solver starts most at once, and one behind its coarse step.</summary>
    private sealed class Member(BlockTeam team, int number) : IThreadPoolWorkItem
    {
        private const int Patience = 1000;

        private int isPresent;

        public void Call()
        {
            if (Interlocked.Exchange(ref isPresent, 1) == 0)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Execute()
        {
            do
            {
                for (var idle = 0; idle < Patience; idle++)
                {
                    if (Volatile.Read(ref team.unclaimed) > 0)
                    {
                        team.TakeBlocks(number);
                        idle = 0;
                    }

                    Thread.SpinWait(10);
                }

                Interlocked.Exchange(ref isPresent, 0);
                // A call that came between the last look and this line found the member present and did not queue it.
            }
            while (Volatile.Read(ref team.unclaimed) > 0 && Interlocked.Exchange(ref isPresent, 1) == 0);
        }
    }
}
