namespace CircuitSim;

/// <summary>
/// Everything that CircuitSim refuses or fails at, in one line that names the thing and the remedy.
/// The subclass says whose turn it is: the input (<see cref="InvalidParameterException"/>,
/// <see cref="DataFileException"/>, <see cref="Netlists.NetlistException"/>), the numbers
/// (<see cref="ConvergenceException"/>, <see cref="SingularMatrixException"/>) or another program
/// (<see cref="ExternalSimulatorException"/>).
/// </summary>
public abstract class CircuitSimException(string message, Exception? inner = null) : Exception(message, inner);
