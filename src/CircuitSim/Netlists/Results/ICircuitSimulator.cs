using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists.Results;

/// <summary>One of the engines that answer the same netlist: the built-in one, ngspice, SpiceSharp. Nothing above this interface knows which one ran.</summary>
public interface ICircuitSimulator
{
    /// <summary>The name of the engine that is always there.</summary>
    const string BuiltIn = "builtin";

    /// <summary>The name under which users choose it, e.g. "builtin" or "ngspice".</summary>
    string Name { get; }

    /// <summary>Whether it can run here, and in which version; never throws.</summary>
    SimulatorAvailability FindAvailability();

    /// <summary>Solves the DC operating point.</summary>
    /// <exception cref="NetlistException">The netlist refers to something that is not there.</exception>
    /// <exception cref="SingularMatrixException">Nothing determines a node or a branch.</exception>
    /// <exception cref="ConvergenceException">The nonlinear iteration found no solution.</exception>
    /// <exception cref="InvalidParameterException">A device is outside the range of its card.</exception>
    /// <exception cref="ExternalSimulatorException">Another program is missing or failed.</exception>
    OperatingPoint SolveOperatingPoint(FlatNetlist netlist, CancellationToken cancellationToken = default);

    /// <summary>
    /// Solves the operating point for each value of one or two sources. With two, the first vector that the sink gets
    /// is the outer source under its name.
    /// </summary>
    /// <exception cref="NetlistException">The netlist or the sweep refers to something that is not there.</exception>
    /// <exception cref="SingularMatrixException">Nothing determines a node or a branch.</exception>
    /// <exception cref="ConvergenceException">The nonlinear iteration found no solution at some point.</exception>
    /// <exception cref="InvalidParameterException">A device is outside the range of its card.</exception>
    /// <exception cref="ExternalSimulatorException">Another program is missing or failed.</exception>
    SimulationStatistics RunDcSweep(FlatNetlist netlist, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default);

    /// <summary>
    /// Solves the operating point, and at each frequency the circuit that is linear around it, driven by the AC values of its sources.
    /// The sink gets two vectors of each quantity, its real and its imaginary part (see <see cref="WaveformSelection"/>).
    /// </summary>
    /// <exception cref="NetlistException">The netlist refers to something that is not there.</exception>
    /// <exception cref="SingularMatrixException">Nothing determines a node or a branch.</exception>
    /// <exception cref="ConvergenceException">No operating point was found.</exception>
    /// <exception cref="InvalidParameterException">A device is outside the range of its card.</exception>
    /// <exception cref="ExternalSimulatorException">Another program is missing or failed, or has no such analysis.</exception>
    SimulationStatistics RunAc(FlatNetlist netlist, AcAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default);

    /// <summary>
    /// Noise of a voltage over frequency: the sink gets its density, and that of a noise of the source that would do the same
    /// (onoise_spectrum, inoise_spectrum); the statistics have the totals.
    /// </summary>
    /// <inheritdoc cref="RunAc"/>
    SimulationStatistics RunNoise(FlatNetlist netlist, NoiseAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default);

    /// <summary>The slope of an output by a source at the operating point: one point of transfer_function, input_impedance and output_impedance.</summary>
    /// <inheritdoc cref="RunAc"/>
    SimulationStatistics RunTransferFunction(FlatNetlist netlist, TransferFunctionAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default);

    /// <summary>
    /// Slopes of outputs by parameters along another analysis: the sink gets the outputs and d(output)/d(parameter) of each over its axis;
    /// at an operating point, what a hundredth of the parameter makes, too, which the statistics hold as a table.
    /// </summary>
    /// <inheritdoc cref="RunAc"/>
    SimulationStatistics RunSensitivity(FlatNetlist netlist, SensitivityAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default);

    /// <summary>Integrates over time; the sink gets the points that the engine's step control chose, from the start time on.</summary>
    /// <exception cref="NetlistException">The netlist refers to something that is not there.</exception>
    /// <exception cref="SingularMatrixException">Nothing determines a node or a branch.</exception>
    /// <exception cref="ConvergenceException">No solution was found at some time, or the step became too small.</exception>
    /// <exception cref="InvalidParameterException">A device is outside the range of its card.</exception>
    /// <exception cref="ExternalSimulatorException">Another program is missing or failed.</exception>
    SimulationStatistics RunTransient(FlatNetlist netlist, TransientAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default);
}
