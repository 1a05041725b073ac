namespace CircuitSim.Devices;

/// <summary>A quantity of a transistor with its slopes along v_be and v_bc.</summary>
public readonly record struct FunctionOfTwo(double Value, double ByEmitter, double ByCollector);
