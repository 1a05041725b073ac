using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>The memristors of a circuit, those of each model in a group that is compiled for it.</summary>
internal sealed class MemristorGroups(double stateTolerance) : IElementGroup
{
    private readonly double stateTolerance = stateTolerance;
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
        model.LendTo(new Adding(this, m.Name, numbering.Node(m.Positive), numbering.Node(m.Negative), memory, m.StartOf(model)));
    }

    private sealed record Adding(MemristorGroups Groups, string Name, int A, int B, int Memory, double Start) : IMemristorModelUser<bool>
    {
        public bool Use<TModel>(TModel model)
            where TModel : struct, IMemristorModel
        {
            if (!Groups.groups.TryGetValue(typeof(TModel), out var group))
                Groups.groups.Add(typeof(TModel), group = new MemristorGroup<TModel>(Groups.stateTolerance));
            ((MemristorGroup<TModel>)group).Add(Name, A, B, Memory, model, Start);
            return true;
        }
    }
}
