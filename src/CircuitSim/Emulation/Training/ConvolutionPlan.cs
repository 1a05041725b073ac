using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>
/// A square convolution of [channels × height × width] by its patches: a sample's patches stand in the columns of P, above a row of
/// ones for the bias, and Y = Wᵀ·P, ∂W = P·∂Yᵀ, ∂P = W·∂Y. Patches are found twice rather than kept.
/// </summary>
public sealed record ConvolutionPlan(int Filters, int Kernel) : LayerPlan
{
    public int Stride { get; init; } = 1;

    /// <summary>Zeros around the picture.</summary>
    public int Pad { get; init; }

    public bool Bias { get; init; } = true;

    public InitialWeights Initial { get; init; } = InitialWeights.He;

    public WeightView? View { get; init; }

    internal override LayerTraining Start(IReadOnlyList<int> shape, RandomStream stream) =>
        new ConvolutionTraining(this, shape, [Filters, .. WindowGeometry.Square(Kernel, Stride, Pad).OutputOver(Picture.Sizes(shape))], stream);

    private sealed class ConvolutionTraining : LayerTraining
    {
        private const int BlockSamples = 4;

        private readonly ConvolutionPlan plan;
        private readonly Parameter matrix;
        private readonly int rows, windows;

        /// <summary>Of each member of the team.</summary>
        private double[][] patches = [], patchGradients = [];

        /// <summary>Of each block of samples.</summary>
        private double[][] gradients = [];

        public ConvolutionTraining(ConvolutionPlan plan, IReadOnlyList<int> shape, IReadOnlyList<int> output, RandomStream stream)
            : base(shape, output)
        {
            this.plan = plan;
            (rows, windows) = (shape[0] * plan.Kernel * plan.Kernel, output[1] * output[2]);
            matrix = Parameter.Matrix(rows, plan.Filters, plan.Bias, plan.Initial, plan.View, rows, plan.Filters * plan.Kernel * plan.Kernel, stream);
        }

        public override IReadOnlyList<Parameter> Parameters => [matrix];

        public override void Forward(int count, double[] x, double[] y, BlockTeam team)
        {
            var filters = plan.Filters;
            if (patches.Length < team.Size)
            {
                patches = [.. Enumerable.Range(0, team.Size).Select(_ => new double[(rows + 1) * windows])];
                patchGradients = [.. patches.Select(_ => new double[rows * windows])];
                foreach (var member in patches)
                    member.AsSpan(rows * windows).Fill(1);
            }

            InBlocks(team, count, BlockSamples, (from, to, _, member) =>
            {
                for (var n = from; n < to; n++)
                {
                    var result = y.AsSpan(n * Outputs, Outputs);
                    result.Clear();
                    MovePatches(x.AsSpan(n * Inputs, Inputs), patches[member], back: false);
                    DenseProduct.AddLeftTransposed(filters, matrix.Seen.Length / filters, windows, matrix.Seen, patches[member], result);
                }
            });
        }

        public override void Backward(int count, double[] x, double[] y, double[] dy, double[]? dx, BlockTeam team)
        {
            var filters = plan.Filters;
            var blocks = (count + BlockSamples - 1) / BlockSamples;
            if (gradients.Length < blocks)
                gradients = [.. Enumerable.Range(0, blocks).Select(_ => new double[matrix.Clean.Length])];
            InBlocks(team, count, BlockSamples, (from, to, block, member) =>
            {
                var gradient = gradients[block].AsSpan();
                gradient.Clear();
                for (var n = from; n < to; n++)
                {
                    ReadOnlySpan<double> δ = dy.AsSpan(n * Outputs, Outputs);
                    MovePatches(x.AsSpan(n * Inputs, Inputs), patches[member], back: false);
                    DenseProduct.AddRightTransposed(gradient.Length / filters, windows, filters, patches[member], δ, gradient);
                    if (dx is null)
                        continue;
                    Array.Clear(patchGradients[member]);
                    DenseProduct.Add(rows, filters, windows, matrix.Seen, δ, patchGradients[member]);
                    var back = dx.AsSpan(n * Inputs, Inputs);
                    back.Clear();
                    MovePatches(back, patchGradients[member], back: true);
                }
            });
            Array.Clear(matrix.Gradient);
            for (var block = 0; block < blocks; block++)
                Softmax.AddScaled(1, gradients[block], matrix.Gradient);
        }

        public override IEnumerable<(INetworkOperator, int)> ToOperators() =>
            [(new ConvOperator(WindowGeometry.Square(plan.Kernel, plan.Stride, plan.Pad), matrix.ToMatrix()), 0)];

        /// <summary>A picture to its patches [channels · kernel · kernel × windows]; or back, each pixel the sum over the patches that it is in.</summary>
        private void MovePatches(Span<double> picture, Span<double> to, bool back)
        {
            var (height, width, high, wide, kernel, stride, pad) = (InputShape[1], InputShape[2], OutputShape[1], OutputShape[2], plan.Kernel, plan.Stride, plan.Pad);
            for (var row = 0; row < rows; row++)
            {
                var (c, ky, kx) = (row / (kernel * kernel), row / kernel % kernel, row % kernel);
                // The windows whose pixel at kx lies in the picture.
                var first = Math.Min(wide, (Math.Max(pad - kx, 0) + stride - 1) / stride);
                var end = Math.Clamp((width - 1 + pad - kx + stride) / stride, first, wide);
                for (var oy = 0; oy < high; oy++)
                {
                    var line = to.Slice(row * windows + oy * wide, wide);
                    var y = oy * stride - pad + ky;
                    var outside = y < 0 || y >= height;
                    if (!back && pad > 0)
                    {
                        line[..(outside ? wide : first)].Clear();
                        line[end..].Clear();
                    }

                    if (outside || first == end)
                        continue;
                    var pixels = picture[((c * height + y) * width + first * stride - pad + kx)..];
                    if (stride == 1 && !back)
                        pixels[..(end - first)].CopyTo(line[first..]);
                    else if (stride == 1)
                        Softmax.AddScaled(1, line[first..end], pixels);
                    else
                    {
                        for (var ox = first; ox < end; ox++)
                        {
                            if (back)
                                pixels[(ox - first) * stride] += line[ox];
                            else
                                line[ox] = pixels[(ox - first) * stride];
                        }
                    }
                }
            }
        }
    }
}
