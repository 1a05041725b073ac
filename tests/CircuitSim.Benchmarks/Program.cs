using CircuitSim.Benchmarks;

var groups = new Dictionary<string, Func<bool>>
{
    ["array"] = ArrayRatios.Run,
    ["engine"] = EngineRatios.Run,
    ["expressions"] = ExpressionRatios.Run,
    ["layer"] = LayerRatios.Run,
    ["mnist"] = MnistRatios.Run,
    ["training"] = TrainingRatios.Run,
    ["write"] = WriteRatios.Run,
#if SPICESHARP
    ["spicesharp"] = SpiceSharpRatios.Run,
#endif
};

if (args is not ["ratios", .. var chosen] || chosen.Any(name => !groups.ContainsKey(name)))
{
    Console.Error.WriteLine($"usage: ratios [{string.Join('|', groups.Keys)}]   whole jobs against ngspice and SciPy, in one run");
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
