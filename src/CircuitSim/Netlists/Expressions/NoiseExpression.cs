namespace CircuitSim.Netlists.Expressions;

/// <summary>onoise_spectrum [V/√Hz], or inoise_spectrum [V/√Hz] or [A/√Hz]: the results of <c>.noise</c>. Nothing else has them.</summary>
public sealed record NoiseExpression(bool IsReferredToInput) : Expression(0)
{
    /// <summary>Name of the vector.</summary>
    public string Name => IsReferredToInput ? "inoise_spectrum" : "onoise_spectrum";

    /// <summary>What a name that no parameter has stands for; null for nothing of the kind.</summary>
    internal static NoiseExpression? Find(string name) => name.ToLowerInvariant() switch
    {
        "onoise" or "onoise_spectrum" => new NoiseExpression(false),
        "inoise" or "inoise_spectrum" => new NoiseExpression(true),
        _ => null,
    };

    /// <summary>The quantity with LTspice's v(onoise) as what it is.</summary>
    internal static Expression Of(Expression quantity) =>
        quantity is NodeVoltageExpression { Negative.IsGround: true } v && Find(v.Positive.Name) is { } noise ? noise : quantity;
}
