using SpiceSharp.Behaviors;
using SpiceSharp.Components;
using SpiceSharp.Components.Mosfets.Level1;
using SpiceSharp.Simulations;

namespace CircuitSim.SpiceSharp;

/// <summary>SpiceSharp's MOSFET of level 1 with <see cref="MosfetTime"/> in the place of its own behavior in time.</summary>
internal sealed class ChargedMosfet(string name) : Mosfet1(name)
{
    public override void CreateBehaviors(ISimulation simulation)
    {
        var behaviors = new BehaviorContainer(Name);
        var context = new ComponentBindingContext(this, simulation, behaviors);
        behaviors.Add(new Biasing(context));
        if (simulation.UsesBehaviors<ITimeBehavior>())
            behaviors.Add(new MosfetTime(context));
        simulation.EntityBehaviors.Add(behaviors);
    }
}
