using System.Text;
using CircuitSim.Experiments;

namespace CircuitSim.Cli;

/// <summary>
/// Where a command writes: results to standard output, progress, notes and faults to standard error. Colour and redrawing only where a
/// person watches. With <see cref="Answer"/> one JSON object takes the place of all results; when <see cref="IsQuiet"/>, only they and
/// faults are left. Who stops reading, as <c>head</c> does, keeps no command from its end: the runtime drops what a broken pipe is given.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Of lines into a pipe, and of paragraphs anywhere.</summary>
    public const int StandardWidth = 80;

    private const int LeastWidth = 40;

    private readonly Lock gate = new();
    private readonly Func<TextWriter> openResults, openDiagnostics;
    private readonly bool hasColour;
    private TextWriter? results, diagnostics;

    private Terminal(Func<TextWriter> openResults, Func<TextWriter> openDiagnostics, bool isWatched, int width, bool hasColour)
    {
        (this.openResults, this.openDiagnostics, this.hasColour) = (openResults, openDiagnostics, hasColour);
        (IsWatched, Width) = (isWatched, width);
    }

    /// <summary>Standard output, opened when it is first asked for.</summary>
    public TextWriter Results
    {
        get
        {
            lock (gate)
                return results ??= openResults();
        }
    }

    /// <summary>Whether standard error is a terminal that can redraw a line.</summary>
    public bool IsWatched { get; }

    /// <summary>Characters that a line of results has room for.</summary>
    public int Width { get; }

    /// <summary>Whether progress, notes and the places of files are left out.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>What --json prints in place of text; null without it.</summary>
    public Answer? Answer { get; set; }

    public static Terminal ForProcess() => new(
        () => Open(Console.OpenStandardOutput(), Console.IsOutputRedirected),
        () => Open(Console.OpenStandardError(), Console.IsErrorRedirected),
        isWatched: !Console.IsErrorRedirected,
        WidthOfConsole(),
        hasColour: !Console.IsErrorRedirected && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null);

    /// <summary>Both streams into writers, as when piped, unless a person is to be thought of behind the second; for tests.</summary>
    public static Terminal ForWriters(TextWriter results, TextWriter diagnostics, bool isWatched = false, int width = StandardWidth) =>
        new(() => results, () => diagnostics, isWatched, width, hasColour: false);

    /// <summary>A line of results.</summary>
    public void WriteLine(string line) => Write(line + "\n");

    /// <summary>Results as they are.</summary>
    public void Write(string text)
    {
        if (Answer is { } answer)
            answer.Add(text);
        else
            Results.Write(text);
    }

    /// <summary>A whole JSON object, with --json or without.</summary>
    public void WriteDocument(string json)
    {
        if (Answer is { } answer)
            answer.Document = json;
        else
            Results.Write(json);
    }

    /// <summary>A sentence, in lines of at most <see cref="StandardWidth"/> characters; those behind the first are set in.</summary>
    public void WriteParagraph(string text) => Write(Answer is null ? $"{string.Join("\n   ", TableLayout.Wrapped(text, StandardWidth - 3))}\n" : text);

    public void Write(ReadableTable table) => Write(table.Header, table.Rows);

    /// <summary>A table in columns of their own width, or in as little room as there is.</summary>
    public void Write(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Answer is { } answer)
            answer.Add(header, rows);
        else
            Results.Write(TableLayout.Text(header, [.. rows], Width));
    }

    /// <summary>Where a file or folder of results lies now.</summary>
    public void Written(string what, string path, string remark = "")
    {
        if (Answer is { } answer)
            answer.AddFile(path);
        else if (!IsQuiet)
            Results.Write($"{what}: {path}{remark}\n");
    }

    public void Fault(string message)
    {
        if (hasColour)
            Console.ForegroundColor = ConsoleColor.Red;
        Say($"circuitsim: {message}\n");
        if (hasColour)
            Console.ResetColor();
    }

    public void Remark(string message) => Tell($"{message}\n");

    /// <summary>A remark that who reads the JSON object has to know, too.</summary>
    public void Note(string message)
    {
        Answer?.AddNote(message);
        Remark($"note: {message}");
    }

    /// <summary>Progress and notes, as they are.</summary>
    public void Tell(string text)
    {
        if (!IsQuiet)
            Say(text);
    }

    /// <summary>Where not even standard error takes a word, the exit code still says what happened.</summary>
    private void Say(string text)
    {
        try
        {
            lock (gate)
            {
                diagnostics ??= openDiagnostics();
                diagnostics.Write(text);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>A writer of our own: the console's starts the terminal behind it, which takes a while.</summary>
    private static TextWriter Open(Stream stream, bool isRedirected)
    {
        if (OperatingSystem.IsWindows() && !isRedirected)
            Console.OutputEncoding = new UTF8Encoding(false);
        return TextWriter.Synchronized(new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true });
    }

    private static int WidthOfConsole()
    {
        try
        {
            return Console.IsOutputRedirected || Console.WindowWidth <= 0 ? StandardWidth : Math.Max(LeastWidth, Console.WindowWidth);
        }
        catch (IOException)
        {
            return StandardWidth;
        }
    }
}
