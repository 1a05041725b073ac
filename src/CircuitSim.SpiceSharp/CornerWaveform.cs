using SpiceSharp.Components;
using SpiceSharp.Entities;
using SpiceSharp.ParameterSets;
using SpiceSharp.Simulations;
using SpiceSharp.Simulations.IntegrationMethods;

namespace CircuitSim.SpiceSharp;

/// <summary>
/// A waveform that ends a step at each of its corners. SpiceSharp's own ask for their next corner only when a step has
/// reached the last one to the last bit: behind a rounding they ask for none, and steps pass over all that follow.
/// </summary>
/// <param name="value">[V] or [A] at a time [s].</param>
/// <param name="nextCorner">The first corner behind a time, or infinity [s].</param>
internal sealed class CornerWaveform(Func<double, double> value, Func<double, double> nextCorner) : ParameterSet, IWaveformDescription
{
    public IWaveform Create(IBindingContext context)
    {
        IIntegrationMethod? method = null;
        context?.TryGetState(out method);
        return new Running(value, nextCorner, method);
    }

    public IWaveformDescription Clone() => (IWaveformDescription)MemberwiseClone();

    private sealed class Running(Func<double, double> value, Func<double, double> nextCorner, IIntegrationMethod? method) : IWaveform
    {
        public double Value { get; private set; } = value(0);

        public void Probe() => Value = value(method?.Time ?? 0);

        public void Accept()
        {
            // Asked for twice, a corner is noted once.
            if (method is IBreakpointMethod breaking && nextCorner(method.Time) is < double.PositiveInfinity and var corner)
                breaking.Breakpoints.SetBreakpoint(corner);
        }
    }
}
