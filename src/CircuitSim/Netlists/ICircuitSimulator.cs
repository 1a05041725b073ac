namespace CircuitSim.Netlists;

/// <summary>
/// One of the engines that answer the same netlist: the built-in one, ngspice, SpiceSharp. Nothing above this
/// interface knows which one ran.
/// </summary>
public interface ICircuitSimulator
{
    /// <summary>The name under which users choose it, e.g. "builtin" or "ngspice".</summary>
    string Name { get; }

    /// <summary>Whether it can run here, and in which version; never throws.</summary>
    SimulatorAvailability FindAvailability();

    /// <summary>
    /// Solves the DC operating point.
    /// </summary>
    /// <exception cref="NetlistException">The netlist refers to something that is not there.</exception>
    /// <exception cref="SingularMatrixException">Nothing determines a node or a branch.</exception>
    /// <exception cref="ConvergenceException">The nonlinear iteration found no solution.</exception>
    /// <exception cref="ExternalSimulatorException">Another program is missing or failed.</exception>
    OperatingPoint SolveOperatingPoint(Netlist netlist, CancellationToken cancellationToken = default);
}
