// The smaller pictures of a run, each over its steps or over its own values: convergence, variables, orbit and cobweb.
import { axes, sizeOf } from "./axes.js";
import { palette, series as seriesColour } from "./colours.js";
import { exact, svg } from "./dom.js";
import { entry, lineSwatch } from "./legend.js";
import { curve } from "./picture.js";
import { word } from "./words.js";

const DASHES = [null, "7 4", "2 4"];

function range(values, logarithmic) {
    const finite = values.filter(value => Number.isFinite(value) && (!logarithmic || value > 0));
    if (finite.length === 0)
        return [logarithmic ? 0.1 : 0, 1, logarithmic];
    let low = finite[0], high = finite[0];
    for (const value of finite) {
        low = Math.min(low, value);
        high = Math.max(high, value);
    }
    if (logarithmic)
        return [low / 2, high * 2, true];
    const room = 0.05 * (high - low || Math.abs(high) || 1);
    return [low - room, high + room];
}

// Lines over the step number, with a cursor at the step shown; `legend` is the list that names them. lines: [{ name, values }]
function overSteps(root, { lines, cursor, logarithmic, yLabel, title }, readout, legend) {
    const { width, height } = sizeOf(root, 0.5), { soft } = palette();
    const count = lines[0].values.length;
    const frame = axes({ width, height, x: [0, Math.max(count - 1, 1)], y: range(lines.flatMap(one => Array.from(one.values)), logarithmic), xLabel: word("step"), yLabel });
    const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title });
    const shown = value => logarithmic && !(value > 0) ? NaN : value;
    const every = Math.max(1, Math.floor(count / 4000)); // more would not be seen
    lines.forEach(({ values }, k) => {
        const points = [];
        for (let row = 0; row < count; row += every)
            points.push([row, shown(values[row])]);
        picture.append(svg("path", { d: curve(points, frame), fill: "none", stroke: seriesColour(k), "stroke-width": 2, "stroke-dasharray": DASHES[k % DASHES.length] }));
    });
    legend.replaceChildren(...lines.map(({ name }, k) => entry(lineSwatch(seriesColour(k), DASHES[k % DASHES.length]), name)));
    const line = svg("path", { stroke: soft, "stroke-dasharray": "4 3" });
    picture.append(frame.group, line);
    const show = row => {
        line.setAttribute("d", `M${frame.x(row)},${frame.inner.top}v${frame.inner.height}`);
        readout.textContent = `${word("step")} ${row}: ${lines.map(({ name, values }) => `${name} ${exact(values[row])}`).join("; ")}`;
    };
    show(cursor);
    picture.addEventListener("pointermove", event => show(rowAt(event, picture, width, frame, count)));
    picture.addEventListener("pointerleave", () => show(cursor));
    root.replaceChildren(picture);
}

function rowAt(event, picture, width, frame, count) {
    const box = picture.getBoundingClientRect();
    return Math.min(Math.max(Math.round(frame.backX((event.clientX - box.left) * width / box.width)), 0), count - 1);
}

export function drawConvergence(root, { path, cursor }, readout, legend) {
    const lowest = path.losses.reduce((low, value) => value < low ? value : low, Infinity);
    const name = lowest > 0 ? word("lossWord") : lowest < 0 ? `${word("lossWord")} + ${exact(-lowest)}` : `${word("lossWord")} − ${exact(lowest)}`;
    const losses = lowest > 0 ? path.losses : path.losses.map(value => value - lowest);
    overSteps(root, { logarithmic: true, cursor, title: word("convergence"), yLabel: "",
        lines: [{ name, values: losses }, { name: word("gradientNorm"), values: path.gradientNorms }, { name: word("stepLength"), values: path.stepLengths }] }, readout, legend);
}

export function drawVariables(root, { path, cursor, names }, readout, legend) {
    const column = k => Array.from({ length: path.rows }, (_, row) => path.points[row * path.dimension + k]);
    overSteps(root, { logarithmic: false, cursor, title: word("variables"), yLabel: names.join(", "),
        lines: names.map((name, k) => ({ name, values: column(k) })) }, readout, legend);
}

const WEB = 200; // of a cobweb, so many last steps

// One variable over itself one step later, and the way between them. `map(value)` is the map with the other variables fixed, or null.
export function drawCobweb(root, { path, cursor, names, variable, map }, readout, legend) {
    const { width, height } = sizeOf(root, 0.7), { soft, ink, path: colour, halo } = palette();
    const values = Array.from({ length: cursor + 1 }, (_, row) => path.points[row * path.dimension + variable]).slice(-WEB).filter(Number.isFinite);
    const [low, high] = range(values, false);
    const frame = axes({ width, height, x: [low, high], y: [low, high], xLabel: names[variable], yLabel: `${names[variable]}, ${word("cobwebNext")}` });
    const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": word("cobweb") });
    const lines = svg("g", { "clip-path": "url(#web)" }, svg("path", { d: `M${frame.x(low)},${frame.y(low)}L${frame.x(high)},${frame.y(high)}`, stroke: soft, "stroke-dasharray": "5 4" }));
    if (map) {
        const points = Array.from({ length: 241 }, (_, k) => low + (high - low) * k / 240).map(value => [value, map(value)]);
        lines.append(svg("path", { d: curve(points, frame), fill: "none", stroke: seriesColour(0), "stroke-width": 2 }));
    }
    let web = "", dots = "";
    for (let k = 0; k + 1 < values.length; k++) {
        const [a, b] = [frame.x(values[k]), frame.x(values[k + 1])], [ya, yb] = [frame.y(values[k]), frame.y(values[k + 1])];
        web += `M${a},${ya}V${yb}H${b}`;
        dots += `M${a},${yb}h0`;
    }
    lines.append(
        svg("path", { d: web, fill: "none", stroke: colour, "stroke-opacity": 0.55 }),
        svg("path", { d: dots, fill: "none", stroke: halo, "stroke-width": 8, "stroke-linecap": "round" }),
        svg("path", { d: dots, fill: "none", stroke: ink, "stroke-width": 5, "stroke-linecap": "round" }));
    picture.append(svg("clipPath", { id: "web" }, svg("rect", { x: frame.inner.left, y: frame.inner.top, width: frame.inner.width, height: frame.inner.height })), lines, frame.group);
    legend.replaceChildren(entry(lineSwatch(colour), word("yourRun")), ...(map ? [entry(lineSwatch(seriesColour(0)), word("cobwebMap"))] : []));
    readout.textContent = values.slice(-4).map(value => exact(value)).join(" → ");
    root.replaceChildren(picture);
}
