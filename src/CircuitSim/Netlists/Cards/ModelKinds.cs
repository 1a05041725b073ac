namespace CircuitSim.Netlists.Cards;

/// <summary>The kinds of model cards that elements can refer to.</summary>
internal static class ModelKinds
{
    private static readonly string[] Known =
        [DiodeCard.Kind, MosfetCard.NChannelKind, MosfetCard.PChannelKind, SwitchCard.Kind, SwitchCard.CurrentControlledKind, MemristorCard.Kind];

    public static string List => string.Join(", ", Known);

    public static bool IsKnown(string kind) => Known.Contains(kind, StringComparer.OrdinalIgnoreCase);
}
