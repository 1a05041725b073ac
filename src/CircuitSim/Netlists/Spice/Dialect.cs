using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Spice;

/// <summary>
/// Whose netlist a text is: what two simulators read differently, by the manuals of ngspice 39, LTspice 24, PSpice 17.4, HSPICE
/// 2016 and Xyce 7.8. All else is read alike, whoever wrote it; netlists/README.md has the table.
/// </summary>
public sealed record Dialect
{
    public static readonly Dialect Ngspice = new() { Name = "ngspice" };

    public static readonly Dialect LTspice = new() { Name = "LTspice", CallsDeclareParameters = true, CaretIsExclusiveOr = true, PwrIsUnsigned = true, PhasesInDegrees = true, DollarIsComment = false };

    public static readonly Dialect PSpice = LTspice with { Name = "PSpice", InitialValuesAlwaysCount = true };

    public static readonly Dialect Hspice = new() { Name = "HSPICE", HasAtto = true, HasMegaX = true, HasGroundNames = true, PhasesInDegrees = true, NominalTemperature = 25 };

    public static readonly Dialect Xyce = PSpice with { Name = "Xyce", CallsDeclareParameters = false, HasMegaX = true, LogIsDecimal = true, PolynomialsHaveAllOrders = true, PhasesInDegrees = false, TransientBeginsWithStep = true };

    public static IReadOnlyList<Dialect> All { get; } = [Ngspice, LTspice, PSpice, Hspice, Xyce];

    public required string Name { get; init; }

    /// <summary>Whether the a of 2a is 1e-18, and no unit.</summary>
    public bool HasAtto { get; init; }

    /// <summary>Whether the x of 2x is 10⁶, and no unit.</summary>
    public bool HasMegaX { get; init; }

    /// <summary>Whether gnd! and ground are ground, as 0 and gnd are to all.</summary>
    public bool HasGroundNames { get; init; }

    /// <summary>Whether log() is to the base 10, and not natural.</summary>
    public bool LogIsDecimal { get; init; }

    /// <summary>Whether ^ is the exclusive or of two conditions, and no power.</summary>
    public bool CaretIsExclusiveOr { get; init; }

    /// <summary>Whether pwr(x, y) is |x|^y, without the sign of x.</summary>
    public bool PwrIsUnsigned { get; init; }

    /// <summary>Whether POLY(2) has a coefficient of x₂x₁ beside that of x₁x₂.</summary>
    public bool PolynomialsHaveAllOrders { get; init; }

    /// <summary>Whether phases of .ac are in degrees, and not in radians.</summary>
    public bool PhasesInDegrees { get; init; }

    /// <summary>Whether a transient without uic starts from the IC= of a capacitor.</summary>
    public bool InitialValuesAlwaysCount { get; init; }

    /// <summary>Whether a subcircuit knows the parameters that a call gives, whatever its own line declares.</summary>
    public bool CallsDeclareParameters { get; init; }

    /// <summary>Whether the step of .tran is the first one, and not the largest, too.</summary>
    public bool TransientBeginsWithStep { get; init; }

    /// <summary>Whether $ behind a blank starts a comment, and no name.</summary>
    public bool DollarIsComment { get; init; } = true;

    /// <summary>Of temp and tnom where the netlist gives none [°C].</summary>
    public double NominalTemperature { get; init; } = 27;

    /// <exception cref="NetlistException">No dialect has the name.</exception>
    public static Dialect Of(string name) => All.FirstOrDefault(d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw NetlistException.Because($"'{name}' is no dialect; they are {string.Join(", ", All.Select(d => d.Name.ToLowerInvariant()))}.");

    internal NodeId Node(string name) =>
        HasGroundNames && (name.Equals("gnd!", StringComparison.OrdinalIgnoreCase) || name.Equals("ground", StringComparison.OrdinalIgnoreCase)) ? NodeId.Ground : new NodeId(name);

    /// <summary>What the word means to this dialect.</summary>
    internal string MeaningOf(DialectWord word) => word switch
    {
        DialectWord.Atto => HasAtto ? "a behind a number is atto" : "a behind a number is a unit",
        DialectWord.Mega => HasMegaX ? "x behind a number is 10^6" : "x behind a number is a unit",
        DialectWord.Infix => "4k7 is 4.7k",
        DialectWord.Log => LogIsDecimal ? "log is to the base 10" : "log is natural",
        DialectWord.Caret => CaretIsExclusiveOr ? "^ is an exclusive or" : "^ is a power",
        DialectWord.Pwr => PwrIsUnsigned ? "pwr has no sign" : "pwr has the sign of x",
        DialectWord.Polynomial => PolynomialsHaveAllOrders ? "POLY has terms in all orders" : "POLY has each product once",
        DialectWord.InitialValue => InitialValuesAlwaysCount ? "IC= counts without uic" : "IC= counts with uic alone",
        DialectWord.Phase => PhasesInDegrees ? "phases are in degrees" : "phases are in radians",
        _ => throw new ArgumentOutOfRangeException(nameof(word)),
    };

    /// <summary>Reads a number with its factor and unit; 4k7 is 4.7k.</summary>
    internal bool TryParse(ReadOnlySpan<char> word, out double value)
    {
        if (!SiText.TryParse(word, out value))
            return TryParseInfix(word, out value);
        // Most numbers have no unit.
        if (char.IsAsciiDigit(word[^1]))
            return true;
        var unit = UnitOf(word);
        return unit switch
        {
            ['a' or 'A', ..] when !HasAtto => SiText.TryParse(word[..^unit.Length], out value),
            ['x' or 'X', ..] when HasMegaX => SiText.TryParse($"{word[..^unit.Length]}meg", out value),
            _ => true,
        };
    }

    /// <summary>The letters behind a number.</summary>
    internal static ReadOnlySpan<char> UnitOf(ReadOnlySpan<char> word) => word[(word.LastIndexOfAnyInRange('0', '9') + 1)..].TrimStart('.');

    /// <summary>Where a factor stands for the decimal point; 0 where none does.</summary>
    internal static int InfixPoint(ReadOnlySpan<char> word)
    {
        var sign = word is ['+' or '-', ..] ? 1 : 0;
        var digits = word[sign..].IndexOfAnyExceptInRange('0', '9');
        var point = sign + digits;
        return digits > 0 && word.Length <= 40 && point + 1 < word.Length && char.IsAsciiDigit(word[point + 1]) && "TtGgKkMmUuNnPpFf".Contains(word[point], StringComparison.Ordinal) ? point : 0;
    }

    private static bool TryParseInfix(ReadOnlySpan<char> word, out double value)
    {
        value = 0;
        if (InfixPoint(word) is not (> 0 and var point))
            return false;
        var tail = word[(point + 1)..];
        var decimals = tail.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : tail.Length;
        return SiText.TryParse($"{word[..point]}.{tail[..decimals]}{word[point]}{tail[decimals..]}", out value);
    }
}
