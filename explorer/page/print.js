// A formula's tree as an expression of JavaScript, C or Python, with as few parentheses as keep the order of operations.
const LANGUAGES = {
    javascript: { number: String, call: name => `Math.${name}`, pi: "Math.PI", e: "Math.E" },
    c: { number: value => decimal(value), call: name => name === "abs" ? "fabs" : name, pi: String(Math.PI), e: String(Math.E) },
    python: { number: value => decimal(value), call: name => name === "abs" || name === "sign" ? name : `math.${name}`, pi: "math.pi", e: "math.e" },
};
// What derivatives bring along that neither of the languages has.
const RECIPROCALS = { sec: "cos", sech: "cosh", csc: "sin", csch: "sinh" };
const LARGEST_POWER = 64; // beyond it a product is no better than pow()
const SUM = 1, PRODUCT = 2, SIGN = 3, ATOM = 4;

const decimal = value => /^-?\d+$/.test(String(value)) ? `${value}.0` : String(value);

function constantOf(node) {
    if (node.type === "ParenthesisNode")
        return constantOf(node.content);
    if (node.type === "OperatorNode" && node.op === "-" && node.args.length === 1)
        return -constantOf(node.args[0]);
    return node.type === "ConstantNode" ? node.value : NaN;
}

class Printer {
    constructor(language, variable) {
        Object.assign(this, { language, words: LANGUAGES[language], variable });
    }

    // [text, how strongly it binds]
    print(node) {
        switch (node.type) {
        case "ParenthesisNode": return this.print(node.content);
        case "ConstantNode": return node.value < 0 ? [this.words.number(node.value), SIGN] : [this.words.number(node.value), ATOM];
        case "SymbolNode": return [this.words[node.name] ?? this.variable(node.name), ATOM];
        case "FunctionNode": return [this.call(node.fn.name, node.args), ATOM];
        default: return this.operator(node);
        }
    }

    bound(node, strength) {
        const [text, own] = this.print(node);
        return own < strength ? `(${text})` : text;
    }

    operator({ op, args }) {
        if (args.length === 1)
            return [`${op}${this.bound(args[0], ATOM)}`, SIGN];
        if (op === "^")
            return [this.power(args[0], args[1]), ATOM];
        const strength = op === "+" || op === "-" ? SUM : PRODUCT;
        const rest = args.slice(1).map(one => ` ${op} ${this.bound(one, strength + 1)}`);
        return [this.bound(args[0], strength) + rest.join(""), strength];
    }

    power(base, exponent) {
        const n = constantOf(exponent);
        if (Number.isInteger(n) && Math.abs(n) >= 1 && Math.abs(n) <= LARGEST_POWER) {
            const product = `power(${this.print(base)[0]}, ${Math.abs(n)})`;
            return n > 0 ? product : `(${this.words.number(1)} / ${product})`;
        }
        return this.call("pow", [base, exponent]);
    }

    call(name, args) {
        const inside = args.map(one => this.print(one)[0]);
        if (name === "log" && args.length === 2) // to a base
            return `(${this.call("log", [args[0]])} / ${this.call("log", [args[1]])})`;
        if (name === "pow" && args.length === 2 && this.language === "javascript")
            return `Math.pow(${inside.join(", ")})`;
        if (name in RECIPROCALS)
            return `(${this.words.number(1)} / ${this.words.call(RECIPROCALS[name])}(${inside[0]}))`;
        return `${this.words.call(name)}(${inside.join(", ")})`;
    }
}

// `variable(name)` is how a variable is written there.
export function printExpression(node, language, variable) {
    return new Printer(language, variable).print(node)[0];
}
