using System.Security.Cryptography;
using CircuitSim.Cli;
using CircuitSim.Experiments;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.LookupTables;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables;

[Trait("Category", "slow")]
public sealed class TableFolderCheckTests
{
    [Fact]
    public void Of_FolderAsWritten_VerifiesEveryFileAndRefusesNone()
    {
        using var folder = Written(NormalTables.Device(states: 41, quantiles: 11), [.. TableFormats.Of(TableKind.Device)]);
        File.WriteAllText(folder.File("result.json"), "{}");
        var findings = TableFolderCheck.Of(folder.Path);
        Assert.Empty(findings.SelectMany(f => f.Refused));
        Assert.Equal("SHA256SUMS", findings[0].File);
        var native = Assert.Single(findings, f => f.File == "tables.npz");
        Assert.Equal("device: 14 tables on 8 axes, finite, axes rising, units in names; dg_set_s, dg_reset_s rise with the quantile", native.Verified);
        Assert.Equal("451 values on quantile × g_s as in tables.npz", Assert.Single(findings, f => f.File == "dg_set_s.csv").Verified);
        Assert.All(TableFormats.Of(TableKind.Device), format => Assert.Single(findings, f => f.File == format.Word + "/"));
        Assert.Contains("result.json", Assert.Single(findings, f => f.File == "other files").Verified, StringComparison.Ordinal);
    }

    /// <summary>Every archive, every table of text and every JSON and Python file of a folder, by NumPy and Python alone.</summary>
    [NumPyFact]
    public void Write_FolderOfEveryFormat_IsReadByNumPy()
    {
        using var folder = Written(NormalTables.Device(states: 41, quantiles: 11), [.. TableFormats.Of(TableKind.Device)]);
        const string Script = """
            import json, os, sys, numpy as np
            count = {}
            for base, _, names in os.walk(sys.argv[1]):
                for name in names:
                    path, kind, tool = os.path.join(base, name), os.path.splitext(name)[1], os.path.basename(base)
                    if kind == '.npz':
                        z = np.load(path)
                        assert all(np.isfinite(z[k]).all() for k in z.files if not k.endswith('.json')), path
                    elif kind == '.json':
                        json.load(open(path))
                    elif kind == '.py':
                        compile(open(path).read(), path, 'exec')
                    elif kind == '.tbl' and tool == 'ngspice':
                        v = np.array(' '.join(l for l in open(path) if not l.startswith('*')).split(), float)
                        nx, ny = int(v[0]), int(v[1])
                        assert v.size == 2 + nx + ny + nx * ny, path
                    elif kind in ('.csv', '.tbl') or (kind == '.txt' and name != 'lines.txt'):
                        comma = kind == '.csv' or tool == 'crosssim-2'
                        a = np.loadtxt(path, delimiter=',' if comma else None, skiprows=1 if comma and name != 'fit.csv' else 0)
                        assert a.size > 1 and np.isfinite(a).all(), path
                    else:
                        continue
                    count[kind] = count.get(kind, 0) + 1
            print(count['.npz'], count['.csv'] + count['.txt'] + count['.tbl'], count['.json'] > 2, count['.py'] > 2)
            """;
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        var tables = files.Count(f => Path.GetExtension(f) is ".csv" or ".tbl" || (Path.GetExtension(f) == ".txt" && Path.GetFileName(f) != "lines.txt"));
        Assert.Equal($"2 {tables} True True", NumPy.Run(Script, folder.Path).Trim());
    }

    [Theory]
    [InlineData(TableKind.Array)]
    [InlineData(TableKind.Converter)]
    public void Of_FolderOfAnotherKind_IsCheckedAlike(TableKind kind)
    {
        var sum = TableAxis.Even("sum", "partial sum", "", 0, 3, 4);
        using var folder = Written(Set([new LookupTable("code", "code", "", [sum], [0, 1, 2, 3])]) with { Kind = kind });
        Directory.CreateDirectory(folder.File("own"));
        File.WriteAllText(folder.File("own/weights.csv"), "1,2\n");
        Sum(folder, "own/weights.csv");
        var findings = TableFolderCheck.Of(folder.Path);
        Assert.Empty(findings.SelectMany(f => f.Refused));
        Assert.Contains(findings, f => f.File == "own/" && f.Verified.Contains("no tool's rules", StringComparison.Ordinal));
    }

    /// <summary>Edited by one who mends the checksum, too.</summary>
    [Theory]
    [InlineData("dg_set_mean_s.csv", "\n1E-06,2E-06\n", "\n1E-06,2.1E-06\n", "line 2, column 7: 2.1E-06 stands where tables.npz has 2E-06")]
    [InlineData("dg_set_mean_s.csv", "\n1E-06,", "\n2E-06,", "line 2, column 1: 2E-06 stands where tables.npz has 1E-06")]
    [InlineData("dg_set_mean_s.csv", "g_s,dg", "g,dg", "line 1, column 1: 'g' stands where g_s is wanted")]
    [InlineData("dg_set_mean_s.csv", "\n1E-06,2E-06\n", "\n1E-06,NaN\n", "line 2, column 7: 'NaN' is not a finite number")]
    [InlineData("dg_set_mean_s.csv", "\n1E-06,2E-06\n", "\n1E-06\n", "line 2, column 1: has 1 fields; 2 are wanted")]
    [InlineData("dg_set_mean_s.csv", "\n1E-06,2E-06\n", "\n", "stands where tables.npz has 1E-06")]
    [InlineData("neurosim/mem_states.csv", "states", "state", "mem_states.csv, line 1, column 1: the header is 'state,mean,std'")]
    [InlineData("aihwkit/aihwkit.json", "\"w_max\": 1", "\"w_max\": -1", "device.w_max = -1 must be above zero")]
    public void Of_EditedFile_SaysWhereAndWhatIsWanted(string name, string old, string replacement, string expected)
    {
        using var folder = Written(NormalTables.Device(states: 41, quantiles: 11));
        var text = File.ReadAllText(folder.File(name));
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(folder.File(name), text.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Contains("it was changed since", Assert.Single(TableFolderCheck.Of(folder.Path), f => f.File == name && f.Refused.Any(r => r.Contains("sha256", StringComparison.Ordinal))).Refused[0], StringComparison.Ordinal);
        Sum(folder, name);
        Assert.Contains(TableFolderCheck.Of(folder.Path).SelectMany(f => f.Refused), r => r.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_CsvThatEndsEarlyOrNever_SaysSo()
    {
        using var folder = Written(NormalTables.Device(states: 41, quantiles: 11));
        var name = "dg_set_mean_s.csv";
        var text = File.ReadAllText(folder.File(name));
        void Expect(string content, string words)
        {
            File.WriteAllText(folder.File(name), content);
            Assert.Contains(TableFolderCheck.Of(folder.Path).SelectMany(f => f.Refused), r => r.Contains(words, StringComparison.Ordinal));
        }

        Expect(text[..(text.TrimEnd().LastIndexOf('\n') + 1)], "line 42, column 1: ends behind 40 values; tables.npz has 41");
        Expect(text + text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..], "line 43, column 1: goes on behind the 41 values");
        Expect(text + new string('1', 1 << 20), "holds a line of more than 4096 characters");
    }

    [Fact]
    public void Of_DistributionThatFallsOrKeyWithoutItsUnit_IsRefused()
    {
        var (q, g) = (TableAxis.Even("quantile", "quantile", "", 0, 1, 3), TableAxis.Even("g_s", "conductance", "S", 1e-6, 2e-6, 2));
        using var folder = Written(Set([new LookupTable("dg_set_s", "change", "S", [q, g], [1e-9, 1e-9, 2e-9, 2e-9, 3e-9, 1.5e-9]), new LookupTable("spread", "spread", "S", [g], [1, 2])]));
        var refused = Assert.Single(TableFolderCheck.Of(folder.Path), f => f.File == "tables.npz").Refused;
        Assert.Equal(2, refused.Count);
        Assert.StartsWith("spread is in S, which its name does not end with", refused[0], StringComparison.Ordinal);
        Assert.StartsWith("dg_set_s[2, 1] = 1.5E-09 S lies below 2E-09 S", refused[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MissingAndDamagedFiles_AreNamed()
    {
        using var folder = Written(NormalTables.Device(states: 41, quantiles: 11));
        File.Delete(folder.File("i_a.csv"));
        File.WriteAllBytes(folder.File("tables.npz"), File.ReadAllBytes(folder.File("tables.npz"))[..1000]);
        var findings = TableFolderCheck.Of(folder.Path);
        Assert.Contains(findings, f => f is { File: "i_a.csv", IsUnreadable: true } && f.Refused[0].StartsWith("is missing", StringComparison.Ordinal));
        Assert.Contains(findings, f => f is { File: "tables.npz", IsUnreadable: true } && f.Refused[0].Contains("is not a NumPy archive", StringComparison.Ordinal));
        // The formats are judged all the same.
        Assert.Contains(findings, f => f.File == "aihwkit/" && f.Refused.Count == 0);
    }

    [Theory]
    [InlineData("../outside.csv", "is no name of a file in this folder")]
    [InlineData("/etc/passwd", "is no name of a file in this folder")]
    [InlineData("a/../../b", "is no name of a file in this folder")]
    [InlineData("a/b/c", "is no name of a file in this folder")]
    [InlineData("README.md", "names README.md a second time")]
    public void Of_ChecksumsThatLeaveTheFolder_AreRefusedWithTheirLine(string name, string expected)
    {
        using var folder = Written(NormalTables.Device(states: 41, quantiles: 11));
        File.AppendAllText(folder.File("SHA256SUMS"), $"{new string('0', 64)}  {name}\n");
        var fault = Assert.Throws<DataFileException>(() => TableFolderCheck.Of(folder.Path)).Message;
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.Contains($"SHA256SUMS: line {File.ReadAllLines(folder.File("SHA256SUMS")).Length}: ", fault, StringComparison.Ordinal);
    }

    [UnixFact]
    public void Of_LinksAndFilesBeyondAllBounds_AreNotOpened()
    {
        using var folder = Written(NormalTables.Device(states: 41, quantiles: 11));
        File.Delete(folder.File("i_a.csv"));
        File.CreateSymbolicLink(folder.File("i_a.csv"), "/dev/zero");
        File.Delete(folder.File("dg_read_s.csv"));
        using (var huge = File.Create(folder.File("dg_read_s.csv")))
            huge.SetLength(10L << 30);
        File.WriteAllText(folder.File("t_set_s.csv"), "");
        Directory.Delete(folder.File("neurosim"), recursive: true);
        Directory.CreateSymbolicLink(folder.File("neurosim"), "/");
        var findings = TableFolderCheck.Of(folder.Path);
        void Expect(string file, string words) => Assert.Contains(findings, f => f.File == file && f.IsUnreadable && f.Refused[0].Contains(words, StringComparison.Ordinal));
        Expect("i_a.csv", "is a link, which is not followed");
        Expect("dg_read_s.csv", "has 10737418240 bytes; at most");
        Expect("t_set_s.csv", "is empty");
        Expect("neurosim/mem_states.csv", "is missing");
    }

    /// <summary>Rules of every format on bytes that a stranger may send: faults, and never an exception.</summary>
    [Fact]
    public void Faults_OfMutatedFiles_AreTextAndNeverThrown()
    {
        var random = new RandomStream(13).Child("mutations");
        var tables = NormalTables.Device(states: 41, quantiles: 11);
        foreach (var format in TableFormats.Of(TableKind.Device))
        {
            var files = format.Write(tables);
            var rounds = Math.Clamp(3_000_000 / files.Sum(f => f.Content.Length), 3, 60);
            for (var round = 0; round < rounds; round++)
            {
                var mutated = files.ToDictionary(f => f.Name, f => f.Content);
                var victim = files[random.NextInt32(files.Count)];
                var bytes = victim.Content.ToArray();
                for (var k = 0; k < 3; k++)
                    bytes[random.NextInt32(bytes.Length)] = (byte)"{}[]\",.:-+eE0 \n\0x\u00ff#n"[random.NextInt32(20)];
                mutated[victim.Name] = round % 5 == 0 ? bytes.AsMemory(0, random.NextInt32(bytes.Length)) : bytes;
                Assert.All(format.Faults(mutated), f => Assert.DoesNotContain('\n', f));
            }
        }
    }

    [Fact]
    public void Run_Check_ExitsBy0For1AndBy4()
    {
        using var folder = Written(NormalTables.Device(states: 41, quantiles: 11));
        Assert.Equal(0, Run(folder.Path, out var printed, out _));
        Assert.Contains("Every file is as its tool wants it.", printed, StringComparison.Ordinal);
        Assert.All(printed.Split('\n'), line => Assert.True(line.Length <= 80, line));
        File.AppendAllText(folder.File("README.md"), "\n");
        Assert.Equal(1, Run(folder.Path, out printed, out _));
        Assert.Contains("1 refused.", printed, StringComparison.Ordinal);
        File.Delete(folder.File("README.md"));
        Assert.Equal(4, Run(folder.Path, out _, out _));
        Assert.Equal(4, Run(folder.File("nowhere"), out _, out var fault));
        Assert.Equal($"circuitsim: {folder.File("nowhere/SHA256SUMS")}: no such file. It must be the folder of lookup tables, with its checksums.", fault.Trim());
    }

    [Fact]
    public void Write_OverAFormerRun_RemovesWhatThatWroteAndNothingOfTheUsers()
    {
        using var folder = Written(NormalTables.Device(states: 41, quantiles: 11), TableFormats.Parse("neurosim,ngspice,aihwkit", TableKind.Device));
        Assert.Contains("memristor.cir", Directory.GetFiles(folder.File("ngspice")).Select(Path.GetFileName));
        File.AppendAllText(folder.File("ngspice/memristor.cir"), "* mine\n");
        string[] own = ["notes.txt", "mine.csv", "own/data.csv", "neurosim/unknown.txt"];
        Directory.CreateDirectory(folder.File("own"));
        foreach (var name in own)
            File.WriteAllText(folder.File(name), "1,2\n");
        // He vouches for some of his own, too.
        Sum(folder, own[1]);
        Sum(folder, own[2]);
        var fewer = NormalTables.Device(states: 41, quantiles: 11);
        Write(folder, fewer with { Tables = [.. fewer.Tables.Where(t => t.Key != DeviceKeys.SetTime)] }, TableFormats.Parse("xbtorch", TableKind.Device));
        Assert.All(own, name => Assert.Equal("1,2\n", File.ReadAllText(folder.File(name))));
        Assert.Equal(["memristor.cir"], Directory.GetFiles(folder.File("ngspice")).Select(Path.GetFileName));
        Assert.Equal(["unknown.txt"], Directory.GetFiles(folder.File("neurosim")).Select(Path.GetFileName));
        Assert.False(Directory.Exists(folder.File("aihwkit")));
        Assert.False(File.Exists(folder.File(DeviceKeys.SetTime + ".csv")));
        Assert.True(File.Exists(folder.File(DeviceKeys.ResetTime + ".csv")));
        var findings = TableFolderCheck.Of(folder.Path);
        Assert.Empty(findings.SelectMany(f => f.Refused));
        Assert.Contains("mine.csv, neurosim/unknown.txt, ngspice/memristor.cir, notes.txt, own/data.csv", findings[^1].Verified, StringComparison.Ordinal);
    }

    /// <summary>Where no checksums are left that can be read, nobody knows whose the files are.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("no sums\n")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  ../neurosim/mem_states.csv\n")]
    public void Write_OverAFolderWithoutReadableChecksums_RemovesNothing(string? sums)
    {
        using var folder = Written(NormalTables.Device(states: 41, quantiles: 11));
        File.Delete(folder.File("SHA256SUMS"));
        if (sums is not null)
            File.WriteAllText(folder.File("SHA256SUMS"), sums);
        Write(folder, NormalTables.Device(states: 41, quantiles: 11), []);
        Assert.True(File.Exists(folder.File("neurosim/mem_states.csv")));
    }

    /// <summary>A read noise of all of the signal: some currents are negative, which CrossSim's generator drops.</summary>
    [Fact]
    public void Write_FilesThatTheirToolWouldRefuse_AreLeftOutWithTheReason()
    {
        var set = NormalTables.Device(states: 41, quantiles: 11);
        set = set with { Tables = [.. set.Tables.Select(t => t.Key == DeviceKeys.SetRamps ? new LookupTable(t.Key, t.Title, t.Unit, t.Axes, [.. t.Values.ToArray().Select((g, k) => k == 5 ? -g : g)]) : t)] };
        using var folder = new TemporaryFolder();
        var (format, reason) = Assert.Single(Write(folder, set, TableFormats.Parse("crosssim-2-raw,ngspice", TableKind.Device)));
        Assert.Equal("crosssim-2-raw", format.Word);
        Assert.Contains("set.csv, line 7, column 1: a read current must be above zero", reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("crosssim-2-raw")));
        Assert.Empty(TableFolderCheck.Of(folder.Path).SelectMany(f => f.Refused));
    }

    /// <summary>Both may be on Python's path.</summary>
    [Fact]
    public void Write_PythonOfAllFormats_HasNamesOfItsOwn()
    {
        var set = NormalTables.Device(states: 41, quantiles: 11);
        var modules = TableFormats.Of(TableKind.Device).SelectMany(f => f.Write(set)).Select(f => f.Name).Where(n => n.EndsWith(".py", StringComparison.Ordinal)).ToList();
        Assert.True(modules.Count >= 3);
        Assert.Equal(modules.Distinct(), modules);
    }

    private static int Run(string path, out string results, out string diagnostics)
    {
        using var output = new StringWriter();
        using var faults = new StringWriter();
        var code = CommandLine.Run(["lut", "check", path], Terminal.ForWriters(output, faults));
        (results, diagnostics) = (output.ToString(), faults.ToString());
        return code;
    }

    private static TableSet Set(IReadOnlyList<LookupTable> tables) => NormalTables.Device(states: 3, quantiles: 3) with { Tables = tables };

    /// <param name="formats">Small ones if not given.</param>
    private static TemporaryFolder Written(TableSet set, IReadOnlyList<ITableFormat>? formats = null)
    {
        var folder = new TemporaryFolder();
        Write(folder, set, formats ?? (set.Find(DeviceKeys.SetMean) is null ? [] : TableFormats.Parse("neurosim,aihwkit", set.Kind)));
        return folder;
    }

    private static IReadOnlyList<(ITableFormat Format, string Reason)> Write(TemporaryFolder folder, TableSet set, IReadOnlyList<ITableFormat> formats)
    {
        using var result = ResultFolder.Prepare(folder.Path);
        var refused = TableFolder.Write(set, formats, result);
        result.Commit();
        return refused;
    }

    /// <summary>Vouches for a file as it is now.</summary>
    private static void Sum(TemporaryFolder folder, string name)
    {
        var lines = File.ReadAllLines(folder.File("SHA256SUMS")).Where(l => l[66..] != name);
        File.WriteAllLines(folder.File("SHA256SUMS"), lines.Append($"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.File(name))))}  {name}"));
    }
}
