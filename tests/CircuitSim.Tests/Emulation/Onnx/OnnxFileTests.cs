using System.Text;
using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Onnx;
using CircuitSim.Tests.Support;
using Google.Protobuf;

namespace CircuitSim.Tests.Emulation.Onnx;

/// <summary>Files that are wrong, or meant to harm: one line, whatever they are, and no memory that is not theirs.</summary>
public class OnnxFileTests
{
    [OnnxFact, Trait("Category", "slow")]
    public void Tensors_OfAllTypes_AreReadAsNumPyReadsThem()
    {
        using var folder = new TemporaryFolder();
        var lines = NumPy.Run("""
            import onnx
            from onnx import TensorProto as T, helper, numpy_helper
            values = [0, 1, 2, 3, 100, 1]
            for t in (T.FLOAT, T.UINT8, T.INT8, T.UINT16, T.INT16, T.INT32, T.INT64, T.BOOL, T.FLOAT16, T.DOUBLE, T.UINT32, T.UINT64, T.BFLOAT16):
                these = [v + (0.25 if t in (T.FLOAT, T.DOUBLE, T.FLOAT16) else 0) - (50 if t in (T.INT8, T.INT16, T.INT32, T.INT64, T.FLOAT, T.FLOAT16) else 0) for v in values]
                if t == T.BOOL: these = [min(v, 1) for v in values]
                if t == T.UINT64: these[4] = 2 ** 63
                files = {'typed': helper.make_tensor('t', t, (2, 3), these)}
                if t != T.BFLOAT16: files['raw'] = numpy_helper.from_array(np.array(these, dtype=helper.mapping.TENSOR_TYPE_TO_NP_TYPE[t]).reshape(2, 3), 't')
                for kind, tensor in files.items():
                    name = f'{kind}{t}'
                    open(f'{sys.argv[1]}/{name}.pb', 'wb').write(tensor.SerializeToString())
                    print(name, *[float(v) for v in numpy_helper.to_array(tensor).astype('f8').ravel()])
            """, folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(25, lines.Length);
        foreach (var words in lines.Select(line => line.Split(' ')))
        {
            var tensor = OnnxFile.ReadTensor(folder.File($"{words[0]}.pb"));
            Assert.Equal([2, 3], tensor.Shape);
            Assert.Equal(words.Skip(1).Select(double.Parse), tensor.Values.ToArray());
        }
    }

    [Fact]
    public void Operator_BeyondTheList_IsRefusedByNameAndNode()
    {
        Assert.Contains("node 'curve' (Elu): this operator is not computed; these are: Add,", Fault(Model(Node("Elu", "x", "y", name: "curve"))));
        Assert.Contains("of the domain 'com.acme' is not computed", Fault(Model(Message(Node("Relu", "x", "y"), Text(7, "com.acme")))));
        // A name that would break a line, or lead out of a folder of results.
        Assert.Contains("node 'a_b_.._c' (Bad?Name)", Fault(Model(Node("Bad\nName", "x", "y", name: "../a/b/../c\n"))).Replace(".._a", "a"));
        Assert.Contains("attribute 'alpha'", Fault(Model(Message(Node("Relu", "x", "y"), Bytes(5, Text(1, "alpha"))))));
        Assert.Contains("version 99 of ONNX's operators", Fault(Message(Bytes(8, Number(2, 99)), Bytes(7, []))));
    }

    [Fact]
    public void Tensors_OfATrillionElements_TakeNoMemory()
    {
        foreach (var dims in new long[][] { [1_000_000, 1_000_000], [long.MaxValue], [-1], [1L << 40], [65_536, 65_536, 65_536, 65_536] })
        {
            byte[] shape = [.. dims.SelectMany(n => Number(1, (ulong)n))];
            foreach (var data in new[] { Number(2, 1), [.. Number(2, 1), .. Bytes(9, new byte[16])], [.. Number(2, 11), .. Bytes(10, new byte[64])] })
            {
                var file = Model(Node("Add", "x", "y", "w"), Bytes(5, Message(shape, data, Text(8, "w"))));
                Assert.Contains("tensor 'w'", Fault(file));
            }

            var sparse = Message(Bytes(1, Message(Number(1, 1), Number(2, 1), Bytes(4, new byte[4]))), Bytes(2, Message(Number(1, 1), Number(2, 7), Bytes(7, new byte[1]))), [.. dims.SelectMany(n => Number(3, (ulong)n))]);
            Fault(Model(Node("Add", "x", "y", "w"), Bytes(15, sparse)));
        }

        // A million dimensions would be a line of megabytes.
        Fault(Model(Node("Add", "x", "y", "w"), Bytes(5, Message(Bytes(1, [.. Enumerable.Repeat((byte)1, 1_000_000)]), Number(2, 1), Text(8, "w")))));
        Fault(Model(Message(Node("Reshape", "x", "y", "s")), Bytes(5, Message(Number(1, 100_000), Number(2, 7), Bytes(7, [.. Enumerable.Repeat((byte)0x80, 9), 1, .. new byte[99_999]]), Text(8, "s")))));
        // Many sparse tensors that each seem small.
        var some = Message(Bytes(1, Message(Number(1, 0), Number(2, 1))), Bytes(2, Message(Number(1, 0), Number(2, 7))), Number(3, 4_000_000));
        Assert.Contains("larger than what is read", Fault(Model(Node("Add", "x", "y", "w"), [.. Enumerable.Range(0, 1000).SelectMany(k => Bytes(1, Message(Text(4, "Constant"), Text(2, $"c{k}"), Bytes(5, Message(Text(1, "sparse_value"), Bytes(22, some))))))])));
    }

    [Fact]
    public void Lengths_BeyondTheFile_AreRefused()
    {
        byte[] model = Model(Node("Relu", "x", "y"));
        using var folder = new TemporaryFolder();
        for (var length = 0; length < model.Length; length++)
            Fault(model[..length]);
        Fault([.. model, 0x3a, 0xff, 0xff, 0xff, 0xff, 0x07]);
        Assert.Contains("protocol buffers", Fault([0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]));
        Assert.Contains("holds no graph", Fault([]));
        Assert.Contains("protocol buffers", Fault(Encoding.UTF8.GetBytes("<html>not found</html>")));
    }

    [Fact]
    public void Nesting_WithoutEnd_IsNeverFollowed()
    {
        // Groups within groups, and graphs within attributes within nodes.
        Fault([.. Enumerable.Repeat((byte)0x0b, 1_000_000)]);
        byte[] inner = [];
        for (var depth = 0; depth < 2_000; depth++)
            inner = Message(Bytes(1, Message(Text(4, "If"), Bytes(5, Message(Text(1, "then_branch"), Bytes(6, inner))))));
        Assert.Contains("(If)", Fault(Message(Bytes(8, Number(2, 14)), Bytes(7, inner))));
    }

    [UnixFact]
    public void ExternalData_OutsideOfTheModelsFolder_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("models/sub"));
        File.WriteAllBytes(folder.File("secret"), new byte[8]);
        File.WriteAllBytes(folder.File("models/data"), [0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]);
        File.CreateSymbolicLink(folder.File("models/link"), folder.File("secret"));
        Directory.CreateSymbolicLink(folder.File("models/out"), folder.Path);
        byte[] With(string location, string? offset = null, string? length = null, int count = 2)
        {
            byte[] Entry(string key, string? value) => value is null ? [] : Bytes(13, Message(Text(1, key), Text(2, value)));
            return Model(Node("Add", "x", "y", "w"), Bytes(5, Message(Number(1, (ulong)count), Number(2, 1), Text(8, "w"), Entry("location", location), Entry("offset", offset), Entry("length", length), Number(14, 1))));
        }

        string Refused(byte[] model) => Fault(model, folder.File("models/model.onnx"));
        foreach (var location in new[] { "../secret", "sub/../../secret", folder.File("secret"), "", ".", "sub/./../data", "sub//data", @"..\secret", "C:secret" })
            Assert.Contains("does not lie in the model's folder", Refused(With(location)));
        foreach (var location in new[] { "link", "out/secret", "out/models/data" })
            Assert.Contains("through a link", Refused(With(location)));
        Assert.Contains("missing", Refused(With("absent")));
        Assert.Contains("missing", Refused(With("sub")));
        foreach (var (offset, length, count) in new (string?, string?, int)[] { ("8", null, 2), ("9223372036854775807", null, 2), (null, null, 1_000_000_000), ("-1", null, 2), ("x", null, 2), (null, "4", 2) })
            Assert.Contains("external data 'data'", Refused(With("data", offset, length, count)));
        File.WriteAllBytes(folder.File("models/model.onnx"), With("data", "4", "8"));
        Assert.Equal([11.0, 22], OnnxFile.Read(folder.File("models/model.onnx")).Network.Apply(new Tensor([2], new double[] { 10, 20 })).Values.ToArray());
    }

    private static string Fault(byte[] model, string? path = null)
    {
        using var folder = new TemporaryFolder();
        path ??= folder.File("model.onnx");
        File.WriteAllBytes(path, model);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<DataFileException>(() => OnnxFile.Read(path)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64_000_000);
        Assert.DoesNotContain('\n', fault);
        Assert.InRange(fault.Length, 1, 700);
        return fault;
    }

    private static byte[] Model(byte[] node, params byte[] more) =>
        Message(Number(1, 8), Bytes(8, Number(2, 14)), Bytes(7, Message(Bytes(1, node), more, Bytes(11, Text(1, "x")), Bytes(12, Text(1, "y")))));

    private static byte[] Node(string kind, string input, string output, string second = "", string name = "n") =>
        Message(Text(1, input), second.Length > 0 ? Text(1, second) : [], Text(2, output), Text(3, name), Text(4, kind));

    private static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(f => f)];

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] bytes) => Written(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes));
    });

    private static byte[] Number(int field, ulong value) => Written(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteUInt64(value);
    });

    private static byte[] Written(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        var output = new CodedOutputStream(stream);
        write(output);
        output.Flush();
        return stream.ToArray();
    }
}
