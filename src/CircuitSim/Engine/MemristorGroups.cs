using CircuitSim.Devices;

namespace CircuitSim.Engine;

/// <summary>The memristors of a circuit, those of each model in a group that is compiled for it.</summary>
internal sealed class MemristorGroups(double stateTolerance)
{
    private readonly double stateTolerance = stateTolerance;
    private readonly Dictionary<Type, DeviceGroup> groups = [];
    private readonly Dictionary<string, MemristorPlace> places = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>One for each model in use.</summary>
    public IEnumerable<DeviceGroup> All => groups.Values;

    /// <summary>By the name of the element.</summary>
    public IReadOnlyDictionary<string, MemristorPlace> Places => places;

    /// <param name="memory">First of its <see cref="MemristorPlace.Count"/> places.</param>
    /// <param name="start">State at the start [m].</param>
    public void Add(string name, int a, int b, int memory, IMemristorModel model, double start)
    {
        places.Add(name, new MemristorPlace(memory, model));
        model.LendTo(new Adding(this, name, a, b, memory, start));
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
