namespace CircuitSim.Encodings;

/// <summary>Over which weights w_min and w_max are taken.</summary>
public enum OffsetScope
{
    /// <summary>All weights of the layer.</summary>
    Layer,

    /// <summary>All weights of the network, given as <see cref="OffsetColumn.GlobalRange"/>.</summary>
    Global,

    /// <summary>The weights of one output; the subtractor then has a gain of its own for each output.</summary>
    Column,
}
