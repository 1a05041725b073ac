using CircuitSim.Devices;

namespace CircuitSim.Experiments.Devices;

/// <summary>Where a study of a device starts.</summary>
internal static class DeviceStart
{
    /// <param name="resistance">Null takes the start of the card [Ω].</param>
    /// <returns>State w [m].</returns>
    /// <exception cref="InvalidParameterException">No state has the resistance, or the window would hold it for ever.</exception>
    public static double Of(IThresholdModel device, double? resistance) =>
        device.RequireStart(resistance is { } r ? device.StateForResistance(r) : device.StandardStart);
}
