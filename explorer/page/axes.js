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

// A zero that rounding has missed is one.
const clean = (value, [low, high, logarithmic]) => short(!logarithmic && Math.abs(value) < 1e-9 * (high - low) ? 0 : value, 4);

// box: { width, height, left, right, top, bottom } of the picture with its margins; ranges: x and y, each [low, high, logarithmic].
export function axes({ width, height, margin = [8, 10, 38, 52], x, y, xLabel = "", yLabel = "" }) {
    const large = letters(), [top, right, bottom, left] = margin.map(one => one * large);
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
    const ticsOf = ([low, high, logarithmic], count) => logarithmic ? decades(low, high) : tics(low, high, count);
    const text = (value, attributes) => svg("text", { fill: ink, "font-size": 12 * large, ...attributes }, value);
    for (const value of ticsOf(x, inner.width / 80 / large)) {
        const at = sx.to(value);
        group.append(svg("path", { d: `M${at},${inner.top + inner.height}v5`, stroke: soft }), text(clean(value, x), { x: at, y: inner.top + inner.height + 4 + 13 * large, "text-anchor": "middle" }));
    }
    for (const value of ticsOf(y, inner.height / 45 / large)) {
        const at = sy.to(value);
        group.append(svg("path", { d: `M${inner.left - 5},${at}h5`, stroke: soft }), text(clean(value, y), { x: inner.left - 8, y: at + 4, "text-anchor": "end" }));
    }
    group.append(
        svg("rect", { x: inner.left, y: inner.top, width: inner.width, height: inner.height, fill: "none", stroke: soft }),
        text(xLabel, { x: inner.left + inner.width / 2, y: height - 3, "text-anchor": "middle", "font-weight": "bold" }),
        text(yLabel, { x: 0, y: 0, transform: `translate(${12 * large},${inner.top + inner.height / 2}) rotate(-90)`, "text-anchor": "middle", "font-weight": "bold" }));
    return { group, inner, x: sx.to, y: sy.to, backX: sx.back, backY: sy.back, grid };
}

const isProjected = () => document.documentElement.hasAttribute("data-projector");

// How much larger letters are than usual.
const letters = () => isProjected() ? 4 / 3 : 1;

const LOWEST = 210; // pixels that a picture has even on a phone

// How large a picture is drawn: as wide as its place, never higher than can be seen; projected, with the step size below it.
export function sizeOf(element, share) {
    const width = Math.max(240, Math.round(element.clientWidth || 600));
    return { width, height: Math.round(Math.min(Math.max(width * share, LOWEST), Math.max(260, window.innerHeight * (isProjected() ? 0.5 : 0.8)))) };
}
