namespace CircuitSim.Experiments.LookupTables;

/// <summary>Where the cells and inputs come from whose sums are read.</summary>
internal enum SumSource
{
    /// <summary>Drawn, every sum as often.</summary>
    Random,

    /// <summary>The softmax layer of the built-in Digits.</summary>
    Digits,

    /// <summary>The network 784 → 32 → 10 of MNIST.</summary>
    Mnist,

    /// <summary>A user's own network and inputs.</summary>
    Network,
}
