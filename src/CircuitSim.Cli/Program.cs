using CircuitSim.Cli;

var interrupts = new Interrupts();
var code = CommandLine.Run(args, Terminal.ForProcess(), interrupts.Token);
interrupts.KeepAlive();
return code;
