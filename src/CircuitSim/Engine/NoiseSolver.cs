using System.Numerics;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>
/// Noise of a voltage over frequency. One solution of the adjoint network gives the gain from every place to the output at once
/// (R. Rohrer, L. Nagel, R. Meyer and L. Weber, "Computationally efficient electronic-circuit noise calculations", IEEE J.
/// Solid-State Circuits SC-6, 1971). Sources are independent, so their powers add up. A total integrates the density of each
/// source between two frequencies as a power of the frequency.
/// </summary>
internal static class NoiseSolver
{
    /// <summary>Least square of the gain by which noise is referred to the input, as in SPICE.</summary>
    private const double LeastGain = 1e-20;

    public static SimulationStatistics Run(Circuit circuit, NoiseAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken)
    {
        var (sweep, n) = (analysis.Sweep, circuit.Numbering.UnknownCount);
        var (system, newton) = OperatingPointSolver.Find(circuit, cancellationToken);
        var adjoint = new SmallSignalSystem(system, isTransposed: true);
        var sources = new List<NoiseSource>();
        foreach (var group in circuit.Groups)
            group.AddNoise(system.Target, circuit.Options.Temperature, sources);
        var (plus, minus) = circuit.Numbering.Unknowns(analysis.Output, ".noise");
        var right = new Complex[n + 1];
        right[plus] += 1;
        right[minus] -= 1;
        var input = circuit.Flat.Elements.First(e => e is VoltageSource or CurrentSource && e.Name.Equals(analysis.Source, StringComparison.OrdinalIgnoreCase));
        var header = Header(circuit.Flat.Title, input);
        sink.Begin(header);
        var (x, values) = (new Complex[n + 1], new double[2]);
        double[] density = new double[sources.Count], before = new double[sources.Count];
        double outputTotal = 0, inputTotal = 0, lastFrequency = 0, lastGain = 0;
        for (var point = 0; point < sweep.Count; point++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frequency = sweep.FrequencyAt(point);
            adjoint.Factor(frequency);
            adjoint.Solve(right, x);
            var amplification = input is VoltageSource ? x[circuit.Numbering.Branch(input.Name)] : x[circuit.Numbering.Node(input.Nodes[1])] - x[circuit.Numbering.Node(input.Nodes[0])];
            var gain = Math.Max(Square(amplification), LeastGain);
            var output = 0.0;
            for (var k = 0; k < density.Length; k++)
            {
                var source = sources[k];
                density[k] = Square(x[source.A] - x[source.B]) * (source.White + (source.Flicker > 0 ? source.Flicker / frequency : 0));
                output += density[k];
                if (point == 0)
                    continue;
                outputTotal += Integral(lastFrequency, before[k], frequency, density[k]);
                inputTotal += Integral(lastFrequency, before[k] / lastGain, frequency, density[k] / gain);
            }

            (before, density) = (density, before);
            (lastFrequency, lastGain) = (frequency, gain);
            (values[0], values[1]) = (Math.Sqrt(output), Math.Sqrt(output / gain));
            sink.Add(frequency, values);
        }

        sink.End();
        return new SimulationStatistics(n, sweep.Count, NewtonIterations: newton.Iterations, Factorizations: adjoint.Factorizations)
        {
            Noise = new NoiseTotals(Math.Sqrt(outputTotal), Math.Sqrt(inputTotal), input is VoltageSource ? "V" : "A"),
        };
    }

    /// <param name="input">The source to which the noise is referred.</param>
    private static WaveformHeader Header(string title, Element input) => new(title, AnalysisKind.Noise, new WaveformVector("frequency", "Hz"),
        [new WaveformVector("onoise_spectrum", "V/√Hz"), new WaveformVector("inoise_spectrum", input is VoltageSource ? "V/√Hz" : "A/√Hz")]);

    private static double Square(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;

    /// <summary>∫ of s₀ (f/f₀)^p with p such that it is s₁ at f₁; a straight line where there is no logarithm.</summary>
    private static double Integral(double f0, double s0, double f1, double s1)
    {
        if (!(f0 > 0 && s0 > 0 && s1 > 0))
            return (f1 - f0) * (s0 + s1) / 2;
        var octave = Math.Log(f1 / f0);
        var exponent = Math.Log(s1 / s0) / octave + 1;
        // (f₁^q − f₀^q)/q without loss where q is small.
        return s0 * f0 * (Math.Abs(exponent * octave) < 1e-8 ? octave : double.ExpM1(exponent * octave) / exponent);
    }
}
