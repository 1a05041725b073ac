using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results.Spectra;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>A number from the spectrum of an .fft.</summary>
internal sealed class SpectrumCourse(SpectrumMeasurement measurement, WaveformQuantity quantity, bool isPeriodic) : Course
{
    private readonly RecordedWave wave = new(quantity);

    public override double? Value
    {
        get
        {
            if (wave.Spectrum(measurement.Request!, "", "", isPeriodic) is not { } spectrum)
                return null;
            int? LineOf(ElementValue? frequency) => frequency is { } given ? (int)Math.Clamp(Math.Round(given.Number / spectrum.Spacing), 0, int.MaxValue) : null;
            return measurement.Figure switch
            {
                SpectrumFigure.EffectiveBits => spectrum.EffectiveBits(measurement.Breadth),
                SpectrumFigure.SignalToNoiseAndDistortion => spectrum.SignalToNoiseAndDistortion(measurement.Breadth),
                SpectrumFigure.SignalToNoise => spectrum.SignalToNoise(LineOf(measurement.HighestFrequency)),
                SpectrumFigure.Distortion => spectrum.Distortion(measurement.Harmonics is { } harmonics ? harmonics * spectrum.Signal : LineOf(measurement.HighestFrequency)),
                SpectrumFigure.SpuriousFreeRange => spectrum.SpuriousFreeRange(measurement.Breadth, LineOf(measurement.LowestFrequency), LineOf(measurement.HighestFrequency)),
                _ when spectrum.LineAt(measurement.At.Number) is { } line => Part(spectrum.Coefficients[line]),
                _ => null,
            };
        }
    }

    public override string Why => wave.Spectrum(measurement.Request!, "", "", isPeriodic) is null ? "the analysis does not reach all samples of the .fft" : "the spectrum has no line there";

    public override void Start(double x, ReadOnlySpan<double> values) => wave.Add(x, values);

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values) => wave.Add(x1, values);

    private double Part(System.Numerics.Complex c) => (measurement.Quantity as PhasorExpression)?.Part switch
    {
        PhasorPart.Real => c.Real,
        PhasorPart.Imaginary => c.Imaginary,
        PhasorPart.Phase => double.RadiansToDegrees(c.Phase),
        PhasorPart.Decibel => 20 * Math.Log10(c.Magnitude),
        _ => c.Magnitude,
    };
}
