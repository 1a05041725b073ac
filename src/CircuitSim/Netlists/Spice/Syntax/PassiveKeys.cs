using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>What resistors, capacitors and inductors have alike behind their nodes: a value, a card, geometry and temperature.</summary>
internal sealed class PassiveKeys
{
    private ElementValue? width, length, turns;
    private ElementValue multiplier = 1, scale = 1;

    /// <summary>The word that stands alone where a value is expected, which may be a card.</summary>
    private string? word;

    public ElementValue? Value { get; set; }

    public string? Card { get; private set; }

    public ValueTemperature? Temperature { get; private set; }

    /// <summary>A number that stands next, which nearly all of them begin with; null of anything else.</summary>
    public static ElementValue? ReadNumber(SpiceCursor cursor, string wanted) => StartsNumber(cursor.Peek) ? cursor.Value(wanted) : null;

    /// <summary>Value and card, in either order; of a word alone flattening says which it is.</summary>
    /// <param name="number">What <see cref="ReadNumber"/> has read.</param>
    public static PassiveKeys ReadFirst(SpiceCursor cursor, string wanted, ElementValue? number)
    {
        var keys = new PassiveKeys { Value = number };
        if (number is null && cursor.NextKey() is not null)
            return keys;
        if (number is not null || !IsWord(cursor))
        {
            keys.Value ??= cursor.Value(wanted);
            if (!cursor.AtEnd && cursor.NextKey() is null)
                keys.Card = IsWord(cursor) ? cursor.Name("the model card") : throw cursor.Fault($"{cursor.Found()} is not understood behind a value; a model card or keys follow it.");
            return keys;
        }

        var start = cursor.SkipToNext();
        var word = cursor.PeekWord()!;
        keys.Value = cursor.Value(wanted);
        if (cursor.AtEnd || cursor.NextKey() is not null)
        {
            keys.word = SpiceNames.IsName(word) ? word : null;
            return keys;
        }

        if (IsWord(cursor))
        {
            keys.Card = cursor.Name("the model card");
            return keys;
        }

        // PSpice has the card in front of the value.
        keys.Card = SpiceNames.IsName(word) ? word : throw cursor.Fault(start, $"expected {wanted} or a model card, found '{word}'.");
        keys.Value = cursor.Value(wanted);
        return keys;
    }

    /// <summary>The value of a key in lower case; false if it is none of these.</summary>
    /// <param name="valueKey">The key of the value itself: r, c or l.</param>
    public bool Read(SpiceCursor cursor, string key, string valueKey, string wanted)
    {
        var t = Temperature ?? new ValueTemperature();
        if ((key == valueKey || key == LongKey(valueKey)) && (Value is null || word is not null))
        {
            MakeWordTheCard();
            Value = cursor.Value(wanted);
            return true;
        }

        switch (key)
        {
            case "w" when valueKey != "l":
                width = cursor.Value("the width");
                return true;
            case "l" when valueKey != "l":
                length = cursor.Value("the length");
                return true;
            case "nt" when valueKey == "l":
                turns = cursor.Value("the number of turns");
                return true;
            case "m":
                multiplier = cursor.Value("the multiplier");
                return true;
            case "scale":
                scale = cursor.Value("the scale");
                return true;
            case "tc" or "tc1":
                Temperature = t with { Linear = cursor.Value("tc1") };
                if (key == "tc" && !cursor.AtEnd && cursor.NextKey() is null)
                    Temperature = Temperature with { Quadratic = cursor.Value("tc2") };
                return true;
            case "tc2":
                Temperature = t with { Quadratic = cursor.Value("tc2") };
                return true;
            case "tce":
                Temperature = t with { Exponential = cursor.Value("tce") };
                return true;
            case "temp" when t.Difference == 0:
                Temperature = t with { Temperature = cursor.Value("the temperature") };
                return true;
            case "dtemp" when t.Temperature is null:
                Temperature = t with { Difference = cursor.Value("the difference in temperature") };
                return true;
            case "tol" or "pwr" or "v" or "irms" or "ipk" or "mfg" or "type" or "pn" or "rating" or "temperature":
                // LTspice's schematics keep what a buyer wants to know.
                cursor.Dialects.PassOver(cursor.Place, $"{key} of a part");
                cursor.SkipValue();
                return true;
            default:
                return false;
        }
    }

    /// <summary>What ngspice knows the value as, too.</summary>
    private static string LongKey(string valueKey) => valueKey switch { "r" => "resistance", "c" => "capacitance", _ => "inductance" };

    /// <summary>The value of all parallel elements, and what the card is asked for; a value of zero where the line has none.</summary>
    /// <param name="isDivided">Whether parallel elements divide the value.</param>
    public (ElementValue Value, PassiveModel? Model) Result(SpiceCursor cursor, string wanted, bool isDivided)
    {
        if ((width ?? length ?? turns) is not null)
            MakeWordTheCard();
        ElementValue All(ElementValue one) => (isDivided ? one.Over(multiplier) : one.Times(multiplier)).Times(scale);
        if (Card is null && Value is null && (width ?? length ?? turns) is not null)
            throw cursor.Fault("w, l and nt say something together with a model card; name one, or write the value.");
        if (Card is null)
        {
            var value = ElementKeys.RequireValue(cursor, Value, wanted);
            return (All(value), word is not null ? new PassiveModel(word, false) { IsPerhaps = true, Factor = All(1) } : null);
        }

        var model = new PassiveModel(Card, Value is not null) { Width = width, Length = length, Turns = turns, Factor = Value is null ? All(1) : 1 };
        return (Value is { } own ? All(own) : 0, model);
    }

    /// <summary>What stands behind the value.</summary>
    public static string Write(PassiveModel? model, ValueTemperature? t) =>
        (model is null ? "" : $"{(model.HasValue ? " " : "")}{model.Card}{ElementText.Key("w", model.Width)}{ElementText.Key("l", model.Length)}{ElementText.Key("nt", model.Turns)}{ElementText.Key("scale", model.Factor, 1)}")
        + (t is null ? "" : $"{(t.Exponential is { } tce ? ElementText.Key("tce", tce) : $" tc1={ElementText.Value(t.Linear)}{ElementText.Key("tc2", t.Quadratic, 0)}")}{ElementText.Key("temp", t.Temperature)}{ElementText.Key("dtemp", t.Difference, 0)}");

    /// <summary>Value, card and temperature as a line has them.</summary>
    public static string Write(ElementValue value, PassiveModel? model, ValueTemperature? t) =>
        $"{(model is { HasValue: false } ? "" : ElementText.Value(value))}{Write(model, t)}";

    /// <summary>A word in front of geometry or a value can be no value.</summary>
    private void MakeWordTheCard()
    {
        if (word is not null)
            (Card, Value, word) = (word, null, null);
    }

    private static bool StartsNumber(char c) => char.IsAsciiDigit(c) || c is '+' or '-' or '.';

    private static bool IsWord(SpiceCursor cursor) =>
        !StartsNumber(cursor.Peek) && cursor.Peek is not ('{' or '\'' or '(') && cursor.PeekWord() is { } word && !SiText.TryParse(word, out _);
}
