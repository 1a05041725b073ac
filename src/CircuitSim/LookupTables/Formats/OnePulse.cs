namespace CircuitSim.LookupTables.Formats;

/// <summary>What one pulse does at a conductance, as the formats of parameters need it.</summary>
internal static class OnePulse
{
    /// <summary>
    /// How far one pulse, up or down, scatters about its mean at a conductance [S]: the resolution that a loop of pulses and reads
    /// leaves a state with, since the last pulse is not corrected.
    /// </summary>
    public static double Spread(TableSet tables, double conductance)
    {
        var (set, reset) = (tables[DeviceKeys.SetDeviation].At(conductance), tables[DeviceKeys.ResetDeviation].At(conductance));
        return Math.Sqrt((set * set + reset * reset) / 2);
    }
}
