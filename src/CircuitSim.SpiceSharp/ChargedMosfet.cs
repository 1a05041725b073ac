using CircuitSim.Devices;
using SpiceSharp.Behaviors;
using SpiceSharp.Components;
using SpiceSharp.Simulations;
using Levels = SpiceSharp.Components.Mosfets;

namespace CircuitSim.SpiceSharp;

/// <summary>SpiceSharp's MOSFET of any level with <see cref="MosfetTime"/> in the place of its own behavior in time.</summary>
/// <param name="parasitics">Whose overlaps count.</param>
internal sealed class ChargedMosfet(string name, int level, MosfetParasitics parasitics) : Mosfet1(name)
{
    public override void CreateBehaviors(ISimulation simulation)
    {
        var behaviors = new BehaviorContainer(Name);
        var context = new ComponentBindingContext(this, simulation, behaviors);
        behaviors.Add(level switch
        {
            1 => new Levels.Level1.Biasing(context),
            2 => new Levels.Level2.Biasing(context),
            _ => new Levels.Level3.Biasing(context),
        });
        if (simulation.UsesBehaviors<ITimeBehavior>())
            behaviors.Add(new MosfetTime(context, parasitics));
        simulation.EntityBehaviors.Add(behaviors);
    }
}
