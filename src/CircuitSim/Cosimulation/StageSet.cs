using System.Collections.Immutable;

namespace CircuitSim.Cosimulation;

/// <summary>Which stages of a read are circuits; the others are ideal.</summary>
public readonly record struct StageSet
{
    private readonly int bits;

    private StageSet(int bits) => this.bits = bits;

    public static ImmutableArray<ReadOutStage> Everything { get; } = [.. Enum.GetValues<ReadOutStage>()];

    public static StageSet Ideal { get; }

    public static StageSet Circuit { get; } = Of(Everything);

    public static StageSet Of(params IEnumerable<ReadOutStage> stages) => new(stages.Aggregate(0, (set, stage) => set | 1 << (int)stage));

    public bool IsIdeal => bits == 0;

    public bool Has(ReadOutStage stage) => (bits & 1 << (int)stage) != 0;

    public StageSet With(ReadOutStage stage) => new(bits | 1 << (int)stage);

    /// <summary>In the order of the chain.</summary>
    public IEnumerable<ReadOutStage> Stages
    {
        get
        {
            var self = this;
            return Everything.Where(self.Has);
        }
    }

    /// <summary>As users type a stage.</summary>
    public static string WordOf(ReadOutStage stage) => stage switch
    {
        ReadOutStage.Dac => "dac",
        ReadOutStage.Driver => "driver",
        ReadOutStage.Array => "array",
        ReadOutStage.Tia => "tia",
        ReadOutStage.Subtractor => "subtractor",
        ReadOutStage.SampleHold => "sample-hold",
        _ => "adc",
    };

    /// <summary>Reads <c>ideal</c>, <c>circuit</c>, or words of stages between commas.</summary>
    /// <exception cref="InvalidParameterException">A word is no stage.</exception>
    public static StageSet Parse(string text)
    {
        text = text.Trim();
        if (text is "ideal")
            return Ideal;
        if (text is "circuit")
            return Circuit;
        var set = Ideal;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var index = Everything.Select(WordOf).ToList().IndexOf(word);
            set = index >= 0 ? set.With(Everything[index]) : throw InvalidParameterException.Because("stages",
                $"stages: there is no stage '{word}'; write ideal, circuit, or some of {string.Join(",", Everything.Select(WordOf))}.");
        }

        return !set.IsIdeal ? set : throw InvalidParameterException.Because("stages", "stages: none is named; write ideal, circuit, or some of " + string.Join(",", Everything.Select(WordOf)) + ".");
    }

    public override string ToString() => IsIdeal ? "ideal" : this == Circuit ? "circuit" : string.Join(",", Stages.Select(WordOf));
}
