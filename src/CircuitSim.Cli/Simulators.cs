using CircuitSim.Engine;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;

namespace CircuitSim.Cli;

/// <summary>The engines that users can name with --engine.</summary>
internal static class Simulators
{
    public const string All = "all";

    public static IReadOnlyList<string> Names { get; } = [ICircuitSimulator.BuiltIn, "ngspice", SpiceSharpEngine.Name];

    /// <param name="choice">A name or "all".</param>
    /// <param name="ngspicePath">The ngspice program; null searches the environment.</param>
    /// <exception cref="ExternalSimulatorException">An engine that was asked for by name, or whose path was given, cannot run.</exception>
    public static IReadOnlyList<ICircuitSimulator> Select(string choice, string? ngspicePath)
    {
        // An engine that is not part of the build is missed only by who asks for it by name.
        var chosen = List(ngspicePath).Where(s => choice == All ? s is not MissingSimulator : s.Name == choice).ToList();
        foreach (var simulator in chosen)
        {
            var required = simulator.Name == choice || (simulator.Name == "ngspice" && ngspicePath is not null);
            if (required && simulator.FindAvailability() is { IsAvailable: false, Remedy: var remedy })
                throw ExternalSimulatorException.Missing(simulator.Name, remedy ?? $"{simulator.Name} cannot run here.");
        }

        return chosen;
    }

    /// <summary>Of those chosen the ones that can run here; the others are named in a note.</summary>
    /// <exception cref="ExternalSimulatorException">An engine that was asked for by name, or whose path was given, cannot run.</exception>
    public static IReadOnlyList<ICircuitSimulator> SelectAvailable(string choice, string? ngspicePath, Terminal terminal)
    {
        var chosen = Select(choice, ngspicePath);
        var available = chosen.Where(s => s.FindAvailability().IsAvailable).ToList();
        foreach (var missing in chosen.Except(available))
            terminal.Note($"{missing.FindAvailability().Remedy}{(missing.Name == "ngspice" ? " For one run, --ngspice names it." : "")}{(available.Count == 1 ? $" Without it only {available[0].Name} runs, and nothing is compared." : "")}");
        return available;
    }

    /// <summary>All of them, whether they can run here or not.</summary>
    /// <exception cref="InvalidParameterException">The path is blank.</exception>
    public static IReadOnlyList<ICircuitSimulator> List(string? ngspicePath) =>
        ngspicePath is not null && string.IsNullOrWhiteSpace(ngspicePath)
            ? throw InvalidParameterException.Because("--ngspice", "the path of --ngspice is empty; name the program or leave the option out.")
            : [new BuiltInSimulator(), new NgspiceSimulator(new NgspiceOptions { Executable = ngspicePath ?? NgspiceLocation.Find() }), SpiceSharpEngine.Create()];
}
