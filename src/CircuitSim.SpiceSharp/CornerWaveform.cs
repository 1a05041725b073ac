using SpiceSharp.Components;
using SpiceSharp.Entities;
using SpiceSharp.ParameterSets;
using SpiceSharp.Simulations;
using SpiceSharp.Simulations.IntegrationMethods;

namespace CircuitSim.SpiceSharp;

/// <summary>A waveform that SpiceSharp lacks: a function of time, smooth between corners at which a step shall end.</summary>
/// <param name="value">[V] or [A] at a time [s].</param>
/// <param name="corners">In increasing order [s].</param>
internal sealed class CornerWaveform(Func<double, double> value, params double[] corners) : ParameterSet, IWaveformDescription
{
    public IWaveform Create(IBindingContext context)
    {
        IIntegrationMethod? method = null;
        context?.TryGetState(out method);
        return new Running(value, corners, method);
    }

    public IWaveformDescription Clone() => (IWaveformDescription)MemberwiseClone();

    private sealed class Running(Func<double, double> value, double[] corners, IIntegrationMethod? method) : IWaveform
    {
        public double Value { get; private set; } = value(0);

        public void Probe() => Value = value(method?.Time ?? 0);

        public void Accept()
        {
            if (method is not IBreakpointMethod { Break: true } breaking)
                return;
            foreach (var corner in corners)
            {
                if (corner > method.Time)
                {
                    breaking.Breakpoints.SetBreakpoint(corner);
                    return;
                }
            }
        }
    }
}
