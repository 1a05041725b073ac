using System.Text;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice;

/// <summary>
/// What <c>let</c> and <c>set</c> say in .control, as far as it is constant: of <c>let</c> an expression of numbers, of what .csparam hands over and of
/// what stands before it; of <c>set</c> a word. A name whose value is not known is none.
/// </summary>
/// <param name="parameter">The value that .csparam gives a name; null without one.</param>
internal sealed class ControlVariables(Func<string, Expression?> parameter)
{
    /// <summary>Most characters of a value: let a=b+b doubles.</summary>
    public const int LongestValue = 1000;

    /// <summary>Functions that nutmeg and netlists read alike: its log is to the base 10.</summary>
    private static readonly string[] Functions = ["abs", "sqrt", "exp", "ln"];

    private readonly Dictionary<string, Expression> vectors = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> words = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Vectors that were made before the first analysis, which stay; others are of one analysis.</summary>
    private readonly HashSet<string> lasting = new(StringComparer.OrdinalIgnoreCase);

    private bool isFirst = true;

    /// <summary>Takes a let or a set.</summary>
    /// <param name="isCertain">Whether it is executed, once.</param>
    /// <returns>Whether its value is known.</returns>
    public bool Take(SpiceCursor cursor, bool isVector, bool isCertain)
    {
        var name = cursor.PeekWord() ?? "";
        Forget(name.Split('[')[0], isVector);
        if (!isCertain || cursor.NextKey() is null || !SpiceNames.IsKey(name))
            return false;
        try
        {
            cursor.Key();
            if (!isVector)
            {
                words[name] = cursor.Word("a word");
                return cursor.AtEnd && !words[name].Contains('$', StringComparison.Ordinal) || Forget(name, isVector);
            }

            var value = ExpressionTree.WithLeaves(cursor.RestOfExpression(), leaf => leaf is ParameterExpression p ? vectors.GetValueOrDefault(p.Name) ?? parameter(p.Name) ?? throw cursor.Fault($"{p.Name} is not known.") : leaf);
            if (!cursor.AtEnd || !ExpressionTree.Leaves(value).All(leaf => leaf is NumberExpression or ParameterExpression) || value.ToString().Length > LongestValue)
                return false;
            ExpressionTree.WithCalls(value, call => Functions.Contains(call.Function, StringComparer.OrdinalIgnoreCase) ? call : throw cursor.Fault($"{call.Function} is not known."));
            vectors[name] = value;
            if (isFirst)
                lasting.Add(name);
            return true;
        }
        catch (NetlistException)
        {
            return Forget(name, isVector);
        }
    }

    /// <returns>False.</returns>
    public bool Forget(string name, bool isVector)
    {
        if (isVector)
            vectors.Remove(name);
        else
            words.Remove(name);
        return false;
    }

    /// <summary>An analysis has vectors of its own.</summary>
    public void BeginAnalysis()
    {
        foreach (var name in vectors.Keys.Where(name => !isFirst && !lasting.Contains(name)).ToList())
            vectors.Remove(name);
        isFirst = false;
    }

    /// <summary>The statement with values in place of $name and $&amp;name; null where one of them is not known.</summary>
    public string? Insert(string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder();
        for (var k = 0; k < text.Length;)
        {
            if (text[k] != '$')
            {
                result.Append(text[k++]);
                continue;
            }

            var isVector = k + 1 < text.Length && text[k + 1] == '&';
            var start = k + (isVector ? 2 : 1);
            k = start;
            while (k < text.Length && (char.IsAsciiLetterOrDigit(text[k]) || text[k] == '_'))
                k++;
            var name = text[start..k];
            if (isVector && (vectors.GetValueOrDefault(name) ?? parameter(name)) is { } vector)
                result.Append('{').Append(vector).Append('}');
            else if (!isVector && words.TryGetValue(name, out var word))
                result.Append(word);
            else
                return null;
        }

        return result.ToString();
    }
}
