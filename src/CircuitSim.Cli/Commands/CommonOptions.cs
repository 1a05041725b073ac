using System.CommandLine;
using System.CommandLine.Parsing;
using CircuitSim.Numerics;

namespace CircuitSim.Cli.Commands;

/// <summary>Options that several commands share, each described once.</summary>
internal static class CommonOptions
{
    public static Option<string?> Ngspice() => new("--ngspice")
    {
        Description = "The ngspice program. Default: the environment variable CIRCUITSIM_NGSPICE, else ngspice on the PATH.",
        HelpName = "path",
    };

    public static Option<string> Engine()
    {
        var option = new Option<string>("--engine")
        {
            Description = $"Simulator that solves the circuit again: {string.Join(", ", Simulators.Names)}, or all that can run here.",
            DefaultValueFactory = _ => Simulators.All,
            HelpName = "name",
        };
        option.AcceptOnlyFromAmong([.. Simulators.Names, Simulators.All]);
        return option;
    }

    public static Option<ulong> Seed(ulong standard) => new("--seed")
    {
        Description = "Seed of every random number. The same seed gives the same result, bit by bit, on one machine and build.",
        DefaultValueFactory = _ => standard,
        HelpName = "n",
    };

    public static Option<int> Jobs() => new("--jobs")
    {
        Description = "Threads. Changes the time, never the result.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "n",
    };

    public static Option<string> Out(string folder) => new("--out")
    {
        Description = "Folder for the results. It appears, or is replaced, only when everything is done.",
        DefaultValueFactory = _ => folder,
        HelpName = "folder",
    };

    /// <summary>A number with a SPICE suffix, e.g. 0.2, 200m, 4.7k.</summary>
    public static Option<double> Quantity(string name, string description, double standard, string unit) => new(name)
    {
        Description = $"{description} [{unit}]",
        DefaultValueFactory = _ => standard,
        CustomParser = r => ParseQuantity(r, r.Tokens[0].Value),
        HelpName = unit,
    };

    /// <summary>Numbers separated by commas, e.g. 0,0.5,2,10.</summary>
    public static Option<double[]> Quantities(string name, string description, double[] standard, string unit) => new(name)
    {
        Description = $"{description} [{unit}]",
        DefaultValueFactory = _ => standard,
        CustomParser = r => [.. r.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(t => ParseQuantity(r, t))],
        HelpName = $"{unit},{unit},…",
    };

    private static double ParseQuantity(ArgumentResult result, string text)
    {
        if (SiText.TryParse(text, out var value))
            return value;
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name}: '{text}' is not a number; write for example 0.2, 200m or 4.7k.");
        return 0;
    }
}
