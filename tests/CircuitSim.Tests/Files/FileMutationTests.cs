using System.Globalization;
using System.IO.Compression;
using System.Text;
using CircuitSim.Emulation;
using CircuitSim.Files;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Files;

/// <summary>
/// Mutated files of arrays and data sets end in numbers or in one line that names the file, in memory that the file's size bounds.
/// CI runs 20,000; <c>CIRCUITSIM_MUTATIONS=200000 dotnet test --filter FileMutationTests</c> runs as many as it says.
/// </summary>
public class FileMutationTests
{
    private const string Variable = "CIRCUITSIM_MUTATIONS";

    private static readonly byte[][] Fragments =
    [
        [0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0x80], [0, 0, 0, 0], [0xff, 0xff], [1, 0, 0, 0, 0, 0, 0, 0x7f], [0x1f, 0x8b], [.. "PK\x03\x04"u8], [.. "PK\x01\x02"u8], [.. "PK\x05\x06"u8],
        [.. "999999999999"u8], [.. "1000000, 1000000"u8], [.. "-1"u8], [.. "(0,)"u8], [.. "()"u8], [.. "'<f4'"u8], [.. "'|O'"u8], [.. "'>c16'"u8], [.. "True"u8], [.. "'shape': ("u8], [.. "../"u8],
        [.. ","u8], [.. "\n"u8], [.. "\r"u8], [.. "#"u8], [.. "nan"u8], [.. "1e999"u8], [.. "1k"u8], [.. "é"u8], [0xc3], [0],
    ];

    [Fact]
    [Trait("Category", "slow")]
    public void Read_OfMutatedFiles_EndsInNumbersOrInOneLine()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "20000", CultureInfo.InvariantCulture);
        using var folder = new TemporaryFolder();
        var kinds = Kinds(folder);
        var random = new RandomStream(40);
        var read = new int[kinds.Count];
        for (var trial = 0; trial < count; trial++)
        {
            var (name, seeds, reader) = kinds[trial % kinds.Count];
            var content = Mutate(seeds[random.NextInt32(seeds.Length)], kinds, random);
            var path = folder.File(name);
            // Cutting the file to nothing first would make some file systems wait for the disk.
            using (var file = new FileStream(path, FileMode.OpenOrCreate))
            {
                file.Write(content);
                file.SetLength(content.Length);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                reader(path);
                read[trial % kinds.Count]++;
            }
            catch (DataFileException e)
            {
                Assert.True(e.Message.StartsWith(path, StringComparison.Ordinal) && e.Message.Length < path.Length + 300 && !e.Message.Contains('\n', StringComparison.Ordinal), $"mutation {trial}: {e.Message}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"mutation {trial} of {name}: {e}\n{Convert.ToBase64String(content)}");
            }

            // What deflate can pack into a file of these sizes, as doubles, and the readers' blocks.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (1 << 20) + 8L * 1032 * content.Length);
        }

        // A kind whose mutations all failed would test its first bytes only.
        Assert.All(read, n => Assert.InRange(n, count / 400, count));
    }

    /// <summary>Names, whole files, and what reads them.</summary>
    private static List<(string Name, byte[][] Seeds, Action<string> Read)> Kinds(TemporaryFolder folder)
    {
        byte[][] npy =
        [
            Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", 48), Npy("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3, 4), }", 48),
            Npy("{'descr': '|b1', 'fortran_order': False, 'shape': (9,), }", 9), Npy("{'descr': '<f2', 'fortran_order': False, 'shape': (), }", 2),
        ];
        var npz = new[] { CompressionLevel.NoCompression, CompressionLevel.Optimal }.Select(level =>
        {
            using var stream = new MemoryStream();
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var (k, content) in npy.Index())
                {
                    using var entry = archive.CreateEntry($"weights_{k}.npy", level).Open();
                    entry.Write(content);
                }
            }

            return stream.ToArray();
        }).ToArray();
        byte[] idx = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(idx);
        TrainedNetworkFile.Write(folder.File("n.npz"), new DenseNetwork([new DenseLayer(2, 3, new double[6], new double[3])]), new TrainingProvenance([2, 3], 1, new TrainingOptions { Epochs = 1, BatchSize = 1, LearningRate = 0.1 }, new string('0', 64), new string('1', 64)));
        return
        [
            ("a.npy", npy, path => NpyFile.Read(path)),
            ("a.npz", npz, path => NpzFile.Read(path)),
            ("a.csv", [[.. "# G [S]\nx,y\n1,2e-3\n10u,-4.5\n"u8], [.. "1 2 3\r\n4 5 6\r\n"u8], [.. "float,0.5\n"u8]], path => ArrayFile.Read(path, "x", "float")),
            ("a-ubyte", [idx, packed.ToArray()], path => IdxFile.Parse(IdxFile.ReadContent(path, ""), path)),
            ("a.bin", [[3, .. new byte[3072], 9, .. new byte[3072]]], path => Cifar10File.Read(path)),
            ("n.npz", [File.ReadAllBytes(folder.File("n.npz"))], path => TrainedNetworkFile.Read(path)),
        ];
    }

    private static byte[] Mutate(byte[] whole, List<(string Name, byte[][] Seeds, Action<string> Read)> kinds, RandomStream random)
    {
        var content = whole.ToList();
        for (var n = 1 + random.NextInt32(3); n > 0; n--)
        {
            var at = random.NextInt32(content.Count + 1);
            var length = Math.Min(random.NextInt32(16), content.Count - at);
            switch (random.NextInt32(7))
            {
                case 0:
                    content.RemoveRange(at, length);
                    break;
                case 1:
                    content.RemoveRange(at, content.Count - at);
                    break;
                case 2:
                    content.InsertRange(at, Fragments[random.NextInt32(Fragments.Length)]);
                    break;
                case 3:
                    var fragment = Fragments[random.NextInt32(Fragments.Length)];
                    content.RemoveRange(at, Math.Min(fragment.Length, content.Count - at));
                    content.InsertRange(at, fragment);
                    break;
                case 4:
                    content.InsertRange(at, content.GetRange(at, length));
                    break;
                case 5:
                    var seeds = kinds[random.NextInt32(kinds.Count)].Seeds;
                    var other = seeds[random.NextInt32(seeds.Length)];
                    var from = random.NextInt32(other.Length);
                    content.InsertRange(at, other[from..Math.Min(other.Length, from + random.NextInt32(100))]);
                    break;
                default:
                    if (at < content.Count)
                        content[at] ^= (byte)(1 << random.NextInt32(8));
                    break;
            }
        }

        return [.. content];
    }

    private static byte[] Npy(string header, int bytes) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)(header.Length + 1), 0, .. Encoding.ASCII.GetBytes(header + "\n"), .. Enumerable.Range(0, bytes).Select(k => (byte)(k % 64))];
}
