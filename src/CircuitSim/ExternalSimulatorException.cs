namespace CircuitSim;

/// <summary>Another simulator that is missing, crashed, ran too long or refused a netlist; carries its own words.</summary>
public sealed class ExternalSimulatorException : CircuitSimException
{
    private ExternalSimulatorException(string simulator, ExternalSimulatorFault fault, string message)
        : base(message)
    {
        Simulator = simulator;
        Fault = fault;
    }

    public string Simulator { get; }

    public ExternalSimulatorFault Fault { get; }

    /// <param name="reason">Where it was sought and what to do, in whole sentences.</param>
    public static ExternalSimulatorException Missing(string simulator, string reason) =>
        new(simulator, ExternalSimulatorFault.Missing, reason);

    public static ExternalSimulatorException Refused(string simulator, string itsWords) =>
        new(simulator, ExternalSimulatorFault.Refused, $"{simulator} refused the netlist: {itsWords}");

    public static ExternalSimulatorException Crashed(string simulator, int exitCode, string itsWords) =>
        new(simulator, ExternalSimulatorFault.Crashed, $"{simulator} ended with exit code {exitCode}: {itsWords}");

    public static ExternalSimulatorException TimedOut(string simulator, TimeSpan limit) =>
        new(simulator, ExternalSimulatorFault.TimedOut,
            $"{simulator} did not finish within {limit.TotalSeconds:0.#} s and was stopped; give it more time or a smaller circuit.");

    public static ExternalSimulatorException BadOutput(string simulator, string what) =>
        new(simulator, ExternalSimulatorFault.BadOutput, $"{simulator}'s output cannot be used: {what}");
}
