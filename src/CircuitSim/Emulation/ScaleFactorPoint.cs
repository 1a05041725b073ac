namespace CircuitSim.Emulation;

/// <summary>Images classified correctly at one scale factor.</summary>
public readonly record struct ScaleFactorPoint(double ScaleFactor, int TrainCorrect, int TestCorrect);
