using System.CommandLine;
using CircuitSim.Experiments.Devices;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim device fit</c>: from measurements to a model card.</summary>
internal static class DeviceFitCommand
{
    private const string Description = """
        Fit the card of a memristor to what was measured: loops (time, voltage, current) or trains of pulses (voltage, width and,
        behind each, a resistance, a conductance, or a current at a read voltage). Columns have their units in their names, in any
        order: time_s, voltage [V], current (uA), width_ns, resistance_kohm, v_read [V], count. Lines that start with # are remarks.
        Prints every parameter with its standard error, and says of which the data know nothing, and why. With --out: the card as
        card.lib, tables, and a report with measurement, model and residuals. Exit code 1 if the fit did not come to rest.

        Examples:
          circuitsim device fit device-models/measured/knowm-sdc-loop.csv --exchange --window biolek --out results/fit
          circuitsim device fit device-models/measured/knowm-sdc-loop.csv --model ion-drift --weight linear
          circuitsim device fit device-models/measured/knowm-sdc-loop.csv --exchange --start vteam_magic --iv exponential --fix von=-0.1 --bound aoff=1:5
        """;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("fit", Description);
        var files = new Argument<string[]>("data") { Description = "Text files of numbers (CSV), fitted together.", Arity = ArgumentArity.OneOrMore };
        var standard = new DeviceFitOptions();
        var model = CommonOptions.Choice("--model", "What is fitted: VTEAM, or linear ion drift.", DeviceFitOptions.Vteam, [DeviceFitOptions.Vteam, DeviceFitOptions.IonDrift]);
        var weight = CommonOptions.Choice("--weight", "log: every decade of the current counts alike. linear: errors relative to the largest current of the file.", "log", ["log", "linear"]);
        var start = new Option<string?>("--start") { Description = "A card to begin at, besides the random starts: one of the library, or FILE.lib:NAME.", HelpName = "card" };
        var window = CommonOptions.Choice<string?>("--window", "Window of VTEAM, kept. Default: that of --start, else none.", null, ["none", "joglekar", "biolek", "prodromakis", "exponential"]);
        var form = CommonOptions.Choice<string?>("--iv", "Form of VTEAM's current, kept. Default: that of --start, else linear.", null, ["linear", "exponential"]);
        var fix = new Option<string[]>("--fix") { Description = "A key of the card that keeps its value, e.g. --fix voff=0.3 or --fix p=2; w0 is the state at the start. May be given again.", HelpName = "key=value" };
        var bound = new Option<string[]>("--bound") { Description = "Bounds of a fitted parameter, e.g. --bound aoff=1:5; may be given again.", HelpName = "key=lo:hi" };
        var starts = CommonOptions.Integer("--starts", "Random starts that are followed; sixty times as many are ranked.", standard.Starts);
        var seed = CommonOptions.Seed(standard.Seed);
        var frequency = CommonOptions.OptionalQuantity("--frequency", "Of a loop without times: its rows are one period, evenly", "Hz");
        var period = CommonOptions.OptionalQuantity("--period", "The same as the time from the first row to the last", "s");
        var rate = CommonOptions.OptionalQuantity("--sweep-rate", "Of a loop without times: how fast its voltage went", "V/s");
        var readVoltage = CommonOptions.OptionalQuantity("--v-read", "Of pulses read as a current without a column of its voltage", "V");
        var exchange = Exchange();
        var output = new Option<string?>("--out") { Description = "Folder for the results; nothing is written without it.", HelpName = "folder" };
        command.Arguments.Add(files);
        command.AddAll(model, weight, start, window, form, fix, bound, starts, seed, frequency, period, rate, readVoltage, exchange, output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new DeviceFitOptions
            {
                Model = parsed.GetValue(model)!,
                IsLogarithmic = parsed.GetValue(weight) == "log",
                Start = parsed.GetValue(start),
                Window = parsed.GetValue(window),
                Form = parsed.GetValue(form),
                Fixed = parsed.GetValue(fix) ?? [],
                Bounds = parsed.GetValue(bound) ?? [],
                Starts = parsed.GetValue(starts),
                Seed = parsed.GetValue(seed),
                Timing = Timing(parsed.GetValue(frequency), parsed.GetValue(period), parsed.GetValue(rate)),
                ReadVoltage = parsed.GetValue(readVoltage),
                IsExchanged = parsed.GetValue(exchange),
            };
            using var folder = SharedOptions.Folder(terminal, parsed, parsed.GetValue(output), "device-fit");
            var result = await Task.Run(() => DeviceFit.Run(parsed.GetValue(files)!, options, cancellationToken), cancellationToken).ConfigureAwait(false);
            terminal.Write(DeviceFitReport.Shown(result));
            foreach (var reason in DeviceFitReport.Reasons(result))
                terminal.WriteParagraph(reason);
            foreach (var r in result.Requirements)
                terminal.WriteParagraph($"{r.Verdict}: {r.Statement.TrimEnd('.')}: {r.Found}.");
            if (folder is not null)
            {
                DeviceFitReport.Write(result, folder);
                cancellationToken.ThrowIfCancellationRequested();
                terminal.Written("Written", folder.Commit());
            }

            return result.Fit.Converged ? ExitCode.Ok : ExitCode.CriterionFailed;
        });
        return command;
    }

    public static Option<bool> Exchange() => new("--exchange")
    {
        Description = "The device was measured the other way round, so that positive voltages set it: its voltages and currents change their signs.",
    };

    private static MeasurementTiming Timing(double? frequency, double? period, double? rate)
    {
        if (new[] { frequency, period, rate }.Count(v => v is not null) > 1)
            throw InvalidParameterException.Because("--frequency", "give one of --frequency, --period and --sweep-rate.");
        if (frequency is { } f)
            return new MeasurementTiming(1 / InvalidParameterException.RequirePositive(f, "Hz", "--frequency"));
        return new MeasurementTiming(
            period is { } t ? InvalidParameterException.RequirePositive(t, "s", "--period") : null,
            rate is { } r ? InvalidParameterException.RequirePositive(r, "V/s", "--sweep-rate") : null);
    }
}
