namespace CircuitSim.Devices;

/// <summary>A MOSFET's channel at one bias, drain and source as the voltages have them.</summary>
/// <param name="Current">Drain current [A].</param>
/// <param name="GateTransconductance">∂i/∂v_gs [S].</param>
/// <param name="OutputConductance">∂i/∂v_ds [S].</param>
/// <param name="BulkTransconductance">∂i/∂v_bs [S].</param>
/// <param name="Threshold">v_th at this bulk bias [V].</param>
/// <param name="Saturation">v_ds,sat = max(v_gs − v_th, 0) [V].</param>
public readonly record struct ChannelPoint(
    double Current, double GateTransconductance, double OutputConductance, double BulkTransconductance, double Threshold, double Saturation);
