using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Spice;

/// <summary>
/// The lines between .control and .endc, read as data: analyses, .save, .print and .measure that are plain are taken as statements,
/// with what <c>let</c> and <c>set</c> say before them where that is constant; all else is passed over. Nothing is executed. What lies in a loop or a condition, or behind a command that changes the circuit,
/// would be another circuit's and is not taken.
/// </summary>
internal sealed class ControlBlock(NetlistRequests requests, PassedOver passedOver)
{
    private readonly ControlVariables variables = new(requests.ControlParameter);
    private AnalysisKind? last;
    private int depth;
    private string? change;

    /// <returns>Whether the block goes on.</returns>
    public bool Read(SpiceStatement statement, SpiceCursor cursor)
    {
        var place = statement.PlaceOf(0);
        var end = statement.Text.AsSpan().IndexOfAny(" \t=(,");
        var word = statement.Text[..(end < 0 ? statement.Text.Length : end)].ToLowerInvariant();
        if (word is not ("let" or "set" or "unlet" or "unset" or "foreach") && variables.Insert(statement.Text) is { } said && said != statement.Text)
            cursor.MoveTo(statement.Saying(said));
        cursor.Position = word.Length;
        switch (word)
        {
            case ".endc":
                return false;
            case "foreach":
                variables.Forget(cursor.PeekWord() ?? "", isVector: false);
                depth++;
                break;
            case "while" or "repeat" or "dowhile" or "if":
                depth++;
                break;
            case "end" when depth > 0:
                depth--;
                break;
            case "set" when cursor.NextKey()?.ToLowerInvariant() is "units" or "nfreqs" && Take(cursor, place, ".options"):
                return true;
            case "let" or "set" when variables.Take(cursor, word == "let", depth == 0):
                return true;
            case "unlet" or "unset":
                variables.Forget(cursor.PeekWord() ?? "", word == "unlet");
                return true;
            case "run" or "end" or "else" or "quit" or "exit" or "echo" or "set" or "rusage" or "destroy" or "version":
                return true;
            case "alter" or "altermod" or "alterparam" or "reset" or "source" or "load" or "setcirc" or "circbyline" or "remcirc" or "let" or "define" when depth == 0:
                // A let makes a vector, which only what is printed may use; it does not change the circuit.
                change ??= word is "let" or "define" ? null : word;
                break;
            case "op" or "dc" or "tran" or "ac" or "noise" or "tf" when depth == 0 && change is null:
                var isTaken = Take(cursor, place, $".{word}");
                variables.BeginAnalysis();
                if (isTaken)
                    return true;
                break;
            case "print" or "plot" or "save" or "meas" or "measure" or "fourier" when depth == 0 && change is null:
                var command = word switch { "plot" or "print" => ".print", "save" => ".save", "fourier" => ".four", _ => ".measure" };
                if (Take(cursor, place, command))
                    return true;
                break;
        }

        passedOver.Add(place, $"{(IsWord(word) ? word : "a command")} of .control{(change is not null && change != word ? $" behind {change}" : "")}");
        return true;
    }

    private bool Take(SpiceCursor cursor, SourcePlace place, string command)
    {
        try
        {
            last = requests.ReadOfControl(cursor, place, command, last) ?? last;
            return true;
        }
        catch (NetlistException)
        {
            // Variables, vectors of results, redirections: no plain statement.
            return false;
        }
    }

    private static bool IsWord(string word) => word.Length is > 0 and <= 20 && word.All(char.IsAsciiLetterOrDigit);
}
