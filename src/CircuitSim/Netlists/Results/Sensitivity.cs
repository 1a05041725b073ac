namespace CircuitSim.Netlists.Results;

/// <summary>How an output at the operating point follows a parameter.</summary>
/// <param name="Slope">Of the output by the parameter.</param>
/// <param name="Share">What a hundredth of the parameter's value makes of it, in the unit of the output, as SPICE prints it.</param>
public sealed record Sensitivity(WaveformVector Output, WaveformVector Parameter, double Value, double Slope, double Share)
{
    /// <summary>The vector that holds the slope.</summary>
    public WaveformVector SlopeVector => VectorOf(Output, Parameter);

    /// <summary>The vector that holds the share.</summary>
    public WaveformVector ShareVector => new($"{Output.Name} per % of {Parameter.Name}", Output.Unit);

    /// <summary>The vector that holds the slope of an output by a parameter.</summary>
    public static WaveformVector VectorOf(WaveformVector output, WaveformVector parameter)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(parameter);
        var (above, below) = (output.Unit.Length == 0 ? "1" : output.Unit, parameter.Unit.Contains('/', StringComparison.Ordinal) ? $"({parameter.Unit})" : parameter.Unit);
        return new WaveformVector($"d({output.Name})/d({parameter.Name})", parameter.Unit.Length == 0 ? output.Unit : $"{above}/{below}");
    }
}
