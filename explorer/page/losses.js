// A loss as the page sees it: its variables' names, its formula, and the box that is usually looked at.
import { compileLoss } from "./compile.js";
import { readLoss, sourceOf } from "./expression.js";

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const numbered = (letter, n) => Array.from({ length: n }, (_, k) => letter + SUBSCRIPTS[k + 1]);

// "sum of f(xi)" written out for n variables; anything else as it is.
export function writtenOut(formula, n) {
    if (!formula.startsWith("sum of "))
        return formula;
    const term = formula.slice("sum of ".length);
    return Array.from({ length: n }, (_, k) => term.replaceAll("xi", `x${k + 1}`)).join(" + ");
}

const TYPED_REACH = 3; // a typed loss is looked at from -3 to 3, until the user zooms

// `id` is what the library's choose() takes and `source` what a worker is told; throws a LossError.
export function lossOf(state, landscapes) {
    if (state.loss === "typed") {
        const read = readLoss(state.formula);
        const source = sourceOf(read), n = read.variables.length;
        return { id: compileLoss(source), source, read, variables: read.variables, dimension: n, formula: state.formula,
            lower: Array(n).fill(-TYPED_REACH), upper: Array(n).fill(TYPED_REACH) };
    }
    const landscape = landscapes.find(one => one.name === state.loss);
    if (!landscape)
        throw new Error(`loss=${state.loss}`);
    const variables = numbered(landscape.name === "notebook" ? "β" : "x", landscape.dimension);
    return { id: landscape.name, source: landscape.name, landscape, variables, dimension: landscape.dimension,
        formula: landscape.formula, lower: landscape.lower, upper: landscape.upper };
}

export function usualWindow(loss, axes = [0, loss.dimension > 1 ? 1 : 0]) {
    const [x, y] = axes;
    return { axes, left: loss.lower[x], right: loss.upper[x], bottom: loss.lower[y], top: loss.upper[y] };
}

// A start that lies in the box and is not too special.
export const usualStart = loss => loss.lower.map((low, i) => low + (loss.upper[i] - low) * (i % 2 ? 0.35 : 0.8));
