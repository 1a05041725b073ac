using System.CommandLine;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim lut</c>: tables for faster simulators.</summary>
internal static class LutCommand
{
    public static Command Create(Terminal terminal) =>
        new("lut", "Measure a device, an array or a read-out as a circuit, and write the tables that faster simulators load.")
        {
            LutDeviceCommand.Create(terminal),
            LutArrayCommand.Create(terminal),
            LutAdcCommand.Create(terminal),
            LutCheckCommand.Create(terminal),
        };
}
