using System.Text;
using CircuitSim.Files;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// What an interrupted sampling has finished: a file for each block, in a hidden folder beside the results, named for all that decides
/// its values. The same run goes on from them; those of another one are removed.
/// </summary>
internal sealed class DeviceSampleFile
{
    private const string ArrayName = "dg_s", Extension = ".npz";

    private readonly string folder, run;

    /// <param name="results">The folder of the results.</param>
    /// <param name="fingerprint">Everything that decides the values.</param>
    public DeviceSampleFile(string results, string fingerprint)
    {
        folder = Path.Combine(results, ".lut-samples");
        run = Sha256.TextOf(Encoding.UTF8.GetBytes(fingerprint))[..16];
        if (Directory.Exists(folder))
        {
            foreach (var other in Directory.GetFiles(folder, $"*{Extension}").Where(f => !Path.GetFileName(f).StartsWith(run, StringComparison.Ordinal)))
                File.Delete(other);
        }
    }

    /// <summary>The values of a finished block; null if it is to be computed.</summary>
    public double[]? Find(int block, int length)
    {
        if (!File.Exists(PathOf(block)))
            return null;
        try
        {
            return NpzFile.Read(PathOf(block)) is [{ Name: ArrayName } array] && array.Values.Length == length ? array.Values.ToArray() : null;
        }
        catch (DataFileException)
        {
            // Damaged: computed anew.
            return null;
        }
    }

    public void Keep(int block, double[] values) => NpzFile.Write(PathOf(block), [new NpzArray(ArrayName, [values.Length], values)]);

    /// <summary>Removes all of it: the results are in their place.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private string PathOf(int block) => Path.Combine(folder, FormattableString.Invariant($"{run}-{block}{Extension}"));
}
