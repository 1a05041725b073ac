using System.Text.Json.Nodes;
using CircuitSim.LookupTables;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables;

public sealed class TableSetFileTests
{
    [Fact]
    public void Write_ReadBack_GivesTheSameTables()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("tables.npz");
        var set = Set();
        using (var stream = File.Create(path))
            TableSetFile.Write(stream, set);
        var read = TableSetFile.Read(path);
        Assert.Equal(set["dg_set_s"].Values.ToArray(), read["dg_set_s"].Values.ToArray());
        Assert.Equal(["quantile", "g_s"], read["dg_set_s"].Axes.Select(a => a.Key));
        Assert.Equal(set.Axes.Select(a => a.Points.ToArray()), read.Axes.Select(a => a.Points.ToArray()));
        Assert.Equal(set.Flags, read.Flags);
        Assert.Equal((3UL, set.Provenance.Card, set.Provenance.Set, 0.1), (read.Provenance.Seed, read.Provenance.Card, read.Provenance.Set, read.Provenance.ReadVoltage));
        Assert.True(JsonNode.DeepEquals(set.Provenance.Options, read.Provenance.Options));
    }

    [NumPyFact]
    public void Write_ReadByNumPy_HasTheArraysAndTheMeta()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("tables.npz");
        using (var stream = File.Create(path))
            TableSetFile.Write(stream, Set());
        Assert.Equal("circuitsim.table/1 (2, 3) 6.0", NumPy.Run($"import numpy, json; z = numpy.load(r'{path}'); t = z['dg_set_s']; print(json.loads(z['meta.json'])['schema'], t.shape, t[1, 2])").Trim());
    }

    [Fact]
    public void At_BetweenPoints_IsBilinearAndHeldBeyondTheEnds()
    {
        var table = Set()["dg_set_s"];
        // f(q, g) = 1 + 3 q + (g − 1)/1 on q in {0, 1}, g in {1, 2, 3}: linear, so exact everywhere.
        Assert.Equal(1 + 3 * 0.25 + 1.5, table.At(0.25, 2.5), 14);
        Assert.Equal(6, table.At(7, 7));
        Assert.Equal(1, table.At(-7, -7));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"schema\":\"circuitsim.table/1\",\"kind\":\"device\",\"axes\":[{\"key\":\"a\"}]}")]
    public void Read_MetaOfAnother_IsOneLine(string meta)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("tables.npz");
        using (var stream = File.Create(path))
            CircuitSim.Files.NpzFile.Write(stream, [], ("meta.json", meta));
        Assert.Contains("tables.npz", Assert.Throws<DataFileException>(() => TableSetFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private static TableSet Set()
    {
        var (q, g) = (new TableAxis("quantile", "quantile", "", [0, 1]), new TableAxis("g_s", "conductance", "S", [1, 2, 3]));
        return new TableSet
        {
            Kind = TableKind.Device,
            Provenance = new TableProvenance
            {
                Version = "1.0.0",
                Source = "lut device mine",
                Seed = 3,
                ReadVoltage = 0.1,
                Card = ".model mine memristor(ron=1k)",
                Set = new TablePulse(-1.8, 1e-7, 1e-9),
                Options = new JsonObject { ["samples"] = 20 },
            },
            Tables = [new LookupTable("dg_set_s", "change", "S", [q, g], [1, 2, 3, 4, 5, 6]), new LookupTable("dg_set_mean_s", "mean", "S", [g], [2.5, 3.5, 4.5])],
            Flags = [new TableFlag("does-not-switch", "It does not.")],
        };
    }
}
