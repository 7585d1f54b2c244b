// Colours that colour-blind people tell apart too (Okabe and Ito, 2008); shapes and words say the same.
import { svg } from "./dom.js";

export const LIGHT = {
    ground: "#ffffff", ink: "#16202c", soft: "#51606f", grid: "#dbe1e8", halo: "#ffffff",
    low: [49, 104, 150], high: [243, 246, 249], line: "rgba(20,40,60,0.28)",
    path: "#b34700", end: "#b34700", ghost: "#5b2d8e", kept: "#51606f", arrow: "#16202c", density: [22, 60, 110],
};
export const DARK = {
    ground: "#182029", ink: "#e9eef4", soft: "#a9b6c3", grid: "#2d3945", halo: "#0c1118",
    low: [12, 30, 48], high: [92, 116, 140], line: "rgba(230,240,250,0.25)",
    path: "#ffb347", end: "#ffb347", ghost: "#d7b3ff", kept: "#c3ccd5", arrow: "#ffffff", density: [150, 205, 255],
};

export const isDark = () => document.documentElement.dataset.theme === "dark";
export const palette = () => isDark() ? DARK : LIGHT;

export const SERIES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d00", "#7a5195"];
const DARK_SERIES = ["#56b4e9", "#ff8a3d", "#3fd0a4", "#e79ac4", "#ffc24d", "#9ad4ff", "#e8d36a", "#b997d6"];
export const series = k => (isDark() ? DARK_SERIES : SERIES)[k % SERIES.length];

// Of a point's kind: a shape of its own. Paths around (0, 0), about 7 across each way.
const KINDS = {
    minimum: { colour: "#009e73", d: "M-6,0a6,6 0 1,0 12,0a6,6 0 1,0 -12,0Z" },
    maximum: { colour: "#d55e00", d: "M0,-7.5L7,5.5L-7,5.5Z" },
    saddle: { colour: "#cc79a7", d: "M-7,-4L-4,-7L0,-3L4,-7L7,-4L3,0L7,4L4,7L0,3L-4,7L-7,4L-3,0Z" },
    other: { colour: "#f0e442", d: "M0,-7.5L7.5,0L0,7.5L-7.5,0Z" },
};
export const kindOf = kind => kind === "minimum at a kink" ? "minimum" : kind in KINDS ? kind : "other";

export function kindMark(kind, attributes = {}) {
    const { colour, d } = KINDS[kindOf(kind)];
    return svg("path", { d, fill: colour, stroke: "#000000", "stroke-width": 1.2, "paint-order": "stroke", ...attributes });
}

// How a run ends, where it reached nothing that has a label of its own.
const ENDINGS = {
    converged: "#009e73", approaching: "#56b4e9", descending: "#8db7c9", stalled: "#8c8c8c", periodic: "#0072b2", quasiperiodic: "#cc79a7",
    chaotic: "#e69f00", noisy: "#f0e442", diverging: "#d55e00", unbounded: "#7a2e00", nonfinite: "#000000", undetermined: "#bdbdbd",
};
const ENDING_NAMES = ["undetermined", "converged", "approaching", "descending", "stalled", "periodic", "quasiperiodic", "chaotic", "noisy",
    "diverging", "unbounded", "nonfinite"];
export const endingName = number => ENDING_NAMES[number] ?? "undetermined";
export const endingColour = name => ENDINGS[name] ?? "#bdbdbd";

export const rgb = hex => [1, 3, 5].map(k => parseInt(hex.slice(k, k + 2), 16));
