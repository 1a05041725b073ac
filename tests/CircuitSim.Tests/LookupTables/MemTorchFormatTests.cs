using System.Globalization;
using CircuitSim.Devices;
using CircuitSim.LookupTables;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Netlists.Cards;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables;

public sealed class MemTorchFormatTests
{
    private const string Name = "memtorch_vteam.py";

    private static string Card(string more = "") => $".model mine MEMRISTOR(ron=1k roff=300k kon=-216.2 koff=0.091 aon=4 aoff=3 von=-1.5 voff=0.3 won=2n woff=5n{more})";

    /// <summary>MemTorch 1.1.6's VTEAM in words: its rate, its resistance, its forward Euler step with a clipped state.</summary>
    [NumPyFact]
    public void Write_RunByTheEquationsOfMemTorch_MovesAndConductsAsTheCard()
    {
        using var files = new FormatFolder(new MemTorchFormat(), With(Card()));
        Assert.Empty(files.Faults());
        var printed = NumPy.Run("""
            sys.path.insert(0, sys.argv[1])
            from memtorch_vteam import VTEAM as p
            def rate(v):
                if v >= p["v_off"]: return p["k_off"] * (v / p["v_off"] - 1) ** p["alpha_off"]
                if v <= p["v_on"]: return p["k_on"] * (v / p["v_on"] - 1) ** p["alpha_on"]
                return 0
            def resistance(x): return p["r_off"] * x / p["d"] + p["r_on"] * (1 - x / p["d"])
            for v in np.linspace(-3, 2, 41):
                x = p["d"] * (v + 3) / 5
                print(repr(float(v)), repr(float(x)), repr(float(rate(v))), repr(float(1 / resistance(x))))
            x = p["x_off"] / 2
            for _ in range(round(2e-8 / p["time_series_resolution"])):
                x = min(max(x + rate(-1.8) * p["time_series_resolution"], 0), p["d"])
            print(repr(float(x)))
            """, files.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var device = (Vteam)MemristorCard.ToModel(ModelCardReader.Read(Card())[0]);
        foreach (var row in printed[..^1])
        {
            var w = device.LowestState + row[1];
            Close.Equal(device.StateRate(row[0], w), row[2], 1e-13, 0, $"rate at {row[0]} V");
            Close.Equal(device.Conductance(w), row[3], 1e-12, 0, $"conductance at {row[1]} m");
        }

        // At a constant voltage the state of a device without a window goes straight.
        var x = 1.5e-9 + device.StateRate(-1.8, 3.5e-9) * 2e-8;
        Close.Equal(Math.Max(x, 0), printed[^1][0], 1e-9, 1e-18);
    }

    [Theory]
    [InlineData(" iv=exponential", "exponential")]
    [InlineData(" window=biolek p=2", "no window")]
    [InlineData(" nonsense=1", "cannot be read")]
    public void Write_CardThatMemTorchHasNoEquationFor_IsRefused(string more, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidParameterException>(() => new MemTorchFormat().Write(With(Card(more)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_CardOfAnotherModelOrNone_IsRefused()
    {
        var ions = ".model ions MEMRISTOR(level=3)";
        Assert.Contains("card", Assert.Throws<InvalidParameterException>(() => new MemTorchFormat().Write(With(ions))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("name none", Assert.Throws<InvalidParameterException>(() => new MemTorchFormat().Write(With(null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_OfEditedFiles_NameLineAndKey()
    {
        using var files = new FormatFolder(new MemTorchFormat(), With(Card()));
        Assert.Equal([$"{Name} is missing."], files.FaultsWithout(Name));
        Assert.Contains($"{Name}: has no r_off; MemTorch would take its own default.", files.FaultsAfter(Name, t => t.Replace("    r_off=300000,\n", "")));
        Assert.Contains(files.FaultsAfter(Name, t => t.Replace("r_off=", "roff=")), f => f.StartsWith($"{Name}, line 5: MemTorch's VTEAM has no argument roff", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Name, t => t.Replace("r_off=300000", "r_off=__import__('os')")), f => f.StartsWith($"{Name}, line 5:", StringComparison.Ordinal));
        Assert.Contains($"{Name}: v_on must be below zero.", files.FaultsAfter(Name, t => t.Replace("v_on=-1.5", "v_on=1.5")));
        Assert.Contains(files.FaultsAfter(Name, t => t.Replace("x_on=0", "x_on=1e-9")), f => f.Contains("clips the state", StringComparison.Ordinal));
        Assert.Contains(files.FaultsAfter(Name, t => t.Replace(")\n", "")), f => f.Contains("closed", StringComparison.Ordinal));
    }

    private static TableSet With(string? card)
    {
        var tables = NormalTables.Device(states: 3, quantiles: 3);
        return tables with { Provenance = tables.Provenance with { Card = card } };
    }
}
