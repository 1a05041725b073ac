namespace CircuitSim.Netlists.Expressions;

/// <summary>The shapes of the programs of one circuit. One thread at a time, as the programs themselves.</summary>
internal sealed class ProgramShapes
{
    private readonly Dictionary<int, List<ProgramShape>> shapes = [];

    /// <summary>The shape of a program; the same for all that differ in constants and controls alone.</summary>
    public ProgramShape Find(Instruction[] steps, int value, int[] derivatives)
    {
        var hash = new HashCode();
        foreach (ref readonly var step in steps.AsSpan())
            hash.Add((step.Operation, step.A, step.B, step.C));
        var key = hash.ToHashCode();
        if (!shapes.TryGetValue(key, out var alike))
            shapes.Add(key, alike = []);
        var shape = alike.Find(s => s.Fits(steps, value, derivatives));
        if (shape is null)
            alike.Add(shape = new ProgramShape(steps, value, derivatives));
        return shape;
    }
}
