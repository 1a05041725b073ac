namespace CircuitSim.Netlists.Ngspice;

/// <summary>A memristor's model in ngspice's expressions of v(p,n) and of the state v(x), from 0 to 1.</summary>
internal sealed record MemristorEquations
{
    /// <summary>What the subcircuit's name begins with.</summary>
    public required string Name { get; init; }

    /// <summary>For a comment.</summary>
    public required string Title { get; init; }

    /// <summary>i [A].</summary>
    public required string Current { get; init; }

    /// <summary>Rate of the state towards 1; not negative [1/s].</summary>
    public required string Up { get; init; }

    /// <summary>Rate of the state towards 0; not positive [1/s].</summary>
    public required string Down { get; init; }

    /// <summary>How fast a state beyond a limit is pulled back, per unit of distance [1/s].</summary>
    public required double Stiffness { get; init; }
}
