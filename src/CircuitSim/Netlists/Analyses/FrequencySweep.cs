using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Analyses;

/// <summary>
/// <c>dec|oct|lin points start stop</c>. As ngspice has it, points a decade are a little further apart where that makes the stop the
/// last of them, and points an octave end at the last that is not behind it.
/// </summary>
/// <param name="Points">A whole number from 1 on: of a decade, of an octave, or of all.</param>
/// <param name="Start">Above zero, or of a linear sweep from zero on [Hz].</param>
/// <param name="Stop">Not below the start [Hz].</param>
public sealed record FrequencySweep(FrequencySpacing Spacing, ElementValue Points, ElementValue Start, ElementValue Stop)
{
    public const int MostPoints = 10_000_000;

    /// <summary>The frequencies one by one, of a list; empty of others [Hz].</summary>
    public IReadOnlyList<ElementValue> Values { get; init; } = [];

    public static FrequencySweep List(IReadOnlyList<ElementValue> values) => new(FrequencySpacing.List, values.Count, values[0], values[^1]) { Values = values };

    /// <summary>Number of frequencies; of a flat netlist.</summary>
    /// <exception cref="NetlistException">A value cannot be, or the frequencies are too many.</exception>
    public int Count
    {
        get
        {
            if (Spacing == FrequencySpacing.List)
            {
                return Values.FirstOrDefault(v => !double.IsFinite(v.Number) || v.Number < 0) is { Number: not 0 and var wrong }
                    ? throw NetlistException.Because($"a frequency of {SiText.Format(wrong, "Hz")}: it is finite and not negative.")
                    : Values.Count;
            }

            var (points, start, stop) = (Points.Number, Start.Number, Stop.Number);
            if (!(points >= 1) || points != Math.Floor(points))
                throw NetlistException.Because($"{Points} points: their number is a whole one from 1 on.");
            if (!double.IsFinite(start) || start < 0 || (start == 0 && Spacing != FrequencySpacing.Linear))
                throw NetlistException.Because($"a start of {SiText.Format(start, "Hz")}: by decades and octaves it lies above zero, linearly from zero on.");
            if (!double.IsFinite(stop) || stop < start)
                throw NetlistException.Because($"a stop of {SiText.Format(stop, "Hz")}: it is finite and not below the start of {SiText.Format(start, "Hz")}.");
            var count = start == stop ? 1 : Spacing == FrequencySpacing.Linear ? points : 1 + Steps;
            return count <= MostPoints
                ? (int)count
                : throw NetlistException.Because(FormattableString.Invariant($"{count:0} frequencies; {MostPoints} are the most, so ask for fewer points."));
        }
    }

    /// <summary>A frequency, free of summed rounding [Hz].</summary>
    public double FrequencyAt(int point)
    {
        var (start, stop) = (Start.Number, Stop.Number);
        return Spacing == FrequencySpacing.List ? Values[point].Number : point == 0 ? start : Spacing switch
        {
            FrequencySpacing.Decade => start * Math.Pow(stop / start, point / Steps),
            FrequencySpacing.Octave => start * Math.Pow(2, point / Points.Number),
            _ => start + (stop - start) * point / (Points.Number - 1),
        };
    }

    public FrequencySweep Placed(Placement placement) =>
        this with { Points = placement.Value(Points), Start = placement.Value(Start), Stop = placement.Value(Stop), Values = [.. Values.Select(placement.Value)] };

    // The generated text would ask for numbers that may not be there yet.
    public override string ToString() => $"{Word} {Points} {Start} {Stop}";

    /// <summary>As SPICE writes the spacing.</summary>
    public string Word => Spacing switch { FrequencySpacing.Decade => "dec", FrequencySpacing.Octave => "oct", _ => "lin" };

    /// <summary>From the first point to the last, of decades and octaves.</summary>
    private double Steps => Spacing == FrequencySpacing.Decade
        ? Math.Max(1, Math.Floor(Math.Log10(Stop.Number / Start.Number) * Points.Number))
        : Math.Floor(Math.Log2(Stop.Number / Start.Number) * Points.Number + 1e-9);
}
