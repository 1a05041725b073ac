using System.Text.RegularExpressions;

namespace CircuitSim.Benchmarks;

/// <summary>A build of ngspice. Which solver it has makes more of a difference than its age: each is asked for its best.</summary>
internal sealed record Ngspice(string Command, string Version, string Solver)
{
    /// <summary>Read by builds with KLU, passed over in silence by others.</summary>
    private const string Fastest = ".options klu\n";

    private const string Debian = "ngspice";

    /// <summary>The one on the path, and another.</summary>
    public static IReadOnlyList<Ngspice> Find(string? other)
    {
        var all = new[] { Debian, other }.OfType<string>().Select(Probe).ToList();
        foreach (var ngspice in all)
            Console.WriteLine($"{ngspice.Command}: {ngspice}");
        return all;
    }

    public bool HasKlu => Solver == "KLU";

    public override string ToString() => $"{Version} with {Solver}";

    /// <summary>A netlist that asks for the fastest solver.</summary>
    public string Prepare(string netlist) => HasKlu ? Regex.Replace(netlist, @"^\.end\s*$", $"{Fastest}.end\n", RegexOptions.Multiline) : netlist;

    public string[] Batch(string raw, string file) => [Command, "-n", "-b", "-r", raw, file];

    private static Ngspice Probe(string command)
    {
        var version = Regex.Match(OtherProgram.Output(command, "-v"), @"ngspice-\S+").Value;
        var folder = Directory.CreateTempSubdirectory("circuitsim-ratios-").FullName;
        try
        {
            var file = Path.Combine(folder, "probe.cir");
            File.WriteAllText(file, $"probe\nV1 a 0 1\nR1 a 0 1\n.op\n{Fastest}.end\n");
            var solver = Regex.Match(OtherProgram.Output(command, "-n", "-b", file), "Using (.+) as Direct Linear Solver");
            return new Ngspice(command, version, solver.Success ? solver.Groups[1].Value : "SPARSE 1.3, built without KLU");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
