using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>
/// HSPICE's and Xyce's pattern of bits, <c>PAT(vhi vlo td tr tf tsample b1010 [r=count])</c>, as straight lines: bit k begins at td + k tsample,
/// in the middle of its edge; the first bit is there before, the last one stays.
/// </summary>
internal static class PatternSyntax
{
    /// <summary>Of all repetitions.</summary>
    private const int MostBits = 1_000_000;

    public static PieceWiseLinearWaveform Read(SpiceCursor cursor, string name)
    {
        var place = cursor.Place;
        var inParentheses = cursor.Accept('(');
        ElementValue Next(string wanted) => cursor.Value(wanted);
        var (high, low, delay) = (Next("the high value of PAT"), Next("the low value of PAT"), Next("the delay of PAT"));
        var (rise, fall, sample) = (Next("the rise time of PAT"), Next("the fall time of PAT"), Next("the length of a bit of PAT"));
        var word = cursor.Word("the bits of PAT, as in b1010");
        if (word.Length < 2 || word[0] is not ('b' or 'B') || word.AsSpan(1).ContainsAnyExcept('0', '1'))
            throw NetlistException.At(place, $"{name}: the bits of PAT are written b1010, of 0 and 1 alone.");
        double again = 0;
        if (cursor.NextKey() is { } key && key.Equals("r", StringComparison.OrdinalIgnoreCase))
        {
            cursor.Key();
            var count = cursor.Value("how often the pattern comes again");
            again = count.IsNumber ? count.Number : throw NetlistException.At(place, $"{name}: r of PAT is a number.");
        }

        if (inParentheses)
            cursor.Expect(')', "behind the values of PAT");
        // −1 is without end, and what lies below it none, as in Xyce.
        var isEndless = again == -1;
        var bits = word[1..];
        if (!double.IsInteger(again) || (1 + Math.Max(again, 0)) * bits.Length > MostBits)
            throw NetlistException.At(place, $"{name}: r of PAT is a whole number, and its bits are {MostBits} at most.");
        var all = bits.Length * (1 + (int)Math.Max(again, 0)) + (isEndless ? 1 : 0);
        // Whole patterns before time zero are none of an endless one.
        if (isEndless && delay is { IsNumber: true, Number: < 0 } && sample is { IsNumber: true, Number: > 0 })
            delay = delay.Number + bits.Length * sample.Number * Math.Ceiling(-delay.Number / (bits.Length * sample.Number));
        ElementValue Level(int k) => bits[k % bits.Length] == '1' ? high : low;
        ElementValue Middle(double samples) => Sum(delay, sample.Times(samples));
        var points = new List<PieceWiseLinearPoint> { new(Middle(0.5), Level(0)) };
        for (var k = 1; k < all; k++)
        {
            if (bits[k % bits.Length] == bits[(k - 1) % bits.Length])
                continue;
            var half = (bits[k % bits.Length] == '1' ? rise : fall).Times(0.5);
            points.Add(new(Sum(Middle(k), half.Times(-1)), Level(k - 1)));
            points.Add(new(Sum(Middle(k), half), Level(k)));
        }

        if (isEndless)
            points.Add(new(Middle(bits.Length + 0.5), Level(0)));
        return new PieceWiseLinearWaveform(points, isEndless ? Middle(0.5) : null).WithEdges();
    }

    private static ElementValue Sum(ElementValue a, ElementValue b) => a.IsNumber && b.IsNumber
        ? a.Number + b.Number
        : new ElementValue(new BinaryExpression(BinaryOperator.Add, a.ToExpression(), b.ToExpression()));
}
