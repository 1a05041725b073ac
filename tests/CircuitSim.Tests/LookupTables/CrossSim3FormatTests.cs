using System.Globalization;
using CircuitSim.Files;
using CircuitSim.LookupTables;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables;

public sealed class CrossSim3FormatTests
{
    private const string Tables = "circuitsim_device.npz", Plugin = "circuitsim_device.py", Parameters = "circuitsim_device.json";

    /// <summary>
    /// What the plugin meets in CrossSim 3.2, in words: a module of devices with EmptyDevice, whose methods raise and whose subclasses are
    /// found by name; a back end that hands on to NumPy; every method is called with zeros(1) before it is used.
    /// </summary>
    private const string CrossSim = """
        import types, json
        class EmptyDevice:
            def __init__(self, device_params, weight_error_params):
                self.device_params = device_params
            def programming_error(self, input_): raise NotImplementedError
            def drift_error(self, input_): raise NotImplementedError
            def read_noise(self, input_): raise NotImplementedError
        class ComputeBackend:
            def __getattr__(self, name): return getattr(np, name)
        for name in ("simulator", "simulator.backend", "simulator.devices", "simulator.devices.idevice"):
            sys.modules[name] = types.ModuleType(name)
        sys.modules["simulator.backend"].ComputeBackend = ComputeBackend
        sys.modules["simulator.devices.idevice"].EmptyDevice = EmptyDevice
        sys.path.insert(0, sys.argv[1])
        import circuitsim_device
        params = json.load(open(sys.argv[1] + "/circuitsim_device.json"))["xbar"]["device"]
        types_ = {c.__name__: c for c in EmptyDevice.__subclasses__()}
        device = types_[params["programming_error"]["model"]](params, params["programming_error"])
        for checked in (device.programming_error(np.zeros(1)), device.drift_error(np.zeros(1), 0), device.read_noise(np.zeros(1))):
            assert checked.shape == (1,) and np.isfinite(checked).all()
        least = params["Rmin"] / params["Rmax"]

        """;

    [NumPyFact]
    [Trait("Category", "slow")]
    public void Plugin_AsCrossSimUsesIt_GivesErrorsAndCurrentsOfTheTables()
    {
        using var files = new FormatFolder(new CrossSim3Format(), Bent());
        Assert.Empty(files.Faults());
        // The I–V of the tables is linear in G and a cubic in V: at grid points exact, and everywhere linear in G.
        var printed = NumPy.Run(CrossSim + """
            np.random.seed(5)
            for g in np.linspace(least, 1, 5):
                error = device.programming_error(np.full(20000, g)) - g
                print(repr(float(error.mean())), repr(float(error.std())))
            G, v = np.random.uniform(0, 1, (6, 9)), np.random.choice(np.arange(-20, 21) / 2, 9)
            exact = G * (v + 0.01 * v ** 3)
            print(repr(float(abs(device.nonlinear_current(G, np.tile(v, (6, 1))) - exact).max())))
            print(repr(float(abs(device.nonlinear_current_sum(G, v) - exact.sum(1)).max())))
            batch = np.random.uniform(-1, 1, (9, 4))
            one = np.stack([device.nonlinear_current(G, np.tile(b, (6, 1))).sum(1) for b in batch.T], 1)
            print(repr(float(abs(device.nonlinear_current_sum(G, batch) - one).max())))
            print(repr(float(abs(device.nonlinear_current(G, np.tile(batch, (6, 1, 1))).sum(1) - one).max())))
            assert params["nonlinear_IV"]["enable"] and device.nonlinear_current(np.zeros((2, 2)), np.ones((2, 2))).max() == 0
            """, files.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        const double Sigma = NormalTables.Deviation / NormalTables.Greatest;
        foreach (var error in printed[..5])
        {
            Close.Equal(0, error[0], 0, 5 * Sigma / Math.Sqrt(20_000), "mean");
            Close.Equal(Sigma, error[1], 0, 5 * Sigma / Math.Sqrt(40_000), "spread");
        }

        Assert.All(printed[5..], d => Close.Equal(0, d[0], 0, 1e-12));
    }

    [NumPyFact]
    public void Write_ReadByNumPy_HasTheArraysAndTheirOrigin()
    {
        using var files = new FormatFolder(new CrossSim3Format(), NormalTables.Device(states: 21, quantiles: 5));
        Assert.Equal("(22,) (22,) (22,) (41,) (22, 41) 0.1 0.0", NumPy.Run($"import json; z = np.load(r'{files.Path}/{Tables}'); print(*[z[k].shape for k in ('G_norm', 'mu', 'sigma', 'V_norm', 'I_norm')], json.loads(z['meta.json'])['v_read_v'], abs(z['I_norm'] - np.outer(z['G_norm'], z['V_norm'])).max().round(12))").Trim());
        Assert.Contains("\"enable\": false,\n        \"model\": \"CircuitSimDevice\"\n      }\n    }", files.Text(Parameters), StringComparison.Ordinal);
    }

    /// <summary>A device that one pulse carries from any state to the other end can only be written to its ends.</summary>
    [Fact]
    public void Write_DeviceOfTwoStates_MissesTheTargetsBetweenThem()
    {
        var tables = NormalTables.Device(states: 5, quantiles: 5);
        var g = tables[DeviceKeys.SetMean].Axes[0].Points.ToArray();
        LookupTable With(string key, IEnumerable<double> values) => new(key, key, "S", tables[key].Axes, values.ToArray());
        var changed = new[]
        {
            With(DeviceKeys.SetMean, g.Select(x => NormalTables.Greatest - x)), With(DeviceKeys.ResetMean, g.Select(x => NormalTables.Least - x)),
            With(DeviceKeys.SetDeviation, g.Select(_ => 0.0)), With(DeviceKeys.ResetDeviation, g.Select(_ => 0.0)),
        };
        using var files = new FormatFolder(new CrossSim3Format(), tables with { Tables = [.. tables.Tables.Select(t => changed.FirstOrDefault(c => c.Key == t.Key) ?? t)] });
        var arrays = NpzFile.Read(files.Files[Tables], Tables).ToDictionary(a => a.Name, a => a.Values.ToArray());
        var expected = g.Prepend(g[0]).Take(3).Select(x => ((x < (NormalTables.Least + NormalTables.Greatest) / 2 ? NormalTables.Least : NormalTables.Greatest) - x) / NormalTables.Greatest).ToArray();
        Close.Equal(expected, arrays["mu"].AsSpan(0, 3), 1e-12, 1e-12);
        Assert.All(arrays["sigma"], s => Assert.Equal(0, s));
        Assert.Empty(files.Faults());
    }

    [Fact]
    public void Faults_OfEditedFiles_NameWhatCrossSimRefuses()
    {
        using var files = new FormatFolder(new CrossSim3Format(), NormalTables.Device(states: 5, quantiles: 5));
        Assert.Equal([$"{Tables} is missing."], files.FaultsWithout(Tables));
        Assert.Contains(files.FaultsAfter(Tables, _ => "PK"), f => f.StartsWith(Tables, StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Plugin, t => t.Replace("(EmptyDevice)", "")), f => f.StartsWith($"{Plugin}: declares no class derived from EmptyDevice", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Plugin, t => t.Replace("def drift_error", "def drift")), f => f.StartsWith($"{Plugin}: has no method drift_error", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Plugin, t => t.Replace("class CircuitSimDevice", "class Mine")), f => f.Contains("'CircuitSimDevice' is no device that the plugin declares", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Parameters, t => t.Replace("\"style\": 1", "\"style\": \"BALANCED\"")), f => f.Contains("core.style must be 1", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Parameters, t => t.Replace("Vread", "V_read")), f => f.Contains("has no 'V_read'", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Parameters, t => t.Replace("\"Rmin\": 10000", "\"Rmin\": 20000")), f => f.Contains("normalised differently", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Parameters, t => t[..^9]), f => f.StartsWith($"{Parameters}: CrossSimParameters.from_json cannot take it", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Parameters, _ => "[1]"), f => f.StartsWith(Parameters, StringComparison.Ordinal));
        using var stream = new MemoryStream();
        NpzFile.Write(stream, NpzFile.Read(files.Files[Tables], Tables).Select(a => a.Name == "sigma" ? a with { Values = a.Values.ToArray().Select((v, k) => k == 2 ? -v : v).ToArray() } : a));
        Assert.Contains(new CrossSim3Format().Faults(new Dictionary<string, ReadOnlyMemory<byte>>(files.Files) { [Tables] = stream.ToArray() }), f => f.StartsWith($"{Tables}, sigma[2]: a standard deviation", StringComparison.Ordinal));
    }

    /// <summary>i = G (v + 0.01 v³/v_read²), on the grid of the tables.</summary>
    private static TableSet Bent()
    {
        var tables = NormalTables.Device();
        var old = tables[DeviceKeys.Current];
        var values = old.Values.ToArray();
        for (var k = 0; k < values.Length; k++)
        {
            var v = old.Axes[1].Points[k % old.Axes[1].Count];
            values[k] *= 1 + v * v;
        }

        return tables with { Tables = [.. tables.Tables.Select(t => t == old ? new LookupTable(old.Key, old.Title, old.Unit, old.Axes, values) : t)] };
    }
}
