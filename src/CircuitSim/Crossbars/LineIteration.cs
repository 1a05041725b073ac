namespace CircuitSim.Crossbars;

/// <summary>
/// Conjugate gradients on S u = b, S = R − D C⁻¹ D, preconditioned by the word lines (z = R⁻¹ r) and, where a coarse grid is
/// used, by R⁻¹ + P A⁻¹ Pᵀ. The residual r is never formed: with t = D C⁻¹ D p, conjugate gradients (docs/proofs.md, 5) give
/// pᵀ S p = γ − z·t + c·s and γ' = α (z'·t − c'·s), where s = Pᵀ S p; without a coarse grid c and s are empty.
/// </summary>
internal sealed unsafe class LineIteration
{
    private readonly LineSystem a;
    private readonly LineKernel kernel;
    private ICoarseGrid? grid, spareGrid;
    private (int Rows, int Columns) spacing;
    private long connections;
    private double γ, β;

    public LineIteration(LineSystem system, LineKernel kernel)
    {
        (a, this.kernel) = (system, kernel);
        BitCurrents = new double[system.Layout.Columns];
    }

    /// <summary>Current of each bit line into its sensing node, as of the latest step, [N] [A].</summary>
    public double[] BitCurrents { get; }

    /// <summary>zᵀ R z, what the lines see of the error's energy [A V]; zero where nothing is left to do.</summary>
    public double LineEnergy => Math.Max(0, γ - (grid?.Energy ?? 0));

    public CrossbarMethod Method => grid is null ? CrossbarMethod.Lines : CrossbarMethod.CoarseCorrection;

    /// <summary>From the next start on uses a coarse grid if that is the method chosen; one that was made before is kept.</summary>
    public void Use(MethodChoice choice)
    {
        grid = null;
        if (choice.Method != CrossbarMethod.CoarseCorrection)
            return;
        if (spareGrid is null || spacing != choice.Spacing)
            spareGrid = kernel.CoarseGrid(choice.Spacing.Rows, choice.Spacing.Columns);
        else if (connections != a.Connections)
            spareGrid.Refactor();
        (grid, spacing, connections) = (spareGrid, choice.Spacing, a.Connections);
    }

    /// <summary>Starts from u = 0; the sources are those of the system.</summary>
    public void StartFromZero(bool bitLinesAreDriven)
    {
        kernel.Clear();
        Array.Clear(BitCurrents);
        if (bitLinesAreDriven)
        {
            kernel.CloseBitLines();
            TakeBitCurrents();
        }

        kernel.AddSources();
        Begin();
    }

    public void Step()
    {
        var energy = γ - kernel.StepBitLines(β, grid) + (grid?.Restrict() ?? 0);
        if (!(energy > 0))
        {
            γ = 0;
            return;
        }

        var α = γ / energy;
        for (var j = 0; j < BitCurrents.Length; j++)
            BitCurrents[j] += α * (a.Senses[j] * a.LastBitVoltages[j] + a.FarSenses[j] * a.FirstBitVoltages[j]);
        var next = α * (kernel.StepWordLines(α) - (grid?.Advance(α) ?? 0));
        β = next / γ;
        γ = next;
    }

    /// <summary>v = C⁻¹ (D u + b_v) and t = û = R⁻¹ (b_u + D v) for the u at hand; returns the greater of Σ g (û − u)⁺ and Σ g (u − û)⁺. The iteration can go on after it.</summary>
    public double Close()
    {
        kernel.CloseBitLines();
        TakeBitCurrents();
        kernel.AddSources();
        return kernel.CloseWordLines();
    }

    /// <summary>
    /// After <see cref="Close"/>: begins anew from u = û, a step of Gauss and Seidel, whose residual D C⁻¹ D (û − u) is
    /// found without a stencil. So a start from known voltages keeps all digits.
    /// </summary>
    public void Restart()
    {
        double* u = a.WordVoltages, z = a.Correction, û = a.Work;
        for (long k = 0; k < a.Layout.Length; k++)
            z[k] = û[k] - u[k];
        a.ExchangeWorkAndWordVoltages();
        kernel.StepBitLines(0);
        Begin();
    }

    private void TakeBitCurrents()
    {
        for (var j = 0; j < BitCurrents.Length; j++)
            BitCurrents[j] = a.Senses[j] * a.BitVoltages[a.Layout.Index(a.Layout.Rows - 1, j)] + a.FarSenses[j] * a.BitVoltages[a.Layout.Index(0, j)];
    }

    private void Begin()
    {
        γ = kernel.StartWordLines() + (grid?.Begin() ?? 0);
        β = 0;
    }
}
