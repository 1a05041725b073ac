using System.CommandLine;
using CircuitSim.Devices;
using CircuitSim.Experiments.Devices;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.LookupTables;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim lut device</c>: the tables of one memristor.</summary>
internal static class LutDeviceCommand
{
    private const string Description = """
        Pulse a device in the engine from every start conductance, many times with devices and cycles drawn anew, and write
        what came of it as tables: the distribution of ΔG by a set and by a reset pulse, ramps of pulses, current over voltage
        and state, switching times, read disturb; in the formats of the simulators that load them. Positive voltage resets.
        What a user should know of a table before he trusts it is said first. Finished blocks of samples are kept: after Ctrl-C
        the same line goes on and ends at the same bits. Exit code 1 if a requirement is missed.

        Examples:
          circuitsim lut device vteam_magic --pulse set:-1.8V,0.5ns --pulse reset:0.6V,5ns --variability 0.05 --cycle-variability 0.1 --states 51 --samples 200
          circuitsim lut device vteam_camponogara --sigma koff=0.1 --sigma ron=0.05 --states 64 --samples 200 --quantiles 101 --out results/lut
          circuitsim lut device examples/cards.lib:mine --states 33 --quantiles 51 --formats none --seed 7
        """;

    public static Command Create(Terminal terminal)
    {
        var command = new CheckedCommand("device", Description);
        var device = new DeviceOptions(command, comparesEngines: false, "results/lut-device");
        var standard = new DeviceTableOptions();
        var pulse = Several("--pulse", "The pulse of a direction, once for each. Default: twice the threshold, a fiftieth of the switching time.", "set|reset:V,WIDTH");
        var states = CommonOptions.Integer("--states", "Start conductances, evenly from HRS to LRS.", standard.States);
        var samples = CommonOptions.Integer("--samples", "Drawn devices, each in a cycle of its own, from every start.", standard.Samples);
        var quantiles = CommonOptions.Integer("--quantiles", "Points of each distribution, evenly from 0 to 1.", standard.Quantiles);
        var pulses = CommonOptions.Integer("--pulses", "Pulses of a ramp.", standard.Pulses);
        var ramps = CommonOptions.Integer("--ramps", "Ramps of drawn devices.", standard.Ramps);
        var voltages = CommonOptions.Integer("--voltages", "Voltages of the I–V grid.", standard.Voltages);
        var edge = CommonOptions.Quantity("--edge", "Part of the width that each edge takes, in addition", standard.EdgePart, "1");
        var readVoltage = CommonOptions.OptionalQuantity("--v-read", "Default: 0.2 V, or half the reset threshold if that is lower", "V");
        var readTime = CommonOptions.Quantity("--t-read", "Width of a read", standard.ReadTime, "s");
        var reads = CommonOptions.Integer("--reads", "Reads whose disturb is tabulated.", standard.Reads);
        var variability = CommonOptions.Quantity("--variability", "Relative standard deviation of ron, roff, kon and koff from device to device", 0, "1");
        var deviations = Several("--sigma", "The same of one parameter of the card, in place of --variability; may be given again.", "key=value");
        var cycles = CommonOptions.Quantity("--cycle-variability", "Relative standard deviation of the speed of a device from pulse to pulse", 0, "1");
        var noise = CommonOptions.Quantity("--read-noise", "Relative standard deviation of every read current", 0, "1");
        var formats = new Option<string>("--formats") { Description = "The tools that files are written for: all, none, or words separated by commas.", DefaultValueFactory = _ => "all", HelpName = "all|none|word,…" };
        var (seed, jobs) = (CommonOptions.Seed(standard.Seed), CommonOptions.Jobs());
        command.AddAll(pulse, states, samples, quantiles, pulses, ramps, voltages, edge, readVoltage, readTime, reads, variability, deviations, cycles, noise, formats, seed, jobs);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = TableFormats.Parse(parsed.GetValue(formats)!, TableKind.Device);
            double Deviation(Option<SpiceNumber> option) => InvalidParameterException.RequireNonNegative(parsed.GetValue(option), "", option.Name[2..]);
            var law = Variability.Normal(Deviation(variability));
            var options = (standard with
            {
                States = parsed.GetValue(states),
                Samples = parsed.GetValue(samples),
                Quantiles = parsed.GetValue(quantiles),
                Pulses = parsed.GetValue(pulses),
                Ramps = parsed.GetValue(ramps),
                Voltages = parsed.GetValue(voltages),
                EdgePart = parsed.GetValue(edge),
                ReadVoltage = parsed.GetValue(readVoltage),
                ReadTime = parsed.GetValue(readTime),
                Reads = parsed.GetValue(reads),
                Variability = new DeviceVariability
                {
                    Parameters = new DeviceScatter { ROn = law, ROff = law, KOn = law, KOff = law },
                    CycleToCycle = Variability.LogNormal(Deviation(cycles)),
                    ReadNoise = Variability.Normal(Deviation(noise)),
                },
                Seed = parsed.GetValue(seed),
            }).WithPulses(parsed.GetValue(pulse) ?? []).WithDeviations(parsed.GetValue(deviations) ?? []);
            var model = device.Model(parsed);
            var run = new DeviceTableRun(model, options, device.Engines(parsed, terminal)[0], parsed.GetValue(jobs), new TerminalProgress(terminal), cancellationToken);
            using var folder = SharedOptions.Folder(terminal, parsed, device.Output(parsed)!, DeviceTableReport.Study)!;
            DeviceTableResult result;
            try
            {
                result = await Task.Run(() => run.Execute(folder.FullPath, $"lut device {model.Card.Name}"), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                terminal.Remark($"Finished samples are kept in {folder.FullPath}; the same line goes on from there.");
                throw;
            }

            var refused = TableFolder.Write(result.Tables, chosen, folder);
            DeviceTableReport.Write(result, chosen, refused, folder);
            cancellationToken.ThrowIfCancellationRequested();
            var path = folder.Commit();
            run.Forget(folder.FullPath);
            foreach (var flag in result.Tables.Flags)
                terminal.WriteParagraph($"{flag.Id}: {flag.Text}");
            terminal.Write(DeviceTableReport.Shown(result));
            terminal.Write(DeviceTableReport.Converged(result));
            terminal.Write(DeviceReport.Table(result.Requirements));
            foreach (var (format, reason) in refused)
                terminal.WriteParagraph($"Left out, {format.Word}: {reason}");
            terminal.Written("Written", path);
            return result.Requirements.Any(r => r.Passed == false) ? ExitCode.CriterionFailed : ExitCode.Ok;
        });
        return command;
    }

    private static Option<string[]> Several(string name, string description, string form) => new(name) { Description = description, HelpName = form };
}
