using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CircuitSim.Emulation;

/// <summary>
/// The Digits set: 1797 handwritten digits of 8 × 8 pixels, 0 … 16, one CSV line each with the class at its end,
/// gzipped (E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI, its test part; the file is
/// the one that scikit-learn ships). Every figure refers to this very file, so any other content is refused.
/// </summary>
public static class DigitsFile
{
    public const string Sha256 = "46abec6b12486ad9e51943373abcf22bbea1b5a51a1619b361570d8893f1464a";

    private const string Resource = "data/digits.csv.gz";
    private const int Images = 1797;
    private const int Side = 8;
    private const int PixelMaximum = 16;
    private const int Classes = 10;
    private const int MostBytes = 1 << 20;

    /// <summary>All 1797 images of the copy inside the library.</summary>
    public static LabelledImages ReadEmbedded()
    {
        using var resource = typeof(DigitsFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw DataFileException.NotFound(Resource, "It should lie inside the library: rebuild it.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return Parse(bytes, Resource, "Rebuild the library from an unchanged source.");
    }

    /// <summary>All 1797 images of a copy that the user names.</summary>
    /// <exception cref="DataFileException">No such file, unreadable, or other content than <see cref="Sha256"/> says.</exception>
    public static LabelledImages Read(string path)
    {
        const string Remedy = "Leave it out to use the copy inside the library.";
        return Parse(DataFileException.Reading(path, () =>
        {
            using var stream = File.OpenRead(path);
            // The true file has 57 kB: one byte beyond the limit is enough to know that this is another.
            var bytes = new byte[Math.Min(stream.Length, MostBytes + 1)];
            stream.ReadExactly(bytes);
            return bytes;
        }, Remedy), path, Remedy);
    }

    /// <summary>The first 1500 images to train on and the last 297 to test with, as in Camponogara.</summary>
    public static TrainTestSplit Split(LabelledImages all) =>
        new(all.Slice(0, 1500), all.Slice(1500, all.Count - 1500));

    private static LabelledImages Parse(byte[] bytes, string path, string remedy)
    {
        var hash = Files.Sha256.TextOf(bytes);
        if (hash != Sha256)
            throw DataFileException.WrongHash(path, Sha256, hash, remedy);

        const int Features = Side * Side;
        var pixels = new byte[Images * Features];
        var labels = new byte[Images];
        using var reader = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress), Encoding.ASCII);
        for (var image = 0; image < Images; image++)
        {
            var fields = reader.ReadLine()!.Split(',');
            for (var f = 0; f < Features; f++)
                pixels[image * Features + f] = byte.Parse(fields[f], CultureInfo.InvariantCulture);
            labels[image] = byte.Parse(fields[Features], CultureInfo.InvariantCulture);
        }

        return new LabelledImages(Side, Side, PixelMaximum, Classes, pixels, labels);
    }
}
