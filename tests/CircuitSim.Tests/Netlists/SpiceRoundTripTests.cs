using System.Collections;
using System.Reflection;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Netlists;

public class SpiceRoundTripTests
{
    private static readonly SpiceWriterOptions Native = new() { Dialect = SpiceDialect.Native };

    [Fact]
    [Trait("Category", "slow")]
    public void Read_OfWhatTheWriterWrote_IsTheSameNetlist()
    {
        for (var seed = 0UL; seed < 300; seed++)
        {
            var netlist = new RandomNetlists(new RandomStream(seed)).Next();
            var text = SpiceWriter.ToText(netlist, Native);
            var back = SpiceReader.Read(text).Netlist;
            AssertSame(netlist, back, $"seed {seed}");
            Assert.Equal(text, SpiceWriter.ToText(back, Native));
        }
    }

    [Fact]
    public void AssertSame_OfNetlistsThatDifferDeepInside_Fails()
    {
        var netlist = new RandomNetlists(new RandomStream(1)).Next();
        var other = netlist with { Subcircuits = [netlist.Subcircuits[0] with { Parameters = [new Parameter("r", 1), netlist.Subcircuits[0].Parameters[1]] }] };
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertSame(netlist, other, "netlist"));
    }

    /// <summary>Property by property, list by list: record equality takes two lists of the same elements for different.</summary>
    private static void AssertSame(object? expected, object? actual, string where)
    {
        switch (expected)
        {
            case null:
                Assert.True(actual is null, where);
                break;
            case string or double or int or bool or Enum or NodeId:
                Assert.True(expected.Equals(actual), $"{where}: expected {expected}, actual {actual}");
                break;
            case SourcePlace:
                break;
            case IDictionary map:
                Assert.Equal(map.Count, ((IDictionary)actual!).Count);
                foreach (DictionaryEntry entry in map)
                    AssertSame(entry.Value, ((IDictionary)actual)[entry.Key], $"{where}[{entry.Key}]");
                break;
            case IEnumerable list:
                var (left, right) = (list.Cast<object?>().ToList(), ((IEnumerable)actual!).Cast<object?>().ToList());
                Assert.True(left.Count == right.Count, $"{where}: expected {left.Count} items, actual {right.Count}");
                for (var k = 0; k < left.Count; k++)
                    AssertSame(left[k], right[k], $"{where}[{k}]");
                break;
            case ElementValue value:
                Assert.True(value.Equals(actual), $"{where}: expected {value}, actual {actual}");
                break;
            default:
                Assert.True(expected.GetType() == actual?.GetType(), $"{where}: expected {expected}, actual {actual}");
                foreach (var property in expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetMethod!.GetParameters().Length == 0 && p.CanWrite))
                    AssertSame(property.GetValue(expected), property.GetValue(actual), $"{where}.{property.Name}");
                break;
        }
    }
}
