// A loss that was typed: read, checked, differentiated twice. What is wrong is said with the place where it is.
import { derivative, parse } from "./algebra.js";
import { printExpression } from "./print.js";
import { tidy } from "./tidy.js";

export const FUNCTIONS = ["abs", "acos", "asin", "atan", "cbrt", "cos", "cosh", "exp", "log", "log10", "pow", "sin", "sinh", "sqrt",
    "tan", "tanh"];
const CONSTANTS = ["pi", "e"];
const LONGEST = 600;  // letters
const LARGEST = 4000; // nodes of a gradient; beyond it second derivatives take longer than a moment
const MOST_VARIABLES = 8; // as in core/problem.c

// `code` is a key of the page's words, `detail` what it is about, `position` where, counted from 0.
export class LossError extends Error {
    constructor(code, detail, position) {
        super(`${code}: ${detail}`);
        Object.assign(this, { code, detail, position: Math.max(0, position) });
    }
}

// What people type and paste: subscripts, powers written high, signs of other keyboards. One letter may become several, so
// each letter of the result knows where it came from.
const SPELLINGS = { "·": "*", "×": "*", "−": "-", "–": "-", "π": "pi", "ₓ": "x", "√": "sqrt" };
"₀₁₂₃₄₅₆₇₈₉".split("").forEach((letter, digit) => { SPELLINGS[letter] = String(digit); });
"⁰¹²³⁴⁵⁶⁷⁸⁹".split("").forEach((letter, digit) => { SPELLINGS[letter] = `^${digit}`; });

function respell(typed) {
    let text = "";
    const origin = [];
    [...typed].forEach((letter, k) => {
        for (const one of SPELLINGS[letter] ?? letter) {
            text += one;
            origin.push(k);
        }
    });
    return { text, origin: position => origin[Math.min(position, origin.length - 1)] ?? 0 };
}

// "L = …" and "L(x, y) = …" mean the right-hand side.
const rightHandSide = node => node.type === "FunctionAssignmentNode" ? node.expr : node.type === "AssignmentNode" ? node.value : node;

// Where a name stands as a whole word.
function placeOf(name, text) {
    const match = new RegExp(`(?<![\\p{L}\\p{N}_])${name.replace(/\$/g, "\\$")}(?![\\p{L}\\p{N}_])`, "u").exec(text);
    return match ? match.index : text.indexOf(name);
}

function check(node, text, place) {
    const names = new Set();
    node.traverse((one, path, parent) => {
        if (one.type === "FunctionNode") {
            if (!FUNCTIONS.includes(one.fn.name))
                throw new LossError("unknownFunction", one.fn.name, place(placeOf(one.fn.name, text)));
            if (one.args.length < 1 || one.args.length > (["log", "pow"].includes(one.fn.name) ? 2 : 1))
                throw new LossError("wrongArguments", one.fn.name, place(placeOf(one.fn.name, text)));
        } else if (one.type === "SymbolNode") {
            if (!(parent?.type === "FunctionNode" && path === "fn") && !CONSTANTS.includes(one.name)) {
                if (FUNCTIONS.includes(one.name))
                    throw new LossError("wrongArguments", one.name, place(placeOf(one.name, text)));
                names.add(one.name);
            }
        } else if (one.type === "OperatorNode") {
            if (!["+", "-", "*", "/", "^"].includes(one.op))
                throw new LossError("unknownOperator", one.op, place(text.indexOf(one.op)));
        } else if (one.type === "ConstantNode") {
            if (!Number.isFinite(one.value))
                throw new LossError("syntax", String(one.value), place(text.indexOf(String(one.value))));
        } else if (one.type !== "ParenthesisNode") {
            throw new LossError("syntax", one.toString(), 0);
        }
    });
    return [...names].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

function read(text, place) {
    try {
        return rightHandSide(parse(text));
    } catch (error) {
        throw new LossError("syntax", error.message.replace(/ \(char \d+\)/, ""), place((error.char ?? 1) - 1));
    }
}

// Reads a loss; throws a LossError.
export function readLoss(typed) {
    const { text, origin } = respell(typed);
    if (!text.trim())
        throw new LossError("empty", "", 0);
    if (text.length > LONGEST)
        throw new LossError("tooLong", String(text.length), LONGEST);
    const loss = read(text, origin);
    const variables = check(loss, text, origin);
    if (variables.length < 1)
        throw new LossError("noVariable", "", 0);
    if (variables.length > MOST_VARIABLES)
        throw new LossError("tooManyVariables", String(variables.length), origin(placeOf(variables[MOST_VARIABLES], text)));
    let gradient, hessian;
    try {
        const slope = (node, name) => derivative(node, name, { simplify: false });
        const raw = variables.map(name => slope(loss, name));
        const size = raw.reduce((sum, one) => sum + one.filter(() => true).length, 0);
        if (size > LARGEST)
            throw new LossError("tooLong", "", 0);
        gradient = raw.map(tidy);
        hessian = raw.map((one, i) => variables.slice(0, i + 1).map(name => tidy(slope(one, name))));
    } catch (error) {
        if (error instanceof LossError)
            throw error;
        throw new LossError("noDerivative", error.message, 0);
    }
    // It is symmetric, and its lower half is what it is made of.
    hessian = variables.map((_, i) => variables.map((_, k) => hessian[Math.max(i, k)][Math.min(i, k)]));
    return { text: typed, variables, loss, gradient, hessian };
}

// The same as JavaScript, in strings, so that a worker can be told. Numbers are read from and written to the module's memory, `m`:
// the point from `x` on, the answer from `out` on; of many points, coordinate by coordinate, with `stride` in between.
export function sourceOf({ variables, loss, gradient, hessian }) {
    const print = (node, place) => printExpression(node, "javascript", name => `m[${place(variables.indexOf(name))}]`);
    const one = i => `x + ${i}`, oneOf = i => `x + ${i} * stride + j`;
    return {
        variables,
        loss: `return ${print(loss, one)};`,
        gradient: gradient.map((node, k) => `m[out + ${k}] = ${print(node, one)};`).join(" "),
        gradients: `for (let j = 0; j < count; j++) { ${gradient.map((node, k) => `m[out + ${k} * stride + j] = ${print(node, oneOf)};`).join(" ")} }`,
        hessian: hessian.flat().map((node, k) => `m[out + ${k}] = ${print(node, one)};`).join(" "),
    };
}
