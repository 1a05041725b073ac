using CircuitSim.Netlists.Cards;
using CircuitSim.SpiceSharp;
using SpiceSharp;
using SpiceSharp.Components;
using SpiceSharp.Simulations;

/// <summary>The sample of docs/library.md, in no namespace, as a program of one's own is.</summary>
internal static class SpiceSharpSample
{
    public static void Run()
    {
        var circuit = new Circuit(
            new VoltageSource("V1", "in", "0", new Pulse(0, -2, 1e-9, 1e-9, 1e-9, 6e-9, 1e-6)),
            new Resistor("R1", "in", "a", 1e3),
            new VteamMemristor("M1", "a", "0", VteamCard.ToParameters(DeviceModelLibrary.Find("vteam_magic").Card)));
        var transient = new Transient("tran", 1e-10, 20e-9);
        var state = new RealPropertyExport(transient, "M1", "w");
        foreach (var _ in transient.Run(circuit, Transient.ExportTransient))
            Console.WriteLine($"{transient.Time} {state.Value}");
    }
}
