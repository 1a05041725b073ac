namespace CircuitSim.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int CriterionFailed = 1;
    public const int Usage = 2;
    public const int NumericalFailure = 3;
    public const int InputOutput = 4;
    public const int Interrupted = 130;

    public static int Of(CircuitSimException e) => e switch
    {
        InvalidParameterException or Netlists.NetlistException => Usage,
        DataFileException => InputOutput,
        ExternalSimulatorException { Fault: ExternalSimulatorFault.Missing } => InputOutput,
        _ => NumericalFailure,
    };
}
