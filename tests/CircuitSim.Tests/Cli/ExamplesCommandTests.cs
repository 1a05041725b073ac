using CircuitSim.Experiments.Examples;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary>The input files of the help: what the program carries is what the repository shows, and NumPy reads the arrays.</summary>
public class ExamplesCommandTests
{
    [Fact]
    public void Texts_OfEveryExample_AreThoseOfTheRepository()
    {
        var texts = ExampleTable.All.SelectMany(e => e.Files).Where(f => Path.GetExtension(f.Path) is not (".npy" or ".npz" or ".onnx") && f.Path != "examples/X.csv").ToList();
        Assert.InRange(texts.Count, 150, int.MaxValue);
        foreach (var file in texts)
        {
            using var content = new MemoryStream();
            file.Write(content);
            Assert.Equal(File.ReadAllBytes(Path.Combine(Repository.Root, file.Path)), content.ToArray());
        }
    }

    [Fact]
    public void Examples_WithTheFilesOfTheirFolders_AreAllListed()
    {
        var known = ExampleTable.Named("all").Select(f => f.Path).ToHashSet();
        foreach (var folder in new[] { "examples", "netlists", "studies", "device-models/measured" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is not (".md" or ".golden" or ".measured" or ".npy" or ".npz" or ".onnx")))
                Assert.Contains(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), known);
        }
    }

    [NumPyFact]
    public void Copy_OfTheNetwork_IsWhatNumPyComputes()
    {
        using var temporary = new TemporaryFolder();
        var (code, results, diagnostics) = Circuitsim.Run("examples", "copy", "network", "--out", temporary.Path);
        Assert.True(code == 0, diagnostics);
        Assert.Equal(9, results.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(0, Circuitsim.Run("examples", "copy", "matrix", "--out", temporary.Path).Code);
        var said = NumPy.Run("""
            f = lambda n: np.load(sys.argv[1] + '/examples/' + n + '.npy')
            W, X, y = f('W'), f('X'), f('y')
            print(W.dtype, W.shape, X.dtype, X.shape)
            print(abs(W.mean()) < 0.05, abs(W.std() - 1) < 0.05, X.min() > 0, X.max() < 1)
            out = np.maximum(X @ f('W1').astype(float) + f('b1'), 0) @ f('W2').astype(float) + f('b2')
            print((out.argmax(1) == y).all(), len(set(y)) >= 5)
            z = np.load(sys.argv[1] + '/examples/network.npz')
            print(all((z[a] == f(b)).all() for a, b in (('weights_0', 'W1'), ('bias_0', 'b1'), ('weights_1', 'W2'), ('bias_1', 'b2'))))
            print((np.loadtxt(sys.argv[1] + '/examples/X.csv', delimiter=',', dtype=np.float32) == X[:100]).all())
            """, temporary.Path);
        Assert.Equal("float32 (128, 64) float32 (1000, 128)\nTrue True True True\nTrue True\nTrue\nTrue\n", said);
    }

    [Fact]
    public void Copy_OntoAFileOfOtherContent_NeedsForce()
    {
        using var temporary = new TemporaryFolder();
        string[] copy = ["examples", "copy", "examples/cards.lib", "--out", temporary.Path];
        Assert.Equal(0, Circuitsim.Run(copy).Code);
        Assert.Equal(0, Circuitsim.Run(copy).Code);
        var file = temporary.File("examples/cards.lib");
        File.WriteAllText(file, "mine");
        var (code, _, diagnostics) = Circuitsim.Run(copy);
        Assert.Equal(4, code);
        Assert.Contains("cards.lib: is there already with other content;", diagnostics, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(0, Circuitsim.Run([.. copy, "--force"]).Code);
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "examples/cards.lib")), File.ReadAllText(file));
    }

    [Fact]
    public void Copy_OfNoExample_NamesThemAll()
    {
        var (code, _, diagnostics) = Circuitsim.Run("examples", "copy", "../secrets");
        Assert.Equal(2, code);
        Assert.Contains("no example '../secrets'; there are: matrix, network, array, ", diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public void List_AndRunWithoutAFile_NameWhatCopyTakes()
    {
        var (_, list, _) = Circuitsim.Run("examples", "list");
        Assert.All(ExampleTable.All, e => Assert.Contains($"\n {e.Name} ", list, StringComparison.Ordinal));
        var (code, netlists, _) = Circuitsim.Run("run");
        Assert.Equal(0, code);
        Assert.Contains(" netlists/arrays/read-2x2.cir ", netlists, StringComparison.Ordinal);
        Assert.Equal("netlists/arrays/read-2x2.cir\n", Circuitsim.Run("examples", "list", "netlists/arrays/read-2x2.cir").Results);
    }
}
