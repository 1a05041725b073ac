namespace CircuitSim.Devices;

/// <summary>
/// The channel of an n-channel MOSFET with v_ds ≥ 0: all that the levels of SPICE differ in. What lies around it is
/// <see cref="MosfetParasitics"/>. A channel is a struct, so that a loop over transistors that is compiled for it has no virtual calls.
/// </summary>
public interface IMosfetChannel
{
    /// <summary>v_th without bulk bias [V].</summary>
    double ZeroBiasThreshold { get; }

    /// <summary>Current, slopes, threshold and saturation voltage at one bias.</summary>
    /// <param name="vgs">[V]</param>
    /// <param name="vds">Not below zero [V].</param>
    /// <param name="vbs">[V]</param>
    ChannelPoint At(double vgs, double vds, double vbs);
}
