using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CircuitSim.Experiments.Reports;

/// <summary>
/// One self-contained page: text, tables and static SVG, nothing loaded and nothing that runs. It is well-formed XML,
/// so that a test (and anyone's script) can read it back.
/// </summary>
public sealed partial class HtmlReport(string title)
{
    private const string Style = """
        :root { color-scheme: light; }
        body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid #ccc; }
        table { border-collapse: collapse; margin: 1rem 0; font-size: 0.88rem; } caption { text-align: left; font-weight: 600; padding: 0.3rem 0; }
        th, td { padding: 0.2rem 0.7rem; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top; }
        th.number { text-align: right; } td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        figure { margin: 1.2rem 0; overflow-x: auto; } figcaption { font-size: 0.88rem; color: #444; max-width: 45rem; }
        .passed { color: #00614a; font-weight: 600; } .missed { color: #a33b00; font-weight: 600; }
        .note { background: #f4f4f4; border-left: 4px solid #0072B2; padding: 0.5rem 0.8rem; }
        svg { max-width: 100%; height: auto; }
        """;

    private readonly List<XElement> body = [];

    public string Title { get; set; } = title;

    public HtmlReport Heading(string text) => Add(new XElement("h2", text));

    public HtmlReport Paragraph(string text) => Add(new XElement("p", text));

    /// <summary>A remark that a reader should not miss.</summary>
    public HtmlReport Note(string text) => Add(new XElement("p", new XAttribute("class", "note"), text));

    /// <summary>A paragraph that leads to a page beside this one.</summary>
    public HtmlReport Link(string path, string text) => Add(new XElement("p", new XElement("a", new XAttribute("href", path), text)));

    public HtmlReport Figure(XElement svg, string caption) =>
        Add(new XElement("figure", svg, new XElement("figcaption", caption)));

    /// <summary>Columns of numbers are set to the right, a column that holds anything else to the left; "passed" and "missed" are marked.</summary>
    public HtmlReport Table(string caption, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = rows.ToList();
        bool[] isNumber = [.. header.Select((_, k) => lines.Count > 0 && lines.All(l => IsNumber(l[k]) || IsNone(l[k])) && lines.Any(l => IsNumber(l[k])))];
        return Add(new XElement("table",
            new XElement("caption", caption),
            new XElement("thead", new XElement("tr", header.Select((h, k) => new XElement("th", new XAttribute("scope", "col"), Class(isNumber[k] ? "number" : null), h)))),
            new XElement("tbody", lines.Select(line => new XElement("tr", line.Select((cell, k) => new XElement("td", Class(isNumber[k] ? "number" : Verdict(cell)), cell)))))));
    }

    public HtmlReport Table(string caption, ReadableTable table) => Table(caption, table.Header, table.Rows);

    public override string ToString()
    {
        var html = new XElement("html", new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", Title),
                new XElement("style", Style)),
            new XElement("body", new XElement("h1", Title), body));
        return new StringBuilder("<!DOCTYPE html>\n").Append(html.ToString().ReplaceLineEndings("\n")).Append('\n').ToString();
    }

    private HtmlReport Add(XElement element)
    {
        body.Add(element);
        return this;
    }

    private static XAttribute? Class(string? name) => name is null ? null : new XAttribute("class", name);

    private static string? Verdict(string cell) => cell is "passed" or "missed" ? cell : null;

    private static bool IsNone(string cell) => cell is "" or "–" or "-";

    private static bool IsNumber(string cell) => NumberWithUnit().IsMatch(cell);

    [GeneratedRegex(@"^[-+−]?\d[\d.]*(e[-+]?\d+)?( \S+)?$")]
    private static partial Regex NumberWithUnit();
}
