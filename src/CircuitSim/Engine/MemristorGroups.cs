using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>The memristors of a circuit, those of each model in a group that is compiled for it.</summary>
internal sealed class MemristorGroups(double stateTolerance) : IElementGroup
{
    private readonly Dictionary<Type, DeviceGroup> groups = [];
    private readonly Dictionary<string, MemristorPlace> places = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<Type> Kinds { get; } = [typeof(Memristor)];

    /// <summary>One for each model in use.</summary>
    public IEnumerable<DeviceGroup> Groups => groups.Values;

    /// <summary>By the name of the element.</summary>
    public IReadOnlyDictionary<string, MemristorPlace> Places => places;

    public void Accept(Element element, CircuitNumbering numbering)
    {
        var m = (Memristor)element;
        var model = numbering.Card(m.Model, MemristorCard.ToModel);
        var memory = numbering.ReserveMemory(MemristorPlace.Count);
        places.Add(m.Name, new MemristorPlace(memory, model));
        // Each by its own type: the loops over devices have no virtual call, and are compiled ahead of time.
        switch (model)
        {
            case Vteam vteam:
                Add(vteam);
                break;
            case IonDrift drift:
                Add(drift);
                break;
            case Team team:
                Add(team);
                break;
            case Yakopcic yakopcic:
                Add(yakopcic);
                break;
            case PiecewiseEmpirical empirical:
                Add(empirical);
                break;
            case MetastableSwitch switches:
                Add(switches);
                break;
            default:
                throw NetlistException.Because($"{m.Name}: the built-in engine has no group of memristors of the model {model.GetType().Name}.");
        }

        void Add<TModel>(TModel own)
            where TModel : struct, IMemristorModel
        {
            if (!groups.TryGetValue(typeof(TModel), out var group))
                groups.Add(typeof(TModel), group = new MemristorGroup<TModel>(stateTolerance));
            ((MemristorGroup<TModel>)group).Add(m.Name, numbering.Node(m.Positive), numbering.Node(m.Negative), memory, own, m.StartOf(model));
        }
    }
}
