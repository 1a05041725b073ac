namespace CircuitSim.Experiments.Devices;

/// <summary>A pulse and what it left.</summary>
/// <param name="State">x = (w − w_on)/(w_off − w_on), as the read behind it found.</param>
/// <param name="Resistance">v/i of that read [Ω].</param>
/// <param name="ExactState">x by the integral of the state equation over the pulse.</param>
public readonly record struct DevicePulseStep(DevicePulse Pulse, double State, double Resistance, double ExactState);
