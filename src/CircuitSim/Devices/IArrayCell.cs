namespace CircuitSim.Devices;

/// <summary>A cell of which an array solver linearizes many at once: one by one, unless the cell knows a faster way.</summary>
public interface IArrayCell<TSelf> : ICell
    where TSelf : struct, IArrayCell<TSelf>
{
    /// <summary>Current and conductance of neighbouring cells, a state being at 0; all of one length.</summary>
    /// <param name="voltages">Voltage across each cell [V].</param>
    /// <param name="currents">[A].</param>
    /// <param name="conductances">[S].</param>
    static virtual void Linearize(ReadOnlySpan<TSelf> cells, ReadOnlySpan<double> voltages, Span<double> currents, Span<double> conductances)
    {
        for (var k = 0; k < cells.Length; k++)
            (currents[k], conductances[k]) = cells[k].Linearize(voltages[k], w: 0);
    }
}
