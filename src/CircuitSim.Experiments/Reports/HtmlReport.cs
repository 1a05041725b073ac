using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CircuitSim.Files;

namespace CircuitSim.Experiments.Reports;

/// <summary>
/// One self-contained page: text, tables and static SVG, and one script that makes the figures zoomable and readable where it may
/// run. Nothing is loaded: the page's own policy allows that script, by its checksum, and no other. It is well-formed XML, so that
/// a test (and anyone's script) can read it back.
/// </summary>
public sealed partial class HtmlReport(string title)
{
    /// <summary>Between comments, so that it is the same script whether the page is read as HTML or as XML.</summary>
    private static readonly string Script = $"*/\n{Resource("figures.js")}/*";

    private static readonly string ScriptHash = Convert.ToBase64String(Convert.FromHexString(Sha256.TextOf(Encoding.UTF8.GetBytes($"/*<![CDATA[{Script}]]>*/"))));

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
        bool[] isShort = [.. header.Select((_, k) => lines.All(l => l[k].Length <= 16))];
        return Add(new XElement("table",
            new XElement("caption", caption),
            new XElement("thead", new XElement("tr", header.Select((h, k) => new XElement("th", new XAttribute("scope", "col"), Class(isNumber[k] ? "number" : null), h)))),
            new XElement("tbody", lines.Select(line => new XElement("tr", line.Select((cell, k) => new XElement("td", Class(isNumber[k] ? "number" : Verdict(cell) ?? (isShort[k] ? "short" : null)), cell)))))));
    }

    public HtmlReport Table(string caption, ReadableTable table) => Table(caption, table.Header, table.Rows);

    public override string ToString()
    {
        var html = new XElement("html", new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", $"default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src 'sha256-{ScriptHash}'; base-uri 'none'; form-action 'none'")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", Title),
                new XElement("style", Resource("report.css"))),
            new XElement("body", new XElement("h1", Title), body, body.Exists(e => e.Name == "figure") ? new XElement("script", new XText("/*"), new XCData(Script), new XText("*/")) : null));
        return new StringBuilder("<!DOCTYPE html>\n").Append(html.ToString().ReplaceLineEndings("\n")).Append('\n').ToString();
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
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
