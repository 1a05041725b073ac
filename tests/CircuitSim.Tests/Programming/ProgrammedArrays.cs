using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;
using CircuitSim.Programming;

namespace CircuitSim.Tests.Programming;

/// <summary>Small arrays of vteam_magic for the tests of writes.</summary>
internal static class ProgrammedArrays
{
    public static ModelCard Card { get; } = DeviceModelLibrary.Find("vteam_magic").Card;

    public static VteamParameters Nominal { get; } = VteamCard.ToParameters(Card);

    /// <param name="sigma">Relative standard deviation of ron, roff, kon and koff from device to device.</param>
    public static MemristorArray Array(int rows, int columns, CellStructure structure, double wire = 2, double sigma = 0.05, double? compliance = null) => new MemristorArray
    {
        Wiring = CrossbarWiring.Uniform(rows, columns, wire, driverResistance: wire > 0 ? 50 : 0),
        Card = Card,
        Devices = [.. Enumerable.Range(0, rows * columns).Select(k => new Vteam(Device(k, sigma)))],
        Cell = new CellDesign { Structure = structure, ComplianceCurrent = compliance },
    }.Validated();

    public static BiasScheme Scheme(CellStructure structure) => structure == CellStructure.Transistor ? BiasScheme.Select : BiasScheme.HalfVoltage;

    public static ProgrammingCase Case(MemristorArray array, BiasScheme scheme, WriteOrder order = WriteOrder.Row, PulseLadder ladder = PulseLadder.Amplitude) => new ProgrammingCase
    {
        Array = array,
        Drive = new ArrayDrive { Scheme = scheme, ReadVoltage = array.Cell.Structure == CellStructure.Selector ? 1 : 0.2 },
        Pulses = new PulsePlan { Ladder = ladder },
        Start = Full(array.Count, Nominal.WOff),
        Targets = Random(array.Count),
        Order = order,
    }.Validated();

    public static double[] Full(int count, double value)
    {
        var states = new double[count];
        System.Array.Fill(states, value);
        return states;
    }

    /// <summary>Log-uniform between 10 kΩ and 100 kΩ [S].</summary>
    public static double[] Random(int count)
    {
        var random = new RandomStream(7);
        return [.. Enumerable.Range(0, count).Select(_ => 1 / (10e3 * Math.Pow(10, random.NextUniform())))];
    }

    public static ProgrammingOutcome Run(ProgrammingCase job)
    {
        var programming = new ArrayProgramming(job);
        var state = ProgrammingState.Before(job);
        while (state.UnitsDone < job.Units)
            state = programming.WriteUnit(state);
        return programming.Conclude(state);
    }

    private static VteamParameters Device(int cell, double sigma)
    {
        var random = new RandomStream(1).Child("cell", cell);
        return Nominal with
        {
            ROn = Nominal.ROn * (1 + sigma * random.NextNormal()),
            ROff = Nominal.ROff * (1 + sigma * random.NextNormal()),
            KOn = Nominal.KOn * (1 + sigma * random.NextNormal()),
            KOff = Nominal.KOff * (1 + sigma * random.NextNormal()),
        };
    }
}
