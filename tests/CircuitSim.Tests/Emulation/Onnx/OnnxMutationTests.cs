using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Onnx;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;
using Google.Protobuf;

namespace CircuitSim.Tests.Emulation.Onnx;

/// <summary>Models that were valid before something was changed: read and computed, or refused in one line.</summary>
public class OnnxMutationTests
{
    private const int Mutations = 20_000;

    /// <summary>Of reading one small file, and of computing what it says.</summary>
    private const long MostRead = 80_000_000, MostComputed = 1_500_000_000;

    private static readonly ulong[] Extremes = [0, 1, 2, 7, 255, 65_535, 4_000_000, int.MaxValue, 1ul << 31, uint.MaxValue, 1_000_000_000_000, long.MaxValue, ulong.MaxValue, ulong.MaxValue - 1];

    /// <summary>One of every operator, small enough that most of a file is structure.</summary>
    private static readonly string[] Models =
    [
        "node/test_add_bcast", "node/test_averagepool_2d_ceil", "node/test_batchnorm_epsilon_training_mode", "node/test_concat_2d_axis_1", "node/test_constantofshape_float_ones", "node/test_conv_with_autopad_same",
        "node/test_expand_dim_changed", "node/test_flatten_negative_axis2", "node/test_gather_negative_indices", "node/test_gemm_all_attributes", "node/test_lstm_with_peepholes", "node/test_matmul_3d",
        "node/test_maxpool_2d_dilations", "node/test_maxpool_with_argmax_2d_precomputed_strides", "node/test_reflect_pad", "node/test_reshape_zero_and_negative_dim", "node/test_rnn_seq_length", "node/test_shape_start_1_end_2",
        "node/test_softmax_axis_1", "node/test_transpose_all_permutations_3", "node/test_unsqueeze_unsorted_axes", "pytorch-converted/test_AvgPool1d", "pytorch-converted/test_BatchNorm1d_3d_input_eval",
        "pytorch-converted/test_Conv1d_groups", "pytorch-converted/test_Conv2d_depthwise", "pytorch-converted/test_Conv3d_dilated_strided", "pytorch-converted/test_Linear", "pytorch-converted/test_Linear_no_bias",
        "pytorch-converted/test_PixelShuffle", "node/test_maxpool_2d_precomputed_same_upper", "pytorch-operator/test_operator_addconstant", "pytorch-operator/test_operator_mm", "node/test_constant",
    ];

    [OnnxFact, Trait("Category", "slow")]
    public void Mutations_OfModels_GiveANetworkOrOneLine()
    {
        using var folder = new TemporaryFolder();
        byte[][] models = [.. Models.Select(m => File.ReadAllBytes(Path.Combine(OnnxFactAttribute.TestModels, m, "model.onnx")))];
        Tensor[][] inputs = [.. Models.Select(m => Enumerable.Range(0, 10).Select(k => Path.Combine(OnnxFactAttribute.TestModels, m, "test_data_set_0", $"input_{k}.pb")).TakeWhile(File.Exists).Select(OnnxFile.ReadTensor).ToArray())];
        var stream = new RandomStream(20_000);
        int Below(int n) => (int)(stream.NextUniform(0, 1) * n);
        var foreign = new Dictionary<string, string>();
        var (refused, computed, path) = (0, 0, folder.File("model.onnx"));
        for (var m = 0; m < Mutations; m++)
        {
            var k = m % models.Length;
            var mutated = m % 2 == 0 ? Structure(models[k], Below) : Bytes(models[k], models[Below(models.Length)], Below);
            // Cutting the file to nothing first would make some file systems wait for the disk, twenty thousand times.
            using (var file = new FileStream(path, FileMode.OpenOrCreate))
            {
                file.Write(mutated);
                file.SetLength(mutated.Length);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Network network;
                try
                {
                    network = OnnxFile.Read(path).Network;
                }
                finally
                {
                    Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostRead);
                }

                // Large inputs take time and show nothing that small ones do not.
                if (inputs[k].Sum(t => t.Count) < 500)
                    network.Run(network.Inputs.Index().Where(i => i.Index < inputs[k].Length).ToDictionary(i => i.Item, i => inputs[k][i.Index]));
                computed++;
            }
            catch (CircuitSimException e) when (e is DataFileException or InvalidParameterException)
            {
                refused++;
                Assert.True(e.Message.Length < 900 && !e.Message.Contains('\n'), e.Message);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                foreign.TryAdd($"{e.GetType()} {e.StackTrace?.Split('\n')[0]}", $"mutation {m} of {Models[k]}: {e}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostComputed);
        }

        Assert.Empty(foreign.Values);
        // Neither may all be refused for one reason that hides the rest.
        Assert.InRange(refused, Mutations / 4, Mutations);
        Assert.InRange(computed, Mutations / 20, Mutations);
    }

    private static byte[] Bytes(byte[] model, byte[] other, Func<int, int> below)
    {
        List<byte> bytes = [.. model];
        switch (below(6))
        {
            case 0:
                bytes[below(bytes.Count)] ^= (byte)(1 << below(8));
                break;
            case 1:
                return [.. bytes.Take(below(bytes.Count))];
            case 2:
                return [.. model.Take(below(model.Length)), .. other.Skip(below(other.Length))];
            case 3:
                bytes[below(bytes.Count)] = new byte[] { 0, 1, 0x7f, 0x80, 0xff }[below(5)];
                break;
            case 4:
                var from = below(bytes.Count);
                bytes.InsertRange(below(bytes.Count), bytes.GetRange(from, below(bytes.Count - from)));
                break;
            default:
                bytes.InsertRange(below(bytes.Count), [0xff, 0xff, 0xff, 0xff, (byte)(below(2) * 0x80 + 0x0f), 0x01]);
                break;
        }

        return [.. bytes];
    }

    /// <summary>Changes one field and leaves all lengths around it right, so that the change reaches what is behind the format.</summary>
    private static byte[] Structure(byte[] message, Func<int, int> below)
    {
        if (Fields(message) is not { Count: > 0 } fields)
            return message;
        var k = below(fields.Count);
        var (tag, value, bytes) = fields[k];
        if (bytes is not null && below(6) > 0)
            fields[k] = (tag, 0, Structure(bytes, below));
        else if (bytes is null && below(4) > 0)
            fields[k] = (tag, Extremes[below(Extremes.Length)], null);
        else
        {
            switch (below(4))
            {
                case 0:
                    fields.RemoveAt(k);
                    break;
                case 1:
                    fields.Insert(below(fields.Count), fields[k]);
                    break;
                case 2:
                    fields[k] = (fields[below(fields.Count)].Tag & ~7u | tag & 7, value, bytes);
                    break;
                default:
                    if (bytes is { Length: > 0 })
                        bytes[below(bytes.Length)] ^= (byte)(1 << below(8));
                    break;
            }
        }

        using var stream = new MemoryStream();
        var output = new CodedOutputStream(stream);
        foreach (var (t, v, b) in fields)
        {
            output.WriteTag(t);
            if (b is not null)
                output.WriteBytes(ByteString.CopyFrom(b));
            else if (WireFormat.GetTagWireType(t) == WireFormat.WireType.Varint)
                output.WriteUInt64(v);
            else if (WireFormat.GetTagWireType(t) == WireFormat.WireType.Fixed32)
                output.WriteFixed32((uint)v);
            else
                output.WriteFixed64(v);
        }

        output.Flush();
        return stream.ToArray();
    }

    /// <summary>Null for what is no message; a text that happens to be one does no harm.</summary>
    private static List<(uint Tag, ulong Value, byte[]? Bytes)>? Fields(byte[] message)
    {
        try
        {
            var (input, fields) = (new CodedInputStream(message), new List<(uint, ulong, byte[]?)>());
            while (input.ReadTag() is not 0 and var tag)
            {
                fields.Add(WireFormat.GetTagWireType(tag) switch
                {
                    WireFormat.WireType.Varint => (tag, input.ReadUInt64(), null),
                    WireFormat.WireType.Fixed32 => (tag, input.ReadFixed32(), null),
                    WireFormat.WireType.Fixed64 => (tag, input.ReadFixed64(), null),
                    WireFormat.WireType.LengthDelimited => (tag, 0, input.ReadBytes().ToByteArray()),
                    _ => throw new InvalidOperationException(),
                });
            }

            return fields;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidOperationException)
        {
            return null;
        }
    }
}
