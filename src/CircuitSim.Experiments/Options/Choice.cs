namespace CircuitSim.Experiments.Options;

/// <summary>What is typed, how a result.json says it, and what it stands for. A class: native code of lists of it is shared by all types of values.</summary>
public sealed class Choice<T>(string word, string written, T value)
{
    public string Word => word;

    public string Written => written;

    public T Value => value;

    public static implicit operator Choice<T>((string Word, string Written, T Value) choice) => new(choice.Word, choice.Written, choice.Value);
}
