namespace CircuitSim.Experiments.Studies;

/// <summary>Test images classified correctly with column quantizers of so many bits, at zero wire resistance.</summary>
internal sealed record AdcPoint(int Bits, int Correct);
