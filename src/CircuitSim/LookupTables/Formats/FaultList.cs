namespace CircuitSim.LookupTables.Formats;

/// <summary>What is wrong with a folder's files: the first faults in full, the rest as a number, so that a hostile file cannot make it long.</summary>
internal sealed class FaultList
{
    private const int Most = 20;

    private readonly List<string> faults = [];
    private int more;

    public IReadOnlyList<string> All => more == 0 ? faults : [.. faults, $"… and {more} more."];

    public void Add(string fault)
    {
        if (faults.Count < Most)
            faults.Add(fault);
        else
            more++;
    }
}
