using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>The MOSFETs of a circuit, those of each level in a group that is compiled for its channel.</summary>
internal sealed class MosfetGroups(SimulatorOptions options) : IElementGroup
{
    private MosfetGroup<Level1Channel>? level1;
    private MosfetGroup<Level2Channel>? level2;
    private MosfetGroup<Level3Channel>? level3;

    public IReadOnlyList<Type> Kinds { get; } = [typeof(Mosfet)];

    public IEnumerable<DeviceGroup> Groups => new DeviceGroup?[] { level1, level2, level3 }.OfType<DeviceGroup>();

    public void NameInternalNodes(Element element, CircuitNumbering numbering)
    {
        var m = (Mosfet)element;
        var physics = new MosfetParasitics(numbering.Card(m.Model, MosfetCard.ToParameters), m.Geometry(), m.TemperatureIn(options), options.NominalTemperature);
        if (physics.DrainConductance is not null)
            numbering.AddInternalNode($"{element.Name}#drain");
        if (physics.SourceConductance is not null)
            numbering.AddInternalNode($"{element.Name}#source");
    }

    public void Accept(Element element, CircuitNumbering numbering)
    {
        var m = (Mosfet)element;
        var p = numbering.Card(m.Model, MosfetCard.ToParameters);
        var (geometry, celsius, nominal) = (m.Geometry(), m.TemperatureIn(options), options.NominalTemperature);
        switch (p.Level)
        {
            case 1:
                (level1 ??= new(options)).Add(m, p, new Level1Channel(p, geometry, celsius, nominal), numbering);
                break;
            case 2:
                (level2 ??= new(options)).Add(m, p, new Level2Channel(p, geometry, celsius, nominal), numbering);
                break;
            default:
                (level3 ??= new(options)).Add(m, p, new Level3Channel(p, geometry, celsius, nominal), numbering);
                break;
        }
    }
}
