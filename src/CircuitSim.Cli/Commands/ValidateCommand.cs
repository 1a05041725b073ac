using System.CommandLine;
using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Netlists;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim validate</c>: emulator against circuit, the main job; or a study of one's own, as a file.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("validate", """
            Run a published network as an ideal emulator and as the circuit of its crossbar, side by side, and check what its paper claims. Or run a study of one's own: a YAML file that names any study, its options, sweeps over them, and claims on what comes out.

            Examples:
              circuitsim validate camponogara-digits
              circuitsim validate all --size reduced
              circuitsim validate camponogara-digits --print-yaml > my-study.yaml
              circuitsim validate studies/digits-read-out.yaml
              circuitsim validate --print-schema > circuitsim-study.schema.json
            """);
        foreach (var study in StudyTable.Validations)
            command.Subcommands.Add(StudyCommand.Create(study, terminal));
        command.Subcommands.Add(ValidateAllCommand.Create(StudyTable.Claimed, terminal));

        // Hidden, because the help of every study would show it; the description and its examples do.
        var file = new Argument<string?>("file.yaml") { Arity = ArgumentArity.ZeroOrOne, Hidden = true };
        file.Validators.Add(result =>
        {
            if (result.Tokens is [var word] && !word.Value.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && !word.Value.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
                result.AddError($"validate has no '{word.Value}'; {NameSuggestion.Nearest(word.Value, [.. command.Subcommands.Select(c => c.Name)])} The name of a study file ends in .yaml or .yml.");
        });
        var schema = new Option<bool>("--print-schema") { Description = "Print what a study file may say, as JSON Schema, which editors read." };
        var (engine, ngspice, jobs) = (CommonOptions.EngineOfFile(), CommonOptions.Ngspice(), CommonOptions.Jobs());
        var output = CommonOptions.OutOf("results/ and the name of the file");
        command.Arguments.Add(file);
        command.AddAll(engine, ngspice, jobs, output, schema);
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null == !result.GetValue(schema) && result.Tokens.Count == 0)
                result.AddError($"validate what? There are: {string.Join(", ", command.Subcommands.Select(c => c.Name))}, or a study file.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(file) is not { } path)
            {
                terminal.WriteDocument(StudySchema.Of(StudyTable.All));
                return Task.FromResult(ExitCode.Ok);
            }

            var document = StudyFile.Read(path, StudyTable.All, new StudyValues().With(DataFolderOption.Instance, DataFolder.Root).With(IntegerOption.Jobs, parsed.GetValue(jobs)));
            var study = new DocumentStudy(document);
            var simulators = study.Simulators is { } use ? Simulators.Select(parsed.GetValue(engine) ?? use.Standard, parsed.GetValue(ngspice)) : [];
            return StudyCommand.RunAsync(study, document.Values, simulators, folder => SharedOptions.Folder(terminal, parsed, folder, study.Name, $" (sha256 {document.Sha256[..12]})")!, parsed.GetValue(output) ?? Path.Combine("results", Path.GetFileNameWithoutExtension(path)), terminal, cancellationToken);
        });
        return command;
    }
}
