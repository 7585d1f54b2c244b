// A derivative as the rules of calculus give it, without its zeros and ones. mathjs would simplify further, in time that grows
// with the cube of the length: forty terms took a minute.
const constant = value => ({ type: "ConstantNode", value });
const valueOf = node => node.type === "ConstantNode" ? node.value : NaN;
const operator = (op, ...args) => ({ type: "OperatorNode", op, args });

const ZERO_OR_ONE = {
    "+": (a, b) => valueOf(a) === 0 ? b : valueOf(b) === 0 ? a : null,
    "-": (a, b) => valueOf(b) === 0 ? a : valueOf(a) === 0 ? negative(b) : null,
    "*": (a, b) => valueOf(a) === 0 || valueOf(b) === 0 ? constant(0) : valueOf(a) === 1 ? b : valueOf(b) === 1 ? a : null,
    "/": (a, b) => valueOf(a) === 0 ? constant(0) : valueOf(b) === 1 ? a : null,
    "^": (a, b) => valueOf(b) === 0 ? constant(1) : valueOf(b) === 1 ? a : null,
};
const CALCULATE = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b };

function negative(node) {
    if (node.type === "ConstantNode")
        return constant(-node.value);
    return node.type === "OperatorNode" && node.op === "-" && node.args.length === 1 ? node.args[0] : operator("-", node);
}

const same = (a, b) => a.type === b.type && a.name === b.name && a.value === b.value && a.op === b.op && a.fn?.name === b.fn?.name &&
    (a.args?.length ?? 0) === (b.args?.length ?? 0) && (a.args ?? []).every((one, k) => same(one, b.args[k]));

function binary(op, a, b) {
    // The slope of |u| is the sign of u, which is 0 at the kink, where |u|/u is no number.
    if (op === "/" && a.type === "FunctionNode" && a.fn.name === "abs" && same(a.args[0], b))
        return { type: "FunctionNode", fn: { name: "sign" }, args: [b] };
    const shorter = ZERO_OR_ONE[op](a, b);
    if (shorter)
        return shorter;
    const value = CALCULATE[op]?.(valueOf(a), valueOf(b));
    if (Number.isFinite(value))
        return constant(value);
    // 4 · (3 · x) and x · 3 are 12 · x and 3 · x.
    if (op === "*" && b.type === "ConstantNode")
        return binary("*", b, a);
    if (op === "*" && a.type === "ConstantNode" && b.type === "OperatorNode" && b.op === "*" && b.args[0].type === "ConstantNode")
        return binary("*", binary("*", a, b.args[0]), b.args[1]);
    return operator(op, a, b);
}

export function tidy(node) {
    if (node.type === "ParenthesisNode")
        return tidy(node.content);
    if (node.type === "FunctionNode")
        return { type: "FunctionNode", fn: node.fn, args: node.args.map(tidy) };
    if (node.type !== "OperatorNode")
        return node;
    const [first, ...rest] = node.args.map(tidy);
    if (rest.length === 0)
        return node.op === "-" ? negative(first) : first;
    return rest.reduce((sum, one) => binary(node.op, sum, one), first);
}
