using CircuitSim.Devices;
using CircuitSim.Netlists;

namespace CircuitSim.Engine;

/// <summary>The memristors of a circuit, those of each model in a group that is compiled for it.</summary>
internal sealed class MemristorGroups(double stateTolerance)
{
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
        // Each by its own type: the loops over devices have no virtual call, and are compiled ahead of time.
        switch (model)
        {
            case Vteam vteam:
                Add(vteam);
                break;
            case IonDrift drift:
                Add(drift);
                break;
            default:
                throw NetlistException.Because($"{name}: the built-in engine has no group of memristors of the model {model.GetType().Name}.");
        }

        void Add<TModel>(TModel own)
            where TModel : struct, IMemristorModel
        {
            if (!groups.TryGetValue(typeof(TModel), out var group))
                groups.Add(typeof(TModel), group = new MemristorGroup<TModel>(stateTolerance));
            ((MemristorGroup<TModel>)group).Add(name, a, b, memory, own, start);
        }
    }
}
