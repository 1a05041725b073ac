namespace CircuitSim.Files;

/// <summary>
/// The waveform files of SPICE 3 and ngspice: one or more plots, each a header of <c>Key: value</c> lines, a table of
/// variables, and the values, point by point, as text (<c>Values:</c>) or as little-endian doubles (<c>Binary:</c>).
/// </summary>
public static class RawFile
{
    /// <summary>Reads every plot. Memory is bounded by the file's length: a header that promises more is refused.</summary>
    /// <exception cref="DataFileException">The file is missing, unreadable, truncated or not a raw file.</exception>
    public static IReadOnlyList<RawPlot> Read(string path) => DataFileException.Reading(path, () =>
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path);
    }, "Check the path, or run the simulation that writes it.");

    /// <summary>Reads every plot of a seekable stream; <paramref name="name"/> stands in messages.</summary>
    /// <exception cref="DataFileException">The stream is truncated or not a raw file.</exception>
    public static IReadOnlyList<RawPlot> Read(Stream stream, string name) => new RawFileReader(stream, name).ReadPlots();
}
