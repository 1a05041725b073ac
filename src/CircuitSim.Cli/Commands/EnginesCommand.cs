using System.CommandLine;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim engines</c>: which simulators can run here.</summary>
internal static class EnginesCommand
{
    public static Command Create(Terminal terminal)
    {
        var ngspice = CommonOptions.Ngspice();
        var command = new Command("engines", "List the circuit simulators that can answer a netlist here, with their versions.") { ngspice };
        command.SetAction(parsed =>
        {
            terminal.Write(["engine", "version", "remark"], Simulators.List(parsed.GetValue(ngspice))
                .Select(s => (s.Name, Availability: s.FindAvailability()))
                .Select(s => (IReadOnlyList<string>)[s.Name, s.Availability.Version ?? "not found", s.Availability.Remedy ?? ""]));
            return ExitCode.Ok;
        });
        return command;
    }
}
