namespace CircuitSim;

/// <summary>What went wrong with another simulator.</summary>
public enum ExternalSimulatorFault
{
    Missing,
    Refused,
    Crashed,
    TimedOut,
    BadOutput,
}
