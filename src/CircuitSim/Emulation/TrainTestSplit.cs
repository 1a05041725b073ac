namespace CircuitSim.Emulation;

/// <summary>What a network learns from and what it is judged on.</summary>
public sealed record TrainTestSplit(LabelledImages Train, LabelledImages Test);
