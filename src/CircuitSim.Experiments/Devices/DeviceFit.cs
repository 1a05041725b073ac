using System.Globalization;
using System.Text;
using CircuitSim.Devices;
using CircuitSim.Devices.Fitting;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Devices;

/// <summary>From measured loops and pulse trains to a model card.</summary>
public static class DeviceFit
{
    /// <summary>The length of VTEAM's range where no card states one: no measurement of a current shows it.</summary>
    private const string StandardRange = "3n";

    private static readonly string[] WindowKeys = ["p", "j", "waoff", "waon", "wc"];

    /// <exception cref="CircuitSimException">A file or an option is not valid, or the data are too few.</exception>
    public static DeviceFitResult Run(IReadOnlyList<string> paths, DeviceFitOptions options, CancellationToken cancellationToken)
    {
        if (options.ReadVoltage is { } v)
            InvalidParameterException.Require(v != 0, "read voltage", v, "V", "finite and other than zero");
        var files = paths.Select(p => new MeasurementFile(p, options.IsExchanged)).ToList();
        var series = files.Select(f => f.Series(options.Timing, options.ReadVoltage)).ToList();
        var range = MeasuredRange.Of(series);
        var (keys, begin) = Card(options);
        var given = options.Fixed.Select(f => Pair(f, "fix", "key=value, such as voff=0.3")).ToList();
        foreach (var (key, value) in given)
            keys[key] = key == "r_init" ? throw InvalidParameterException.Because("fix", "the resistance in which each measurement starts is found from the measurement; leave r_init out.") : value;
        var bounds = options.Bounds.Select(b => (Text: b, Pair: Pair(b, "bound", "key=low:high, such as aoff=1:5"))).ToDictionary(b => b.Pair.Key, b => Range(b.Text, b.Pair.Value), StringComparer.OrdinalIgnoreCase);
        var card = new ModelCard("fit", MemristorCard.Kind, keys);
        var asRate = given.Select(g => g.Key).Concat(bounds.Keys).ToList();
        MemristorFamily family = options.Model == DeviceFitOptions.IonDrift
            ? new IonDriftFamily(IonDriftCard.ToParameters(card), range)
            : new VteamFamily(VteamCard.ToParameters(card), range, asRate);
        RequirePolarity(series, family);
        double Number(string text) => SiText.TryParse(text, out var number) ? number : 0;
        var numbers = given.Where(g => g.Key == "w0" || family.Parameters.Any(p => p.Key == g.Key)).ToDictionary(g => g.Key, g => Number(g.Value));
        if (numbers.TryGetValue("w0", out var w0) && options.Model == DeviceFitOptions.Vteam)
            new Vteam(VteamCard.ToParameters(card)).RequireStart(w0);
        var fit = MemristorFit.Run(series, family, new FitOptions
        {
            IsLogarithmic = options.IsLogarithmic,
            Seed = options.Seed,
            Starts = options.Starts,
            Fixed = numbers,
            Bounds = bounds,
            Begin = begin ? family.Parameters.ToDictionary(p => p.Key, p => Number(keys[p.Key])) : null,
        }, cancellationToken);
        var fitted = Fitted(options, files, family, fit, keys, range);
        return new DeviceFitResult(options, files, series, fit, fitted, Text(options, files, series, fit, fitted, range), [.. Judge(fit)]);
    }

    /// <summary>Keys of the card that is begun at, or of one whose fitted values stand for nothing.</summary>
    private static (Dictionary<string, string> Keys, bool Begin) Card(DeviceFitOptions options)
    {
        var isVteam = options.Model == DeviceFitOptions.Vteam;
        if (!isVteam && (options.Window ?? options.Form) is not null)
            throw InvalidParameterException.Because(options.Window is null ? "iv" : "window", "linear ion drift has one window, of exponent p, and one form of its current; leave both to VTEAM.");
        Dictionary<string, string> keys = new(StringComparer.OrdinalIgnoreCase);
        if (options.Start is { } start)
        {
            keys = new(DeviceModel.FindCard(start).Card.Parameters, StringComparer.OrdinalIgnoreCase);
            if (isVteam == keys.ContainsKey("level"))
                throw InvalidParameterException.Because("start", $"{start} is no card of {options.Model}; begin at one of the model that is fitted.");
            foreach (var key in new[] { "vmin", "vmax", "w0", "r_init" })
                keys.Remove(key);
        }
        else
        {
            var text = isVteam ? $"ron=1k roff=100k kon=-1 koff=1 aon=3 aoff=3 von=-1 voff=1 won=0 woff={StandardRange} iv=linear window=none" : "level=4 ron=100 roff=16k d=10n uv=1e-14 p=1";
            foreach (var pair in text.Split(' ').Select(p => p.Split('=')))
                keys[pair[0]] = pair[1];
        }

        if (options.Form is { } form)
            keys["iv"] = form;
        if (options.Window is { } window)
        {
            keys["window"] = window;
            foreach (var key in WindowKeys)
                keys.Remove(key);
        }

        if (keys.TryGetValue("window", out var chosen) && chosen is "joglekar" or "prodromakis")
            keys["w0"] = Written(0.5 * (Number("won") + Number("woff")));
        return (keys, options.Start is not null);

        double Number(string key) => SiText.TryParse(keys[key], out var value) ? value : 0;
    }

    private static (string Key, string Value) Pair(string text, string name, string form) =>
        text.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } key, { Length: > 0 } value]
            ? (key.ToLowerInvariant(), SiText.WithoutPercent(value))
            : throw InvalidParameterException.Because(name, $"'{text}' is not {form}.");

    private static (double Low, double High) Range(string text, string value) =>
        value.Split(':') is [var low, var high] && SiText.TryParseTyped(low.Trim(), out var from) && SiText.TryParseTyped(high.Trim(), out var to)
            ? (from, to)
            : throw InvalidParameterException.Because("bound", $"'{text}' is not key=low:high, such as aoff=1:5.");

    /// <summary>Refuses data that move the other way than the model, which no fit could follow.</summary>
    private static void RequirePolarity(IReadOnlyList<MeasuredSeries> series, MemristorFamily family)
    {
        const double Clear = 0.2;
        var (positive, negative) = (0.0, 0.0);
        foreach (var s in series)
        {
            for (var k = 1; k < s.Count; k++)
            {
                if (s.Resistance(k) is not { } now || s.Resistance(k - 1) is not { } before || (!s.IsTrain && s.From[k] * s.To[k] <= 0))
                    continue;
                var change = Math.Log(now / before) * (family.PositiveSets ? -1 : 1);
                (positive, negative) = s.To[k] > 0 ? (positive + change, negative) : (positive, negative + change);
            }
        }

        if (positive < -Clear && negative > Clear)
        {
            throw InvalidParameterException.Because("data",
                $"under positive voltages the measured resistance {(family.PositiveSets ? "rises" : "falls")}, where the model's {(family.PositiveSets ? "falls" : "rises")}: the device was measured the other way round. Exchange its terminals, which changes the signs of voltage and current.");
        }
    }

    private static ModelCard Fitted(DeviceFitOptions options, List<MeasurementFile> files, MemristorFamily family, FitResult fit, Dictionary<string, string> keys, MeasuredRange range)
    {
        for (var k = 0; k < family.Parameters.Count; k++)
            keys[family.Parameters[k].Key] = Written(fit.Values[k]);
        if (options.Model == DeviceFitOptions.Vteam)
        {
            var (least, greatest) = (fit.Model.LowestState, fit.Model.HighestState);
            // Rounded, the start may not leave the range.
            var w = double.Parse(Written(fit.StartStates[0]), CultureInfo.InvariantCulture);
            keys["w0"] = Written(Math.Clamp(w, least, greatest));
            keys.TryAdd("vmin", Written(range.LowestVoltage));
            keys.TryAdd("vmax", Written(range.HighestVoltage));
        }
        else
        {
            keys["r_init"] = Written(1 / fit.Model.Conductance(0, fit.StartStates[0]));
        }

        var name = string.Concat(Path.GetFileNameWithoutExtension(files[0].Name).Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_')).Trim('_');
        return new ModelCard(name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : $"fit_{name}".TrimEnd('_'), MemristorCard.Kind, keys);
    }

    private static string Text(DeviceFitOptions options, List<MeasurementFile> files, List<MeasuredSeries> series, FitResult fit, ModelCard card, MeasuredRange range)
    {
        var text = new StringBuilder();
        var weight = options.IsLogarithmic ? "ln(model/measured)" : "(model - measured)/largest current of the file";
        Line($"{(options.Model == DeviceFitOptions.Vteam ? "VTEAM" : "Linear ion drift")}, fitted to measurements by CircuitSim {ProductVersion.Number}.");
        for (var k = 0; k < files.Count; k++)
            Line($"Source: {files[k].Name}, {series[k].Count} rows, sha256 {files[k].Sha256}");
        Line($"Polarity: positive {(options.Model == DeviceFitOptions.Vteam ? "resets, negative sets" : "sets, negative resets")}.{(options.IsExchanged ? " The device was measured the other way round: voltages and currents of the files change their signs." : "")}");
        Line($"Range of validity: the voltages of the data, {SiText.Exact(range.LowestVoltage)} to {SiText.Exact(range.HighestVoltage)} V.");
        Line($"Residuals: {weight}, rms {Written(fit.Rms)} over {fit.Used} points, {fit.LeftOut} left out; seed {options.Seed}, {fit.Agreeing} of {fit.Followed} starts agree.");
        foreach (var p in fit.Parameters.Where(p => p.StandardError is not null))
            Line($"  {p.Key} = {Written(p.Value)} +- {p.StandardError!.Value.ToString("G2", CultureInfo.InvariantCulture)} {p.Unit}");
        foreach (var p in fit.Parameters.Where(p => p.IsFixed))
            Line($"  {p.Key} = {Written(p.Value)} {p.Unit}: given");
        foreach (var p in fit.Parameters.Where(p => p.Reason is not null))
            Line($"Not determined: {p.Key}: {p.Reason}.");
        text.Append(CultureInfo.InvariantCulture, $".model {card.Name} {card.Kind}(\n");
        foreach (var part in card.Parameters.Select(p => $"{p.Key}={p.Value}").Chunk(5))
            text.Append(CultureInfo.InvariantCulture, $"+ {string.Join(' ', part)}\n");
        return text.Append("+ )\n").ToString();

        // ASCII alone, as every card.
        void Line(string line) => text.Append(CultureInfo.InvariantCulture, $"* {string.Concat(line.Replace("Ω", "ohm", StringComparison.Ordinal).Replace("µ", "u", StringComparison.Ordinal).Replace("²", "2", StringComparison.Ordinal).Replace("·", " ", StringComparison.Ordinal).Replace("µ", "u", StringComparison.Ordinal).Select(c => char.IsAscii(c) && !char.IsControl(c) ? c : '?'))}\n");
    }

    private static IEnumerable<DeviceRequirement> Judge(FitResult fit)
    {
        const double White = 0.5, Degenerate = 0.95;
        yield return new DeviceRequirement("converged", "No step lowers the residuals further.", fit.Converged ? "none does" : "steps used up; begin at a card, or fix what is not determined", fit.Converged);
        yield return new DeviceRequirement("starts", "Random starts lead to one answer.", $"{fit.Agreeing} of {fit.Followed} to the same residuals within 1 %", null);
        var pairs = Enumerable.Range(0, fit.Free.Count).SelectMany(a => Enumerable.Range(a + 1, fit.Free.Count - a - 1).Select(b => (A: fit.Free[a], B: fit.Free[b], C: fit.Correlations[a][b]))).Where(p => Math.Abs(p.C) > Degenerate).OrderByDescending(p => Math.Abs(p.C)).ToList();
        yield return new DeviceRequirement("degenerate", FormattableString.Invariant($"No two parameters do nearly the same (correlations up to {Degenerate})."),
            pairs.Count == 0 ? "none do" : string.Join(", ", pairs.Take(4).Select(p => FormattableString.Invariant($"{p.A} and {p.B} {p.C:0.000}"))) + (pairs.Count > 4 ? FormattableString.Invariant($", {pairs.Count - 4} more") : ""), null);
        var neighbours = fit.Residuals.SelectMany(r => r.Zip(r.Skip(1))).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second)).ToList();
        var correlation = neighbours.Sum(p => p.First * p.Second) / Math.Max(neighbours.Sum(p => 0.5 * (p.First * p.First + p.Second * p.Second)), double.Epsilon);
        yield return new DeviceRequirement("systematic", "Residuals are noise, from point to point.",
            FormattableString.Invariant($"neighbours correlate by {correlation:0.00}{(correlation > White ? ": the model misses something systematic, and standard errors are too small" : "")}"), null);
    }

    private static string Written(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}
