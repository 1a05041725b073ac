namespace CircuitSim.Benchmarks;

/// <summary>
/// A BLAS that SciPy may run on. Debian's default is the reference implementation; with libopenblas0-pthread its sparse solver
/// is about twice as fast, and that is the honest yardstick. Both are chosen for one process, by its library path.
/// </summary>
internal sealed record Blas(string Name, string Folder)
{
    private static readonly Blas[] Known =
    [
        new("reference BLAS", "/usr/lib/x86_64-linux-gnu/blas"),
        new("OpenBLAS", "/usr/lib/x86_64-linux-gnu/openblas-pthread"),
    ];

    /// <summary>Those that are installed; the one that SciPy loads by itself where neither is.</summary>
    public static IReadOnlyList<Blas> Find()
    {
        Blas[] all = [.. Known.Where(blas => File.Exists(Path.Combine(blas.Folder, "libblas.so.3")))];
        if (all.Length == 0)
            all = [new("SciPy's own BLAS", "")];
        foreach (var blas in all)
            Console.WriteLine($"SciPy on {blas.Name}: {blas.Run("blas.py")}");
        return all;
    }

    public string Run(string script, params string[] arguments) => OtherProgram.RunScript(Folder, script, arguments);

    public override string ToString() => Name;
}
