using System.IO.Compression;
using System.Xml.Linq;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary>What <c>dotnet pack</c> makes of this build: a tool that installs and runs, and libraries that say what they are.</summary>
public class PackageTests
{
    private static string Configuration => AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar)[^3];

    [Fact]
    [Trait("Category", "slow")]
    public void Tool_PackedAndInstalledFromAFolder_RunsWithItsCardsAndExamples()
    {
        using var temporary = new TemporaryFolder();
        Dotnet(temporary, "pack", Path.Combine(Repository.Root, "src/CircuitSim.Cli"), "--no-build", "-c", Configuration, "-o", temporary.Path, "-v", "q");
        var package = Assert.Single(temporary.Entries, e => e.EndsWith(".nupkg", StringComparison.Ordinal));
        Judge(temporary.File(package), "CircuitSim.Cli");
        Dotnet(temporary, "tool", "install", "CircuitSim.Cli", "--tool-path", temporary.File("tools"), "--source", temporary.Path);
        var tool = Directory.EnumerateFiles(temporary.File("tools"), "circuitsim*").Single();
        var (code, results, diagnostics) = Circuitsim.RunProgram(tool, ["examples", "copy", "arrays"], temporary.Path);
        Assert.True(code == 0, diagnostics);
        Assert.Contains("netlists/arrays/read-2x2.cir", results.Replace('\\', '/'), StringComparison.Ordinal);
        (code, results, diagnostics) = Circuitsim.RunProgram(tool, ["run", "netlists/arrays/read-2x2.cir"], temporary.Path);
        Assert.True(code == 0, diagnostics);
        (code, _, diagnostics) = Circuitsim.RunProgram(tool, ["device", "threshold", "vteam_magic"], temporary.Path);
        Assert.True(code == 0, diagnostics);
    }

    [Fact]
    [Trait("Category", "slow")]
    public void Library_Packed_SaysWhatItIs()
    {
        using var temporary = new TemporaryFolder();
        Dotnet(temporary, "pack", Path.Combine(Repository.Root, "src/CircuitSim"), "--no-build", "-c", Configuration, "-o", temporary.Path, "-v", "q");
        Assert.Equal(2, temporary.Entries.Length);
        Assert.Single(temporary.Entries, e => e.EndsWith(".snupkg", StringComparison.Ordinal));
        Judge(temporary.File(temporary.Entries.Single(e => e.EndsWith(".nupkg", StringComparison.Ordinal))), "CircuitSim");
    }

    private static void Judge(string path, string id)
    {
        using var archive = ZipFile.OpenRead(path);
        using var stream = archive.GetEntry($"{id}.nuspec")!.Open();
        var stated = XDocument.Load(stream).Root!.Elements().Single().Elements().ToDictionary(e => e.Name.LocalName, e => e.Value);
        Assert.Equal(id, stated["id"]);
        Assert.Equal("MIT", stated["license"]);
        Assert.Equal("README.md", stated["readme"]);
        Assert.NotNull(archive.GetEntry("README.md"));
        Assert.InRange(stated["description"].Length, 60, 300);
        Assert.Contains("memristor", stated["tags"], StringComparison.Ordinal);
    }

    private static void Dotnet(TemporaryFolder folder, params string[] arguments)
    {
        var (code, results, diagnostics) = Circuitsim.RunProgram("dotnet", arguments, folder.Path);
        Assert.True(code == 0, results + diagnostics);
    }
}
