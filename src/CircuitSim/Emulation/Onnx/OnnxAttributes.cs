using CircuitSim.Emulation.Networks;

namespace CircuitSim.Emulation.Onnx;

/// <summary>Attributes of a node (ONNX's AttributeProto), as an operator asks for them.</summary>
internal sealed class OnnxAttributes
{
    private const int Name = 1, F = 2, I = 3, S = 4, T = 5, Floats = 7, Ints = 8, Strings = 9, Sparse = 22, Reference = 21;

    private readonly Dictionary<string, ProtobufMessage> attributes = [];
    private readonly HashSet<string> asked = [];
    private readonly ExternalFolderFile external;

    /// <exception cref="InvalidParameterException">One is given twice, or by a function's parameter.</exception>
    public OnnxAttributes(IEnumerable<ProtobufMessage> messages, ExternalFolderFile external)
    {
        this.external = external;
        foreach (var message in messages)
        {
            var name = OnnxFile.Plain(message.TextOf(Name));
            if (!attributes.TryAdd(name, message) || message.Last(Reference) is not null)
                throw InvalidParameterException.Because("attributes", $"the attribute '{name}' is given twice or by a parameter.");
        }
    }

    public bool Has(string name)
    {
        asked.Add(name);
        return attributes.ContainsKey(name);
    }

    public int Whole(string name, int other) => Has(name) ? Whole((long)attributes[name].NumberOf(I), name) : other;

    public bool Flag(string name, bool other = false) => Whole(name, other ? 1 : 0) != 0;

    public IReadOnlyList<int>? Wholes(string name) => Has(name) ? [.. attributes[name].Numbers(Ints).Select(n => Whole(n, name))] : null;

    /// <summary>Places, which may lie as far behind the end as one likes.</summary>
    public IReadOnlyList<int>? Places(string name) => Has(name) ? [.. attributes[name].Numbers(Ints).Select(n => (int)Math.Clamp(n, int.MinValue, int.MaxValue))] : null;

    public double Number(string name, double other) => Has(name) ? BitConverter.UInt32BitsToSingle((uint)attributes[name].NumberOf(F)) : other;

    public double[] Numbers(string name) => Has(name) ? [.. attributes[name].FixedNumbers(Floats, 4).Select(bits => (double)BitConverter.UInt32BitsToSingle((uint)bits))] : [];

    public string Text(string name, string other) => Has(name) ? OnnxFile.Plain(attributes[name].TextOf(S)) : other;

    public IReadOnlyList<string>? Texts(string name) => Has(name) ? [.. attributes[name].All(Strings).Select(m => OnnxFile.Plain(m.Text))] : null;

    public Tensor? Tensor(string name) => Has(name) && attributes[name].Last(T) is { } message ? OnnxTensor.Read(message, external) : null;

    public Tensor? SparseTensor(string name, ref long left) => Has(name) && attributes[name].Last(Sparse) is { } message ? OnnxTensor.ReadSparse(message, external, ref left) : null;

    /// <summary>What nobody asked for would be computed wrongly.</summary>
    public void RefuseOthers()
    {
        if (attributes.Keys.FirstOrDefault(name => !asked.Contains(name)) is { } other)
            throw InvalidParameterException.Because("attributes", $"the attribute '{other}' is none that this operator has.");
    }

    public static int Whole(long value, string name) => value is >= int.MinValue and <= int.MaxValue ? (int)value
        : throw InvalidParameterException.Because(name, FormattableString.Invariant($"{name} = {value} is beyond all sizes."));
}
