using System.Globalization;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice;

/// <summary>Reads and writes .four and .fft.</summary>
internal static class FourierStatements
{
    /// <summary>The first name of each is the one that is written.</summary>
    private static readonly (SpectrumWindow Window, string[] Names)[] Windows =
    [
        (SpectrumWindow.Rectangular, ["rect", "rectangular"]),
        (SpectrumWindow.Bartlett, ["bart", "bartlett"]),
        (SpectrumWindow.BartlettHann, ["bartletthann"]),
        (SpectrumWindow.Hann, ["hann", "hanning", "cosine2"]),
        (SpectrumWindow.Hamming, ["hamm", "hamming"]),
        (SpectrumWindow.BlackmanHarris3, ["black"]),
        (SpectrumWindow.Blackman, ["blackman"]),
        (SpectrumWindow.BlackmanHarris4, ["harris", "blackmanharris"]),
        (SpectrumWindow.Nuttall, ["nuttall"]),
        (SpectrumWindow.Gauss, ["gauss", "gaussian"]),
        (SpectrumWindow.Kaiser, ["kaiser"]),
        (SpectrumWindow.Cosine4, ["cosine4"]),
        (SpectrumWindow.HalfSine, ["halfcyclesine"]),
        (SpectrumWindow.HalfSine3, ["halfcyclesine3"]),
        (SpectrumWindow.HalfSine6, ["halfcyclesine6"]),
    ];

    /// <summary>frequency [harmonics [periods]] quantity { quantity }</summary>
    /// <returns>Null where nothing is left that is known here.</returns>
    public static FourierRequest? ReadFourier(SpiceCursor cursor, PassedOver passedOver)
    {
        var place = cursor.Place;
        var frequency = cursor.Value("the frequency of the first harmonic");
        var request = new FourierRequest(frequency, []) { Place = place };
        // LTspice and PSpice have numbers here.
        if (IsNumber(cursor))
            request = request with { Harmonics = Count(cursor, "harmonics") };
        if (IsNumber(cursor))
            request = request with { Periods = cursor.Accept('-') ? All(cursor) : Count(cursor, "periods") };
        var quantities = new List<Expression>();
        var foreign = false;
        while (!cursor.AtEnd || (quantities.Count == 0 && !foreign))
        {
            if (foreign = cursor.AcceptWord("sens"))
                passedOver.Add(place, "sens of .four");
            else if (cursor.RestOfExpression() is var quantity && (foreign = quantity is CallExpression { Function: "n" or "N" }))
                passedOver.Add(place, "n() of .four");
            else
                quantities.Add(quantity);
        }

        return quantities.Count > 0 ? request with { Quantities = quantities } : null;
    }

    private static bool IsNumber(SpiceCursor cursor) => char.IsAsciiDigit(cursor.Peek) || cursor.Peek == '-';

    private static int? All(SpiceCursor cursor)
    {
        cursor.Value("1");
        return null;
    }

    private static int Count(SpiceCursor cursor, string what)
    {
        var place = cursor.Place;
        return cursor.Value($"the number of {what}") is { IsNumber: true, Number: >= 1 and <= 1000 } value && double.IsInteger(value.Number)
            ? (int)value.Number : throw NetlistException.At(place, $"the number of {what} is a whole number from 1 to 1000.");
    }

    /// <summary>quantity { key=value }</summary>
    public static SpectrumRequest ReadSpectrum(SpiceCursor cursor)
    {
        var start = cursor.Place;
        var request = new SpectrumRequest(cursor.RestOfExpression()) { Place = start };
        while (!cursor.AtEnd)
        {
            var place = cursor.Place;
            var key = cursor.Key().ToLowerInvariant();
            request = key switch
            {
                "np" => request with { Points = Points(cursor.Value("the number of points"), place) },
                "window" => request with { Window = Window(cursor.Word("a window"), place) },
                "alfa" => request with { Shape = cursor.Value("alfa") is { IsNumber: true, Number: >= 1 and <= 20 } shape ? shape.Number : throw NetlistException.At(place, "alfa is a number from 1 to 20.") },
                "start" or "from" => request with { Start = cursor.Value("the start") },
                "stop" or "to" => request with { Stop = cursor.Value("the stop") },
                "freq" => request with { Frequency = cursor.Value("the signal's frequency") },
                "fmin" => request with { LowestFrequency = cursor.Value("the lowest frequency") },
                "fmax" => request with { HighestFrequency = cursor.Value("the highest frequency") },
                // Magnitudes and their parts of the largest are shown both.
                "format" when cursor.Word("norm or unorm").ToLowerInvariant() is "norm" or "unorm" => request,
                "format" => throw NetlistException.At(place, "format is norm or unorm."),
                _ => throw NetlistException.At(place, $"{key}= has no meaning for .fft; np, window, alfa, start, stop, freq, fmin, fmax and format have."),
            };
        }

        return request;
    }

    /// <summary>The nearest power of two, as HSPICE and Xyce take it.</summary>
    private static int Points(ElementValue value, SourcePlace place) => value is { IsNumber: true, Number: >= 1 and <= SpectrumRequest.MostPoints }
        ? 1 << Math.Max((int)Math.Round(Math.Log2(value.Number)), 2)
        : throw NetlistException.At(place, string.Create(CultureInfo.InvariantCulture, $"np is a power of two from 4 to {SpectrumRequest.MostPoints}."));

    private static SpectrumWindow Window(string word, SourcePlace place)
    {
        foreach (var (window, names) in Windows)
        {
            if (names.Contains(word, StringComparer.OrdinalIgnoreCase))
                return window;
        }

        throw NetlistException.At(place, $"{word} is no window; {string.Join(", ", Windows.Select(w => w.Names[0]))} are.");
    }

    public static string Text(FourierRequest fourier)
    {
        var quantities = string.Join(' ', fourier.Quantities.Select(q => $"{{{q}}}"));
        if (fourier.Name is null)
        {
            var counts = fourier.Harmonics is { } n ? FormattableString.Invariant($" {n} {fourier.Periods ?? -1}") : "";
            return $".four {fourier.Frequency}{counts} {quantities}";
        }

        return $".measure tran {fourier.Name} four {quantities} at={fourier.Frequency}{(fourier.Harmonics is { } count ? FormattableString.Invariant($" numfreq={count + 1}") : "")}{MeasureText.Of(fourier.Window)}";
    }

    public static string Text(SpectrumRequest s) => FormattableString.Invariant(
        $".fft {{{s.Quantity}}} np={s.Points} window={Windows.First(w => w.Window == s.Window).Names[0]} alfa={s.Shape}{Key("start", s.Start)}{Key("stop", s.Stop)}{Key("freq", s.Frequency)}{Key("fmin", s.LowestFrequency)}{Key("fmax", s.HighestFrequency)}");

    private static string Key(string key, ElementValue? value) => value is { } given ? $" {key}={given}" : "";
}
