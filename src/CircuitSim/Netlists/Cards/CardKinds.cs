namespace CircuitSim.Netlists.Cards;

/// <summary>The table of the kinds of model cards that elements can refer to, and of what is read from them.</summary>
internal static class CardKinds
{
    private static readonly (string Kind, Func<ModelCard, object> Read)[] All =
    [
        (DiodeCard.Kind, DiodeCard.ToParameters),
        (MosfetCard.NChannelKind, MosfetCard.ToParameters),
        (MosfetCard.PChannelKind, MosfetCard.ToParameters),
        (BipolarCard.NpnKind, BipolarCard.ToParameters),
        (BipolarCard.PnpKind, BipolarCard.ToParameters),
        (JfetCard.NChannelKind, JfetCard.ToParameters),
        (JfetCard.PChannelKind, JfetCard.ToParameters),
        (VdmosCard.Kind, VdmosCard.ToParameters),
        (VdmosCard.NChannelKind, VdmosCard.ToParameters),
        (VdmosCard.PChannelKind, VdmosCard.ToParameters),
        (MesfetCard.NChannelKind, MesfetCard.ToParameters),
        (MesfetCard.PChannelKind, MesfetCard.ToParameters),
        .. PassiveCards.Resistors.Concat(PassiveCards.Capacitors).Concat(PassiveCards.Inductors).Select(kind => (kind, (Func<ModelCard, object>)PassiveCards.Read)),
        (SwitchCard.Kind, SwitchCard.ToParameters),
        (SwitchCard.CurrentControlledKind, SwitchCard.ToParameters),
        (SmoothSwitchCard.VoltageKind, SmoothSwitchCard.ToParameters),
        (SmoothSwitchCard.CurrentKind, SmoothSwitchCard.ToParameters),
        (SmoothSwitchCard.Kind, SmoothSwitchCard.ToParameters),
        (MemristorCard.Kind, MemristorCard.ToModel),
    ];

    public static string List => string.Join(", ", All.Select(row => row.Kind));

    public static bool IsKnown(string kind) => Find(kind) is not null;

    /// <summary>Keys of a card that its device knows and does not depend on.</summary>
    public static IEnumerable<string> WithoutEffect(ModelCard card)
    {
        IEnumerable<string> silent = card.Kind.ToUpperInvariant() switch
        {
            MosfetCard.NChannelKind or MosfetCard.PChannelKind => MosfetCard.WithoutEffect(card),
            BipolarCard.NpnKind or BipolarCard.PnpKind => BipolarCard.WithoutEffect,
            DiodeCard.Kind => DiodeCard.WithoutEffect,
            VdmosCard.Kind or VdmosCard.NChannelKind or VdmosCard.PChannelKind => VdmosCard.WithoutEffect,
            JfetCard.NChannelKind or JfetCard.PChannelKind => JfetCard.WithoutEffect,
            _ => [],
        };
        return card.Parameters.Keys.Where(key => silent.Contains(key, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What ngspice is given of the card: its own keys, and none that say nothing of the device, over whose words it stumbles.</summary>
    /// <exception cref="NetlistException">ngspice has nothing that a key stands for; of a flat netlist.</exception>
    public static IEnumerable<(string Key, string Value)> ForNgspice(ModelCard card)
    {
        var (silent, aliases) = (WithoutEffect(card).ToHashSet(), Aliases(card.Kind));
        var parameters = card.Parameters.Where(p => !silent.Contains(p.Key)).Select(p => (aliases?.GetValueOrDefault(p.Key, p.Key) ?? p.Key, p.Value));
        return card.Kind.ToUpperInvariant() switch
        {
            DiodeCard.Kind => DiodeCard.ForNgspice(card, parameters),
            VdmosCard.Kind or VdmosCard.NChannelKind or VdmosCard.PChannelKind => VdmosCard.ForNgspice(card, parameters),
            JfetCard.NChannelKind or JfetCard.PChannelKind => JfetCard.ForNgspice(card, parameters),
            _ => parameters,
        };
    }

    /// <summary>The key that an alias stands for; any other as it is.</summary>
    public static string KeyOf(ModelCard card, string key) => (Aliases(card.Kind)?.GetValueOrDefault(key, key) ?? key).ToLowerInvariant();

    /// <summary>The kind by which ngspice knows the card.</summary>
    public static string NgspiceKind(ModelCard card) => card.Kind.ToUpperInvariant() is VdmosCard.NChannelKind or VdmosCard.PChannelKind ? VdmosCard.Kind : card.Kind;

    private static Dictionary<string, string>? Aliases(string kind) => kind.ToUpperInvariant() switch
    {
        BipolarCard.NpnKind or BipolarCard.PnpKind => BipolarCard.Aliases,
        DiodeCard.Kind => DiodeCard.Aliases,
        VdmosCard.Kind or VdmosCard.NChannelKind or VdmosCard.PChannelKind => VdmosCard.Aliases,
        JfetCard.NChannelKind or JfetCard.PChannelKind => JfetCard.Aliases,
        _ => null,
    };

    /// <summary>The parameters of the device that the card's kind names.</summary>
    /// <exception cref="NetlistException">The kind is not known, or a key is unknown, missing, unreadable or out of range.</exception>
    public static object Read(ModelCard card) =>
        (Find(card.Kind) ?? throw NetlistException.Because($"model {card.Name}: is of kind {card.Kind}; the kinds are {List}."))(card);

    private static Func<ModelCard, object>? Find(string kind) =>
        Array.Find(All, row => row.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase)).Read;
}
