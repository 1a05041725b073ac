using System.Numerics;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>
/// The slope of an output by a source: small signals at zero frequency. A voltage source sees 1 V over the current that it gives, a
/// current source the voltage that 1 A makes; so does the output, with all sources at rest.
/// </summary>
internal static class TransferFunctionSolver
{
    /// <summary>Of 1 V: less is rounding, as in SPICE 3f5 [A].</summary>
    private const double LeastCurrent = 1e-20;

    public static SimulationStatistics Run(Circuit circuit, TransferFunctionAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken)
    {
        var (numbering, n) = (circuit.Numbering, circuit.Numbering.UnknownCount);
        var (system, newton) = OperatingPointSolver.Find(circuit, cancellationToken);
        var smallSignals = new SmallSignalSystem(system);
        smallSignals.Factor(0);
        var input = circuit.Flat.Elements.First(e => e is VoltageSource or CurrentSource && e.Name.Equals(analysis.Source, StringComparison.OrdinalIgnoreCase));
        var (plus, minus) = numbering.Unknowns(analysis.Output, ".tf");
        // Of a current the equation of its source is the place to drive, of a voltage the nodes.
        var driven = Solved(input is VoltageSource ? (numbering.Branch(input.Name), n) : (numbering.Node(input.Nodes[1]), numbering.Node(input.Nodes[0])));
        var seen = Solved((plus, minus));
        var isCurrent = analysis.Output is BranchCurrentExpression;
        var inputResistance = input is VoltageSource ? Resistance(driven[numbering.Branch(input.Name)]) : driven[numbering.Node(input.Nodes[1])] - driven[numbering.Node(input.Nodes[0])];
        var outputResistance = isCurrent ? Resistance(seen[plus]) : seen[plus] - seen[minus];
        sink.Begin(new WaveformHeader(circuit.Flat.Title, AnalysisKind.TransferFunction, new WaveformVector("point", ""), Vectors(isCurrent, input)));
        sink.Add(0, [driven[plus] - driven[minus], inputResistance, outputResistance]);
        sink.End();
        return new SimulationStatistics(n, 1, NewtonIterations: newton.Iterations, Factorizations: smallSignals.Factorizations);

        double[] Solved((int Plus, int Minus) place)
        {
            var (right, x) = (new Complex[n + 1], new Complex[n + 1]);
            right[place.Plus] += 1;
            right[place.Minus] -= 1;
            smallSignals.Solve(right, x);
            return [.. x.Select(amplitude => amplitude.Real)];
        }
    }

    /// <summary>Of the current through a source of 1 V, counted into it [Ω]; where none flows it is infinite, which ngspice prints as 1e20.</summary>
    private static double Resistance(double current) => Math.Abs(current) < LeastCurrent ? double.PositiveInfinity : -1 / current;

    private static WaveformVector[] Vectors(bool isCurrent, Element input) =>
    [
        new("transfer_function", (isCurrent, input is VoltageSource) switch { (false, true) => "V/V", (false, false) => "Ω", (true, true) => "S", _ => "A/A" }),
        new("input_impedance", "Ω"),
        new("output_impedance", "Ω"),
    ];
}
