namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// The lines that a pool sends to a worker, from the thread that reads them to the one that computes. Who waits for the next one sleeps at once:
/// a collection of the runtime's would look again and again first, for longer than the pool takes to answer.
/// </summary>
public sealed class CampaignRequests
{
    private readonly object gate = new();
    private readonly Queue<string> lines = [];

    public void Add(string line)
    {
        lock (gate)
        {
            lines.Enqueue(line);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Each line when it has come; it never ends by itself.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IEnumerable<string> Take(CancellationToken cancellationToken)
    {
        using var wake = cancellationToken.Register(() =>
        {
            lock (gate)
                Monitor.PulseAll(gate);
        });
        while (true)
        {
            string line;
            lock (gate)
            {
                while (lines.Count == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Monitor.Wait(gate);
                }

                line = lines.Dequeue();
            }

            yield return line;
        }
    }
}
