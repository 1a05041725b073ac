using System.Text.RegularExpressions;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests;

/// <summary>What documents point to must exist, and what code cites of them, too.</summary>
public partial class DocumentsTests
{
    [Fact]
    public void Links_OfEveryDocument_LeadToSomething()
    {
        var broken = new List<string>();
        foreach (var document in Documents())
        {
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
            {
                var target = link.Groups[1].Value.Split('#')[0];
                var path = Path.Combine(Path.GetDirectoryName(document)!, target);
                if (target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !File.Exists(path) && !Directory.Exists(path))
                    broken.Add($"{Path.GetRelativePath(Repository.Root, document)}: {target}");
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void Documents_AllOfThem_CanBeReachedFromTheReadme()
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([Path.Combine(Repository.Root, "README.md")]);
        while (open.TryPop(out var document))
        {
            if (!reached.Add(document))
                continue;
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
            {
                var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value.Split('#')[0]));
                if (path.EndsWith(".md", StringComparison.Ordinal) && File.Exists(path))
                    open.Push(path);
            }
        }

        Assert.Empty(Documents().Select(Path.GetFullPath).Except(reached));
    }

    [Fact]
    public void Proofs_ThatCodeCites_AreThere()
    {
        var numbers = ProofHeading().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/proofs.md"))).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers.Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)));
        var cited = 0;
        foreach (var file in Repository.SourceFiles("src").Concat(Repository.SourceFiles("tests")))
        {
            foreach (Match citation in Citation().Matches(File.ReadAllText(file)))
            {
                cited++;
                Assert.True(numbers.Contains(citation.Groups[1].Value), $"{file} cites a statement {citation.Groups[1].Value}");
            }
        }

        Assert.InRange(cited, 5, int.MaxValue);
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(Repository.Root, f).Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj" or "results" or "data" or "artifacts"));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?m)^## (\d+)\. ")]
    private static partial Regex ProofHeading();

    [GeneratedRegex(@"docs/proofs\.md,\s+(?:///\s+)?(\d+)")]
    private static partial Regex Citation();
}
