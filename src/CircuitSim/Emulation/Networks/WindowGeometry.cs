namespace CircuitSim.Emulation.Networks;

/// <summary>
/// The windows that a convolution or a pooling lays over its input, in any number of dimensions. Along one of them, of size n, with
/// kernel k, dilation d, stride s and pads p and q before and behind, there are ⌊(n + p + q − (d (k − 1) + 1)) / s⌋ + 1 windows
/// (Dumoulin and Visin, arXiv:1603.07285, relationship 6 with the dilated kernel of section 5.1). Immutable.
/// </summary>
public sealed class WindowGeometry
{
    /// <summary>A pad never grows an output by more than this, whatever a stranger's file says.</summary>
    private const int MostPad = 1024;

    /// <summary>Entries of one table of offsets: 256 MiB.</summary>
    private const long MostOffsets = 1 << 26;

    /// <param name="kernel">Sizes of the window; their number is that of the dimensions.</param>
    /// <param name="strides">Ones if left out, as <paramref name="dilations"/>.</param>
    /// <param name="pads">All before, then all behind; zeros if left out.</param>
    /// <param name="ceiling">The number of windows is rounded up; what lies behind the pads is not part of a window then.</param>
    /// <exception cref="InvalidParameterException">Numbers of dimensions differ, or a size is out of range.</exception>
    public WindowGeometry(
        IReadOnlyList<int> kernel, IReadOnlyList<int>? strides = null, IReadOnlyList<int>? pads = null, IReadOnlyList<int>? dilations = null,
        AutoPad autoPad = AutoPad.None, bool ceiling = false)
    {
        var dimensions = InvalidParameterException.RequireAtLeast(kernel.Count, 1, "dimensions of a window");
        IReadOnlyList<int> Checked(string name, IReadOnlyList<int> sizes, int count, int least)
        {
            if (sizes.Count != count)
                throw InvalidParameterException.WrongShape(name, $"[{sizes.Count}]", $"[{count}]");
            foreach (var size in sizes)
                InvalidParameterException.RequireAtLeast(size, least, name);
            return [.. sizes];
        }

        Kernel = Checked("kernel", kernel, dimensions, 1);
        Strides = Checked("strides", strides ?? [.. Enumerable.Repeat(1, dimensions)], dimensions, 1);
        Dilations = Checked("dilations", dilations ?? [.. Enumerable.Repeat(1, dimensions)], dimensions, 1);
        Pads = Checked("pads", pads ?? new int[2 * dimensions], 2 * dimensions, 0);
        (AutoPad, Ceiling) = (autoPad, ceiling);
        var size = 1L;
        for (var d = 0; d < dimensions; d++)
        {
            size = Math.Min(size * Kernel[d], MostOffsets + 1);
            if (Math.Max(Pads[d], Pads[dimensions + d]) is var pad && pad > 0 && (pad >= Extent(d) || pad > MostPad))
                throw InvalidParameterException.OutOfRange("pad", pad, "", FormattableString.Invariant($"below the extent of the window, {Extent(d)}, and at most {MostPad}"));
        }

        if (size > MostOffsets)
            throw InvalidParameterException.Because("kernel", $"kernel {Tensor.ShapeText(Kernel)} is larger than any window that is computed.");
        Size = (int)size;
    }

    public IReadOnlyList<int> Kernel { get; }

    public IReadOnlyList<int> Strides { get; }

    /// <summary>All before, then all behind.</summary>
    public IReadOnlyList<int> Pads { get; }

    public IReadOnlyList<int> Dilations { get; }

    public AutoPad AutoPad { get; }

    public bool Ceiling { get; }

    /// <summary>Elements of a window.</summary>
    public int Size { get; }

    /// <summary>A window in two dimensions, as most networks have it.</summary>
    public static WindowGeometry Square(int kernel, int stride = 1, int pad = 0) => new([kernel, kernel], [stride, stride], [pad, pad, pad, pad]);

    /// <summary>Sizes of the output over an input of these sizes.</summary>
    /// <exception cref="InvalidParameterException">Another number of dimensions, or a window larger than the padded input.</exception>
    public IReadOnlyList<int> OutputOver(IReadOnlyList<int> sizes)
    {
        if (sizes.Count != Kernel.Count)
            throw InvalidParameterException.WrongShape("input", $"[samples × channels{string.Concat(sizes.Select(n => FormattableString.Invariant($" × {n}")))}]", $"[samples × channels and {Kernel.Count} dimensions]");
        return [.. sizes.Select((n, d) => Along(d, n).Count)];
    }

    /// <summary>For each window the offsets of its elements within one channel's plane; negative where there is none.</summary>
    internal WindowOffsets Over(IReadOnlyList<int> sizes)
    {
        var output = OutputOver(sizes);
        if (output.Aggregate((long)Size, (product, n) => Math.Min(product * n, MostOffsets + 1)) > MostOffsets)
            throw InvalidParameterException.Because("input", $"windows {Tensor.ShapeText(Kernel)} over an input of {Tensor.ShapeText(sizes)} are more than are computed.");
        // Dimension by dimension: the windows and elements found so far, each with all of the next.
        var offsets = new[] { 0 };
        var (windows, elements) = (1, 1);
        for (var d = 0; d < sizes.Count; d++)
        {
            var (n, k, count) = (sizes[d], Kernel[d], output[d]);
            var (_, before, behind) = Along(d, n);
            var next = new int[offsets.Length * k * count];
            for (var w = 0; w < windows * count; w++)
            {
                for (var e = 0; e < elements * k; e++)
                {
                    var position = w % count * Strides[d] - before + e % k * Dilations[d];
                    if (position < 0 || position >= n)
                        position = position < n + behind ? WindowOffsets.Pad : WindowOffsets.Outside;
                    var found = offsets[w / count * elements + e / k];
                    next[w * elements * k + e] = Math.Min(found, position) < 0 ? Math.Min(found, position) : found * n + position;
                }
            }

            (offsets, windows, elements) = (next, windows * count, elements * k);
        }

        return new WindowOffsets(output, windows, elements, offsets);
    }

    private long Extent(int dimension) => (long)Dilations[dimension] * (Kernel[dimension] - 1) + 1;

    /// <summary>How many windows, and the pads, along a dimension of size n.</summary>
    private (int Count, int Before, int Behind) Along(int d, int n)
    {
        var (stride, extent) = (Strides[d], Extent(d));
        if (AutoPad is AutoPad.SameUpper or AutoPad.SameLower)
        {
            var same = (n - 1) / stride + 1;
            var pads = Math.Max((same - 1) * (long)stride + extent - n, 0);
            if (n < 1 || pads > 2 * MostPad)
                throw TooLarge(d, n);
            return AutoPad == AutoPad.SameUpper ? (same, (int)(pads / 2), (int)((pads + 1) / 2)) : (same, (int)((pads + 1) / 2), (int)(pads / 2));
        }

        var (before, behind) = AutoPad == AutoPad.Valid ? (0, 0) : (Pads[d], Pads[Kernel.Count + d]);
        var left = n + (long)before + behind - extent;
        if (left < 0)
            throw TooLarge(d, n);
        var count = left / stride + 1;
        // A window that would start behind the input and its leading pad is left out (as PyTorch and ONNX since 1.16 do).
        if (Ceiling && left % stride != 0 && count * stride < n + before)
            count++;
        return ((int)count, before, behind);
    }

    private InvalidParameterException TooLarge(int dimension, int size) =>
        InvalidParameterException.Because("input", FormattableString.Invariant($"a window of extent {Extent(dimension)} does not fit an input of size {size} with its pads."));
}
