namespace CircuitSim.Netlists.Spice;

/// <summary>.param and .func.</summary>
internal static class ParameterStatements
{
    /// <summary>Names that an expression would not take for a parameter.</summary>
    private static readonly string[] Reserved = ["time", "temper"];

    public static void ReadParameters(SpiceCursor cursor, CircuitReading draft)
    {
        if (cursor.AtEnd)
            throw cursor.Fault(".param needs a name, '=' and a value.");
        while (!cursor.AtEnd)
        {
            var place = cursor.Place;
            var name = ParameterName(cursor);
            if (cursor.Peek == '(')
            {
                // HSPICE's way to write a .func.
                ReadFunction(cursor, draft, name, place);
                continue;
            }

            cursor.Expect('=', $"behind {name}");
            if (cursor.AtEnd)
                throw cursor.Fault($"the statement ends where the value of {name} is expected.");
            var value = new ElementValue(cursor.RestOfExpression());
            // At the top all parameters are open to subcircuits; within one those of .param are not for calls to set.
            var parameter = new Parameter(name, value) { Place = place };
            if (draft.PlacesOfParameters.TryAdd(name, draft.LocalParameters.Count))
            {
                draft.LocalParameters.Add(parameter);
                continue;
            }

            draft.LocalParameters[draft.PlacesOfParameters[name]] = parameter;
            cursor.Note(place, $"parameter {name} is defined again; its last value counts everywhere, as in ngspice and Xyce.");
        }
    }

    public static void ReadFunction(SpiceCursor cursor, CircuitReading draft)
    {
        var place = cursor.Place;
        ReadFunction(cursor, draft, ParameterName(cursor), place);
        cursor.RequireEnd(".func");
    }

    /// <summary>A function hides a built-in one of its name, but v and i are no functions.</summary>
    private static void ReadFunction(SpiceCursor cursor, CircuitReading draft, string name, SourcePlace place)
    {
        if (name.ToLowerInvariant() is "v" or "i")
            throw NetlistException.At(place, $"{name}() is a voltage or a current; choose another name.");
        cursor.Expect('(', $"behind {name}");
        var arguments = new List<string>();
        while (cursor.Peek != ')')
        {
            var argumentPlace = cursor.Place;
            var argument = ParameterName(cursor);
            if (arguments.Contains(argument, StringComparer.OrdinalIgnoreCase))
                throw NetlistException.At(argumentPlace, $"{name} has two arguments {argument}.");
            arguments.Add(argument);
        }

        cursor.Expect(')', $"behind the arguments of {name}");
        cursor.Accept('=');
        if (cursor.AtEnd)
            throw cursor.Fault($"the statement ends where the body of {name} is expected.");
        var body = cursor.RestOfExpression(closesBrackets: true);
        draft.Functions.Add(new FunctionDefinition(name, arguments, body) { Place = place });
    }

    private static string ParameterName(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var name = cursor.Name("a name");
        return SpiceNames.IsParameter(name) && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? name
            : throw NetlistException.At(place, $"'{name}' cannot name a parameter; a name starts with a letter or _, and time and temper are taken.");
    }
}
