namespace CircuitSim.LookupTables;

/// <summary>
/// The files of one tool, or one language. A format is one file here and one line in <see cref="TableFormats"/>; command, folder,
/// checksums and README follow.
/// </summary>
public interface ITableFormat
{
    /// <summary>As typed, and the folder of its files, e.g. "crosssim-2".</summary>
    string Word { get; }

    /// <summary>What it is of, e.g. "CrossSim 2.0 training tables".</summary>
    string Title { get; }

    TableKind Kind { get; }

    /// <summary>How the tool loads the files, in two lines.</summary>
    IReadOnlyList<string> Loading { get; }

    /// <summary>The files.</summary>
    /// <exception cref="InvalidParameterException">The tool cannot hold these tables; says why.</exception>
    IReadOnlyList<FormatDocument> Write(TableSet tables);

    /// <summary>What the tool itself would refuse or misread, by the rules of its loader; empty where it takes all.</summary>
    /// <param name="files">Of this format's folder, by name.</param>
    IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files);
}
