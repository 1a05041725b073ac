namespace CircuitSim.Engine;

/// <summary>The state of a <see cref="TransientSession"/> between two steps, to go back to; immutable.</summary>
public sealed class TransientSnapshot
{
    internal TransientSnapshot()
    {
    }

    /// <summary>[s]</summary>
    public double Time { get; internal init; }

    internal double[] X { get; init; } = [];

    internal double[] Before { get; init; } = [];

    internal double[] Earlier { get; init; } = [];

    internal double[] Charges { get; init; } = [];

    internal double[] Rates { get; init; } = [];

    internal double[] Memory { get; init; } = [];

    internal HistorySnapshot History { get; init; } = new([], [], 0, 0, 0);

    internal double?[] Overrides { get; init; } = [];

    internal SourceFunction?[] Courses { get; init; } = [];

    internal bool?[] HeldSwitches { get; set; } = [];

    internal bool CanPredict { get; init; }

    internal bool CanBend { get; init; }

    internal bool IsDiscontinuous { get; init; }

    internal double NextStep { get; init; }

    internal double NextCorner { get; init; }

    internal int Order { get; init; }
}
