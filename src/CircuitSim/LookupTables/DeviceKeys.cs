namespace CircuitSim.LookupTables;

/// <summary>
/// The tables and axes of a device's <see cref="TableSet"/>; docs/lookup-tables.md says what each holds.
/// <code>
/// axes    g_s          start conductance, even, from 1/R_off to 1/R_on of the nominal card       [states]
///         quantile     0 … 1, even                                                              [quantiles]
///         v_v          voltage of the I–V grid, both signs                                      [voltages]
///         pulse        0 … pulses of a ramp                                                     [pulses + 1]
///         ramp         number of a sampled ramp                                                 [ramps]
///         v_set_v, v_reset_v   amplitudes beyond the thresholds, rising (v_set_v below zero)
///         v_read_v     voltages of a disturbing read
/// tables  dg_set_s, dg_reset_s             [quantile × g_s]  inverse CDF of ΔG of one pulse
///         dg_set_mean_s, dg_set_std_s, dg_reset_mean_s, dg_reset_std_s   [g_s]  of the samples
///         i_a                              [g_s × v_v]       nominal device, frozen state
///         g_set_ramp_s, g_reset_ramp_s     [pulse]           nominal device from HRS (LRS) on, behind each pulse
///         g_set_ramps_s, g_reset_ramps_s   [ramp × pulse]    drawn devices and cycles, same start
///         t_set_s, t_reset_s               [v_set_v], [v_reset_v]   time from 1 % to 99 % of the range
///         dg_read_s                        [v_read_v × g_s]  ΔG by the stated number of reads, nominal device
/// </code>
/// </summary>
public static class DeviceKeys
{
    public const string Conductance = "g_s", Quantile = "quantile", Voltage = "v_v", Pulse = "pulse", Ramp = "ramp";

    public const string SetVoltage = "v_set_v", ResetVoltage = "v_reset_v", ReadVoltage = "v_read_v";

    public const string Set = "dg_set_s", Reset = "dg_reset_s";

    public const string SetMean = "dg_set_mean_s", SetDeviation = "dg_set_std_s", ResetMean = "dg_reset_mean_s", ResetDeviation = "dg_reset_std_s";

    public const string Current = "i_a";

    public const string SetRamp = "g_set_ramp_s", ResetRamp = "g_reset_ramp_s", SetRamps = "g_set_ramps_s", ResetRamps = "g_reset_ramps_s";

    public const string SetTime = "t_set_s", ResetTime = "t_reset_s", ReadDisturb = "dg_read_s";
}
