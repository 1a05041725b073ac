using System.Text;
using CircuitSim.Files;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// An ADC of CrossSim 3.x (https://github.com/sandialabs/cross-sim, simulator/circuits/adc/readme.md): a class derived from IADC, found
/// by its name once it is imported, whose every output line has the transitions of a column as it was measured. The range is CrossSim's own.
/// </summary>
public sealed class CrossSimAdcFormat : ITableFormat
{
    public const string ModuleName = "circuitsim_adc.py", DataName = "circuitsim_adc.npz", ArrayName = "transition";

    private const string Module = """"
        """
        An ADC of CrossSim 3.x with the transitions of converters that CircuitSim measured as circuits; import it before a core is made.
        """

        from pathlib import Path

        import numpy as np
        from simulator.backend import ComputeBackend
        from simulator.circuits.adc.iadc import IADC

        xp = ComputeBackend()


        class CircuitSimADC(IADC):
            # transition[j, k - 1]: where code k of column j begins, counted in steps of the range; of an ideal column k - 1/2.
            with np.load(Path(__file__).with_suffix(".npz")) as table:
                transition = table["transition"]

            def set_limits(self, matrix):
                super().set_limits(matrix)
                codes = self.transition.shape[1] + 1
                if 2**self.bits != codes:
                    raise ValueError(f"these converters have {codes} codes: set adc.bits to {codes.bit_length() - 1}")
                self.step = (self.max - self.min) / (codes - 1)
                # Windows of a convolution are repeated as a whole.
                convolution = self.simulation_params.convolution
                column = np.arange(matrix.shape[0]) % self.transition.shape[0]
                column = np.tile(column, convolution.x_par * convolution.y_par)
                self.begins = xp.asarray(self.min + self.step * self.transition[column])

            def convert(self, vector):
                if not self.bits:
                    return vector
                if vector.ndim > 2:
                    return xp.stack([self.convert(own) for own in vector])
                lines = vector.reshape(vector.shape[0], -1)
                # A core may add a line; lines beyond the columns begin with the first again.
                codes = [xp.searchsorted(self.begins[i % len(self.begins)], line, side="right") for i, line in enumerate(lines)]
                return (self.min + self.step * xp.stack(codes)).reshape(vector.shape)

        """";

    public string Word => "crosssim-adc";

    public string Title => "CrossSim 3.x ADC";

    public TableKind Kind => TableKind.Converter;

    public IReadOnlyList<string> Loading { get; } =
    [
        "With this folder on `sys.path`: `import circuitsim_adc`, then `params.xbar.adc.mvm.model = \"CircuitSimADC\"` and `.bits` as measured, before the core is made.",
        "Code 0 is the lower end of CrossSim's range (`adc_range_option`, `calibrated_range`), the last code its upper end; output line i has the converter of column i.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var (transitions, lsb) = (tables[ConverterKeys.Transitions], 2 * tables[ConverterKeys.IdealTransitions].Values.Span[0]);
        using var data = new MemoryStream();
        NpzFile.Write(data, [new NpzArray(ArrayName, [transitions.Axes[0].Count, transitions.Axes[1].Count], Array.ConvertAll(transitions.Values.ToArray(), v => v / lsb))]);
        return [FormatDocument.Text(ModuleName, Module), new FormatDocument(DataName, data.ToArray())];
    }

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new List<string>();
        if (!files.Has(ModuleName, faults) | !files.Has(DataName, faults))
            return faults;
        if (!Encoding.UTF8.GetString(files[ModuleName].Span).Contains("class CircuitSimADC(IADC):", StringComparison.Ordinal))
            faults.Add($"{ModuleName} defines no class CircuitSimADC(IADC), which CrossSim finds by its name.");
        NpzArray? array;
        try
        {
            array = NpzFile.Read(files[DataName], DataName).FirstOrDefault(a => a.Name == ArrayName);
        }
        catch (DataFileException e)
        {
            return [.. faults, e.Message];
        }

        if (array is not { Shape: [> 0, var count] } || !int.IsPow2(count + 1))
            return [.. faults, $"{DataName}: {ArrayName} must be [columns × 2^bits − 1]."];
        var values = array.Values.Span;
        for (var k = 0; k < values.Length && faults.Count < 10; k++)
        {
            if (!double.IsFinite(values[k]) || k % count > 0 && values[k] < values[k - 1])
                faults.Add($"{DataName}: code {k % count + 1} of column {k / count} begins before the code below it, and numpy.searchsorted takes rising numbers only.");
        }

        return faults;
    }
}
