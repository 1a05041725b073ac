using System.CommandLine;
using CircuitSim.Experiments.LookupTables;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim lut check</c>: a folder of tables read back by readers of its own.</summary>
internal static class LutCheckCommand
{
    private const string Description = """
        Read a folder of lookup tables back, of a device, an array or a converter: the checksums, the native archive, each CSV file against it, and every tool's files by the rules of its loader. Prints what was verified and what each tool would refuse; the exit code is 1 if anything would be, 4 if a file cannot be read.

        Examples:
          circuitsim lut check results/lut-device
        """;

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { Description = "The folder, with its SHA256SUMS." };
        var command = new Command("check", Description) { folder };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var findings = TableFolderCheck.Of(parsed.GetValue(folder)!, cancellationToken);
                foreach (var f in findings.Where(f => f.Verified.Length > 0))
                    terminal.WriteParagraph($"{f.File}: {f.Verified}");
                terminal.Write(string.Concat(findings.SelectMany(f => f.Refused.Select(r => $"Refused: {f.File}: {r}\n"))));
                var refused = findings.Sum(f => f.Refused.Count);
                terminal.WriteLine(refused == 0 ? "Every file is as its tool wants it." : $"{refused} refused.");
                return findings.Any(f => f.IsUnreadable) ? ExitCode.InputOutput : refused > 0 ? ExitCode.CriterionFailed : ExitCode.Ok;
            },
            cancellationToken));
        return command;
    }
}
