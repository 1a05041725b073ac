using System.CommandLine;
using CircuitSim.Experiments.Options;
using CircuitSim.Netlists;

namespace CircuitSim.Cli;

/// <summary>
/// Options of one command from a YAML file, under the names that they have on the command line, without dashes in front. A list stands for an
/// option given several times, or for values parted by commas; true for an option without a value. Paths start from the current folder, as if typed.
/// </summary>
internal static class ConfigFile
{
    /// <summary>What only the person at the keyboard may ask for: a program to run, a file to lose, files outside the folder.</summary>
    private static readonly IReadOnlyList<string> OnlyTyped = ["config", "force", "ngspice", "allow-include", "help"];

    /// <summary>The arguments with those options of the file that are not among them.</summary>
    /// <param name="parsed">The arguments, parsed.</param>
    /// <exception cref="DataFileException">The file cannot be read, or names an option that the command does not have.</exception>
    public static string[] Extend(string[] args, string path, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var more = new List<string>();
        foreach (var entry in OptionFile.Read(path))
        {
            if (OnlyTyped.Contains(entry.Name))
                throw DataFileException.Corrupt(entry.Place, $"{entry.Name} is not read from a file; type it.");
            string[] known = [.. command.Options.Where(o => !o.Hidden).Select(o => o.Name.TrimStart('-')).Except(OnlyTyped)];
            var option = command.Options.FirstOrDefault(o => o.Name == $"--{entry.Name}" && known.Contains(entry.Name))
                ?? throw DataFileException.Corrupt(entry.Place, $"{CommandText.NameOf(parsed.CommandResult)} has no option '{entry.Name}'; {NameSuggestion.Nearest(entry.Name.Replace('_', '-'), known)}");
            if (parsed.GetResult(option) is { Implicit: false })
                continue;
            if (option.ValueType == typeof(bool))
            {
                if (entry.Words is not ["true" or "false"])
                    throw DataFileException.Corrupt(entry.Place, $"{entry.Name} takes true or false.");
                if (entry.Words is ["true"])
                    more.Add(option.Name);
            }
            else if (option.ValueType == typeof(string[]))
            {
                more.AddRange(entry.Words.Select(w => $"{option.Name}={w}"));
            }
            else
            {
                more.Add($"{option.Name}={string.Join(',', entry.Words)}");
            }
        }

        var end = Array.IndexOf(args, "--") is var at and >= 0 ? at : args.Length;
        return [.. args[..end], .. more, .. args[end..]];
    }
}
