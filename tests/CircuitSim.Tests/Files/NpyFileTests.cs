using System.Text;
using CircuitSim.Files;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Files;

/// <summary>The kinds and orders of numbers are tried beside archives, in <see cref="NpzFileTests"/>.</summary>
public class NpyFileTests
{
    private static readonly byte[] Whole = Npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", [0, 0, 128, 63, 0, 0, 0, 192]);

    [NumPyFact]
    public void Write_AnyShape_IsReadByNumPyAndBack()
    {
        using var folder = new TemporaryFolder();
        var values = Enumerable.Range(0, 24).Select(k => Math.Sin(k) * Math.Pow(10, k - 12)).ToArray();
        foreach (var shape in new int[][] { [24], [4, 6], [2, 3, 4], [1, 24] })
        {
            NpyFile.Write(folder.File("a.npy"), new NpzArray("a", shape, values));
            var bits = NumPy.Run("a = np.load(sys.argv[1]); print(a.shape, ' '.join(str(int(b)) for b in a.ravel().view(np.int64)))", folder.File("a.npy"));
            Assert.Equal($"({string.Join(", ", shape)}{(shape.Length == 1 ? "," : "")}) {string.Join(' ', values.Select(BitConverter.DoubleToInt64Bits))}\n", bits);
            var read = NpyFile.Read(folder.File("a.npy"));
            Assert.Equal(shape, read.Shape);
            Assert.Equal(values, read.Values.ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_AnyVersion_GivesTheNumbers(byte version)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.npy"), Npy(version, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", [0, 0, 128, 63, 0, 0, 0, 192]));
        Assert.Equal([1, -2], NpyFile.Read(folder.File("a.npy")).Values.ToArray());
    }

    [Fact]
    public void Read_EveryShorterOrLongerFile_IsRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        for (var length = 0; length <= Whole.Length + 1; length++)
        {
            File.WriteAllBytes(folder.File("a.npy"), length > Whole.Length ? [.. Whole, 0] : Whole[..length]);
            if (length == Whole.Length)
                Assert.Equal(2, NpyFile.Read(folder.File("a.npy")).Values.Length);
            else
                AssertRefused(folder.File("a.npy"), "");
        }
    }

    [Theory]
    [InlineData(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }", "has a dimension '1000000000000'")]
    [InlineData(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000), }", "states the shape (1000000, 1000000), but holds 8 bytes")]
    [InlineData(1, "{'descr': '<f2', 'fortran_order': True, 'shape': (65536, 65536, 65536, 65536), }", "states the shape (65536, 65536, 65536, 65536), but holds 8 bytes")]
    [InlineData(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -1), }", "states no shape")]
    [InlineData(1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "holds Python objects")]
    [InlineData(9, "", "has NumPy format 9.0; the formats 1 to 3 are read")]
    public void Read_HostileHeader_TakesNoMemoryAndIsRefusedInOneLine(byte version, string header, string words)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.npy"), Npy(version, header, new byte[8]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(folder.File("a.npy"), words);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_HeaderOfFourGigabytes_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.npy"), [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255, 1, 2, 3]);
        AssertRefused(folder.File("a.npy"), "states a header of 4294967295 bytes");
    }

    [UnixFact]
    public void Read_OfWhatIsNoFile_IsRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(folder.Path, "cannot be read");
        AssertRefused("/dev/null", "is not a NumPy array");
        Assert.Contains("no such file", Assert.Throws<DataFileException>(() => NpyFile.Read(folder.File("none.npy"))).Message, StringComparison.Ordinal);
        Assert.Contains("holds zero bytes", Assert.Throws<DataFileException>(() => ReadLink(folder, "/dev/zero")).Message, StringComparison.Ordinal);
    }

    private static NpzArray ReadLink(TemporaryFolder folder, string target)
    {
        File.CreateSymbolicLink(folder.File("endless.csv"), target);
        return ArrayFile.Read(folder.File("endless.csv"), "x");
    }

    private static void AssertRefused(string path, string words)
    {
        var e = Assert.Throws<DataFileException>(() => NpyFile.Read(path));
        Assert.StartsWith($"{path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private static byte[] Npy(byte version, string header, byte[] content)
    {
        var text = Encoding.ASCII.GetBytes(header + "\n");
        return [0x93, .. "NUMPY"u8, version, 0, .. version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length), .. text, .. content];
    }
}
