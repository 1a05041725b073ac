using System.CommandLine;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Devices;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim device</c>: one memristor by itself.</summary>
internal static class DeviceCommand
{
    private const string SweepDescription = """
        Sweep the voltage across one device and draw its hysteresis loop. Checks what every memristor obeys: the loop is
        pinched at the origin, no state leaves its range, no power comes out; and that the state of every engine is that of the
        exact integral. Positive voltage resets. Exit code 1 if a check fails.

        Examples:
          circuitsim device iv vteam_magic
          circuitsim device iv vteam_technion --wave triangle --amplitude 1 --frequency 50meg --cycles 3 --out results/iv
          circuitsim device iv examples/cards.lib:mine --set roff=200k --engine all
        """;

    private const string PulseDescription = """
        Apply a train of pulses to one device, with a read behind each: state and resistance after every pulse, beside the
        exact integral of the state equation. A train is V:WIDTH*COUNT, separated by commas.

        Examples:
          circuitsim device pulse vteam_magic
          circuitsim device pulse vteam_magic --train=-2:0.1n*15,0.6:5n*10 --v-read 0.1 --out results/pulses
          circuitsim device pulse vteam_technion --train=-0.5:100p*20 --v-read=-0.1 --r-start 1k
        """;

    private const string ThresholdDescription = """
        Say whether a device can be read without being written, and written within a pulse: dead zone, disturb after many
        reads, margins of set and reset, switching time against voltage and width, and the pulse width from which
        Camponogara's abrupt rule holds. By the integral of the state equation and by the engine. Exit code 1 if a
        requirement is missed.

        Examples:
          circuitsim device threshold vteam_magic --v-read 0.2 --t-read 10n --v-write 2 --t-write 10n
          circuitsim device threshold vteam_symphony --v-read 50m --reads 1000000 --v-write 0.5 --t-write 2u --out results/threshold
          circuitsim device threshold vteam_technion --v-read 10m --v-write 1 --t-write 1u --set voff=30m
        """;

    public static Command Create(Terminal terminal) =>
        new("device", "One memristor by itself: its loop, what pulses do to it, whether its thresholds suit reads and writes, and its card from measurements.")
        {
            CreateSweep(terminal),
            CreatePulse(terminal),
            CreateThreshold(terminal),
            DeviceFitCommand.Create(terminal),
        };

    private static CheckedCommand CreateSweep(Terminal terminal)
    {
        var command = new CheckedCommand("iv", SweepDescription);
        var device = new DeviceOptions(command, comparesEngines: true);
        var wave = CommonOptions.Choice("--wave", "Form of the voltage.", "sine", ["sine", "triangle"]);
        var amplitude = CommonOptions.OptionalQuantity("--amplitude", "Default: 1.5 times the larger threshold", "V");
        var frequency = CommonOptions.OptionalQuantity("--frequency", "Default: one at which half a period could switch three times", "Hz");
        var cycles = CommonOptions.Integer("--cycles", $"Periods, up to {DeviceSweepOptions.MostCycles}.", 2);
        var start = CommonOptions.OptionalQuantity("--r-start", "Resistance at the start. Default: as the card starts, else HRS", "Ω");
        var measured = new MeasuredOption(command, "A loop (CSV: voltage, current, perhaps time) to lay over the figures. Where it has times, and neither --amplitude nor --frequency is given, its voltage is the wave.");
        command.AddAll(wave, amplitude, frequency, cycles, start);
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new DeviceSweepOptions
            {
                IsTriangle = parsed.GetValue(wave) == "triangle",
                Amplitude = parsed.GetValue(amplitude),
                Frequency = parsed.GetValue(frequency),
                Cycles = parsed.GetValue(cycles),
                Measured = measured.File(parsed),
                StartResistance = parsed.GetValue(start),
            };
            return RunAsync(terminal, device, parsed, () => DeviceSweep.Run(device.Model(parsed), options, device.Engines(parsed, terminal), cancellationToken),
                result => (DeviceSweepReport.Shown(result), result.Requirements), DeviceSweepReport.Write, cancellationToken);
        });
        return command;
    }

    private static CheckedCommand CreatePulse(Terminal terminal)
    {
        var command = new CheckedCommand("pulse", PulseDescription);
        var device = new DeviceOptions(command, comparesEngines: true);
        var train = new Option<string?>("--train")
        {
            Description = "The pulses, or a file of them (CSV: voltage, width, perhaps count). Default: those of --measured, else 12 that set and 12 that reset, at twice the thresholds, each a tenth of a full switching.",
            HelpName = "V:WIDTH*COUNT,…|file",
        };
        var standard = new DevicePulseOptions();
        var edge = CommonOptions.Quantity("--edge", "Part of the width that each edge takes, in addition", standard.EdgePart, "1");
        var readVoltage = CommonOptions.OptionalQuantity("--v-read", "Default: 0.2 V, or half the reset threshold if that is lower", "V");
        var readTime = CommonOptions.Quantity("--t-read", "Width of a read", standard.ReadTime, "s");
        var start = CommonOptions.OptionalQuantity("--r-start", "Resistance at the start. Default: as the card starts, else HRS", "Ω");
        var measured = new MeasuredOption(command, "Reads behind each pulse (CSV: resistance, conductance or current, perhaps voltage and width) to lay over the figures.");
        command.AddAll(train, edge, readVoltage, readTime, start);
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = standard with
            {
                Train = parsed.GetValue(train) is not { } text ? null : text.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || File.Exists(text) ? measured.Read(parsed, text).Pulses() : DevicePulse.Parse(text),
                Measured = measured.File(parsed),
                EdgePart = parsed.GetValue(edge),
                ReadVoltage = parsed.GetValue(readVoltage),
                ReadTime = parsed.GetValue(readTime),
                StartResistance = parsed.GetValue(start),
            };
            return RunAsync(terminal, device, parsed, () => DevicePulseTrain.Run(device.Model(parsed), options, device.Engines(parsed, terminal), cancellationToken),
                result => (DevicePulseReport.Shown(result), result.Requirements), DevicePulseReport.Write, cancellationToken);
        });
        return command;
    }

    private static CheckedCommand CreateThreshold(Terminal terminal)
    {
        var command = new CheckedCommand("threshold", ThresholdDescription);
        var device = new DeviceOptions(command, comparesEngines: false);
        var standard = new DeviceThresholdOptions();
        var readVoltage = CommonOptions.Quantity("--v-read", "Read voltage", standard.ReadVoltage, "V");
        var readTime = CommonOptions.Quantity("--t-read", "Width of a read", standard.ReadTime, "s");
        var reads = CommonOptions.Integer("--reads", "Reads between two writes.", standard.Reads);
        var writeVoltage = CommonOptions.OptionalQuantity("--v-write", "Magnitude of the write voltage, negative for the set. Default: twice each threshold", "V");
        var writeTime = CommonOptions.Quantity("--t-write", "Width of a write pulse", standard.SetTime, "s");
        var resetVoltage = CommonOptions.OptionalQuantity("--v-reset", "Reset voltage, if it differs from --v-write", "V");
        var resetTime = CommonOptions.OptionalQuantity("--t-reset", "Width of a reset pulse, if it differs from --t-write", "s");
        var complete = CommonOptions.Quantity("--complete", "Part of the range that counts as switched", standard.Completeness, "1");
        var limit = CommonOptions.Quantity("--disturb-limit", "Part of the range by which all reads together may move the state", standard.DisturbLimit, "1");
        var measured = new MeasuredOption(command, "Switching times (CSV: voltage, time or width) to lay over those of the device.");
        command.AddAll(readVoltage, readTime, reads, writeVoltage, writeTime, resetVoltage, resetTime, complete, limit);
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new DeviceThresholdOptions
            {
                ReadVoltage = parsed.GetValue(readVoltage),
                ReadTime = parsed.GetValue(readTime),
                Reads = parsed.GetValue(reads),
                SetVoltage = -Magnitude(parsed.GetValue(writeVoltage), "--v-write"),
                SetTime = parsed.GetValue(writeTime),
                ResetVoltage = Magnitude(parsed.GetValue(resetVoltage), "--v-reset") ?? parsed.GetValue(writeVoltage),
                ResetTime = parsed.GetValue(resetTime) ?? parsed.GetValue(writeTime),
                Completeness = parsed.GetValue(complete),
                DisturbLimit = parsed.GetValue(limit),
                Measured = measured.File(parsed),
            };
            return RunAsync(terminal, device, parsed, () => DeviceThreshold.Run(device.Model(parsed), options, device.Engines(parsed, terminal)[0], cancellationToken),
                result => (DeviceThresholdReport.Shown(result), result.Requirements), DeviceThresholdReport.Write, cancellationToken);
        });
        return command;
    }

    /// <summary>Prepare the folder, compute, print, write, judge.</summary>
    /// <param name="show">The result's own table, and what is to be judged.</param>
    private static async Task<int> RunAsync<T>(
        Terminal terminal, DeviceOptions device, ParseResult parsed, Func<T> compute, Func<T, (ReadableTable Table, IReadOnlyList<DeviceRequirement> Requirements)> show,
        Action<T, ResultFolder> write, CancellationToken cancellationToken)
    {
        using var folder = SharedOptions.Folder(terminal, parsed, device.Output(parsed), $"device-{parsed.CommandResult.Command.Name}");
        var result = await Task.Run(compute, cancellationToken).ConfigureAwait(false);
        var (table, requirements) = show(result);
        terminal.Write(table);
        terminal.Write(DeviceReport.Table(requirements));
        if (folder is not null)
        {
            write(result, folder);
            cancellationToken.ThrowIfCancellationRequested();
            terminal.Written("Written", folder.Commit());
        }

        return requirements.Any(r => r.Passed == false) ? ExitCode.CriterionFailed : ExitCode.Ok;
    }

    private static double? Magnitude(double? voltage, string option) =>
        voltage is { } v ? InvalidParameterException.RequirePositive(v, "V", option) : null;
}
