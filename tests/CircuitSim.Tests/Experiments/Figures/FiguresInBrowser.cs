using System.Net;
using System.Text.Json.Nodes;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.Reports;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments.Figures;

/// <summary>
/// Every kind of figure on one page, in one Chromium: at two widths for what overlaps, and once more for a reader's hands. The report
/// keeps its own policy; the page around it looks into it and moves the pointer.
/// </summary>
public sealed class FiguresInBrowser
{
    /// <summary>A ramp and a wave over the same times, for the hands.</summary>
    internal static readonly double[] Times = [.. Enumerable.Range(0, 401).Select(k => 1e-6 * k * k / 400)], Wave = [.. Times.Select(t => 2 * Math.Sin(3e4 * t))], Ramp = [.. Times.Select(t => 1e3 * t / 3)];

    internal static readonly double[] Cells = [.. Enumerable.Range(0, 12 * 30).Select(k => 1e-6 * (k + 1) / 7.0)];

    /// <summary>More than a page holds the values of.</summary>
    internal const int ManyRows = 300, ManyColumns = 200;

    private readonly Lazy<JsonObject> result = new(Run);

    /// <summary>What the script of the page around it found.</summary>
    internal JsonObject Result => result.Value;

    private static JsonObject Run()
    {
        var hands = new HtmlReport("hands")
            .Figure(new LineFigure { Id = "wave", Description = "d", XAxis = new FigureAxis("time", "s"), YAxis = new FigureAxis("voltage", "V"), Series = [new FigureSeries("wave", [.. Times.Zip(Wave)], ShowPoints: false), new FigureSeries("ramp", [.. Times.Zip(Ramp)], ShowPoints: false)] }.ToSvg(), "c")
            .Figure(new LineFigure { Id = "loop", Description = "d", XAxis = new FigureAxis("voltage", "V"), YAxis = new FigureAxis("current", "A"), Series = [new FigureSeries("loop", [.. Times.Select(t => (Math.Cos(2e4 * t), 1e-3 * Math.Sin(2e4 * t)))], ShowPoints: false, ShowDirection: true)] }.ToSvg(), "c")
            .Figure(Map("map", 12, 30, Cells, new FigureAxis("current", "A")).ToSvg(), "c")
            .Figure(Map("picture", ManyRows, ManyColumns, [.. Enumerable.Range(0, ManyRows * ManyColumns).Select(k => 1e-3 * k)], new FigureAxis("IR drop", "V")).ToSvg(), "c")
            .Figure(new LineFigure { Id = "log", Description = "d", XAxis = new FigureAxis("frequency", "Hz", FigureScale.Logarithmic), YAxis = new FigureAxis("gain"), Series = [new FigureSeries("gain", [.. Enumerable.Range(0, 61).Select(k => (Math.Pow(10, k / 10.0), 1.0 / (1 + k)))], ShowPoints: false)] }.ToSvg(), "c");
        string Frame(string id, int width, HtmlReport report) => $"<iframe id=\"{id}\" width=\"{width}\" height=\"2000\" srcdoc=\"{WebUtility.HtmlEncode(report.ToString())}\"></iframe>";
        var figures = Figures();
        var dom = Chromium.Dump($"<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>{Frame("narrow", 1000, figures)}{Frame("wide", 1900, figures)}{Frame("hands", 1000, hands)}<pre id=\"result\"></pre><script>{Script}</script></body></html>");
        return JsonNode.Parse(WebUtility.HtmlDecode(dom.Split("<pre id=\"result\">")[1].Split("</pre>")[0]))!.AsObject();
    }

    /// <summary>Each kind, over ranges and units at which labels might run into one another.</summary>
    private static HtmlReport Figures()
    {
        var page = new HtmlReport("figures");
        var random = new Random(7);
        foreach (var unit in new[] { "s", "V", "Ω", "%", "" })
        {
            foreach (var scale in new[] { FigureScale.Linear, FigureScale.Logarithmic, FigureScale.Ordinal })
            {
                for (var many = 1; many <= 3; many++)
                {
                    var (least, decades) = (Math.Pow(10, -12 + 15 * random.NextDouble()), many == 1 ? 0.3 : many == 2 ? 2.5 : 9);
                    double At(int k) => scale == FigureScale.Ordinal ? Math.Round(100 * random.NextDouble()) / 10 : least * Math.Pow(10, decades * k / 7);
                    (double, double)[] points = [.. Enumerable.Range(0, 8).Select(At).Select(x => (x, x)).DistinctBy(p => p.Item1).OrderBy(p => p.Item1)];
                    var axis = new FigureAxis("a quantity with a name", unit, scale);
                    page.Figure(new LineFigure
                    {
                        Id = $"lines-{unit}-{scale}-{many}",
                        Description = "d",
                        XAxis = axis,
                        YAxis = axis,
                        Series = [.. Enumerable.Range(0, many == 3 ? 17 : many).Select(n => new FigureSeries($"the line with the number {n}", points))],
                        Marks = [(points[1].Item1, "one that was chosen"), (points[2].Item1, "another one"), (points[^1].Item1, "the last")],
                    }.ToSvg(), "c");
                }
            }
        }

        foreach (var (rows, columns) in new[] { (1, 1), (2, 2), (8, 8), (65, 40), (4, 128) })
        {
            double[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => 9 + 15 * random.NextDouble())];
            foreach (var scale in new[] { FigureScale.Linear, FigureScale.Logarithmic })
                page.Figure(Map($"map-{rows}-{columns}-{scale}", rows, columns, values, new FigureAxis("drift, part of the state's range", "%", scale)).ToSvg(), "c");
            page.Figure(Map($"map-{rows}-{columns}-A", rows, columns, [.. values.Select(v => 1e-9 * v)], new FigureAxis("cell current", "A", FigureScale.Logarithmic)).ToSvg(), "c");
        }

        page.Figure((Map("confusion", 10, 10, [.. Enumerable.Range(0, 100).Select(k => k % 11 == 0 ? 987.0 : k % 7)], new FigureAxis("images")) with { Cell = (36, 30), ShowValues = true }).ToSvg(), "c");
        page.Figure(new HistogramFigure { Id = "histogram", Description = "d", Values = [.. Enumerable.Range(0, 3000).Select(_ => 2 * random.NextDouble() - 1)], Value = new FigureAxis("error", "%", Least: -1, Greatest: 1), Bins = 40, CountLabel = "cells", Marks = [(-0.5, "tolerance"), (-0.45, "mean"), (0.5, "tolerance")] }.ToSvg(), "c");
        page.Figure(new BoxFigure { Id = "boxes", Description = "d", Label = "standard deviation of a cell's conductance [%]", Value = FigureAxis.Share("images classified correctly"), Cases = [.. Enumerable.Range(1, 8).Select(k => ($"{5 * k}", (IReadOnlyList<double>)[.. Enumerable.Range(0, 20).Select(_ => 90 - 3 * k * random.NextDouble())]))] }.ToSvg(), "c");
        page.Figure(new WaterfallFigure { Id = "waterfall", Description = "d", Value = new FigureAxis("error", "LSB"), Steps = [.. new[] { "DAC", "driver", "array", "TIA", "subtractor", "S and H", "ADC" }.Select((n, k) => (n, 0.3 * (k + 1)))] }.ToSvg(), "c");
        page.Figure(new ChainFigure { Id = "chain", Description = "d", Stages = [.. new[] { "DAC", "driver", "array", "TIA", "subtractor", "S and H", "ADC" }.Select((n, k) => new ChainStage(n, ["6 bits, R-2R", "2 % parts"], k % 2 == 0, "voltage [V]", ["at most 1.2 LSB", "rms 0.3 LSB"], 0.2 * k))] }.ToSvg(), "c");
        return page;
    }

    private static MapFigure Map(string id, int rows, int columns, double[] values, FigureAxis value) => new()
    {
        Id = id,
        Description = "d",
        Rows = rows,
        Columns = columns,
        Values = values,
        RowAxis = new FigureAxis("word line"),
        ColumnAxis = new FigureAxis("bit line"),
        Value = value,
    };

    private const string Script = """
        addEventListener('load', () => {
          const found = { overlaps: [], outside: [], figures: 0, living: 0, texts: 0 };
          for (const id of ['narrow', 'wide']) {
            for (const svg of document.getElementById(id).contentDocument.querySelectorAll('figure > svg')) {
              const whole = svg.getBoundingClientRect(), boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
              found.figures++; found.living += svg.matches('[tabindex]') || !svg.querySelector('metadata').textContent.includes('"x":{') ? 1 : 0; found.texts += boxes.length;
              boxes.forEach(([text, a], n) => {
                if (a.left < whole.left - 1 || a.right > whole.right + 1 || a.top < whole.top - 1 || a.bottom > whole.bottom + 1) found.outside.push(id + ' ' + svg.id + ': ' + text);
                for (const [other, b] of boxes.slice(n + 1))
                  if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3) found.overlaps.push(id + ' ' + svg.id + ': ' + text + ' | ' + other);
              });
            }
          }
          const frame = document.getElementById('hands'), doc = frame.contentDocument, win = frame.contentWindow;
          const hand = id => {
            const svg = doc.getElementById(id), box = svg.getBoundingClientRect(), plot = JSON.parse(svg.querySelector('metadata').textContent).plot, k = box.width / svg.viewBox.baseVal.width;
            // Parts of the plot, from its left and from its top.
            const send = (type, x, y, more = {}) => {
              const event = new win[type === 'wheel' ? 'WheelEvent' : 'PointerEvent'](type, { clientX: box.left + k * (plot[0] + x * plot[2]), clientY: box.top + k * (plot[1] + y * plot[3]), bubbles: true, cancelable: true, button: 0, pointerId: 1, ...more });
              return svg.dispatchEvent(event);
            };
            return {
              svg, send,
              key: key => svg.dispatchEvent(new win.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })),
              drag: (a, b, c, d) => { send('pointerdown', a, b); send('pointermove', c, d); send('pointerup', c, d); },
              ticks: axis => [...svg.querySelectorAll('.' + axis + 'tick')].map(t => t.textContent),
              reading: () => { const p = svg.parentNode.querySelector('.reading'); return p.hidden ? null : [p.querySelector('b').textContent, ...[...p.querySelectorAll('data')].map(d => d.textContent)]; },
              button: name => [...svg.parentNode.querySelectorAll('button')].find(b => b.textContent === name).click(),
            };
          };
          const wave = hand('wave'), saved = {};
          wave.send('pointermove', 0.5, 0.5); found.whole = wave.reading();
          found.ignoredWheel = wave.send('wheel', 0.5, 0.5, { deltaY: -100 }) && wave.ticks('x').length === 0;
          wave.drag(0.25, 0.5, 0.5, 0.52);
          found.ticks = wave.ticks('x'); found.yTicks = wave.ticks('y').length;
          wave.send('pointermove', 0.5, 0.5); found.middle = wave.reading();
          wave.key('ArrowRight'); found.next = wave.reading();
          wave.key('ArrowLeft'); wave.key('ArrowLeft'); found.before = wave.reading();
          wave.drag(0.2, 0.2, 0.4, 0.6); found.smaller = wave.ticks('x'); found.smallerY = wave.ticks('y');
          wave.send('dblclick', 0.5, 0.5); found.reset = wave.ticks('x').length === 0 && !wave.svg.classList.contains('zoomed');
          wave.svg.focus(); found.tookWheel = !wave.send('wheel', 0.5, 0.5, { deltaY: -100 }); found.wheel = wave.ticks('x');
          wave.key('0');
          const loop = hand('loop'); loop.send('pointermove', 0.5, 0.02); found.loop = loop.reading();
          const map = hand('map'); map.send('pointermove', 0.5, 0.01); found.cell = map.reading();
          map.drag(0.5, 0.5, 0.99, 0.99); map.send('pointermove', 0.999, 0.999); found.corner = map.reading(); found.mapTicks = map.ticks('x');
          const log = hand('log'); log.drag(0.5, 0.5, 0.6, 0.52); found.logTicks = log.ticks('x'); log.send('pointermove', 0.5, 0.5); found.log = log.reading();
          win.URL.createObjectURL = blob => { saved[blob.type] = blob; return 'data:,'; };
          win.URL.revokeObjectURL = () => { };
          win.HTMLAnchorElement.prototype.click = function () { found.name = this.download; };
          wave.button('CSV'); wave.button('SVG'); wave.button('PNG');
          const picture = hand('picture');
          const end = setInterval(async () => {
            picture.send('pointermove', 0.2525, 0.5005); found.picture = picture.reading();
            if (!saved['image/png'] || found.picture[1] === '…') return;
            clearInterval(end);
            found.csv = await saved['text/csv'].text(); found.saved = (await saved['image/svg+xml'].text()); found.png = saved['image/png'].size;
            document.getElementById('result').textContent = JSON.stringify(found);
          }, 50);
        });
        """;
}
