using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Flattening;

/// <summary>Of a transient with startup: its sources are turned on from time zero on. At operating points and in sweeps they are what they were.</summary>
internal static class SourcesTurnedOn
{
    /// <summary>The same circuit with such sources, so that nobody turns them on again.</summary>
    public static Netlist Applied(Netlist flat) => !flat.Options.TurnsSourcesOn ? flat : flat with
    {
        Elements = [.. flat.Elements.Select(e => e switch
        {
            VoltageSource v => v with { Voltage = TurnedOnWaveform.Of(v.Voltage) },
            CurrentSource i => i with { Current = TurnedOnWaveform.Of(i.Current) },
            _ => e,
        })],
        Options = flat.Options with { TurnsSourcesOn = false },
    };
}
