using CircuitSim.Experiments.Options;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.Converters;

/// <summary>A DAC by itself or into a resistance: the DC level of every code.</summary>
public abstract class DacStudy : ConverterStudy
{
    /// <summary>Of the full scale: how closely engines agree on a level.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Another engine solves the ends, the middle and as many codes between.</summary>
    private const int MostCompared = 32;

    public override SimulatorUse Simulators { get; } = new(ICircuitSimulator.BuiltIn, "Another engine solves the circuit at some codes, too");

    protected abstract IDigitalToAnalog Build(StudyValues values);

    protected override void CheckTogether(StudyRun run)
    {
        RequireFewCodes(Build(run.Values).Bits);
        InvalidParameterException.RequireNonNegative(run.Get(ConverterOptions.Load), "Ω", "load");
    }

    protected override StudyResult Find(StudyRun run)
    {
        var dac = Build(run.Values);
        var scale = new CodeScale(dac.Bits, 0, dac.Reference);
        var load = run.Get(ConverterOptions.Load);
        var circuit = new DacLevels(dac, load > 0 ? load : null);
        var levels = run.Steps.Run("Levels", _ => (circuit.Find(run.CancellationToken), $"{scale.Count} codes"));
        int[] compared = [.. Enumerable.Range(0, MostCompared).Select(k => (int)((long)k * (scale.Count - 1) / (MostCompared - 1))).Append(scale.Count / 2 - 1).Append(scale.Count / 2).Distinct().Order()];
        var engines = References(run).Select(e => run.Steps.Run(e.Name, _ =>
        {
            var difference = compared.Max(code => Math.Abs(circuit.Find(code, e, run.CancellationToken) - levels[code])) / scale.Lsb;
            return (new EngineDifference(e.Name, compared.Length, "levels", difference, Tolerance * scale.Count), $"{compared.Length} levels");
        })).ToList();
        return Tell(run, new Findings(dac.Name, scale, true, levels, "Levels are DC solutions of the circuit.") { Engines = engines, Circuit = circuit.Circuit(scale.Count / 2) });
    }
}
