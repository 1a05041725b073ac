using System.Text;
using Spectre.Console;

namespace CircuitSim.Cli;

/// <summary>
/// Where a command writes: results to standard output, progress and faults to standard error. Colour and redrawing
/// only where a person watches: Spectre.Console would otherwise colour a pipe whenever TERM is set.
/// </summary>
internal sealed class Terminal
{
    private readonly Lock gate = new();
    private readonly Func<TextWriter> openDiagnostics;
    private IAnsiConsole? results, diagnostics;

    private Terminal(TextWriter? pipe, Func<TextWriter> openDiagnostics, bool isWatched)
    {
        this.openDiagnostics = openDiagnostics;
        Pipe = pipe;
        IsWatched = isWatched;
    }

    public IAnsiConsole Results
    {
        get
        {
            lock (gate)
                return results ??= Make(Pipe ?? OpenConsole(() => Console.Out), redirected: Pipe is not null);
        }
    }

    public IAnsiConsole Diagnostics
    {
        get
        {
            lock (gate)
                return diagnostics ??= Make(openDiagnostics(), redirected: !IsWatched);
        }
    }

    /// <summary>Where results go if nobody watches them, else null: plain text then needs no console, whose start takes a while.</summary>
    public TextWriter? Pipe { get; }

    /// <summary>Whether standard error is a terminal that can redraw a line.</summary>
    public bool IsWatched { get; }

    public static Terminal ForProcess()
    {
        var isWatched = !Console.IsErrorRedirected;
        return new Terminal(
            Console.IsOutputRedirected ? OpenPipe(Console.OpenStandardOutput()) : null,
            () => isWatched ? OpenConsole(() => Console.Error) : OpenPipe(Console.OpenStandardError()),
            isWatched);
    }

    /// <summary>Both streams into writers, as when piped, unless a person is to be thought of behind the second; for tests.</summary>
    public static Terminal ForWriters(TextWriter results, TextWriter diagnostics, bool isWatched = false) =>
        new(results, () => diagnostics, isWatched);

    /// <summary>A line of results.</summary>
    public void WriteLine(string line) => Write(line + "\n");

    /// <summary>Results as they are.</summary>
    public void Write(string text)
    {
        if (Pipe is not null)
            Pipe.Write(text);
        else
            Results.Write(new Text(text));
    }

    public void Fault(string message) => Say(new Text($"circuitsim: {message}\n", new Style(Color.Red)));

    public void Remark(string message) => Say(new Text($"{message}\n"));

    /// <summary>Where not even standard error takes a word, the exit code still says what happened.</summary>
    private void Say(Text text)
    {
        try
        {
            Diagnostics.Write(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>A writer of our own: the console's starts the terminal behind it, which a pipe does not have.</summary>
    private static TextWriter OpenPipe(Stream stream) =>
        TextWriter.Synchronized(new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true });

    private static TextWriter OpenConsole(Func<TextWriter> open)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        return open();
    }

    private static IAnsiConsole Make(TextWriter writer, bool redirected)
    {
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = redirected ? new PipeOutput(writer) : new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
    }

    /// <summary>A pipe has no size, and asking for one reads the terminal's database: that takes a fifth of a short run.</summary>
    private sealed class PipeOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => false;

        /// <summary>Tables must not wrap at Spectre's guess of 80.</summary>
        public int Width => 1000;

        public int Height => 25;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
