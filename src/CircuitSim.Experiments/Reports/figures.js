'use strict';
// Makes the figures of a report readable with a cursor, zoomable and savable. The static SVG stays what it is: while a
// figure is zoomed, its own parts are moved or hidden, and lines and ticks are drawn from the values in its <metadata>.
(() => {
  const NS = 'http://www.w3.org/2000/svg';
  const clamp = (v, low, high) => Math.min(Math.max(v, low), high);
  const numbers = text => new Float64Array(Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer);

  function make(name, attributes, parent, text) {
    const e = document.createElementNS(NS, name);
    for (const key in attributes) e.setAttribute(key, attributes[key]);
    if (text !== undefined) e.textContent = text;
    if (parent) parent.appendChild(e);
    return e;
  }

  // ---- numbers as a reader writes them ----
  const prefixes = [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, ''], [1e-3, 'm'], [1e-6, 'µ'], [1e-9, 'n'], [1e-12, 'p'], [1e-15, 'f'], [1e-18, 'a']];

  function plain(v, digits) {
    const size = Math.abs(v);
    if (!Number.isFinite(v)) return Number.isNaN(v) ? '–' : v > 0 ? '∞' : '−∞';
    if (size === 0 || (size >= 1e-4 && size < 1e6)) return String(Number(v.toPrecision(digits))).replace('-', '−');
    const [m, e] = v.toExponential(digits - 1).split('e');
    return (Number(m) + '·10' + [...e.replace('+', '')].map(c => c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[c]).join('')).replace('-', '−');
  }

  function withUnit(axis, v, digits = 6) {
    if (!axis.si || v === 0 || !Number.isFinite(v)) return (plain(v, digits) + ' ' + axis.unit).trim();
    const [factor, prefix] = prefixes.find(p => Math.abs(v) >= p[0] * 0.9999995) || prefixes[prefixes.length - 1];
    return plain(v / factor, digits) + ' ' + prefix + axis.unit;
  }

  const named = axis => axis.label + (axis.unit ? ' [' + axis.unit + ']' : '');

  // ---- an axis: value to coordinate to pixel, and back ----
  class Axis {
    constructor(json, start, length) {
      Object.assign(this, json);
      Object.assign(this, { start, length, a: json.from, b: json.to, factor: json.factor || 1 });
    }
    at(v) { return this.log ? (v > 0 ? Math.log10(v) : NaN) : this.list ? this.list.indexOf(v) : v / this.factor; }
    value(c) { return this.log ? 10 ** c : this.list ? this.list[Math.round(c)] : c * this.factor; }
    pixel(c) { return this.start + (c - this.a) / (this.b - this.a) * this.length; }
    coordinate(p) { return this.a + (p - this.start) / this.length * (this.b - this.a); }
    get zoomed() { return this.a !== this.from || this.b !== this.to; }
    // Pixels of the static figure become scale · pixel + shift.
    get scale() { return (this.to - this.from) / (this.b - this.a); }
    get shift() { return this.start - this.scale * (this.start + (this.a - this.from) / (this.to - this.from) * this.length); }

    show(a, b) {
      const whole = this.to - this.from, turned = whole < 0 ? -1 : 1;
      let span = clamp(Math.abs(b - a), 1e-9 * Math.abs(whole), Math.abs(whole));
      const low = Math.min(this.from, this.to), high = Math.max(this.from, this.to);
      const first = clamp(Math.min(a, b), low, high - span);
      if (span > 0.9999 * (high - low)) { this.a = this.from; this.b = this.to; return; }
      this.a = turned > 0 ? first : first + span;
      this.b = turned > 0 ? first + span : first;
    }

    zoom(pixel, by) {
      const c = this.coordinate(pixel);
      this.show(c + (this.a - c) * by, c + (this.b - c) * by);
    }

    get ticks() {
      const low = Math.min(this.a, this.b), high = Math.max(this.a, this.b), most = Math.abs(this.length) / (this.vertical ? 45 : 90);
      if (this.list || this.ticked) {
        return this.ticked.map((c, k) => [c, plain(this.list ? this.list[k] : c, 5)]).filter(t => t[0] >= low - 1e-9 && t[0] <= high + 1e-9);
      }
      const round = (from, to) => {
        const raw = (to - from) / most, power = 10 ** Math.floor(Math.log10(raw));
        let step = power * [1, 2, 5, 10].find(m => m * power >= raw * 0.999999);
        if (this.count) step = Math.max(1, Math.round(step));
        const first = Math.ceil(from / step - 1e-9);
        return { step, values: Array.from({ length: Math.max(0, Math.floor(to / step + 1e-9) - first + 1) }, (_, k) => (first + k) * step) };
      };
      if (this.log && high - low >= 1) {
        const every = Math.ceil((high - low) / most), mantissas = high - low < 2.5 ? [1, 2, 5] : [1], found = [];
        for (let d = Math.floor(low); d <= high; d += every)
          for (const m of mantissas) {
            const c = d + Math.log10(m);
            if (c >= low - 1e-9 && c <= high + 1e-9) found.push([c, this.text(10 ** c, 3)]);
          }
        return found;
      }
      const { step, values } = this.log ? round(10 ** low, 10 ** high) : round(low, high);
      // As many digits as tell neighbours apart.
      const digits = clamp(Math.ceil(Math.log10(Math.max(...values.map(Math.abs), step) / step)) + 1, 3, 15);
      return values.map(v => this.log ? [Math.log10(v), this.text(v, digits)] : [v, plain(v, digits)]);
    }

    text(v, digits) { return this.si ? withUnit(this, v, digits) : plain(v, digits); }
  }

  class Figure {
    constructor(svg, json) {
      this.svg = svg;
      this.json = json;
      this.box = svg.closest('figure');
      this.tools();
      if (!json.x || !json.y) return;
      const [left, top, width, height] = json.plot;
      Object.assign(this, { left, top, width, height });
      this.x = new Axis(json.x, left, width);
      this.y = new Axis({ ...json.y, vertical: true }, top + height, -height);
      this.readLines();
      if (json.map) this.cells = numbers(json.map);
      else if (json.columns) this.readPicture();
      // Static parts: those inside the plot move, ticks of the axes give way to drawn ones.
      const clips = [...svg.querySelectorAll('clipPath')].filter(c => Math.abs(c.firstElementChild.getAttribute('width') - width - 10) + Math.abs(c.firstElementChild.getAttribute('height') - height - 10) < 0.1);
      const names = clips.map(c => 'url(#' + c.id + ')');
      this.groups = [...svg.querySelectorAll('g[clip-path]')].filter(g => names.includes(g.getAttribute('clip-path')) && !g.querySelector('.x, .y'));
      this.moving = this.groups.flatMap(g => [...g.children]).filter(e => !e.classList.contains('line')).map(e => ({ e, kept: this.middle(e) }));
      this.fixed = [...svg.querySelectorAll('.x, .y')].filter(e => e.getAttribute('font-size') !== '13');
      this.lineParts = [...svg.querySelectorAll('.line')];
      this.clips = clips.map(c => c.firstElementChild).map(e => ({ e, was: ['x', 'y', 'width', 'height'].map(a => e.getAttribute(a)) }));
      this.drawn = make('g', { class: 'drawn' });
      svg.insertBefore(this.drawn, this.groups[0] || null);
      this.cursor = make('g', { class: 'cursor', 'pointer-events': 'none' }, svg);
      this.frame = make('rect', { class: 'frame', fill: '#0072B2', 'fill-opacity': 0.15, stroke: '#0072B2', display: 'none', 'pointer-events': 'none' }, svg);
      this.panel = document.createElement('output');
      this.panel.className = 'reading';
      this.panel.hidden = true;
      this.box.appendChild(this.panel);
      this.listen();
    }

    readLines() {
      const places = [];
      this.lines = (this.json.lines || []).map((line, n) => {
        const xs = typeof line.x === 'number' ? places[line.x] : numbers(line.x);
        places.push(xs);
        const ys = numbers(line.y), cx = Array.from(xs, v => this.x.at(v)), cy = Array.from(ys, v => this.y.at(v));
        const part = this.svg.querySelector('.line.n' + n);
        return {
          ...line, n, xs, ys, cx, cy,
          colour: part ? part.getAttribute('stroke') : '#222222', dash: part && part.getAttribute('stroke-dasharray'),
          rising: cx.every((c, k) => k === 0 || c >= cx[k - 1]),
        };
      });
      this.rising = this.lines.every(l => l.rising);
    }

    // A map of more cells than the page holds is read from its picture, to a colour of its bar.
    readPicture() {
      const [bar, map] = [...this.svg.querySelectorAll('image')].sort((a, b) => a.width.baseVal.value - b.width.baseVal.value);
      const pixels = e => new Promise(done => {
        const image = new Image();
        image.onload = () => {
          const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight }), draw = canvas.getContext('2d');
          draw.drawImage(image, 0, 0);
          done(new Uint32Array(draw.getImageData(0, 0, canvas.width, canvas.height).data.buffer));
        };
        image.src = e.getAttribute('href');
      });
      Promise.all([pixels(bar), pixels(map)]).then(([colours, cells]) => {
        const { from, to, log, factor } = this.json.value, places = new Map();
        colours.forEach((c, k) => places.set(c, from + (1 - (k + 0.5) / colours.length) * (to - from)));
        this.about = Float64Array.from(cells, c => log ? 10 ** places.get(c) : places.get(c) * (factor || 1));
      });
    }

    // What keeps its size has a middle to move; what has none is stretched.
    middle(e) {
      const name = e.tagName;
      if (name === 'text') return [Number(e.getAttribute('x')), Number(e.getAttribute('y'))];
      if (name === 'ellipse') return [Number(e.getAttribute('cx')), Number(e.getAttribute('cy'))];
      if (name !== 'polygon' && !e.classList.contains('mark')) return null;
      if (name === 'rect') return [Number(e.getAttribute('x')) + Number(e.getAttribute('width')) / 2, Number(e.getAttribute('y')) + Number(e.getAttribute('height')) / 2];
      const points = e.getAttribute('points').trim().split(' ').map(p => p.split(',').map(Number));
      return [0, 1].map(k => points.reduce((sum, p) => sum + p[k], 0) / points.length);
    }

    // ---- drawing ----
    draw() {
      const { x, y } = this, zoomed = x.zoomed || y.zoomed;
      this.svg.classList.toggle('zoomed', zoomed);
      this.drawn.replaceChildren();
      for (const e of [...this.fixed, ...this.lineParts]) zoomed ? e.setAttribute('display', 'none') : e.removeAttribute('display');
      for (const { e, was } of this.clips) {
        const now = zoomed ? [this.left, this.top, this.width, this.height] : was;
        ['x', 'y', 'width', 'height'].forEach((a, k) => e.setAttribute(a, now[k]));
      }
      for (const { e, kept } of this.moving) {
        if (!zoomed) { e.removeAttribute('transform'); e.removeAttribute('vector-effect'); continue; }
        if (kept) e.setAttribute('transform', `translate(${x.scale * kept[0] + x.shift - kept[0]} ${y.scale * kept[1] + y.shift - kept[1]})`);
        else { e.setAttribute('transform', `matrix(${x.scale} 0 0 ${y.scale} ${x.shift} ${y.shift})`); e.setAttribute('vector-effect', 'non-scaling-stroke'); }
      }
      if (zoomed) {
        this.drawTicks();
        const clip = this.groups.length ? this.groups[0].getAttribute('clip-path') : null;
        const g = make('g', clip ? { 'clip-path': clip } : {}, this.drawn);
        for (const line of this.lines) this.drawLine(line, g);
      }
      this.showCursor();
    }

    drawTicks() {
      const { left, top, width, height, drawn } = this, low = top + height, grid = { stroke: '#DDDDDD', fill: 'none' }, text = { 'font-size': 12, fill: '#222222' };
      const isMap = this.json.rows !== undefined && this.json.columns !== undefined;
      for (const [c, label] of this.x.ticks) {
        const p = this.x.pixel(c);
        if (!isMap) make('path', { ...grid, d: `M${p} ${top}V${low}` }, drawn);
        make('path', { stroke: '#222222', d: `M${p} ${low}v5` }, drawn);
        make('text', { ...text, class: 'xtick', x: p, y: low + 20, 'text-anchor': 'middle' }, drawn, label);
      }
      for (const [c, label] of this.y.ticks) {
        const p = this.y.pixel(c);
        if (!isMap) make('path', { ...grid, d: `M${left} ${p}H${left + width}` }, drawn);
        make('path', { stroke: '#222222', d: `M${left} ${p}h-5` }, drawn);
        make('text', { ...text, class: 'ytick', x: left - 10, y: p + 4.2, 'text-anchor': 'end' }, drawn, label);
      }
    }

    // Of many points in one column of pixels the first, the lowest, the highest and the last.
    drawLine(line, g) {
      const { x, y, left, width } = this, { cx, cy } = line, d = [];
      const round = v => Math.round(v * 100) / 100, put = (command, p, q) => d.push(command + round(p) + ' ' + round(clamp(q, -1e5, 1e5)));
      if (line.rings) {
        const seen = new Set();
        for (let k = 0; k < cx.length; k++) {
          const p = x.pixel(cx[k]), q = y.pixel(cy[k]), place = Math.round(p / 6) + ' ' + Math.round(q / 6);
          if (!(p > left - 5 && p < left + width + 5) || seen.has(place)) continue;
          seen.add(place);
          make('circle', { cx: round(p), cy: round(q), r: 4, fill: 'none', stroke: line.colour, 'stroke-width': 1.5 }, g);
        }
        return;
      }
      let [from, to] = [0, cx.length - 1];
      if (line.rising) {
        const low = Math.min(x.a, x.b), high = Math.max(x.a, x.b);
        from = Math.max(0, this.first(cx, low) - 1);
        to = Math.min(to, this.first(cx, high) + 1);
      }
      for (let k = from, open = false; k <= to;) {
        const p = x.pixel(cx[k]), q = y.pixel(cy[k]);
        if (!Number.isFinite(p) || !Number.isFinite(q)) { open = false; k++; continue; }
        let end = k;
        if (line.rising && to - from > 4 * width) while (end < to && Math.floor(x.pixel(cx[end + 1])) === Math.floor(p)) end++;
        put(open ? 'L' : 'M', p, q);
        open = true;
        if (end > k) {
          const part = cy.slice(k, end + 1).filter(Number.isFinite);
          for (const c of [Math.min(...part), Math.max(...part), part[part.length - 1]]) put('L', p, y.pixel(c));
        }
        k = end + 1;
      }
      make('path', { d: d.join(''), fill: 'none', stroke: line.colour, 'stroke-width': 2, ...(line.dash ? { 'stroke-dasharray': line.dash } : {}) }, g);
    }

    // ---- the cursor ----
    first(sorted, c) {
      let [low, high] = [0, sorted.length];
      while (high > low) { const m = (low + high) >> 1; sorted[m] < c ? low = m + 1 : high = m; }
      return low;
    }

    nearest(sorted, c) {
      const k = this.first(sorted, c);
      return k > 0 && (k === sorted.length || c - sorted[k - 1] < sorted[k] - c) ? k - 1 : k;
    }

    // Puts the cursor where the pointer is: at the nearest place of the data.
    point(p, q) {
      if (this.lines.length && this.rising) {
        const c = this.x.coordinate(p), all = this.lines.filter(l => l.cx.length).map(l => l.cx[this.nearest(l.cx, c)]);
        this.place = all.length ? { c: all.reduce((best, v) => Math.abs(v - c) < Math.abs(best - c) ? v : best) } : null;
      } else if (this.lines.length) {
        let best = null;
        for (const line of this.lines)
          for (let k = 0; k < line.cx.length; k++) {
            const far = (this.x.pixel(line.cx[k]) - p) ** 2 + (this.y.pixel(line.cy[k]) - q) ** 2;
            if (!best || far < best.far) best = { far, line, k };
          }
        this.place = best;
      } else if (this.json.columns) {
        const [columns, rows] = [this.json.columns, this.json.rows];
        const column = Math.floor((this.x.coordinate(p) - this.x.from) / (this.x.to - this.x.from) * columns);
        const row = Math.floor(this.rowShare(this.y.coordinate(q)) * rows);
        this.place = { row: clamp(row, 0, rows - 1), column: clamp(column, 0, columns - 1) };
      } else {
        this.place = { p: clamp(p, this.left, this.left + this.width) };
      }
      this.showCursor();
    }

    // Rows lie from the top where they are numbered, else in the order of their places.
    get upwards() { const places = this.json.places[0]; return places && places[places.length - 1] >= places[0]; }
    rowShare(c) { const share = (c - this.y.from) / (this.y.to - this.y.from); return this.upwards ? share : 1 - share; }

    step(dx, dy) {
      const place = this.place;
      if (!place) return this.point(this.left + this.width / 2, this.top + this.height / 2);
      if (place.line) place.k = clamp(place.k + (dx || dy), 0, place.line.cx.length - 1);
      else if (place.c !== undefined) {
        for (let n = 0; n < Math.abs(dx); n++) {
          const next = this.lines.map(l => dx > 0 ? l.cx.find(c => c > place.c) : l.cx.findLast(c => c < place.c)).filter(c => c !== undefined);
          if (next.length) place.c = dx > 0 ? Math.min(...next) : Math.max(...next);
        }
      } else if (place.row !== undefined) {
        place.column = clamp(place.column + dx, 0, this.json.columns - 1);
        place.row = clamp(place.row + (this.upwards ? dy : -dy), 0, this.json.rows - 1);
      } else place.p = clamp(place.p + 8 * dx, this.left, this.left + this.width);
      this.showCursor();
    }

    showCursor() {
      const { x, y, cursor, place, left, top, width, height } = this;
      cursor.replaceChildren();
      this.panel.hidden = !place;
      if (!place) return;
      const rows = [], dot = (p, q, colour) => {
        if (p >= left - 1 && p <= left + width + 1 && q >= top - 1 && q <= top + height + 1) make('circle', { cx: p, cy: q, r: 4, fill: colour, stroke: '#FFFFFF' }, cursor);
      };
      let p = left, title = '';
      if (place.c !== undefined) {
        p = x.pixel(place.c);
        title = x.label + ' ' + withUnit(x, this.exact(place.c), 8);
        for (const line of this.lines) {
          const v = this.read(line, place.c);
          if (v === undefined) continue;
          rows.push([line.colour, line.name, withUnit(y, v)]);
          dot(p, y.pixel(y.at(v)), line.colour);
        }
      } else if (place.line) {
        const { line, k } = place;
        p = x.pixel(line.cx[k]);
        title = line.name;
        rows.push([line.colour, x.label, withUnit(x, line.xs[k])], [line.colour, y.label, withUnit(y, line.ys[k])]);
        dot(p, y.pixel(line.cy[k]), line.colour);
      } else if (place.row !== undefined) {
        const { row, column } = place, { rows: many, columns, places, each } = this.json;
        const say = (axis, list, n, k) => axis.label + ' ' + (list ? withUnit(axis, list[k]) : n > 1 ? k * n + ' … ' + ((k + 1) * n - 1) : k);
        title = say(y, places[0], each[0], row) + ', ' + say(x, places[1], each[1], column);
        rows.push([null, this.json.value.label, this.cells ? withUnit(this.json.value, this.cells[row * columns + column]) : this.about ? '≈ ' + withUnit(this.json.value, this.about[row * columns + column], 3) : '…']);
        const [x0, x1] = [0, 1].map(k => x.pixel(x.from + (column + k) / columns * (x.to - x.from)));
        const [y0, y1] = [0, 1].map(k => { const share = (row + k) / many; return y.pixel(y.from + (this.upwards ? share : 1 - share) * (y.to - y.from)); });
        p = (x0 + x1) / 2;
        make('rect', { x: x0, y: Math.min(y0, y1), width: x1 - x0, height: Math.abs(y1 - y0), fill: 'none', stroke: '#D55E00', 'stroke-width': 2 }, cursor);
      } else {
        p = place.p;
        const here = this.moving.find(m => m.e.tagName === 'rect' && m.e.querySelector('title') && p >= x.scale * m.e.x.baseVal.value + x.shift && x.scale * (m.e.x.baseVal.value + m.e.width.baseVal.value) + x.shift > p);
        title = here ? here.e.querySelector('title').textContent : '';
      }
      if (place.row === undefined) make('path', { d: `M${p} ${top}V${top + height}`, stroke: '#222222', 'stroke-width': 1, 'stroke-dasharray': '3 3' }, cursor);
      this.say(title, rows, p);
    }

    // The value whose coordinate this is, to the last bit.
    exact(c) {
      for (const line of this.lines) {
        const k = this.first(line.cx, c);
        if (line.cx[k] === c) return line.xs[k];
      }
      return this.x.value(c);
    }

    // What a line has there; between two of its points what the drawn line has.
    read(line, c) {
      const { cx, cy, ys } = line, k = this.first(cx, c);
      if (cx[k] === c) return ys[k];
      if (k === 0 || k === cx.length || this.x.list) return undefined;
      const between = cy[k - 1] + (c - cx[k - 1]) / (cx[k] - cx[k - 1]) * (cy[k] - cy[k - 1]);
      return this.y.list ? undefined : this.y.value(between);
    }

    say(title, rows, p) {
      const { panel, svg } = this;
      panel.replaceChildren();
      const head = document.createElement('b');
      head.textContent = title;
      panel.appendChild(head);
      for (const [colour, name, text] of rows) {
        const row = document.createElement('span');
        const mark = document.createElement('i');
        if (colour) mark.style.background = colour;
        row.append(mark, name + ' ', Object.assign(document.createElement('data'), { textContent: text }));
        panel.appendChild(row);
      }
      // On the side of the cursor that has more room.
      const scale = svg.clientWidth / svg.viewBox.baseVal.width || 1, right = p < this.left + this.width / 2;
      panel.style.left = right ? (p + 14) * scale + 'px' : 'auto';
      panel.style.right = right ? 'auto' : this.box.clientWidth - (p - 14) * scale + 'px';
      panel.style.top = (this.top + 6) * scale + 'px';
    }

    // ---- hands ----
    listen() {
      const { svg, x, y } = this;
      svg.setAttribute('tabindex', '0');
      svg.setAttribute('aria-keyshortcuts', 'ArrowLeft ArrowRight + - 0');
      const where = event => {
        const r = svg.getBoundingClientRect(), k = svg.viewBox.baseVal.width / r.width;
        return [(event.clientX - r.left) * k, (event.clientY - r.top) * k];
      };
      const inside = ([p, q]) => p >= this.left && p <= this.left + this.width && q >= this.top && q <= this.top + this.height;
      let from = null, pan = null;
      svg.addEventListener('pointerdown', event => {
        const at = where(event);
        if (event.button !== 0 || !inside(at) || event.pointerType === 'touch') return;
        if (event.shiftKey) pan = { at, a: [x.a, x.b], b: [y.a, y.b] }; else from = at;
        try { svg.setPointerCapture(event.pointerId); } catch { /* a pointer that is gone */ }
        event.preventDefault();
        svg.focus({ preventScroll: true });
      });
      svg.addEventListener('pointermove', event => {
        const at = where(event);
        if (pan) {
          const dx = (at[0] - pan.at[0]) / x.length * (pan.a[1] - pan.a[0]), dy = (at[1] - pan.at[1]) / y.length * (pan.b[1] - pan.b[0]);
          x.show(pan.a[0] - dx, pan.a[1] - dx);
          y.show(pan.b[0] - dy, pan.b[1] - dy);
          return this.draw();
        }
        if (from) return this.showFrame(this.chosen(from, at));
        inside(at) ? this.point(...at) : this.leave();
      });
      svg.addEventListener('pointerup', event => {
        pan = null;
        if (!from) return;
        const { p0, p1, q0, q1 } = this.chosen(from, where(event));
        from = null;
        this.frame.setAttribute('display', 'none');
        if (Math.max(p1 - p0, q1 - q0) < 5) return;
        const [a, b] = [x.coordinate(p0), x.coordinate(p1)], [c, d] = [y.coordinate(q1), y.coordinate(q0)];
        x.show(a, b);
        y.show(c, d);
        this.draw();
      });
      svg.addEventListener('pointercancel', () => { from = pan = null; this.frame.setAttribute('display', 'none'); });
      svg.addEventListener('pointerleave', () => { if (!from && !pan) this.leave(); });
      svg.addEventListener('dblclick', () => this.reset());
      // A wheel scrolls the page until the figure has been chosen.
      svg.addEventListener('wheel', event => {
        const at = where(event);
        if (!(document.activeElement === svg || event.ctrlKey) || !inside(at)) return;
        event.preventDefault();
        this.zoom(at, event.deltaY > 0 ? 1.25 : 0.8, event.shiftKey);
        this.point(...at);
      }, { passive: false });
      svg.addEventListener('keydown', event => {
        const far = event.shiftKey ? 10 : 1, middle = [this.place ? this.pixelOfPlace() : this.left + this.width / 2, this.top + this.height / 2];
        const keys = {
          ArrowLeft: () => this.step(-far, 0), ArrowRight: () => this.step(far, 0), ArrowUp: () => this.step(0, far), ArrowDown: () => this.step(0, -far),
          '+': () => this.zoom(middle, 0.8), '=': () => this.zoom(middle, 0.8), '-': () => this.zoom(middle, 1.25), '0': () => this.reset(), Escape: () => { this.reset(); this.leave(); },
        };
        if (!keys[event.key] || event.altKey || event.metaKey || (event.ctrlKey && event.key.length === 1)) return;
        event.preventDefault();
        keys[event.key]();
        this.follow();
      });
      svg.addEventListener('blur', () => this.leave());
    }

    zoom([p, q], by, upOnly) {
      const isMap = Boolean(this.json.columns);
      if (!upOnly) this.x.zoom(p, by);
      if (upOnly || isMap) this.y.zoom(q, by);
      this.draw();
    }

    // A drag along one axis leaves the other as it is.
    chosen([p, q], [r, s]) {
      const { left, top, width, height } = this;
      let [p0, p1] = [clamp(Math.min(p, r), left, left + width), clamp(Math.max(p, r), left, left + width)];
      let [q0, q1] = [clamp(Math.min(q, s), top, top + height), clamp(Math.max(q, s), top, top + height)];
      const wide = p1 - p0, high = q1 - q0;
      if (Math.max(wide, high) >= 5) {
        if (high < 0.25 * wide) [q0, q1] = [top, top + height];
        else if (wide < 0.25 * high) [p0, p1] = [left, left + width];
      }
      return { p0, p1, q0, q1 };
    }

    showFrame({ p0, p1, q0, q1 }) {
      const attributes = { x: p0, y: q0, width: p1 - p0, height: q1 - q0, display: 'inline' };
      for (const key in attributes) this.frame.setAttribute(key, attributes[key]);
    }

    pixelOfPlace() {
      const { place, x } = this;
      return place.c !== undefined ? x.pixel(place.c) : place.line ? x.pixel(place.line.cx[place.k]) : place.p ?? x.pixel(x.from + (place.column + 0.5) / this.json.columns * (x.to - x.from));
    }

    // A cursor that leaves the view takes it along.
    follow() {
      if (!this.place || !this.x.zoomed) return;
      const p = this.pixelOfPlace();
      if (p >= this.left && p <= this.left + this.width) return;
      const c = this.x.coordinate(p), half = (this.x.b - this.x.a) / 2;
      this.x.show(c - half, c + half);
      this.draw();
    }

    leave() { this.place = null; this.showCursor(); }

    reset() {
      this.x.show(this.x.from, this.x.to);
      this.y.show(this.y.from, this.y.to);
      this.draw();
    }

    // ---- saving ----
    tools() {
      const bar = document.createElement('div');
      bar.className = 'tools';
      const button = (text, title, act) => {
        const b = Object.assign(document.createElement('button'), { type: 'button', textContent: text, title });
        b.addEventListener('click', act);
        bar.appendChild(b);
      };
      button('SVG', 'Save the figure as it is shown', () => this.save('svg', new Blob([this.text()], { type: 'image/svg+xml' })));
      button('PNG', 'Save the figure as it is shown, twice as large', () => this.png());
      button('CSV', 'Save the values of the figure', () => this.save('csv', new Blob([this.csv()], { type: 'text/csv' })));
      if (this.json.x) {
        button('⟲', 'Show the whole figure again', () => this.reset());
        bar.append(Object.assign(document.createElement('small'), { textContent: 'drag to zoom, double click for the whole; click, then wheel, + −, ← →' }));
      }
      if ((this.json.lines || []).some(l => l.of)) bar.append(Object.assign(document.createElement('small'), { textContent: 'The page holds the lowest and the highest of equal parts of ' + Math.max(...this.json.lines.map(l => l.of || 0)) + ' points; the files beside it hold all.' }));
      this.svg.after(bar);
    }

    save(kind, blob) {
      const a = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: this.svg.id + '.' + kind });
      a.click();
      setTimeout(() => URL.revokeObjectURL(a.href), 10000);
    }

    text() {
      const copy = this.svg.cloneNode(true);
      for (const e of copy.querySelectorAll('metadata, .cursor, .frame')) e.remove();
      copy.removeAttribute('tabindex');
      return new XMLSerializer().serializeToString(copy);
    }

    png() {
      const image = new Image(), { width, height } = this.svg.viewBox.baseVal;
      image.onload = () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 2 * width, height: 2 * height }), draw = canvas.getContext('2d');
        draw.fillStyle = '#FFFFFF';
        draw.fillRect(0, 0, canvas.width, canvas.height);
        draw.drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob(blob => this.save('png', blob), 'image/png');
      };
      image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(this.text());
    }

    csv() {
      const cell = v => typeof v === 'string' && /[",\n]/.test(v) ? '"' + v.replaceAll('"', '""') + '"' : String(v ?? '');
      const { json } = this;
      let rows;
      if (json.map) {
        const say = (axis, list, n, k) => list ? list[k] : k * n;
        rows = [[named(json.y), named(json.x), named(json.value)], ...Array.from(this.cells, (v, k) => {
          const [row, column] = [Math.floor(k / json.columns), k % json.columns];
          return [say(json.y, json.places[0], json.each[0], row), say(json.x, json.places[1], json.each[1], column), v];
        })];
      } else if (json.lines) {
        const lines = this.lines, together = lines.every(l => l.xs === lines[0].xs), unit = json.y.unit ? ' [' + json.y.unit + ']' : '';
        rows = together
          ? [[named(json.x), ...lines.map(l => l.name + unit)], ...Array.from(lines[0].xs, (v, k) => [v, ...lines.map(l => l.ys[k])])]
          : [['line', named(json.x), named(json.y)], ...lines.flatMap(l => Array.from(l.xs, (v, k) => [l.name, v, l.ys[k]]))];
      } else rows = Array.isArray(json.rows) ? json.rows : [['the values are in the files beside the page']];
      return rows.map(row => row.map(cell).join(',')).join('\n') + '\n';
    }
  }

  for (const svg of document.querySelectorAll('figure > svg')) {
    const values = svg.querySelector('metadata');
    if (values) new Figure(svg, JSON.parse(values.textContent));
  }
})();
