using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Ngspice;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>What writing an element needs to know of the text around it, and the words that all statements are made of.</summary>
internal sealed class ElementText
{
    private readonly Dictionary<string, string> ngspiceNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MemristorSubcircuit> memristors = [];

    private ElementText()
    {
    }

    /// <summary>For ngspice.</summary>
    /// <param name="memristors">The subcircuits by card.</param>
    public ElementText(FlatNetlist flat, Dictionary<string, MemristorSubcircuit> memristors)
    {
        ForNgspice = true;
        Celsius = flat.Options.Temperature;
        StartsFromConditions = flat.Analyses.Any(a => a is TransientAnalysis { UseInitialConditions: true });
        this.memristors = memristors;
        foreach (var element in flat.Elements)
        {
            if (element.HasBranchCurrent || element is Memristor)
                ngspiceNames[element.Designation] = NgspiceNames.Of(element);
        }
    }

    /// <summary>As the netlist reads back.</summary>
    public static ElementText Native { get; } = new();

    /// <summary>For ngspice, elements that follow no current and are no memristors; the reader reads the same.</summary>
    public static ElementText Plain { get; } = new() { ForNgspice = true };

    public bool ForNgspice { get; private init; }

    /// <summary>Of the circuit [°C].</summary>
    public double Celsius { get; } = 27;

    /// <summary>Whether a transient is asked for with uic.</summary>
    public bool StartsFromConditions { get; }

    /// <summary>Name and nodes.</summary>
    public string Head(Element element) => (ForNgspice ? NgspiceNames.Of(element) : element.Name) + Nodes(element.Nodes);

    /// <summary>An element whose current another one follows.</summary>
    public string Branch(string element) => ngspiceNames.GetValueOrDefault(element, element);

    /// <summary>The expression of a source.</summary>
    public string Law(Expression expression) => ForNgspice ? NgspiceExpression.Of(expression, Branch) : $"{{{expression}}}";

    /// <summary>The call of the subcircuit that stands for a memristor; null where memristors are written as such.</summary>
    public string? MemristorCall(Memristor memristor) =>
        ForNgspice ? NgspiceMemristor.Call(memristor, memristors[memristor.Model], Nodes(memristor.Nodes)) : null;

    public static string Nodes(IEnumerable<NodeId> nodes) => string.Concat(nodes.Select(n => " " + n.Name));

    public static string Value(ElementValue value) => value.ToString();

    /// <summary>A key that only stands where its value is given.</summary>
    public static string Key(string key, ElementValue? value) => value is { } given ? $" {key}={Value(given)}" : "";

    /// <summary>A key that only stands where its value is not what it would be without.</summary>
    public static string Key(string key, ElementValue value, double otherwise) =>
        value.IsNumber && value.Number == otherwise ? "" : $" {key}={Value(value)}";

    public static string Off(bool initially) => initially ? " OFF" : "";
}
