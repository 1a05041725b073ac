using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists.Results.Spectra;

/// <summary>Keeps what <c>.four</c> and <c>.fft</c> name, and transforms it when all is known.</summary>
public sealed class FourierSink(FlatNetlist flat) : IWaveformSink
{
    private readonly List<(FourierRequest Request, string Name, string Unit, RecordedWave Wave)> fouriers = [];
    private readonly List<(SpectrumRequest Request, string Name, string Unit, RecordedWave Wave)> spectra = [];

    /// <summary>A table for each quantity of each .four, in order.</summary>
    public IReadOnlyList<HarmonicTable> Harmonics => [.. fouriers.Select(f => f.Wave.Harmonics(f.Request, flat.Options.FourierFrequencies - 1, f.Name, f.Unit))];

    /// <summary>One for each .fft that has something to transform, in order.</summary>
    public IReadOnlyList<Spectrum> Spectra => [.. spectra.Select(s => s.Wave.Spectrum(s.Request, s.Name, s.Unit, flat.Options.HasPeriodicWindows)).OfType<Spectrum>()];

    /// <exception cref="NetlistException">A quantity is not among the vectors.</exception>
    public void Begin(WaveformHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        fouriers.Clear();
        spectra.Clear();
        if (header.Analysis != AnalysisKind.Transient)
            return;
        foreach (var (request, written) in flat.Fouriers.Zip(flat.Source.Fouriers))
        {
            foreach (var (quantity, name) in request.Quantities.Zip(written.Quantities))
                fouriers.Add((request, request.Name ?? name.ToString(), ExpressionUnit.Of(quantity), new RecordedWave(new WaveformQuantity(quantity, header, flat.Options))));
        }

        foreach (var (request, written) in flat.Spectra.Zip(flat.Source.Spectra))
            spectra.Add((request, written.Quantity.ToString(), ExpressionUnit.Of(request.Quantity), new RecordedWave(new WaveformQuantity(request.Quantity, header, flat.Options))));
    }

    public void Add(double axis, ReadOnlySpan<double> values)
    {
        foreach (var (_, _, _, wave) in fouriers)
            wave.Add(axis, values);
        foreach (var (_, _, _, wave) in spectra)
            wave.Add(axis, values);
    }

    public void End()
    {
    }
}
