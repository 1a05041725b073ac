using System.Text;
using CircuitSim.LookupTables;

namespace CircuitSim.Tests.Support;

/// <summary>The files that a format writes, in memory and in a folder that lives as long as the test.</summary>
public sealed class FormatFolder : IDisposable
{
    private readonly ITableFormat format;
    private readonly TemporaryFolder folder = new();

    public FormatFolder(ITableFormat format, TableSet tables)
    {
        this.format = format;
        Files = format.Write(tables).ToDictionary(f => f.Name, f => f.Content);
        foreach (var (name, content) in Files)
            File.WriteAllBytes(folder.File(name), content.ToArray());
    }

    public Dictionary<string, ReadOnlyMemory<byte>> Files { get; }

    public string Path => folder.Path;

    public IReadOnlyList<string> Faults() => format.Faults(Files);

    /// <summary>The faults of the files after one of them was edited.</summary>
    public IReadOnlyList<string> FaultsAfter(string name, Func<string, string> edit) =>
        format.Faults(new Dictionary<string, ReadOnlyMemory<byte>>(Files) { [name] = Encoding.UTF8.GetBytes(edit(Text(name))) });

    /// <summary>The faults after one number was replaced.</summary>
    /// <param name="line">From 1 on.</param>
    /// <param name="column">From 1 on.</param>
    public IReadOnlyList<string> FaultsAfter(string name, int line, int column, string number, char separator) => FaultsAfter(name, text =>
    {
        var lines = text.Split('\n');
        var numbers = lines[line - 1].Split(separator);
        numbers[column - 1] = number;
        lines[line - 1] = string.Join(separator, numbers);
        return string.Join('\n', lines);
    });

    /// <summary>The place of a number as the faults name it.</summary>
    public string Place(string name, int line, int column, char separator) =>
        $"{name}, line {line}, column {1 + Text(name).Split('\n')[line - 1].Split(separator).Take(column - 1).Sum(w => w.Length + 1)}";

    public IReadOnlyList<string> FaultsWithout(string name) => format.Faults(Files.Where(f => f.Key != name).ToDictionary());

    public string Text(string name) => Encoding.UTF8.GetString(Files[name].Span);

    public void Dispose() => folder.Dispose();
}
