namespace CircuitSim.Ngspice;

/// <summary>What a process left behind; long output is cut in its middle.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error);
