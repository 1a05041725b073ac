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
    private const string Style = """
        :root { color-scheme: light dark; --text: #1a1a1a; --page: #fff; --line: #ddd; --dim: #444; --shade: #f4f4f4; --passed: #00614a; --missed: #a33b00; }
        @media (prefers-color-scheme: dark) {
          :root { --text: #e4e4e4; --page: #1a1a1a; --line: #3c3c3c; --dim: #b4b4b4; --shade: #262626; --passed: #4cc9a0; --missed: #ff9a5c; }
          /* Light becomes dark and keeps its hue; what a map means by a colour stays. */
          figure svg:not(.map), .reading i { filter: invert(0.9) hue-rotate(180deg); }
          figure svg.map { background: var(--page); } figure svg.map text[fill="#222222"] { fill: var(--text); } figure svg.map [stroke="#000000"], figure svg.map [stroke="#222222"] { stroke: var(--text); }
        }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); }
        td.short { white-space: nowrap; }
        table { border-collapse: collapse; margin: 1rem 0; font-size: 0.88rem; } caption { text-align: left; font-weight: 600; padding: 0.3rem 0; }
        th, td { padding: 0.2rem 0.7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        th.number { text-align: right; } td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        figure { margin: 1.2rem 0; position: relative; } figcaption { font-size: 0.88rem; color: var(--dim); max-width: 45rem; }
        .passed { color: var(--passed); font-weight: 600; } .missed { color: var(--missed); font-weight: 600; }
        .note { background: var(--shade); border-left: 4px solid #0072B2; padding: 0.5rem 0.8rem; }
        svg { max-width: 100%; height: auto; } a { color: inherit; }
        figure svg:focus { outline: 2px solid #0072B2; outline-offset: 2px; } figure svg[tabindex] { cursor: crosshair; }
        .tools { font-size: 0.78rem; color: var(--dim); margin: 0.1rem 0 0.3rem; } .tools button { font: inherit; margin-right: 0.4rem; } .tools small { margin-left: 0.4rem; }
        .reading { position: absolute; max-width: 45%; padding: 0.3rem 0.6rem; font-size: 0.8rem; line-height: 1.35; background: var(--page); border: 1px solid var(--line); border-radius: 4px; pointer-events: none; }
        .reading b, .reading span { display: block; } .reading data { font-weight: 600; font-variant-numeric: tabular-nums; } .reading i { display: inline-block; width: 0.7em; height: 0.7em; margin-right: 0.4em; }
        .reading[hidden] { display: none; } @media print { .tools { display: none; } }
        """;

    /// <summary>Between comments, so that it is the same script whether the page is read as HTML or as XML.</summary>
    private static readonly string Script = $"*/\n{ReadScript()}/*";

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
                new XElement("style", Style)),
            new XElement("body", new XElement("h1", Title), body, body.Exists(e => e.Name == "figure") ? new XElement("script", new XText("/*"), new XCData(Script), new XText("*/")) : null));
        return new StringBuilder("<!DOCTYPE html>\n").Append(html.ToString().ReplaceLineEndings("\n")).Append('\n').ToString();
    }

    private static string ReadScript()
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream("figures.js")!);
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
