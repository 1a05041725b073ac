using System.CommandLine;
using CircuitSim.Experiments.Devices;

namespace CircuitSim.Cli.Commands;

/// <summary>A measurement that is laid over the figures of a device.</summary>
internal sealed class MeasuredOption
{
    private readonly Option<string?> file;
    private readonly Option<bool> exchange = DeviceFitCommand.Exchange();

    public MeasuredOption(Command command, string description)
    {
        file = new Option<string?>("--measured") { Description = description, HelpName = "file" };
        command.AddAll(file, exchange);
    }

    /// <summary>Null without one.</summary>
    public MeasurementFile? File(ParseResult parsed) => parsed.GetValue(file) is { } path ? Read(parsed, path) : null;

    /// <summary>A file of the same device, with the same signs.</summary>
    public MeasurementFile Read(ParseResult parsed, string path) => new(path, parsed.GetValue(exchange));
}
