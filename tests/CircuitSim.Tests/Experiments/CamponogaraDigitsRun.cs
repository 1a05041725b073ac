using CircuitSim.Engine;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Tests.Experiments;

/// <summary>One run of the whole study with few samples, shared by the tests of its files.</summary>
public sealed class CamponogaraDigitsRun
{
    internal CamponogaraDigitsResult Result { get; } = Run(new StudyValues().With(IntegerOption.Jobs, 2).With(CamponogaraDigits.VariationSamples, 3));

    internal static CamponogaraDigitsResult Run(StudyValues options) =>
        CamponogaraDigits.Solve(new StudyRun(options, new SilentProgress(), [new BuiltInSimulator()]));
}
