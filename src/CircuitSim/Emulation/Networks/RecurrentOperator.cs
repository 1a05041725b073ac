using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Networks;

/// <summary>
/// A layer that carries a state from step to step, each step one product z = [x; h] · [W; R; b] with a matrix per direction. Equations
/// and the order of the gates are those of ONNX's RNN and LSTM (Hochreiter and Schmidhuber, 1997; peepholes: Gers and Schmidhuber, 2000):
/// <code>
/// RNN    h = f(z)
/// LSTM   z = z_i, z_o, z_f, z_c      i = f(z_i + p_i ∘ c)   φ = f(z_f + p_f ∘ c)   c' = φ ∘ c + i ∘ g(z_c)
///                                    o = f(z_o + p_o ∘ c')  h = o ∘ k(c')
/// </code>
/// It takes x [steps × samples × inputs], then, where they are not left out, the steps of each sample [samples], h and (LSTM) c before
/// the first step [directions × samples × hidden], and gives all h [steps × directions × samples × hidden], the last h and (LSTM) the
/// last c. With samples first the shapes are [samples × steps × …] and [samples × directions × hidden].
/// </summary>
public sealed class RecurrentOperator : INetworkOperator
{
    private static readonly string[] LstmActivations = ["Sigmoid", "Tanh", "Tanh"];

    private readonly Func<double, double>[] functions;
    private readonly int gates, hidden, inputsOfStep;

    private RecurrentOperator(int gates, IReadOnlyList<WeightMatrix> weights, Direction direction, bool samplesFirst, IReadOnlyList<string> activations)
    {
        var directions = direction == Direction.Bidirectional ? 2 : 1;
        var each = gates == 1 ? 1 : 3;
        if (weights.Count != directions)
            throw InvalidParameterException.WrongShape("weights", $"[{weights.Count} matrices]", $"[{directions}, one per direction]");
        (this.gates, hidden) = (gates, weights[0].Outputs / gates);
        inputsOfStep = weights[0].Rows - 1 - hidden;
        foreach (var w in weights)
        {
            if (hidden < 1 || inputsOfStep < 1 || w.Outputs != gates * hidden || w.Rows != weights[0].Rows)
                throw InvalidParameterException.WrongShape("weights", $"[{w.Rows} × {w.Outputs}]", $"[inputs + hidden + 1 × {gates} · hidden], the same for each direction");
        }

        if (activations.Count != directions * each)
            throw InvalidParameterException.Because("activations", FormattableString.Invariant($"{activations.Count} activations are named; expected {directions * each}."));
        functions = [.. activations.Select(Function)];
        (Matrices, Direction, SamplesFirst, Activations) = ([.. weights], direction, samplesFirst, [.. activations]);
    }

    public string Kind => gates == 1 ? "RNN" : "LSTM";

    public IReadOnlyList<WeightMatrix> Matrices { get; }

    public Direction Direction { get; }

    /// <summary>Whether samples are the first dimension and steps the second; else the other way round.</summary>
    public bool SamplesFirst { get; }

    /// <summary>By direction: f, and for an LSTM f, g, k.</summary>
    public IReadOnlyList<string> Activations { get; }

    /// <summary>By direction: p_i, p_o, p_f [3 · hidden]; null for none.</summary>
    public IReadOnlyList<Tensor>? Peepholes { get; private init; }

    /// <summary>What an activation takes is cut to ± this; null for no limit.</summary>
    public double? Clip { get; private init; }

    /// <summary>Whether the forget gate is 1 − i.</summary>
    public bool CoupledForget { get; private init; }

    public int Hidden => hidden;

    /// <param name="weights">One per direction: [(inputs + hidden + 1) × hidden], rows x, h, bias.</param>
    /// <param name="activations">One per direction, of Tanh, Sigmoid, Relu; Tanh if left out.</param>
    /// <exception cref="InvalidParameterException">Shapes do not fit, or an activation is unknown.</exception>
    public static RecurrentOperator Rnn(
        IReadOnlyList<WeightMatrix> weights, Direction direction = Direction.Forward, bool samplesFirst = false,
        IReadOnlyList<string>? activations = null, double? clip = null) =>
        new(1, weights, direction, samplesFirst, activations ?? [.. weights.Select(_ => "Tanh")]) { Clip = Limit(clip) };

    /// <param name="weights">One per direction: [(inputs + hidden + 1) × 4 · hidden], rows x, h, bias, columns i, o, f, c.</param>
    /// <param name="activations">Three per direction; Sigmoid, Tanh, Tanh if left out.</param>
    /// <exception cref="InvalidParameterException">Shapes do not fit, or an activation is unknown.</exception>
    public static RecurrentOperator Lstm(
        IReadOnlyList<WeightMatrix> weights, Direction direction = Direction.Forward, bool samplesFirst = false,
        IReadOnlyList<string>? activations = null, double? clip = null, IReadOnlyList<Tensor>? peepholes = null, bool coupledForget = false)
    {
        var layer = new RecurrentOperator(4, weights, direction, samplesFirst, activations ?? [.. weights.SelectMany(_ => LstmActivations)])
        {
            Clip = Limit(clip),
            Peepholes = peepholes,
            CoupledForget = coupledForget,
        };
        if (peepholes is not null && (peepholes.Count != weights.Count || peepholes.Any(p => p.Count != 3 * layer.hidden)))
            throw InvalidParameterException.WrongShape("peepholes", $"[{string.Join(", ", peepholes.Select(p => p.Count))}]", $"[{3 * layer.hidden}] for each direction");
        return layer;
    }

    public IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor?> inputs, MatrixProduct product)
    {
        var x = inputs[0]!;
        if (x.Shape.Count != 3 || x.Shape[2] != inputsOfStep)
            throw InvalidParameterException.WrongShape("input", x.ToString(), SamplesFirst ? $"[samples × steps × {inputsOfStep}]" : $"[steps × samples × {inputsOfStep}]");
        var (steps, samples) = SamplesFirst ? (x.Shape[1], x.Shape[0]) : (x.Shape[0], x.Shape[1]);
        var directions = Matrices.Count;
        var lengths = Lengths(inputs.ElementAtOrDefault(1), samples, steps);
        int[] ofAll = SamplesFirst ? [samples, steps, directions, hidden] : [steps, directions, samples, hidden];
        int[] ofLast = SamplesFirst ? [samples, directions, hidden] : [directions, samples, hidden];
        var all = Tensor.Zeros(ofAll);
        // Both hold what they begin with until it is overwritten by the last step's.
        var h = Initial(inputs.ElementAtOrDefault(2), ofLast, "h");
        var c = Initial(inputs.ElementAtOrDefault(3), ofLast, "c");
        for (var d = 0; d < directions; d++)
        {
            for (var step = 0; step < steps; step++)
            {
                int[] running = [.. Enumerable.Range(0, samples).Where(n => step < lengths[n])];
                if (running.Length == 0)
                    break;
                var width = inputsOfStep + hidden;
                var vectors = new double[running.Length * width];
                int Place(int n) => (SamplesFirst ? n * directions + d : d * samples + n) * hidden;
                int Time(int n) => Direction == Direction.Reverse || d == 1 ? lengths[n] - 1 - step : step;
                foreach (var (v, n) in running.Index())
                {
                    x.Values.Span.Slice((SamplesFirst ? n * steps + Time(n) : Time(n) * samples + n) * inputsOfStep, inputsOfStep).CopyTo(vectors.AsSpan(v * width));
                    h.AsSpan(Place(n), hidden).CopyTo(vectors.AsSpan(v * width + inputsOfStep));
                }

                var z = product(d, running.Length, vectors);
                foreach (var (v, n) in running.Index())
                {
                    var state = h.AsSpan(Place(n), hidden);
                    if (gates == 1)
                        Simple(d, z.AsSpan(v * hidden, hidden), state);
                    else
                        Gated(d, z.AsSpan(v * 4 * hidden, 4 * hidden), state, c.AsSpan(Place(n), hidden));
                    state.CopyTo(all.AsSpan(SamplesFirst ? ((n * steps + Time(n)) * directions + d) * hidden : ((Time(n) * directions + d) * samples + n) * hidden));
                }
            }
        }

        var outputs = new List<Tensor> { new(ofAll, all), new(ofLast, h) };
        if (gates == 4)
            outputs.Add(new Tensor(ofLast, c));
        return outputs;
    }

    private void Simple(int direction, ReadOnlySpan<double> z, Span<double> h)
    {
        for (var k = 0; k < hidden; k++)
            h[k] = functions[direction](Cut(z[k]));
    }

    private void Gated(int direction, ReadOnlySpan<double> z, Span<double> h, Span<double> c)
    {
        var (f, g, last) = (functions[3 * direction], functions[3 * direction + 1], functions[3 * direction + 2]);
        var p = Peepholes is null ? default : Peepholes[direction].Values.Span;
        double Peep(ReadOnlySpan<double> p, int at, double cell) => p.IsEmpty ? 0 : p[at] * cell;
        for (var k = 0; k < hidden; k++)
        {
            var i = f(Cut(z[k] + Peep(p, k, c[k])));
            var forget = CoupledForget ? 1 - i : f(Cut(z[2 * hidden + k] + Peep(p, 2 * hidden + k, c[k])));
            c[k] = forget * c[k] + i * g(Cut(z[3 * hidden + k]));
            h[k] = f(Cut(z[hidden + k] + Peep(p, hidden + k, c[k]))) * last(c[k]);
        }
    }

    private double Cut(double z) => Clip is { } limit ? Math.Clamp(z, -limit, limit) : z;

    private static double? Limit(double? clip) => clip is { } limit ? InvalidParameterException.RequirePositive(limit, "", "clip") : null;

    private static int[] Lengths(Tensor? given, int samples, int steps)
    {
        if (given is null)
            return [.. Enumerable.Repeat(steps, samples)];
        if (given.Count != samples)
            throw InvalidParameterException.WrongShape("steps of the samples", given.ToString(), $"[{samples}]");
        return [.. given.Values.ToArray().Select(n => n >= 0 && n <= steps && Math.Floor(n) == n ? (int)n : throw InvalidParameterException.OutOfRange("steps of a sample", n, "", FormattableString.Invariant($"a whole number up to {steps}")))];
    }

    private static double[] Initial(Tensor? given, int[] shape, string name) =>
        given is null ? Tensor.Zeros(shape) : given.Shape.SequenceEqual(shape) ? given.Values.ToArray() : throw InvalidParameterException.WrongShape($"first {name}", given.ToString(), Tensor.ShapeText(shape));

    private static Func<double, double> Function(string activation) => activation switch
    {
        "Tanh" => Math.Tanh,
        "Sigmoid" => y => 1 / (1 + Math.Exp(-y)),
        "Relu" => y => Math.Max(y, 0),
        _ => throw InvalidParameterException.Because("activations", $"the activation '{DataFileException.Shown(activation)}' is none of Tanh, Sigmoid, Relu."),
    };
}
