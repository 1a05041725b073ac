using System.Numerics;

namespace CircuitSim.Engine;

/// <summary>How G, C, the delays and the drive of small signals change with a parameter: entries that do not are left out.</summary>
internal sealed class SmallSignalSlope
{
    private readonly List<(int Row, int Column, double Conductance, double Capacitance)> entries = [];
    private readonly List<(int Row, int Column, double Slope, double Delay)> delays = [];
    private readonly Complex[] drive;

    /// <param name="around">The equations of the circuit itself.</param>
    /// <param name="nearby">Those of circuits nearby, each at its own point, with the weights that make a derivative of their differences.</param>
    public SmallSignalSlope(EquationSystem around, IEnumerable<(EquationSystem System, double Weight)> nearby)
    {
        var pattern = around.Pattern;
        var (conductances, capacitances) = (new double[pattern.EntryCount], new double[pattern.EntryCount]);
        drive = new Complex[around.Circuit.Numbering.UnknownCount + 1];
        foreach (var (system, weight) in nearby)
        {
            var (g, c) = SmallSignalSystem.Linearize(system);
            for (var k = 0; k < g.Length; k++)
                (conductances[k], capacitances[k]) = (conductances[k] + weight * g[k], capacitances[k] + weight * c[k]);
            delays.AddRange(SmallSignalSystem.Delays(system.Circuit).Select(d => d with { Slope = weight * d.Slope }));
            var b = AcSolver.Drive(system.Circuit);
            for (var k = 0; k < b.Length; k++)
                drive[k] += weight * b[k];
        }

        for (var column = 0; column < pattern.Columns; column++)
        {
            for (var k = pattern.ColumnStarts[column]; k < pattern.ColumnStarts[column + 1]; k++)
            {
                if (conductances[k] != 0 || capacitances[k] != 0)
                    entries.Add((pattern.RowIndices[k], column, conductances[k], capacitances[k]));
            }
        }
    }

    /// <summary>The right-hand side of the equations for dX/dp: ∂b/∂p − d(G + jωC)/dp · X.</summary>
    /// <param name="x">The small signals, [unknowns + 1].</param>
    /// <param name="frequency">[Hz]</param>
    public void RightHandSide(ReadOnlySpan<Complex> x, double frequency, Span<Complex> right)
    {
        drive.CopyTo(right);
        var omega = 2 * Math.PI * frequency;
        foreach (var (row, column, conductance, capacitance) in entries)
            right[row] -= new Complex(conductance, omega * capacitance) * x[column];
        foreach (var (row, column, slope, delay) in delays)
            right[row] -= slope * (Complex.FromPolarCoordinates(1, -omega * delay) - 1) * x[column];
    }
}
