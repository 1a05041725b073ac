using System.CommandLine;
using CircuitSim.Experiments.Devices;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Cli.Commands;

/// <summary>What every <c>circuitsim device</c> command asks: which device, which engine, where to.</summary>
internal sealed class DeviceOptions
{
    private readonly Argument<string> model = new("model")
    {
        Description = "A card of the library (device-models/README.md lists them), or FILE.lib:NAME.",
    };

    private readonly Option<string[]> changes = new("--set")
    {
        Description = "A parameter of the card in place of its own, e.g. --set ron=2k; may be given again.",
        HelpName = "key=value",
    };

    private readonly Option<string?> ngspice = CommonOptions.Ngspice();
    private readonly Option<string> engine;
    private readonly Option<string?> output;
    private readonly string? standardOutput;

    /// <param name="comparesEngines">Whether --engine all makes sense.</param>
    /// <param name="folder">Where results go by themselves; null writes none unless asked.</param>
    public DeviceOptions(CheckedCommand command, bool comparesEngines, string? folder = null)
    {
        output = folder is null ? new("--out") { Description = "Folder for the results; nothing is written without it.", HelpName = "folder" } : CommonOptions.OutOf(folder);
        standardOutput = folder;
        engine = comparesEngines
            ? CommonOptions.Engine(ICircuitSimulator.BuiltIn, "Simulator; several are compared")
            : CommonOptions.Choice("--engine", $"Simulator: {string.Join(", ", Simulators.Names)}.", ICircuitSimulator.BuiltIn, Simulators.Names);
        command.Arguments.Add(model);
        command.Check = parsed =>
        {
            Model(parsed);
            return [];
        };
        command.AddAll(changes, engine, ngspice, output);
    }

    public DeviceModel Model(ParseResult parsed) => DeviceModel.Load(parsed.GetValue(model)!, parsed.GetValue(changes) ?? []);

    /// <summary>Those that can run here, the one to be judged first.</summary>
    public IReadOnlyList<ICircuitSimulator> Engines(ParseResult parsed, Terminal terminal) =>
        Simulators.SelectAvailable(parsed.GetValue(engine)!, parsed.GetValue(ngspice), terminal);

    public string? Output(ParseResult parsed) => parsed.GetValue(output) ?? standardOutput;
}
