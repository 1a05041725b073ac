using CircuitSim.Engine;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Tests.Experiments;

/// <summary>One run of the whole study with few samples, shared by the tests of its files.</summary>
public sealed class CamponogaraDigitsRun
{
    public CamponogaraDigitsResult Result { get; } = Run(new CamponogaraDigitsOptions { Jobs = 2, VariationSamples = 3 });

    public static CamponogaraDigitsResult Run(CamponogaraDigitsOptions options) =>
        new CamponogaraDigitsStudy(options, [new BuiltInSimulator()], new SilentProgress()).Run();
}
