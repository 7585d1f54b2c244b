// The picture that everything is about: the loss from above (or, of one variable, as a curve), the run, and a start to drag.
import { axes, sizeOf } from "./axes.js";
import { kindMark, kindOf, palette } from "./colours.js";
import { exact, html, point, svg } from "./dom.js";
import { drawBands, drawBasins, isolines, levelsOf } from "./field.js";
import { word } from "./words.js";

const FIELD_STEP = 4; // pixels between two evaluations of the loss
const DOTS = 400;     // up to so many points are drawn one by one, too
const DUST = 1e-9;    // of the window: what rounding leaves when a key moves the start by so much
const NEAR = 16;      // pixels that two labels need
const LONG = 5;       // from so many diagonals of the picture on, a run is drawn thinner
const THINNEST = 0.35;

export class Picture {
    // handlers: { field(window, columns, rows), start(x, y, precision) with NaN for what stays, current() → the start, hover(x, y) → { readout, arrow }, leave() }
    constructor(root, handlers) {
        this.root = root;
        this.handlers = handlers;
        this.canvas = html("canvas", { class: "under" });
        this.svg = svg("svg", { role: "group" });
        root.append(this.canvas, this.svg);
        this.svg.addEventListener("pointerdown", event => this.grab(event));
        this.svg.addEventListener("pointermove", event => this.move(event));
        this.svg.addEventListener("pointerup", () => { this.dragged = false; });
        this.svg.addEventListener("pointercancel", () => { this.dragged = false; });
        this.svg.addEventListener("pointerleave", () => { this.pointer.replaceChildren(); handlers.leave(); });
        this.svg.addEventListener("keydown", event => this.key(event));
    }

    // Window, loss or size have changed: the ground is drawn anew.
    ground({ window, plane, xLabel, yLabel, basins, basinColour }) {
        Object.assign(this, { window, plane });
        const { width, height } = this.size = sizeOf(this.root, 0.78);
        this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
        const columns = Math.round(width / FIELD_STEP), rows = plane ? Math.round(height / FIELD_STEP) : 1;
        const field = this.handlers.field(window, plane ? columns : 2 * columns, rows);
        let { bottom, top } = window;
        if (!plane) {
            const finite = Array.from(field).filter(Number.isFinite), low = Math.min(...finite), high = Math.max(...finite);
            [bottom, top] = finite.length ? [low - 0.08 * (high - low || 1), high + 0.08 * (high - low || 1)] : [0, 1];
        }
        this.axes = axes({ width, height, x: [window.left, window.right], y: [bottom, top], xLabel, yLabel });
        const { inner } = this.axes;
        Object.assign(this.canvas, { width: Math.round(inner.width), height: Math.round(inner.height) });
        Object.assign(this.canvas.style, { left: `${100 * inner.left / width}%`, top: `${100 * inner.top / height}%`, width: `${100 * inner.width / width}%` });
        const pen = this.canvas.getContext("2d");
        const { line, ground, soft } = palette();
        const clip = svg("clipPath", { id: "inside" }, svg("rect", { x: inner.left, y: inner.top, width: inner.width, height: inner.height }));
        const lines = svg("path", { fill: "none", stroke: line, "stroke-width": 1 });
        if (plane) {
            const levels = levelsOf(field);
            drawBands(pen, field, columns, rows, levels);
            if (basins)
                drawBasins(pen, basins, basinColour);
            lines.setAttribute("d", isolines(field, columns, rows, levels, (c, r) =>
                `${(inner.left + inner.width * c / (columns - 1)).toFixed(1)},${(inner.top + inner.height * (1 - r / (rows - 1))).toFixed(1)}`));
        } else {
            pen.fillStyle = ground;
            pen.fillRect(0, 0, inner.width, inner.height);
            lines.setAttribute("d", curve(Array.from(field, (value, k) => [window.left + (window.right - window.left) * k / (field.length - 1), value]), this.axes));
            lines.setAttribute("stroke-width", 2);
            lines.setAttribute("stroke", soft);
        }
        const layer = () => svg("g", { "clip-path": "url(#inside)" });
        this.layers = { kept: layer(), run: layer(), ghost: layer(), ends: svg("g"), marks: layer() };
        this.pointer = svg("g", { "clip-path": "url(#inside)", "pointer-events": "none" });
        this.handle = this.makeHandle();
        this.svg.replaceChildren(clip, svg("g", { "clip-path": "url(#inside)" }, lines), this.layers.kept, this.layers.run, this.layers.ghost, this.axes.group, this.layers.ends, this.layers.marks, this.pointer, this.handle);
        this.svg.setAttribute("aria-label", word("pictureOf"));
    }

    makeHandle() {
        const { ink, halo } = palette();
        return svg("g", { class: "start-handle", tabindex: 0, role: "button", "aria-label": word("startHandle") },
            svg("circle", { r: 22, fill: "transparent" }),
            svg("circle", { class: "ring", r: 9, fill: halo, "fill-opacity": 0.85, stroke: ink, "stroke-width": 2.5 }),
            svg("circle", { r: 3, fill: ink }));
    }

    // Numbers of a point, or of a row of a path, to the place in the picture.
    place(values, offset, loss) {
        const [x, y] = this.window.axes;
        return [this.axes.x(values[offset + x]), this.axes.y(this.plane ? values[offset + y] : loss)];
    }

    trace(path, upTo) {
        const { inner } = this.axes, reach = 1e4;
        const near = ([x, y]) => [Math.min(Math.max(x, inner.left - reach), inner.left + reach), Math.min(Math.max(y, inner.top - reach), inner.top + reach)];
        const seen = [];
        let line = "", dots = "";
        for (let row = 0; row <= upTo; row++) {
            const [x, y] = near(this.place(path.points, row * path.dimension, path.losses[row]));
            if (Number.isNaN(x) || Number.isNaN(y))
                break;
            seen.push([x, y]);
            line += `${row ? "L" : "M"}${x.toFixed(2)},${y.toFixed(2)}`;
            if (upTo <= DOTS)
                dots += `M${x.toFixed(2)},${y.toFixed(2)}h0`;
        }
        return { line, dots, seen };
    }

    strokes(path, upTo, { colour, dash = null, width = 2 }) {
        const { halo } = palette(), { line, dots, seen } = this.trace(path, upTo);
        const thin = thinness(seen, this.axes.inner);
        const stroke = { d: line, fill: "none", "stroke-linejoin": "round", "stroke-opacity": thin };
        return [
            svg("path", { ...stroke, stroke: halo, "stroke-width": (width + 2.5) * thin, "stroke-opacity": 0.7 * thin }),
            svg("path", { ...stroke, stroke: colour, "stroke-width": Math.max(width * thin, 0.6), "stroke-dasharray": dash }),
            svg("path", { d: dots, fill: "none", stroke: colour, "stroke-width": (2 * width + 1.5) * Math.sqrt(thin), "stroke-linecap": "round" }),
        ];
    }

    // The last point, whole at the edge of the picture, too.
    lastMark(path, upTo, colour) {
        const { halo } = palette(), { left, top, width, height } = this.axes.inner;
        const [x, y] = this.place(path.points, upTo * path.dimension, path.losses[upTo]);
        return x >= left && x <= left + width && y >= top && y <= top + height ? [svg("rect", { x: x - 5, y: y - 5, width: 10, height: 10, fill: colour, stroke: halo, "stroke-width": 1.5 })] : [];
    }

    // The run up to a row, beside others that are kept or tried.
    run({ path, upTo, kept, ghost, start, loss }) {
        const { path: colour, kept: keptColour, ghost: ghostColour } = palette();
        this.layers.run.replaceChildren(...(path ? this.strokes(path, upTo, { colour }) : []));
        this.layers.ends.replaceChildren(...kept.flatMap(one => this.lastMark(one, one.rows - 1, keptColour)),
            ...(path ? this.lastMark(path, upTo, colour) : []), ...(ghost ? this.lastMark(ghost, ghost.rows - 1, ghostColour) : []));
        this.layers.kept.replaceChildren(...kept.flatMap(one => this.strokes(one, one.rows - 1, { colour: keptColour, dash: "2 4", width: 1.5 })));
        this.layers.ghost.replaceChildren(...(ghost ? this.strokes(ghost, ghost.rows - 1, { colour: ghostColour, dash: "7 5" }) : []));
        const [x, y] = this.place(start, 0, loss), { inner } = this.axes;
        this.handle.setAttribute("transform", `translate(${Number.isFinite(x) ? x : inner.left},${Number.isFinite(y) ? y : inner.top + inner.height})`);
        this.handle.setAttribute("aria-label", `${word("startHandle")}: ${point(start)}`);
    }

    marks(points, orbit) {
        const { ink, halo } = palette();
        this.layers.marks.replaceChildren(
            ...points.filter(one => this.place(one.x, 0, one.loss).every(Number.isFinite)).map(one => {
                const mark = kindMark(one.kind, { transform: `translate(${this.place(one.x, 0, one.loss)})` });
                mark.append(svg("title", {}, `${word(kindOf(one.kind))} ${point(one.x)}, ${word("lossWord")} ${exact(one.loss)}`));
                return mark;
            }),
            ...this.numbersOf(orbit).map(({ left, top, numbers }) =>
                svg("text", { x: left + 8, y: top - 8, fill: ink, stroke: halo, "stroke-width": 3, "paint-order": "stroke", "font-size": 13, "font-weight": "bold" }, numbers.join(","))));
    }

    // The cycle's points are counted; those that lie together in one label.
    numbersOf(orbit) {
        const labels = [];
        (this.plane ? orbit : []).forEach((x, k) => {
            const [left, top] = this.place(x, 0, NaN);
            if (!Number.isFinite(left) || !Number.isFinite(top))
                return;
            const near = labels.find(one => Math.hypot(one.left - left, one.top - top) < NEAR);
            near ? near.numbers.push(k + 1) : labels.push({ left, top, numbers: [k + 1] });
        });
        return labels;
    }

    where(event) {
        const box = this.svg.getBoundingClientRect(), scale = this.size.width / box.width;
        const x = (event.clientX - box.left) * scale, y = (event.clientY - box.top) * scale, { inner } = this.axes;
        const inside = x >= inner.left && x <= inner.left + inner.width && y >= inner.top && y <= inner.top + inner.height;
        const clamp = (value, low, length) => Math.min(Math.max(value, low), low + length);
        return { inside, x: this.axes.backX(clamp(x, inner.left, inner.width)), y: this.axes.backY(clamp(y, inner.top, inner.height)) };
    }

    grab(event) {
        const { inside, x, y } = this.where(event);
        if (!inside && !event.target.closest(".start-handle"))
            return;
        event.preventDefault();
        this.svg.setPointerCapture(event.pointerId);
        this.handle.focus({ preventScroll: true });
        this.dragged = true;
        this.handlers.start(x, this.plane ? y : NaN, 1 / 2000);
    }

    move(event) {
        const { inside, x, y } = this.where(event);
        if (this.dragged)
            this.handlers.start(x, this.plane ? y : NaN, 1 / 2000);
        else if (inside)
            this.point(this.handlers.hover(x, y));
    }

    // The step from here: where it would lead.
    point({ from, to }) {
        const { arrow, halo } = palette();
        const a = this.place(from.x, 0, from.loss), b = this.place(to.x, 0, to.loss);
        if ([...a, ...b].some(one => !Number.isFinite(one)))
            return;
        const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1, k = Math.min(1, 2000 / length);
        const tip = [a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k], unit = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
        const head = [[-9, 4], [-9, -4]].map(([u, v]) => [tip[0] + unit[0] * u - unit[1] * v, tip[1] + unit[1] * u + unit[0] * v]);
        const d = `M${a}L${tip}M${head[0]}L${tip}L${head[1]}`;
        this.pointer.replaceChildren(
            svg("path", { d, fill: "none", stroke: halo, "stroke-width": 5, "stroke-opacity": 0.7 }), svg("path", { d, fill: "none", stroke: arrow, "stroke-width": 2 }));
    }

    key(event) {
        const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
        const [dx, dy] = moves[event.key] ?? [0, 0];
        if (!dx && !(dy && this.plane))
            return;
        event.preventDefault();
        const { axes: [x, y], left, right, bottom, top } = this.window;
        const share = event.shiftKey ? 0.1 : event.altKey ? 0.0001 : 0.01;
        const start = this.handlers.current(); // keys may be faster than frames
        this.handlers.start(dx ? start[x] + dx * share * (right - left) : NaN, dy ? start[y] + dy * share * (top - bottom) : NaN, DUST);
    }
}

// How much thinner a run is drawn that goes to and fro within the picture, or less of it would be seen.
export function thinness(points, { left = 0, top = 0, width, height }) {
    const within = (value, low, length) => Math.min(Math.max(value, low), low + length);
    const seen = points.map(([x, y]) => [within(x, left, width), within(y, top, height)]);
    const way = seen.reduce((sum, [x, y], k) => k ? sum + Math.hypot(x - seen[k - 1][0], y - seen[k - 1][1]) : 0, 0);
    return Math.max(THINNEST, Math.min(1, Math.sqrt(LONG * Math.hypot(width, height) / way)));
}

export function curve(points, { x, y }) {
    let d = "", pen = "M";
    for (const [a, b] of points) {
        const left = x(a), top = y(b);
        if (!Number.isFinite(left) || !Number.isFinite(top)) {
            pen = "M";
            continue;
        }
        d += `${pen}${left.toFixed(2)},${Math.min(Math.max(top, -1e5), 1e5).toFixed(2)}`;
        pen = "L";
    }
    return d;
}
