namespace CircuitSim.Emulation;

/// <summary>
/// The binary version of CIFAR-10 (A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009): records of 3073
/// bytes, the class 0 … 9 and then 1024 bytes of red, of green and of blue, each a picture of 32 × 32 row by row. Five files of 10,000
/// records to train on, one to test with; a file of any number of records is read.
/// </summary>
public static class Cifar10File
{
    private const int Side = 32;
    private const int Channels = 3;
    private const int Classes = 10;
    private const int PixelMaximum = 255;
    private const int RecordBytes = 1 + Channels * Side * Side;
    private const string Remedy = "Get cifar-10-binary.tar.gz from https://www.cs.toronto.edu/~kriz/cifar.html, unpack it, and name the folder.";

    /// <summary>data_batch_1.bin … data_batch_5.bin of a folder.</summary>
    /// <exception cref="DataFileException">A file is missing or not of this format.</exception>
    public static LabelledImages ReadTrain(string folder) => Read([.. Enumerable.Range(1, 5).Select(k => Path.Combine(folder, FormattableString.Invariant($"data_batch_{k}.bin")))]);

    /// <summary>test_batch.bin of a folder.</summary>
    /// <exception cref="DataFileException">The file is missing or not of this format.</exception>
    public static LabelledImages ReadTest(string folder) => Read(Path.Combine(folder, "test_batch.bin"));

    /// <param name="paths">Of one or more files, raw or gzipped; images in their order.</param>
    /// <exception cref="DataFileException">A file is missing or not of this format.</exception>
    public static LabelledImages Read(params IReadOnlyList<string> paths)
    {
        var (pixels, labels) = (new List<byte>(), new List<byte>());
        foreach (var path in paths)
        {
            var content = IdxFile.ReadContent(path, Remedy);
            if (content.Length == 0 || content.Length % RecordBytes != 0)
                throw DataFileException.Corrupt(path, $"holds {content.Length} bytes, and records of CIFAR-10 have {RecordBytes} each. {Remedy}");
            for (var start = 0; start < content.Length; start += RecordBytes)
            {
                labels.Add(content[start] < Classes ? content[start] : throw DataFileException.Corrupt(path, $"record {start / RecordBytes} has the class {content[start]}; those of CIFAR-10 are 0 to {Classes - 1}."));
                pixels.AddRange(content.AsSpan(start + 1, RecordBytes - 1));
            }
        }

        return new LabelledImages(Side, Side, PixelMaximum, Classes, [.. pixels], [.. labels], Channels);
    }
}
