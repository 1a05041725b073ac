namespace CircuitSim.Experiments.Studies;

/// <summary>How far outputs are from what they are held against, relative to full scale.</summary>
/// <param name="Squares">Sum of the squares.</param>
/// <param name="Count">Of outputs.</param>
/// <param name="Correct">Inputs with the right class; 0 where there are no labels.</param>
internal readonly record struct InferError(double Squares, double Largest, int Count, int Correct)
{
    public double Rms => Math.Sqrt(Squares / Count);

    public static InferError operator +(InferError a, InferError b) => new(a.Squares + b.Squares, Math.Max(a.Largest, b.Largest), a.Count + b.Count, a.Correct + b.Correct);
}
