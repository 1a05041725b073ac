using CircuitSim.Emulation.Onnx;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation.Onnx;

/// <summary>The models that ONNX's authors test implementations with (version 1.12, Debian's libonnx-testdata), and their outputs.</summary>
public class OnnxGoldenTests
{
    /// <summary>Of operators on the list, and yet not read.</summary>
    private static readonly Dictionary<string, string> Excluded = new()
    {
        ["node/test_identity_opt"] = "is no tensor",
        ["node/test_identity_sequence"] = "is no tensor",
    };

    [OnnxFact, Trait("Category", "slow")]
    public void Models_OfOperatorsOnTheList_GiveTheirGoldenOutputs()
    {
        // Which operators a model has is told by ONNX's own package.
        var models = NumPy.Run("""
            import glob, onnx, os
            root = sys.argv[1]
            for path in sorted(glob.glob(root + '/**/*.onnx', recursive=True)):
                nodes = onnx.load(path).graph.node
                print(os.path.relpath(os.path.dirname(path), root), *sorted({n.op_type if n.domain in ('', 'ai.onnx') else n.domain + '.' + n.op_type for n in nodes}))
            """, OnnxFactAttribute.TestModels).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1..]);
        Assert.Equal(1072, models.Count);
        var docs = File.ReadAllText(Path.Combine(Repository.Root, "docs/onnx.md"));
        var (onTheList, passed) = (0, 0);
        foreach (var (name, operators) in models)
        {
            var folder = Path.Combine(OnnxFactAttribute.TestModels, name);
            var path = Path.Combine(folder, "model.onnx");
            if (operators.Except(OnnxFile.Operators).Any())
            {
                var fault = Assert.Throws<DataFileException>(() => OnnxFile.Read(path)).Message;
                Assert.True(fault.Contains("is not computed", StringComparison.Ordinal) || fault.Contains("is no tensor", StringComparison.Ordinal), fault);
                continue;
            }

            onTheList++;
            if (Excluded.TryGetValue(name, out var reason))
            {
                Assert.Contains(reason, Assert.Throws<DataFileException>(() => OnnxFile.Read(path)).Message);
                continue;
            }

            var network = OnnxFile.Read(path).Network;
            foreach (var set in Directory.GetDirectories(folder, "test_data_set_*"))
            {
                var outputs = network.Run(network.Inputs.Index().ToDictionary(i => i.Item, i => OnnxFile.ReadTensor(Path.Combine(set, $"input_{i.Index}.pb"))));
                foreach (var (k, output) in outputs.Index())
                {
                    var golden = OnnxFile.ReadTensor(Path.Combine(set, $"output_{k}.pb"));
                    Assert.Equal(golden.Shape, output.Shape);
                    Close.Equal(golden.Values.Span, output.Values.Span, 1e-5, 1e-5, name);
                }
            }

            Assert.Contains($"`{name[(name.LastIndexOf('/') + 6)..]}`", docs);
            passed++;
        }

        Assert.Equal((240, 238), (onTheList, passed));
        Assert.Equal(238, docs.Split("## The test models")[1].Split('`').Length / 2);
        Assert.Contains("238 of the 1,072", docs);
        foreach (var kind in OnnxFile.Operators)
            Assert.Contains($"`{kind}`", docs);
    }
}
