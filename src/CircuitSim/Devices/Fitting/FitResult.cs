namespace CircuitSim.Devices.Fitting;

/// <summary>A model that follows measurements as closely as it can.</summary>
/// <param name="Values">Of the family's parameters, in their order.</param>
/// <param name="Model">Of these.</param>
/// <param name="Parameters">The same with what is known of them, and behind them the start of each measurement [Ω].</param>
/// <param name="StartStates">In which each measurement begins [m].</param>
/// <param name="Free">Keys of the parameters that were free.</param>
/// <param name="Correlations">Of these, [free × free].</param>
/// <param name="Currents">Of the model, [series][points] [A].</param>
/// <param name="Residuals">As they were weighted, NaN for a point that was left out, [series][points].</param>
/// <param name="Rms">√(Σ residuals² / (points − free parameters)).</param>
/// <param name="Used">Points that count.</param>
/// <param name="LeftOut">Points that tell nothing: of a current next to zero volts or against its voltage, which has no logarithm.</param>
/// <param name="Followed">Starts that were followed.</param>
/// <param name="Agreeing">How many of them arrived at the same residuals, to 1 %.</param>
/// <param name="Converged">Whether nothing was left to gain.</param>
public sealed record FitResult(
    IReadOnlyList<double> Values, IMemristorModel Model, IReadOnlyList<FittedParameter> Parameters, IReadOnlyList<double> StartStates,
    IReadOnlyList<string> Free, IReadOnlyList<IReadOnlyList<double>> Correlations, IReadOnlyList<double[]> Currents, IReadOnlyList<double[]> Residuals,
    double Rms, int Used, int LeftOut, int Followed, int Agreeing, bool Converged);
