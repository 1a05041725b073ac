using System.IO.Compression;
using System.Text;
using CircuitSim.Files;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Files;

public class NpzFileTests
{
    [Fact]
    public void Read_OfWhatWasWritten_GivesTheSameBits()
    {
        using var folder = new TemporaryFolder();
        var random = new RandomStream(3);
        double[] special = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue];
        NpzArray[] arrays =
        [
            new("scalar", [], new double[] { Math.PI }),
            new("empty", [0], Array.Empty<double>()),
            new("special", [7], special),
            new("block", [2, 3, 50], Enumerable.Range(0, 300).Select(_ => random.NextNormal()).ToArray()),
        ];
        NpzFile.Write(folder.File("a.npz"), arrays);
        var read = NpzFile.Read(folder.File("a.npz"));
        Assert.Equal(arrays.Select(a => a.Name), read.Select(a => a.Name));
        for (var k = 0; k < arrays.Length; k++)
        {
            Assert.Equal(arrays[k].Shape, read[k].Shape);
            Assert.Equal(Bits(arrays[k]), Bits(read[k]));
        }
    }

    [Fact]
    public void WriteColumns_PartByPart_IsReadAsOneArrayEach()
    {
        using var folder = new TemporaryFolder();
        double[] values = [1, double.NaN, -0.0, 1e-300, double.PositiveInfinity];
        using (var stream = File.Create(folder.File("a.npz")))
            NpzFile.WriteColumns(stream, [new NpzColumn("x", 5, [values.AsMemory(0, 2), values.AsMemory(2)]), new NpzColumn("none", 0, [])]);
        var arrays = NpzFile.Read(folder.File("a.npz"));
        Assert.Equal(["x", "none"], arrays.Select(a => a.Name));
        Assert.Equal([[5], [0]], arrays.Select(a => a.Shape));
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), arrays[0].Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        NpzArray[] arrays = [new("w", [2, 2], new double[] { 1, 2, 3, 4 })];
        using MemoryStream first = new(), second = new();
        NpzFile.Write(first, arrays);
        NpzFile.Write(second, arrays);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [NumPyFact]
    public void Write_AnyShape_IsReadByNumPyToTheLastBit()
    {
        using var folder = new TemporaryFolder();
        var values = Enumerable.Range(0, 24).Select(k => Math.Sin(k) * Math.Pow(10, k - 12)).ToArray();
        NpzFile.Write(folder.File("a.npz"), [new NpzArray("scalar", [], new[] { 0.1 }), new NpzArray("line", [24], values), new NpzArray("cube", [2, 3, 4], values)]);
        // The oracle checks what NumPy makes of the headers, too: order, type and writability of the format version.
        var printed = NumPy.Run("""
            z = np.load(sys.argv[1], allow_pickle=False)
            print(sorted(z.files))
            for name in ('scalar', 'line', 'cube'):
                a = z[name]
                print(name, a.dtype.str, a.shape, a.flags['C_CONTIGUOUS'], ' '.join(float(x).hex() for x in a.ravel()))
            """, folder.File("a.npz")).TrimEnd().Split('\n');
        Assert.Equal("['cube', 'line', 'scalar']", printed[0]);
        Assert.StartsWith("scalar <f8 () True 0x1.999999999999ap-4", printed[1], StringComparison.Ordinal);
        Assert.StartsWith("line <f8 (24,) True ", printed[2], StringComparison.Ordinal);
        Assert.StartsWith("cube <f8 (2, 3, 4) True ", printed[3], StringComparison.Ordinal);
        var back = NumPy.Run("print(' '.join(str(int(b)) for b in np.load(sys.argv[1])['cube'].ravel().view(np.int64)))", folder.File("a.npz"));
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), back.Split(' ').Select(long.Parse));
    }

    [NumPyFact]
    public void Read_OfNumPysArchives_CompressedOrNot_GivesTheSameBits()
    {
        using var folder = new TemporaryFolder();
        NumPy.Run("""
            a = np.arange(60, dtype='<f8').reshape(3, 4, 5) / 7
            np.savez(sys.argv[1], a=a, s=np.float64(0.1), e=np.zeros((0, 3)))
            np.savez_compressed(sys.argv[2], a=a, s=np.float64(0.1), e=np.zeros((0, 3)))
            """, folder.File("plain.npz"), folder.File("packed.npz"));
        foreach (var name in new[] { "plain.npz", "packed.npz" })
        {
            var read = NpzFile.Read(folder.File(name)).ToDictionary(a => a.Name);
            Assert.Equal([3, 4, 5], read["a"].Shape);
            Assert.Equal(Enumerable.Range(0, 60).Select(k => k / 7.0), read["a"].Values.ToArray());
            Assert.Empty(read["s"].Shape);
            Assert.Equal([0.1], read["s"].Values.ToArray());
            Assert.Equal([0, 3], read["e"].Shape);
        }
    }

    /// <summary>Every kind in both byte orders and both orders of indices, in archives packed or not, and in files of one array.</summary>
    [NumPyFact]
    public void Read_OfEveryKindThatNumPyWrites_GivesItsNumbers()
    {
        using var folder = new TemporaryFolder();
        string[] kinds = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"];
        NumPy.Run("""
            r = np.random.default_rng(1)
            a = r.integers(0, 100, (3, 4, 5)) - 50.5
            kinds, c, f, expected = sys.argv[2].split(), {}, {}, {}
            for k in kinds:
                b = (a > 0) if k == 'b1' else np.abs(a).astype(k) if k[0] == 'u' else a.astype(k)
                if k in ('i8', 'u8'): b = b * np.array(10 ** 14, dtype=k)
                for order in '<>':
                    name = k + ('l' if order == '<' else 'b')
                    c[name] = b.astype(order + k)
                    f[name] = np.asfortranarray(c[name])
                    expected[name] = b.astype('f8')
                    np.save(sys.argv[1] + '/' + name + '.npy', f[name])
            np.savez(sys.argv[1] + '/c.npz', **c)
            np.savez_compressed(sys.argv[1] + '/f.npz', **f)
            np.savez(sys.argv[1] + '/expected.npz', **expected)
            """, folder.Path, string.Join(' ', kinds));
        var expected = NpzFile.Read(folder.File("expected.npz"));
        Assert.Equal(2 * kinds.Length, expected.Count);
        foreach (var (k, array) in expected.Index())
        {
            foreach (var read in new[] { NpzFile.Read(folder.File("c.npz"))[k], NpzFile.Read(folder.File("f.npz"))[k], NpyFile.Read(folder.File($"{array.Name}.npy")) })
            {
                Assert.Equal(array.Name, read.Name);
                Assert.Equal([3, 4, 5], read.Shape);
                Assert.Equal(Bits(array), Bits(read));
            }
        }
    }

    // A header that promises more than the entry holds must not take memory for it.
    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000,), }", "states the shape (1000000000), but holds 8 bytes")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "states the shape (2), but holds 8 bytes")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }", "states the shape (0), but holds 8 bytes")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647), }", "states the shape (2147483647, 2147483647, 2147483647), but holds 8 bytes")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999,), }", "has a dimension '99999999999999'")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "states no shape")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, }", "states no shape")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000), }", "states the shape (1000000, 1000000), but holds 8 bytes")]
    [InlineData("{'descr': '|b1', 'fortran_order': True, 'shape': (2, 5), }", "states the shape (2, 5), but holds 8 bytes")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "holds Python objects, which are not read; save numbers: a.astype('f8').")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "holds elements of the kind '<c8'; save it as numbers")]
    [InlineData("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1,), }", "holds elements of the kind '<M8[ns]'")]
    [InlineData("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", "states no kind of numbers, or holds records")]
    [InlineData("import os; os.system('true')", "states no kind of numbers")]
    public void Read_HostileHeader_IsRefusedInOneLine(string header, string words)
    {
        using var folder = new TemporaryFolder();
        WriteEntry(folder.File("a.npz"), Npy(header, new byte[8]));
        AssertRefused(folder.File("a.npz"), words);
    }

    /// <summary>A file of 60 kB in one word, or of thousands of dimensions, must not become the fault.</summary>
    [Theory]
    [InlineData("9", 60000, "has a dimension '9999999999999999999999999999999999999999…'.")]
    [InlineData("1,", 30000, "has 30000 dimensions; at most 64 are read.")]
    public void Read_EndlessShape_IsRefusedInAShortLine(string part, int times, string words)
    {
        using var folder = new TemporaryFolder();
        WriteEntry(folder.File("a.npz"), Npy($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({string.Concat(Enumerable.Repeat(part, times))}), }}", new byte[8]));
        AssertRefused(folder.File("a.npz"), words);
        Assert.InRange(Assert.Throws<DataFileException>(() => NpzFile.Read(folder.File("a.npz"))).Message.Length, 1, folder.File("a.npz").Length + 120);
    }

    [Fact]
    public void Read_EntryThatIsNoArrayOrEndsEarly_IsRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        var whole = Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", new byte[8]);
        foreach (var length in new[] { 0, 5, 10, 40, whole.Length - 1 })
        {
            WriteEntry(folder.File("a.npz"), whole[..length]);
            AssertRefused(folder.File("a.npz"), "entry a ");
        }

        var version4 = whole.ToArray();
        version4[6] = 4;
        WriteEntry(folder.File("a.npz"), version4);
        AssertRefused(folder.File("a.npz"), "NumPy format 4.0");
    }

    [Fact]
    public void Read_NoArchiveOrNoFile_IsRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.npz"), "not an archive");
        AssertRefused(folder.File("a.npz"), "is not a NumPy archive");
        Assert.Contains("no such file", Assert.Throws<DataFileException>(() => NpzFile.Read(folder.File("b.npz"))).Message, StringComparison.Ordinal);
        NpzFile.Write(folder.File("c.npz"), [new NpzArray("w", [1000], new double[1000])]);
        File.WriteAllBytes(folder.File("c.npz"), File.ReadAllBytes(folder.File("c.npz"))[..^30]);
        AssertRefused(folder.File("c.npz"), "is not a NumPy archive");
    }

    [Fact]
    public void Read_AnyBitFlipped_GivesTheSameValuesOrIsRefused()
    {
        using var folder = new TemporaryFolder();
        var random = new RandomStream(5);
        NpzArray array = new("w", [20], Enumerable.Range(0, 20).Select(_ => random.NextNormal()).ToArray());
        NpzFile.Write(folder.File("packed.npz"), [array]);
        WriteEntry(folder.File("stored.npz"), Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (20,), }", [.. array.Values.ToArray().SelectMany(BitConverter.GetBytes)]), CompressionLevel.NoCompression);
        foreach (var name in new[] { "packed.npz", "stored.npz" })
        {
            var whole = File.ReadAllBytes(folder.File(name));
            var refused = 0;
            for (var k = 0; k < whole.Length; k++)
            {
                var damaged = whole.ToArray();
                damaged[k] ^= (byte)(1 << (k % 8));
                File.WriteAllBytes(folder.File("damaged.npz"), damaged);
                try
                {
                    Assert.All(NpzFile.Read(folder.File("damaged.npz")), read => Assert.Equal(Bits(array), Bits(read)));
                }
                catch (DataFileException e)
                {
                    Assert.DoesNotContain('\n', e.Message);
                    refused++;
                }
            }

            // Names and dates of the archive's own records carry no checksum; the 160 bytes of the values do.
            Assert.InRange(refused, 160, whole.Length);
        }
    }

    [Theory]
    [InlineData("../a.npy", "has an entry '../a' whose name leaves the archive")]
    [InlineData("/etc/a.npy", "has an entry '/etc/a' whose name leaves the archive")]
    [InlineData("x\\..\\a.npy", "whose name leaves the archive")]
    [InlineData("a/../../b", "whose name leaves the archive")]
    public void Read_EntryWhoseNameLeavesTheArchive_IsRefused(string name, string words)
    {
        using var folder = new TemporaryFolder();
        WriteEntry(folder.File("a.npz"), Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", new byte[8]), name: name);
        AssertRefused(folder.File("a.npz"), words);
    }

    [Fact]
    public void Read_TwoEntriesOfOneName_AreRefused()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder.File("a.npz"), [new NpzArray("w", [1], new double[1]), new NpzArray("w", [1], new double[1])]);
        AssertRefused(folder.File("a.npz"), "has two entries w.");
    }

    /// <summary>A directory that states 2 GB for an entry of a few bytes, and a header that agrees with it.</summary>
    [Fact]
    public void Read_DirectoryThatLies_TakesNoMemoryForIt()
    {
        using var folder = new TemporaryFolder();
        WriteEntry(folder.File("a.npz"), Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000,), }", new byte[8]));
        var content = File.ReadAllBytes(folder.File("a.npz"));
        var directory = content.AsSpan().IndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(content.AsSpan(directory + 24), 2_000_000_000 + 10 + 67);
        File.WriteAllBytes(folder.File("a.npz"), content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(folder.File("a.npz"), "states 2000000077 bytes, more than a file of");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    [Trait("Category", "slow")]
    public void Read_BombOfZeros_IsRefusedBeforeItIsUnpacked()
    {
        using var folder = new TemporaryFolder();
        using (var archive = new ZipArchive(File.Create(folder.File("a.npz")), ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("a.npy", CompressionLevel.Fastest).Open();
            entry.Write(Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (300000000,), }", []));
            var zeros = new byte[1_000_000];
            for (var k = 0; k < 300; k++)
                entry.Write(zeros);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(folder.File("a.npz"), "bytes, more than 100 times its size; save it with numpy.savez, which does not compress.");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static void AssertRefused(string path, string words)
    {
        var e = Assert.Throws<DataFileException>(() => NpzFile.Read(path));
        Assert.StartsWith($"{path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private static byte[] Npy(string header, byte[] content) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)(header.Length + 1), (byte)((header.Length + 1) >> 8), .. Encoding.ASCII.GetBytes(header + "\n"), .. content];

    private static void WriteEntry(string path, byte[] content, CompressionLevel level = CompressionLevel.Optimal, string name = "a.npy")
    {
        using var stream = File.Create(path);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        using var entry = archive.CreateEntry(name, level).Open();
        entry.Write(content);
    }

    private static IEnumerable<long> Bits(NpzArray array) => array.Values.ToArray().Select(BitConverter.DoubleToInt64Bits);
}
