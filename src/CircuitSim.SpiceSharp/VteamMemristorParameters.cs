using CircuitSim.Devices;
using SpiceSharp.ParameterSets;

namespace CircuitSim.SpiceSharp;

/// <summary>What a <see cref="VteamMemristor"/> is; SpiceSharp's named parameters are <c>w0</c> and <c>statetol</c>.</summary>
public sealed class VteamMemristorParameters : ParameterSet<VteamMemristorParameters>, IImportParameterSet<double>
{
    private IMemristorModel? model;
    private double? initialState;
    private double stateTolerance = 1e-4;

    /// <exception cref="InvalidParameterException">None was given.</exception>
    public IMemristorModel Model
    {
        get => model ?? throw InvalidParameterException.Because(nameof(Model), "the memristor has no model; set it, e.g. from a card in device-models/.");
        set => model = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>w0: state at the start; null takes that of the device, or else w_off [m].</summary>
    /// <exception cref="InvalidParameterException">Outside the range of the state, or where the window would hold it for ever.</exception>
    public double? InitialState
    {
        get => initialState;
        set => initialState = value is { } w ? Model.RequireStart(w) : null;
    }

    /// <summary>statetol: error of the state within a step, relative to how far it moves.</summary>
    /// <exception cref="InvalidParameterException">Not above zero.</exception>
    public double StateTolerance
    {
        get => stateTolerance;
        set => stateTolerance = InvalidParameterException.RequirePositive(value, "", "statetol");
    }

    /// <summary>State at the start [m].</summary>
    internal double Start => InitialState ?? Model.StandardStart;

    Action<double>? IImportParameterSet<double>.GetParameterSetter(string name) => name?.ToLowerInvariant() switch
    {
        "w0" => value => InitialState = value,
        "statetol" => value => StateTolerance = value,
        _ => null,
    };
}
