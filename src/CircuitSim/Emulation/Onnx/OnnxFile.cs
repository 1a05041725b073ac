using System.Globalization;
using System.Text;
using CircuitSim.Emulation.Networks;
using CircuitSim.Files;
using Google.Protobuf;

namespace CircuitSim.Emulation.Onnx;

/// <summary>
/// Networks in ONNX's format (github.com/onnx/onnx, onnx.proto and docs/Operators.md). Weights that are constants on the right of a product become the
/// network's matrices, MatMul with a constant added becomes one matrix with a bias, and everything beyond the list of operators is
/// refused by name. A stranger's file is bounded: memory by the bytes that are there, depth by never being followed.
/// </summary>
public static class OnnxFile
{
    private const int MostOpset = 24;

    /// <summary>Of values that sparse constants may stand for and shape operators on constants may copy, beyond what the file holds.</summary>
    private const long MostExtraValues = 1 << 22;

    /// <summary>ONNX's names of the operators that are read.</summary>
    public static IReadOnlyList<string> Operators => OnnxOperators.Kinds;

    /// <exception cref="DataFileException">Missing, unreadable, damaged, or with an operator that is not computed: it and its node are named.</exception>
    public static OnnxModel Read(string path) => Read(path, Bytes(path));

    /// <summary>A model in memory; faults name the path.</summary>
    internal static OnnxModel Read(string path, byte[] bytes) =>
        Judged(path, bytes, message => new OnnxGraphReader(message, new ExternalFolderFile(path), MostOpset, MostExtraValues + message.Length / 4).Read());

    /// <summary>A tensor by itself, as ONNX's test data keep inputs and outputs (.pb).</summary>
    /// <exception cref="DataFileException">Missing, unreadable or damaged.</exception>
    public static Tensor ReadTensor(string path) => Judged(path, Bytes(path), message => OnnxTensor.Read(message, new ExternalFolderFile(path)));

    /// <summary>Weights are written as floats, which is what other programs run.</summary>
    /// <param name="inputShapes">Of each input of the network; null for a size that is left open.</param>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    /// <exception cref="InvalidParameterException">An operator that no file states, or shapes that the network does not take.</exception>
    public static void Write(string path, Network network, params IReadOnlyList<IReadOnlyList<int?>> inputShapes)
    {
        // A network that cannot be written leaves no file.
        var model = new OnnxGraphWriter(OnnxTensor.Float).Model(network, inputShapes);
        AtomicFile.Write(path, stream => stream.Write(model.Written));
    }

    /// <inheritdoc cref="Write(string, Network, IReadOnlyList{IReadOnlyList{int?}})"/>
    public static void Write(Stream stream, Network network, params IReadOnlyList<IReadOnlyList<int?>> inputShapes) =>
        stream.Write(new OnnxGraphWriter(OnnxTensor.Float).Model(network, inputShapes).Written);

    private static byte[] Bytes(string path) => DataFileException.Reading(path, () =>
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length > Array.MaxLength)
            throw DataFileException.Corrupt(path, "is larger than 2 GiB, which is the most that the format allows; keep the tensors in files beside it.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    private static T Judged<T>(string path, byte[] bytes, Func<ProtobufMessage, T> read)
    {
        try
        {
            // Tensors in other files are read on the way.
            return DataFileException.Reading(path, () =>
            {
                try
                {
                    return read(new ProtobufMessage(bytes, 0, bytes.Length));
                }
                catch (InvalidProtocolBufferException e)
                {
                    throw DataFileException.Corrupt(path, "is no ONNX file, or a damaged one: it does not follow the format of protocol buffers.", e);
                }
            });
        }
        catch (InvalidParameterException e)
        {
            throw DataFileException.Corrupt(path, e.Message, e);
        }
    }

    /// <summary>A stranger's word for messages and names: short, in one line.</summary>
    internal static string Plain(string word)
    {
        var text = new StringBuilder(DataFileException.Shown(word));
        for (var k = 0; k < text.Length; k++)
        {
            if (char.GetUnicodeCategory(text[k]) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                text[k] = '?';
        }

        return text.ToString();
    }
}
