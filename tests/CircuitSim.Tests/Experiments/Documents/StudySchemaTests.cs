using System.Text.Json.Nodes;
using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Tests.Experiments.Documents;

/// <summary>The schema that editors get says what the reader takes.</summary>
public class StudySchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(StudySchema.Of(StudyTable.All))!.AsObject();

    [Fact]
    public void Of_AllStudies_HasEveryOptionOfEach()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)Schema["$schema"]);
        Assert.Equal(StudyTable.All.Select(s => s.Name), Schema["properties"]!["study"]!["enum"]!.AsArray().Select(n => (string?)n));
        foreach (var study in StudyTable.All)
        {
            foreach (var definition in new[] { study.Name, $"{study.Name}.sweeps" })
            {
                var options = Schema["$defs"]![definition]!;
                Assert.False((bool)options["additionalProperties"]!);
                Assert.Equal(study.Options.Where(o => o != IntegerOption.Jobs).Select(o => o.FileKey), options["properties"]!.AsObject().Select(p => p.Key));
            }

            var standard = Schema["$defs"]![study.Name]!["properties"]!;
            Assert.All(study.Options.OfType<IntegerOption>().Where(o => o != IntegerOption.Jobs), o => Assert.Equal(o.Standard, (int)standard[o.FileKey]!["default"]!));
        }
    }

    [Fact]
    public void Of_AllStudies_RefersToWhatIsThere()
    {
        var references = 0;
        Walk(Schema);
        Assert.InRange(references, StudyTable.All.Count * 5, int.MaxValue);

        void Walk(JsonNode? node)
        {
            foreach (var (key, value) in node is JsonObject o ? o.Select(p => (p.Key, p.Value)) : (node as JsonArray ?? []).Select(v => ("", v)))
            {
                if (key == "$ref")
                {
                    references++;
                    Assert.NotNull(((string)value!).Split('/')[1..].Aggregate((JsonNode?)Schema, (at, name) => at?[name]));
                }

                Walk(value);
            }
        }
    }
}
