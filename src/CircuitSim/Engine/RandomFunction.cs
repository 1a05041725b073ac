using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>TRRANDOM: a value for each interval, the edges between them a millionth of it.</summary>
internal sealed class RandomFunction(TransientRandomWaveform waveform) : SourceFunction
{
    private const double EdgePart = 1e-6;

    private readonly RandomStream stream = new(waveform.Seed ?? 0);
    private readonly double offset = waveform.Offset.Number, step = waveform.Step.Number, delay = waveform.Delay?.Number ?? 0;
    private readonly double width = waveform.Width?.Number ?? 1, center = waveform.Center?.Number ?? 0;
    private long last = -1;
    private double before, present;

    public override double At(double time)
    {
        if (time <= delay)
            return offset;
        var n = (long)Math.Floor((time - delay) / step);
        if (n != last)
        {
            before = n == 0 ? 0 : n == last + 1 ? present : Value(n - 1);
            present = Value(n);
            last = n;
        }

        return offset + before + Math.Min(((time - delay) / step - n) / EdgePart, 1) * (present - before);
    }

    public override double NextCorner(double time)
    {
        if (time < delay)
            return delay;
        // Rounding may put the time just before its own corner.
        var start = delay + Math.Floor((time - delay) / step + 1e-9) * step;
        return start + EdgePart * step > time * (1 + 1e-12) ? start + EdgePart * step : start + step;
    }

    private double Value(long n)
    {
        var draw = stream.Child("interval", n);
        return waveform.Factor * (center + waveform.Law.Number switch
        {
            1 => draw.NextUniform(-width, width),
            2 => width * draw.NextNormal(),
            3 => -width * Math.Log(draw.NextUniform()),
            _ => Poisson(draw),
        });
    }

    /// <summary>Events of rate one up to the mean; times between them are exponential.</summary>
    private int Poisson(RandomStream draw)
    {
        var (events, time) = (0, -Math.Log(draw.NextUniform()));
        for (; time < width; events++)
            time -= Math.Log(draw.NextUniform());
        return events;
    }
}
