using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>Operating points over the values of one or two sources, each found from the one before.</summary>
internal static class DcSweepSolver
{
    public static SimulationStatistics Run(Circuit circuit, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken)
    {
        var inner = Source(circuit, analysis.Inner);
        var outer = analysis.Outer is { } second ? Source(circuit, second) : null;
        if (outer == inner)
            throw NetlistException.Because($".dc sweeps {inner.Name} twice; name two sources.");
        var system = new EquationSystem(circuit);
        system.RequireDetermined(isDc: true);
        var newton = new NewtonSolver(system);
        var search = new OperatingPointSearch(system, newton, "DC sweep");
        var reader = new VectorReader(circuit, AnalysisKind.DcSweep, outer is null ? 0 : 1);
        WaveformVector[] leading = analysis.Outer is { } o ? [new WaveformVector(outer!.Name, Unit(circuit, o))] : [];
        sink.Begin(new WaveformHeader(
            circuit.Flat.Title, AnalysisKind.DcSweep, new WaveformVector(inner.Name, Unit(circuit, analysis.Inner)), [.. leading, .. reader.Vectors]));

        var isFirst = true;
        var innerCount = analysis.Inner.Count;
        var outerCount = analysis.Outer?.Count ?? 1;
        for (var j = 0; j < outerCount; j++)
        {
            if (outer is not null)
                outer.Override = analysis.Outer!.ValueAt(j);
            for (var k = 0; k < innerCount; k++)
            {
                inner.Override = analysis.Inner.ValueAt(k);
                if (isFirst)
                    search.SolveFromNothing(OperatingPointSolver.NodeSets(circuit), null, cancellationToken);
                else
                    search.SolveFromHere(circuit.Options.SweepIterations, null, cancellationToken);
                isFirst = false;
                system.AcceptDevices();
                var values = reader.Read(system.Target.X, system.Target.AcceptedMemory);
                if (outer is not null)
                    values[0] = outer.Override!.Value;
                sink.Add(inner.Override.Value, values);
            }
        }

        sink.End();
        return new SimulationStatistics(circuit.Numbering.UnknownCount, (long)innerCount * outerCount, NewtonIterations: newton.Iterations);
    }

    private static IndependentSource Source(Circuit circuit, SourceSweep sweep) =>
        circuit.Numbering.Sources.TryGetValue(sweep.Source, out var source)
            ? source
            : throw NetlistException.Because($".dc sweeps {sweep.Source}, which is not a voltage or current source of the circuit; check its name.");

    private static string Unit(Circuit circuit, SourceSweep sweep) =>
        circuit.Numbering.Branches.Contains(sweep.Source, StringComparer.OrdinalIgnoreCase) ? "V" : "A";
}
