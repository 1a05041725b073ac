namespace CircuitSim.Netlists.Expressions;

/// <summary>A function that expressions know without a .func.</summary>
internal sealed record BuiltInFunction(string Name, BuiltInFunctionKind Kind, Operation Operation, int FewestArguments, int MostArguments)
{
    private static readonly Dictionary<string, BuiltInFunction> All = Create();

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static BuiltInFunction? Find(string name) => All.GetValueOrDefault(name);

    /// <exception cref="NetlistException">The number of arguments does not fit.</exception>
    public void RequireArguments(int count)
    {
        if (count < FewestArguments || count > MostArguments || (Kind == BuiltInFunctionKind.Table && count % 2 == 0))
            throw NetlistException.Because($"{Name}() takes {Expected}, not {count}.");
    }

    private string Expected => Kind switch
    {
        BuiltInFunctionKind.Table => "a variable and pairs x, y",
        _ when FewestArguments == MostArguments => FewestArguments == 1 ? "1 argument" : $"{FewestArguments} arguments",
        _ => $"at least {FewestArguments} arguments",
    };

    private static Dictionary<string, BuiltInFunction> Create()
    {
        const int Many = 10_000;
        var all = new Dictionary<string, BuiltInFunction>(StringComparer.OrdinalIgnoreCase);
        void Add(string name, BuiltInFunctionKind kind, Operation operation, int fewest, int most) =>
            all.Add(name, new BuiltInFunction(name, kind, operation, fewest, most));
        (string Name, Operation Operation)[] unary =
        [
            ("abs", Operation.Absolute), ("sqrt", Operation.SquareRoot), ("exp", Operation.Exponential), ("ln", Operation.Logarithm),
            ("log", Operation.Logarithm), ("log10", Operation.Logarithm10), ("sin", Operation.Sine), ("cos", Operation.Cosine),
            ("tan", Operation.Tangent), ("asin", Operation.ArcSine), ("acos", Operation.ArcCosine), ("atan", Operation.ArcTangent),
            ("arctan", Operation.ArcTangent), ("sinh", Operation.HyperbolicSine), ("cosh", Operation.HyperbolicCosine),
            ("tanh", Operation.HyperbolicTangent), ("asinh", Operation.AreaSine), ("acosh", Operation.AreaCosine),
            ("atanh", Operation.AreaTangent), ("floor", Operation.Floor), ("ceil", Operation.Ceiling), ("nint", Operation.Round),
            ("int", Operation.Truncate), ("sgn", Operation.Sign), ("u", Operation.Step), ("uramp", Operation.Ramp),
        ];
        foreach (var (name, operation) in unary)
            Add(name, BuiltInFunctionKind.Unary, operation, 1, 1);
        Add("pow", BuiltInFunctionKind.Chain, Operation.Power, 2, 2);
        Add("pwr", BuiltInFunctionKind.Chain, Operation.SignedPower, 2, 2);
        Add("atan2", BuiltInFunctionKind.Chain, Operation.ArcTangent2, 2, 2);
        Add("min", BuiltInFunctionKind.Chain, Operation.Minimum, 2, Many);
        Add("max", BuiltInFunctionKind.Chain, Operation.Maximum, 2, Many);
        Add("limit", BuiltInFunctionKind.Limit, Operation.Select, 3, 3);
        Add("if", BuiltInFunctionKind.Conditional, Operation.Select, 3, 3);
        Add("ternary_fcn", BuiltInFunctionKind.Conditional, Operation.Select, 3, 3);
        Add("table", BuiltInFunctionKind.Table, Operation.Table, 3, Many);
        Add("pwl", BuiltInFunctionKind.Table, Operation.Table, 3, Many);
        return all;
    }
}
