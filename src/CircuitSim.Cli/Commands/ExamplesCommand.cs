using System.CommandLine;
using System.CommandLine.Completions;
using CircuitSim.Experiments.Examples;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim examples</c>: the input files that help texts and documents name, out of the program.</summary>
internal static class ExamplesCommand
{
    private const string Description = """
        The input files that help texts and documents name.

        Every one keeps its path, so behind 'circuitsim examples copy all' all examples of the help run in that folder as they are printed.

        Examples:
          circuitsim examples list
          circuitsim examples copy matrix
          circuitsim examples copy netlists/arrays/read-2x2.cir
          circuitsim examples copy all --out playground
        """;

    public static Command Create(Terminal terminal) => new("examples", Description) { List(terminal), Copy(terminal) };

    private static Command List(Terminal terminal)
    {
        var name = new Argument<string?>("name") { Description = "An example, whose files are listed.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "List the examples, or the files of one.") { name };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is { } chosen)
            {
                foreach (var file in ExampleTable.Named(chosen))
                    terminal.WriteLine(file.Path);
            }
            else
            {
                terminal.Write(["example", "files", "what they are"], ExampleTable.All.Select(e => (IReadOnlyList<string>)[e.Name, $"{e.Files.Count}", e.Title]));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Copy(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "An example, a file or a folder of one, or all.", CompletionSources = { _ => ExampleTable.All.Select(e => new CompletionItem(e.Name)).Append(new("all")) } };
        var output = new Option<string>("--out") { Description = "Folder below which they lie with their paths.", DefaultValueFactory = _ => ".", HelpName = "folder" };
        var command = new Command("copy", "Copy an example's files into this folder.") { name, output };
        command.SetAction(parsed =>
        {
            var files = ExampleTable.Named(parsed.GetValue(name)!);
            foreach (var file in files)
                terminal.WriteLine(file.CopyInto(parsed.GetValue(output)!, SharedOptions.IsForced(parsed)));
            return ExitCode.Ok;
        });
        return command;
    }
}
