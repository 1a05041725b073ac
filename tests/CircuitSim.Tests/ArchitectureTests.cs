using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests;

/// <summary>The rules of the house that no compiler checks.</summary>
public partial class ArchitectureTests
{
    /// <summary>Which rooms each room of the library may use. Numerics and Files are open to all.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Numerics"] = [],
        ["Files"] = [],
        ["Devices"] = [],
        ["Netlists"] = ["Devices"],
        ["Engine"] = ["Netlists", "Devices"],
        ["Crossbars"] = ["Netlists", "Devices"],
        ["Encodings"] = [],
        ["Emulation"] = ["Encodings"],
        ["Periphery"] = ["Crossbars", "Engine", "Netlists", "Devices"],
        ["Programming"] = ["Crossbars", "Engine", "Netlists", "Devices"],
        ["LookupTables"] = ["Crossbars", "Netlists", "Devices"],
        ["Cosimulation"] = ["Programming", "Periphery", "Emulation", "LookupTables", "Crossbars", "Engine", "Encodings", "Netlists", "Devices"],
    };

    private static readonly string[] OpenToAll = ["Numerics", "Files"];

    private static readonly string[] BannedNames =
        ["Manager", "Helper", "Helpers", "Utils", "Util", "Utilities", "Processor", "Handler", "Data", "Info", "Base", "Impl", "Common"];

    private static readonly Assembly[] Product =
    [
        typeof(CircuitSimException).Assembly, typeof(global::CircuitSim.Ngspice.NgspiceSimulator).Assembly,
        typeof(global::CircuitSim.Experiments.Claim).Assembly, typeof(global::CircuitSim.Cli.ExitCode).Assembly,
#if SPICESHARP
        typeof(global::CircuitSim.SpiceSharp.SpiceSharpSimulator).Assembly,
#endif
    ];

    [Fact]
    public void Rooms_OfTheLibrary_UseOnlyWhatStandsBelowThem()
    {
        var faults = new List<string>();
        foreach (var file in Repository.SourceFiles("src/CircuitSim"))
        {
            var relative = Path.GetRelativePath(Path.Combine(Repository.Root, "src/CircuitSim"), file);
            if (Path.GetDirectoryName(relative) is not { Length: > 0 } folder)
                continue;
            var room = folder.Split(Path.DirectorySeparatorChar)[0];
            Assert.True(Allowed.ContainsKey(room), $"{room} is a room that the map does not know; add it to docs/design.md and here");
            foreach (var used in RoomsUsedBy(File.ReadAllText(file)))
            {
                if (used != room && !OpenToAll.Contains(used) && !Allowed[room].Contains(used))
                    faults.Add($"{relative} uses {used}");
            }
        }

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("src/CircuitSim.Ngspice", new[] { "Netlists", "Devices", "Numerics", "Files", "Ngspice" })]
    [InlineData("src/CircuitSim.SpiceSharp", new[] { "Netlists", "Devices", "Numerics", "SpiceSharp" })]
    public void ReferenceEngines_UseNetlistsAndDevicesOnly(string folder, string[] allowed)
    {
        foreach (var file in Repository.SourceFiles(folder))
            Assert.Empty(RoomsUsedBy(File.ReadAllText(file)).Except(allowed));
    }

    [Fact]
    public void Experiments_DoNotKnowWhichEngineRuns()
    {
        foreach (var file in Repository.SourceFiles("src/CircuitSim.Experiments"))
            Assert.DoesNotContain(RoomsUsedBy(File.ReadAllText(file)), room => room is "Ngspice" or "SpiceSharp" or "Engine" or "Cli");
    }

    [Fact]
    public void Library_NeverTouchesTheConsoleTheClockOrTheEnvironment()
    {
        foreach (var file in Repository.SourceFiles("src/CircuitSim"))
        {
            var text = File.ReadAllText(file);
            foreach (var banned in new[] { "Console.", "DateTime.Now", "DateTime.UtcNow", "Stopwatch", "Environment.Get", "Random.Shared", "new Random(" })
                Assert.False(text.Contains(banned, StringComparison.Ordinal), $"{file} uses {banned}");
        }
    }

    /// <summary>The runtime's hashes need OpenSSL on the machine, which a native binary is not to need: <see cref="CircuitSim.Files.Sha256"/> hashes.</summary>
    [Fact]
    public void Product_NeedsNoOpenSsl()
    {
        foreach (var file in Repository.SourceFiles("src"))
            Assert.False(File.ReadAllText(file).Contains("System.Security.Cryptography", StringComparison.Ordinal), $"{file} uses System.Security.Cryptography");
    }

    [Fact]
    public void Library_TouchesFilesOnlyInNamedFileTypes()
    {
        foreach (var file in Repository.SourceFiles("src/CircuitSim"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (!name.EndsWith("File", StringComparison.Ordinal) && FileAccess().IsMatch(File.ReadAllText(file)))
                Assert.Fail($"{file} opens files, but is no …File type");
        }
    }

    /// <summary>Below the command line only the declarations of options and the help texts with their examples know what is typed.</summary>
    [Fact]
    public void Faults_BelowTheCommandLine_NameQuantitiesAndNotOptions()
    {
        foreach (var folder in new[] { "src/CircuitSim", "src/CircuitSim.Ngspice", "src/CircuitSim.SpiceSharp", "src/CircuitSim.Experiments" })
        {
            foreach (var file in Repository.SourceFiles(folder).Where(f => !f.EndsWith("Option.cs", StringComparison.Ordinal) && !f.EndsWith("Options.cs", StringComparison.Ordinal)))
            {
                var faults = File.ReadLines(file).Where(line => TypedOption().IsMatch(line) && !line.Contains("Name = \"--", StringComparison.Ordinal) && !line.Contains("SimulatorUse", StringComparison.Ordinal));
                Assert.True(!faults.Any(), $"{file}: {string.Join('\n', faults)}");
            }
        }
    }

    [Fact]
    public void Types_HaveNoMutableStatics()
    {
        var faults = Types()
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsInitOnly && !f.IsLiteral && !f.IsDefined(typeof(CompilerGeneratedAttribute)) && !f.Name.StartsWith('<'))
            .Select(f => $"{f.DeclaringType}.{f.Name}");
        Assert.Empty(faults);
    }

    [Fact]
    public void Types_HaveNamesThatSayWhatTheyAre()
    {
        var faults = Types().Where(t => BannedNames.Any(b => t.Name.Split('`')[0].EndsWith(b, StringComparison.Ordinal))).Select(t => t.FullName);
        Assert.Empty(faults);
    }

    [Fact]
    public void Files_HoldTheTypeThatTheyAreNamedFor()
    {
        foreach (var folder in new[] { "src/CircuitSim", "src/CircuitSim.Ngspice", "src/CircuitSim.SpiceSharp", "src/CircuitSim.Experiments" })
        {
            foreach (var file in Repository.SourceFiles(folder))
            {
                var name = Path.GetFileNameWithoutExtension(file).Split('.')[0];
                Assert.True(
                    Regex.IsMatch(File.ReadAllText(file), $@"\b(class|struct|record|interface|enum|delegate [\w<>\[\]?]+) {Regex.Escape(name)}\b"),
                    $"{file} declares no {name}");
            }
        }
    }

    private static IEnumerable<Type> Types() =>
        Product.SelectMany(a => a.GetTypes())
            .Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute), false)
                && t.Namespace?.StartsWith("CircuitSim", StringComparison.Ordinal) == true && !t.Name.Contains('<', StringComparison.Ordinal));

    /// <summary>By a using, or by a qualified name of a type within the code, from the root or from wherever the file stands.</summary>
    private static IEnumerable<string> RoomsUsedBy(string source)
    {
        var code = Comment().Replace(source, "");
        var qualified = QualifiedName().Matches(code).Where(m => TypesOfRooms.Value.Contains((m.Groups[1].Value, m.Groups[2].Value)));
        return RoomReference().Matches(code).Concat(qualified).Select(m => m.Groups[1].Value).Distinct();
    }

    private static readonly Lazy<HashSet<(string Room, string Type)>> TypesOfRooms = new(() =>
        [.. Types().Where(t => t.Namespace!.StartsWith("CircuitSim.", StringComparison.Ordinal)).SelectMany(t => t.Namespace!.Split('.')[1..].Append(t.Name.Split('`')[0])
            .Skip(1).Select(next => (t.Namespace!.Split('.')[1], next)))]);

    [Theory]
    [InlineData("using CircuitSim.Engine;", "Engine")]
    [InlineData("var x = CircuitSim.Crossbars.WordLineDrive.OneEnd;", "Crossbars")]
    [InlineData("Crossbars.WordLineDrive drive", "Crossbars")]
    [InlineData("Netlists.Elements.Resistor r", "Netlists")]
    [InlineData("array.Devices.Count + Devices.Count", null)]
    [InlineData("/// <see cref=\"Engine.Circuit\"/> and CircuitSim.Engine.Circuit", null)]
    public void RoomsUsedBy_UsingsAndQualifiedNames_AreSeen(string source, string? room) =>
        Assert.Equal(room is null ? [] : [room], RoomsUsedBy(source));

    [GeneratedRegex(@"(?m)^\s*using (?:static )?(?:\w+ = )?CircuitSim\.(\w+)")]
    private static partial Regex RoomReference();

    // Within quotes, or in a message of several lines; comments may speak of options.
    [GeneratedRegex("""^(?!\s*///?).*"[^"]*--[a-z]""")]
    private static partial Regex TypedOption();

    [GeneratedRegex(@"(?m)^\s*//.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<![\w.])(?:global::)?(?:CircuitSim\.)?([A-Z]\w+)\.([A-Z]\w+)")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"\b(File|Directory|FileStream)\.(Open|Read|Write|Create|Delete|Move|Copy|Append|Exists|Enumerate|Get)|new FileStream\(|new StreamReader\(\s*""")]
    private static partial Regex FileAccess();
}
