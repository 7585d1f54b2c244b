// A frame with numbers along two axes, and the way from numbers to the picture and back.
import { palette } from "./colours.js";
import { short, svg } from "./dom.js";

// Round numbers, about `count` of them, from low to high.
export function tics(low, high, count) {
    const raw = (high - low) / count, size = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map(one => one * size).find(one => one >= raw) ?? 10 * size;
    const found = [];
    for (let k = Math.ceil(low / step); k * step <= high + 1e-9 * step && found.length < 50; k++)
        found.push(k * step);
    return found;
}

export function decades(low, high) {
    const first = Math.ceil(Math.log10(low)), last = Math.floor(Math.log10(high)), every = Math.max(1, Math.ceil((last - first) / 6));
    return Array.from({ length: Math.max(0, Math.floor((last - first) / every) + 1) }, (_, k) => 10 ** (first + k * every));
}

const LETTER = 7.2; // pixels that one takes
const GAP = 16;     // pixels between two numbers

// [value, text] of numbers along an axis: with as many digits as tell neighbours apart.
function labelsOf([low, high, logarithmic], count) {
    if (logarithmic)
        return decades(low, high).map(value => [value, value < 1e-3 || value >= 1e6 ? value.toExponential().replace("e+", "e") : short(value, 4)]);
    const values = tics(low, high, count), apart = values.length > 1 ? values[1] - values[0] : high - low;
    const digits = Math.min(15, Math.max(1, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / apart)) + 1));
    return values.map(value => [value, short(Math.abs(value) < 1e-9 * (high - low) ? 0 : value, digits)]); // a zero that rounding has missed is one
}

const longest = labels => Math.max(0, ...labels.map(([, text]) => text.length));

// box: { width, height, left, right, top, bottom } of the picture with its margins; ranges: x and y, each [low, high, logarithmic].
export function axes({ width, height, margin = [8, 10, 38, 52], x, y, xLabel = "", yLabel = "" }) {
    const [top, right, bottom] = margin, yLabels = labelsOf(y, (height - top - bottom) / 45);
    const left = Math.max(margin[3], LETTER * longest(yLabels) + 24); // the axis' name, and room beside it
    const inner = { left, top, width: width - left - right, height: height - top - bottom };
    const scale = ([low, high, logarithmic], from, length) => {
        const f = logarithmic ? Math.log10 : value => value, a = f(low), b = f(high);
        return { to: value => from + length * (f(value) - a) / (b - a), back: place => {
            const value = a + (b - a) * (place - from) / length;
            return logarithmic ? 10 ** value : value;
        } };
    };
    const sx = scale(x, inner.left, inner.width), sy = scale(y, inner.top + inner.height, -inner.height);
    const { ink, soft, grid } = palette();
    const group = svg("g", { "aria-hidden": "true" });
    const most = inner.width / 80, wide = LETTER * longest(labelsOf(x, most)) + GAP;
    const text = (value, attributes) => svg("text", { fill: ink, "font-size": 12, ...attributes }, value);
    for (const [value, label] of labelsOf(x, Math.min(most, Math.max(1, inner.width / wide)))) {
        const at = sx.to(value);
        group.append(svg("path", { d: `M${at},${inner.top + inner.height}v5`, stroke: soft }), text(label, { x: at, y: inner.top + inner.height + 17, "text-anchor": "middle" }));
    }
    for (const [value, label] of yLabels) {
        const at = sy.to(value);
        group.append(svg("path", { d: `M${inner.left - 5},${at}h5`, stroke: soft }), text(label, { x: inner.left - 8, y: at + 4, "text-anchor": "end" }));
    }
    group.append(
        svg("rect", { x: inner.left, y: inner.top, width: inner.width, height: inner.height, fill: "none", stroke: soft }),
        text(xLabel, { x: inner.left + inner.width / 2, y: height - 3, "text-anchor": "middle", "font-weight": "bold" }),
        text(yLabel, { x: 0, y: 0, transform: `translate(12,${inner.top + inner.height / 2}) rotate(-90)`, "text-anchor": "middle", "font-weight": "bold" }));
    return { group, inner, x: sx.to, y: sy.to, backX: sx.back, backY: sy.back, grid };
}

const isProjected = () => document.documentElement.hasAttribute("data-projector");

// How much larger pictures are drawn than usual, letters, lines and marks: on a projector like the letters around them.
export const zoom = () => isProjected() ? parseFloat(getComputedStyle(document.documentElement).fontSize) / 16.8 : 1;

// On paper, in units of which 12 are the height of letters: so wide that these are no smaller than the text beside them.
const PRINTED = { plot: 520, strip: 620, chart: 460 };

const LOWEST = 210; // pixels that a picture has even on a phone

// How large a picture is drawn: as wide as its place, never higher than can be seen; projected, with the step size below it.
export function sizeOf(element, share) {
    if (document.documentElement.hasAttribute("data-print"))
        return { width: PRINTED[element.id], height: Math.round(PRINTED[element.id] * share) };
    const width = Math.max(240, Math.round((element.clientWidth || 600) / zoom())), seen = window.innerHeight / zoom();
    return { width, height: Math.round(Math.min(Math.max(width * share, LOWEST), Math.max(isProjected() ? LOWEST : 260, seen * (isProjected() ? 0.5 : 0.8)))) };
}
