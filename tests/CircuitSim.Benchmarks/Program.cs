using CircuitSim.Benchmarks;

string? otherNgspice = null;
if (args is [.. var words, "--ngspice", var path])
    (args, otherNgspice) = (words, path);
var groups = new Dictionary<string, Func<bool>>
{
    ["array"] = () => ArrayRatios.Run(Ngspice.Find(otherNgspice), Blas.Find()),
    ["campaign"] = CampaignRatios.Run,
    ["engine"] = () => EngineRatios.Run(Ngspice.Find(otherNgspice), Blas.Find()),
    ["expressions"] = ExpressionRatios.Run,
    ["layer"] = LayerRatios.Run,
    ["mnist"] = MnistRatios.Run,
    ["training"] = TrainingRatios.Run,
    ["write"] = () => WriteRatios.Run(Ngspice.Find(otherNgspice)),
#if SPICESHARP
    ["spicesharp"] = SpiceSharpRatios.Run,
#endif
};

if (args is not ["ratios", .. var chosen] || chosen.Any(name => !groups.ContainsKey(name)))
{
    Console.Error.WriteLine($"usage: ratios [{string.Join('|', groups.Keys)}] [--ngspice PATH]   whole jobs against ngspice and SciPy, in one run; PATH is another build of ngspice, with KLU at best");
    return 2;
}

Console.WriteLine($"{Environment.MachineName}: {Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}");
var allHold = true;
foreach (var (name, run) in groups)
{
    if (chosen.Length == 0 || chosen.Contains(name))
        allHold &= run();
}

return allHold ? 0 : 1;
