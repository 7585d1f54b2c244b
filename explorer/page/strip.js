// The strip of all step sizes: where runs from this start stay, with a cursor at the step size that is set.
import { axes, sizeOf } from "./axes.js";
import { endingColour, endingName, palette } from "./colours.js";
import { exact, html, short, svg } from "./dom.js";
import { boxSwatch, entry } from "./legend.js";
import { word } from "./words.js";

export const COLUMNS = 600, ROWS = 400;
const BAND = 8; // pixels below the picture that tell how the runs end

export class Strip {
    // handlers: { choose(stepSize) }
    constructor(root, legend, readout, handlers) {
        Object.assign(this, { root, legend, readout, handlers, parts: [], range: null, old: false });
        this.canvas = html("canvas", { class: "under" });
        this.svg = svg("svg", { role: "slider", tabindex: 0, "aria-orientation": "horizontal" });
        root.append(this.canvas, this.svg);
        let held = false;
        this.svg.addEventListener("pointerdown", event => { held = true; this.svg.setPointerCapture(event.pointerId); this.choose(event); });
        this.svg.addEventListener("pointermove", event => held ? this.choose(event) : this.hover(event));
        for (const end of ["pointerup", "pointercancel"])
            this.svg.addEventListener(end, () => { held = false; });
        this.svg.addEventListener("keydown", event => this.key(event));
    }

    clear(range) {
        Object.assign(this, { parts: [], range, bifurcation: null, old: false });
    }

    add(part) {
        this.range = [part.low, part.high];
        this.parts.push(part);
        this.draw();
    }

    // Lines at the doublings, and what there is to read.
    finish({ bifurcation }) {
        this.bifurcation = bifurcation;
        this.draw();
    }

    outdated() {
        this.old = this.parts.length > 0;
        this.draw();
    }

    setCursor(stepSize) {
        this.stepSize = stepSize;
        this.moveCursor();
    }

    // The last points of all runs, [low, high] without the outermost hundredth at either side: one run must not squeeze the others.
    values() {
        const all = this.parts.flatMap(({ tails }) => Array.from(tails.filter((value, k) => k % 7 === 0 && Number.isFinite(value))));
        all.sort((a, b) => a - b);
        const at = share => all[Math.min(all.length - 1, Math.floor(share * all.length))] ?? 0;
        const low = at(0.005), high = at(0.995), room = 0.06 * (high - low || 1);
        return [low - room, high + room];
    }

    draw() {
        const { width, height } = sizeOf(this.root, 0.42), { ink, soft } = palette();
        const [low, high] = this.range ?? [0, 1], vertical = this.parts.length ? this.values() : [0, 1];
        this.size = { width, height };
        this.axes = axes({ width, height, x: [low, high], y: vertical, xLabel: word("stepSize"), yLabel: this.label ?? "", margin: [8, 10, 40, 52] });
        const { inner } = this.axes;
        this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
        this.svg.setAttribute("aria-label", word("stripLabel"));
        Object.assign(this.canvas, { width: COLUMNS, height: ROWS });
        Object.assign(this.canvas.style, { left: `${100 * inner.left / width}%`, top: `${100 * inner.top / height}%`, width: `${100 * inner.width / width}%`, height: `${100 * inner.height / height}%`, opacity: this.old ? 0.35 : 1 });
        this.paint(vertical);
        this.cursor = svg("path", { stroke: ink, "stroke-width": 2 });
        const marks = svg("g");
        for (const { value } of this.bifurcation?.doublings.slice(0, 12) ?? [])
            if (value >= low && value <= high)
                marks.append(svg("path", { d: `M${this.axes.x(value)},${inner.top}v${inner.height}`, stroke: soft, "stroke-dasharray": "2 4" }));
        this.legend.replaceChildren(...this.namesOfEndings().map(name => entry(boxSwatch(endingColour(name)), word(`ending_${name}`))));
        this.svg.replaceChildren(this.endings(), marks, this.axes.group, this.cursor);
        this.moveCursor();
        this.tell();
    }

    paint([low, high]) {
        const pen = this.canvas.getContext("2d"), image = pen.createImageData(COLUMNS, ROWS), [r, g, b] = palette().density;
        const hits = new Uint32Array(COLUMNS * ROWS);
        for (const { first, count, tail, tails } of this.parts)
            for (let column = 0; column < count; column++)
                for (let k = 0; k < tail; k++) {
                    const row = Math.floor((high - tails[column * tail + k]) / (high - low) * ROWS);
                    if (row >= 0 && row < ROWS)
                        hits[row * COLUMNS + first + column]++;
                }
        for (let k = 0; k < hits.length; k++) {
            const to = 4 * k;
            image.data[to] = r, image.data[to + 1] = g, image.data[to + 2] = b;
            image.data[to + 3] = hits[k] ? Math.min(255, 70 + 45 * Math.log2(1 + hits[k])) : 0;
        }
        pen.putImageData(image, 0, 0);
    }

    // Below the picture, column by column, how the runs end.
    endings() {
        const { inner } = this.axes, width = inner.width / COLUMNS;
        const group = svg("g");
        for (const { first, endings } of this.parts)
            for (let k = 0, from = 0; k < endings.length; k++)
                if (k + 1 === endings.length || endings[k + 1] !== endings[k]) {
                    group.append(svg("rect", { x: inner.left + (first + from) * width, y: inner.top + inner.height - BAND, width: (k + 1 - from) * width, height: BAND, fill: endingColour(endingName(endings[k])) }));
                    from = k + 1;
                }
        return group;
    }

    // From the smallest step size on.
    namesOfEndings() {
        return [...new Set(this.parts.flatMap(({ endings }) => Array.from(endings, endingName)))];
    }

    moveCursor() {
        if (!this.axes)
            return;
        const { inner } = this.axes, x = this.axes.x(this.stepSize);
        const inside = this.range && x >= inner.left - 0.5 && x <= inner.left + inner.width + 0.5;
        this.cursor.setAttribute("d", inside ? `M${x},${inner.top}v${inner.height}M${x - 6},${inner.top}h12l-6,8Z` : "");
        for (const [name, value] of [["valuemin", this.range?.[0]], ["valuemax", this.range?.[1]], ["valuenow", this.stepSize]])
            this.svg.setAttribute(`aria-${name}`, String(value ?? 0));
        this.svg.setAttribute("aria-valuetext", `η = ${exact(this.stepSize)}, ${this.endingAt(this.stepSize) ?? ""}`);
    }

    endingAt(value) {
        const [low, high] = this.range ?? [0, 1], column = Math.round((value - low) / (high - low) * (COLUMNS - 1));
        const part = this.parts.find(({ first, count }) => column >= first && column < first + count);
        return part ? word(`ending_${endingName(part.endings[column - part.first])}`) : null;
    }

    tell(value = null) {
        const parts = [];
        if (value !== null)
            parts.push(`η = ${exact(value)}: ${this.endingAt(value) ?? "–"}`);
        else if (this.old)
            parts.push(word("stripOld"));
        else if (this.bifurcation?.doublings.length)
            parts.push(`${word("doublings")} ${this.bifurcation.doublings.slice(0, 5).map(one => `${short(one.value, 8)} (${one.period} → ${2 * one.period})`).join(", ")}`);
        this.readout.textContent = parts.join(" ");
    }

    at(event) {
        const box = this.svg.getBoundingClientRect(), { inner } = this.axes;
        const x = (event.clientX - box.left) * this.size.width / box.width;
        const column = Math.round((Math.min(Math.max(x, inner.left), inner.left + inner.width) - inner.left) / inner.width * (COLUMNS - 1));
        return this.columnValue(column);
    }

    columnValue(column) {
        const [low, high] = this.range;
        return Number((low + (high - low) * column / (COLUMNS - 1)).toPrecision(6));
    }

    choose(event) {
        if (this.range)
            this.handlers.choose(this.at(event));
    }

    hover(event) {
        if (this.range)
            this.tell(this.at(event));
    }

    key(event) {
        const columns = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageUp: 30, PageDown: -30 }[event.key];
        if (!columns || !this.range)
            return;
        event.preventDefault();
        const [low, high] = this.range, now = Math.round((this.stepSize - low) / (high - low) * (COLUMNS - 1));
        const next = Math.min(Math.max(now + columns * (event.shiftKey ? 10 : 1), 0), COLUMNS - 1);
        this.handlers.choose(this.columnValue(next));
        this.tell(this.columnValue(next));
    }
}
