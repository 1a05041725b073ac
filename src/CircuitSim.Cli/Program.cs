using CircuitSim.Cli;

return CommandLine.Run(args, Terminal.ForProcess());
