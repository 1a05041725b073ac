using System.Text;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables.Formats;

public sealed class VerilogAFormatTests
{
    /// <summary>
    /// Isolines as the Verilog-AMS LRM 2.3.1 (9.20) has them: grouped by the first column, along the second; "1L,1L" interpolates along the
    /// two neighbouring isolines and then between them, and goes on in a straight line beyond the last points.
    /// </summary>
    [NumPyFact]
    public void Write_Table_IsTheBilinearCurrentByTheRulesOfTheLrm()
    {
        using var folder = new TemporaryFolder();
        var tables = NormalTables.Device(states: 31);
        foreach (var document in new VerilogAFormat().Write(tables))
            File.WriteAllBytes(folder.File(document.Name), document.Content.ToArray());
        var read = NumPy.Run("""
            t = np.loadtxt(sys.argv[1] + "/i_v_w.tbl", comments="#")
            outer = np.unique(t[:, 0])
            isolines = [t[t[:, 0] == v][:, 1:] for v in outer]
            def linear(x, y, at):
                k = min(max(np.searchsorted(x, at) - 1, 0), len(x) - 2)
                return y[k] + (y[k + 1] - y[k]) * (at - x[k]) / (x[k + 1] - x[k])
            def table_model(v, w):
                return linear(outer, [linear(i[:, 0], i[:, 1], w) for i in isolines], v)
            places = [(0.33, 0.41), (-0.871, 0.02), (1.25, 0.5), (0.01, 1)]
            print(t.shape, len(outer), all(np.isclose(table_model(v, w), v * (1e-6 + 99e-6 * w), rtol=1e-12) for v, w in places))
            """, folder.Path);
        Assert.Equal("(1271, 3) 41 True", read.Trim());
        var module = File.ReadAllText(folder.File("memristor_table.va"));
        Assert.Contains("analog I(te, be) <+ $table_model(V(te, be), V(w), \"i_v_w.tbl\", \"1L,1L\");", module, StringComparison.Ordinal);
        Assert.Contains("`include \"disciplines.vams\"", module, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytesAndNoFaults()
    {
        var format = new VerilogAFormat();
        var (first, second) = (format.Write(NormalTables.Device(states: 31)), format.Write(NormalTables.Device(states: 31)));
        Assert.Equal(first.Select(d => Convert.ToHexString(d.Content.Span)), second.Select(d => Convert.ToHexString(d.Content.Span)));
        Assert.Empty(format.Faults(first.ToDictionary(d => d.Name, d => d.Content)));
    }

    [Theory]
    [InlineData("i_v_w.tbl", "\n-1 0.5 ", "\n-1 0 ", "i_v_w.tbl, line 3, column 2: the state 0 does not rise above 0")]
    [InlineData("i_v_w.tbl", "\n-1 0.5 ", "\n-2 0.5 ", "i_v_w.tbl, line 3, column 1: the voltage -2 comes behind -1")]
    [InlineData("i_v_w.tbl", "\n-1 0.5 ", "\n-0.99 0.5 ", "i_v_w.tbl, line 2, column 1: the isoline of -1 V has one point")]
    [InlineData("i_v_w.tbl", "\n-1 0.5 ", "\n-1 half ", "i_v_w.tbl, line 3, column 4: 'half' is not a finite number")]
    [InlineData("i_v_w.tbl", "\n-1 0.5 ", "\n-1 0.5 7 ", "i_v_w.tbl, line 3, column 1: has 4 values")]
    [InlineData("memristor_table.va", "1L,1L", "3L,3L", "memristor_table.va: calls no $table_model")]
    public void Faults_EditedFile_NamesTheFileAndThePlace(string name, string old, string replacement, string expected)
    {
        var format = new VerilogAFormat();
        var files = format.Write(NormalTables.Device(states: 3)).ToDictionary(d => d.Name, d => d.Content);
        var text = Encoding.UTF8.GetString(files[name].Span);
        Assert.Contains(old, text, StringComparison.Ordinal);
        files[name] = Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Contains(format.Faults(files), f => f.Contains(expected, StringComparison.Ordinal));
    }
}
