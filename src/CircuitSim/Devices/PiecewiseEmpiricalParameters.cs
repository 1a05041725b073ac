using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>Parameters of <see cref="PiecewiseEmpirical"/>. Messages name them as a model card does; see device-models/README.md.</summary>
public sealed record PiecewiseEmpiricalParameters
{
    /// <summary>Scale of the current that grows with positive voltages [A].</summary>
    public double I1 { get; init; } = 1;

    /// <summary>Scale of the current that grows with negative voltages [A].</summary>
    public double I2 { get; init; } = 1;

    /// <summary>Voltage in which the first grows e-fold; above zero [V].</summary>
    public double V1 { get; init; } = 1;

    /// <summary>Voltage in which the second grows e-fold; above zero [V].</summary>
    public double V2 { get; init; } = 1;

    /// <summary>Ohmic part [S].</summary>
    public double G0 { get; init; } = 1;

    /// <summary>Upper threshold; not negative [V].</summary>
    public double VP { get; init; } = 0.01;

    /// <summary>Lower threshold. One that is not negative leaves no rest between the two [V].</summary>
    public double VN { get; init; } = -0.01;

    /// <summary>How the speed grows above the upper threshold [1/V].</summary>
    public double D1 { get; init; } = 1;

    /// <summary>How it grows below the lower one; below zero [1/V].</summary>
    public double D2 { get; init; } = 1;

    /// <summary>Speed at positive voltages [1/s].</summary>
    public double C1 { get; init; } = 1;

    /// <summary>Speed at negative voltages [1/s].</summary>
    public double C2 { get; init; } = 1;

    /// <summary>f₊ at positive voltages: pairs of a state and its rate, states rising.</summary>
    public required IReadOnlyList<double> Forward { get; init; }

    /// <summary>f₋ at negative voltages, likewise.</summary>
    public required IReadOnlyList<double> Backward { get; init; }

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public PiecewiseEmpiricalParameters Validated()
    {
        InvalidParameterException.Require(V1 > 0, "v1", V1, "V", "finite and above zero");
        InvalidParameterException.Require(V2 > 0, "v2", V2, "V", "finite and above zero");
        InvalidParameterException.Require(VP >= 0, "vp", VP, "V", "finite and not negative");
        foreach (var (key, value) in new[] { ("i1", I1), ("i2", I2), ("g0", G0), ("vn", VN), ("d1", D1), ("d2", D2), ("c1", C1), ("c2", C2) })
            InvalidParameterException.Require(true, key, value, "", "finite");
        RequireTable(Forward, "fxpdata");
        RequireTable(Backward, "fxmdata");
        InvalidParameterException.Require(Forward[^2] > 0, "fxpdata", Forward[^2], "", "a table whose last state is above zero");
        return this;
    }

    private static void RequireTable(IReadOnlyList<double> table, string key)
    {
        if (table.Count < 4 || table.Count % 2 != 0)
            throw InvalidParameterException.Because(key, "it holds two or more pairs of a state and a rate.");
        for (var k = 0; k < table.Count; k++)
        {
            if (!double.IsFinite(table[k]) || (k >= 2 && k % 2 == 0 && !(table[k] > table[k - 2])))
                throw InvalidParameterException.Because(key, $"pair {k / 2 + 1}, {SiText.Format(table[k], "")}: numbers are finite and states rise.");
        }
    }
}
