namespace CircuitSim.Cli.Commands;

/// <summary>The values of an option that takes several; as text, what a user would type for them: 0,0.5,10k.</summary>
internal sealed record SpiceNumberList(double[] Values)
{
    public override string ToString() => string.Join(',', Values.Select(v => new SpiceNumber(v)));
}
