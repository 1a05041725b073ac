using System.CommandLine;
using Spectre.Console;

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
            var table = new Table().Border(TableBorder.Simple).AddColumns("engine", "version", "remark");
            foreach (var simulator in Simulators.List(parsed.GetValue(ngspice)))
            {
                var availability = simulator.FindAvailability();
                table.AddRow(Markup.Escape(simulator.Name), Markup.Escape(availability.Version ?? "not found"), Markup.Escape(availability.Remedy ?? ""));
            }

            terminal.Results.Write(table);
            return ExitCode.Ok;
        });
        return command;
    }
}
