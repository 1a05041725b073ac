using CircuitSim.LookupTables;

namespace CircuitSim.Experiments.Studies;

/// <summary>A network by one table, beside the full devices.</summary>
/// <param name="Every">Of how many points of the table one is kept.</param>
/// <param name="Ends">Between which conductances [S] and behind how many pulses each cell of the devices must end, if the table is right within what it leaves open.</param>
internal sealed record DeviceTableCase(
    int Every, DeviceTable Table, DeviceTableVerdict Bits, DeviceTableVerdict Analog,
    DeviceTableWrite Written, (double Least, double Greatest, int Fewest, int Most)[] Ends, DeviceTableVerdict Write);

/// <summary>What differs between a table and the devices, and by how much it may.</summary>
/// <param name="Difference">Largest, of the currents of a read or the conductances of a write, relative to the largest.</param>
/// <param name="Bound">On it.</param>
/// <param name="OutputDifference">Largest, relative to the largest ideal output.</param>
/// <param name="OutputBound">On it.</param>
/// <param name="Changed">Images with another class.</param>
/// <param name="MayChange">Images whose outputs are nearer to each other than their bounds.</param>
internal sealed record DeviceTableVerdict(
    double Difference, double Bound, double OutputDifference, double OutputBound, int DeviceCorrect, int TableCorrect, int Changed, int MayChange);
