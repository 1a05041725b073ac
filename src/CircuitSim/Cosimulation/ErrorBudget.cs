namespace CircuitSim.Cosimulation;

/// <summary>
/// Who spoils a read, and by how much: each contributor alone, each taken out of the whole, and one after the other along the
/// chain. Sums of single contributions differ from the whole where contributors act on each other.
/// </summary>
public sealed record ErrorBudget
{
    private ErrorBudget(BudgetOutcome ideal, BudgetOutcome whole, IReadOnlyList<BudgetLine> lines) => (Ideal, Whole, Lines) = (ideal, whole, lines);

    public BudgetOutcome Ideal { get; }

    /// <summary>All contributors are real.</summary>
    public BudgetOutcome Whole { get; }

    /// <summary>In the order of the chain.</summary>
    public IReadOnlyList<BudgetLine> Lines { get; }

    /// <summary>Root of the sum of squares of the single errors: the whole, if they were independent [LSB].</summary>
    public double SquareSumLsb => Math.Sqrt(Lines.Sum(l => l.Alone.RmsLsb * l.Alone.RmsLsb));

    /// <summary>Sum of the single errors: the whole, if all had one sign [LSB].</summary>
    public double SumLsb => Lines.Sum(l => l.Alone.RmsLsb);

    /// <summary>
    /// How far an output may be from the ideal one if contributors only add: the sum of their largest single errors, over full
    /// scale. A class whose margin exceeds twice this cannot change then.
    /// </summary>
    public double OutputBound => Lines.Sum(l => l.Alone.LargestOutput);

    /// <summary>The contributor whose single error is largest.</summary>
    public BudgetLine Largest => Lines.MaxBy(l => l.Alone.RmsLsb);

    /// <param name="names">Contributors in the order of the chain, at least one.</param>
    /// <param name="outcome">The outcome with some of them real, by their places; asked for once each.</param>
    public static ErrorBudget Of(IReadOnlyList<string> names, Func<IReadOnlySet<int>, BudgetOutcome> outcome)
    {
        InvalidParameterException.RequireAtLeast(names.Count, 1, "contributors");
        var found = new Dictionary<string, BudgetOutcome>();
        BudgetOutcome Find(IEnumerable<int> real)
        {
            var set = real.ToHashSet();
            var key = string.Join(',', set.Order());
            return found.TryGetValue(key, out var known) ? known : found[key] = outcome(set);
        }

        int[] all = [.. Enumerable.Range(0, names.Count)];
        return new ErrorBudget(Find([]), Find(all), [.. names.Select((name, k) => new BudgetLine(name, Find([k]), Find(all.Where(n => n != k)), Find(all[..(k + 1)])))]);
    }
}
