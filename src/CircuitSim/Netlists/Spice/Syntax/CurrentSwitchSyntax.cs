using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>W: <c>Wname n+ n- Vname model [ON|OFF]</c>.</summary>
internal sealed class CurrentSwitchSyntax : ElementSyntax<CurrentSwitch>
{
    public override char Letter => 'W';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var currentSwitch = new CurrentSwitch(
            name, cursor.Node(), cursor.Node(), cursor.Word("the controlling voltage source"), cursor.Name("the model card"));
        return currentSwitch with { InitiallyOn = ElementKeys.ReadOn(cursor) };
    }

    protected override string Write(CurrentSwitch element, ElementText text) =>
        $"{text.Head(element)} {text.Branch(element.Control)} {element.Model} {StateBefore(element, text)}";

    /// <summary>ngspice 39 leaves a W off where its control is within the hysteresis, whatever its line says.</summary>
    private static string StateBefore(CurrentSwitch w, ElementText text) =>
        w.InitiallyOn && text.ForNgspice
            ? throw NetlistException.At(w.Place, $"{w.Name}: ngspice does not follow ON of a current-controlled switch; control an S switch with the voltage of an H source, or choose another engine.")
            : w.InitiallyOn ? "ON" : "OFF";
}
