// The run as a program: in C, and in lines of Python.
import { printExpression } from "./print.js";
import { isModified, ruleInC, ruleInPython } from "./rules.js";

const GREEK = {
    α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ζ: "zeta", η: "eta_", θ: "theta", λ: "lambda_",
    μ: "mu", ξ: "xi", ρ: "rho", σ: "sigma", τ: "tau", φ: "phi", χ: "chi", ψ: "psi", ω: "omega"
};
// Words of the two languages, and names that the programs use themselves.
const TAKEN = new Set(`
    auto break case char const continue default do double else enum extern float for goto if inline int long
    register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while
    and as assert async await class def del elif except finally from global import in is lambda None nonlocal not
    or pass raise True False try with yield n x g h k value context main descent run names run_x product base
    exponent one sign loss gradient hessian power math step range print pow sqrt exp log sin cos tan abs
`.trim().split(/\s+/));

// Variables' names as both languages take them, each its own.
export function identifiers(names) {
    const used = new Set();
    return names.map((name, i) => {
        let plain = [...name].map(letter => GREEK[letter] ?? letter).join("").replace(/[^A-Za-z0-9_]/g, "_");
        if (!/^[A-Za-z]/.test(plain) || TAKEN.has(plain) || used.has(plain))
            plain = `v${i + 1}_${plain}`;
        used.add(plain);
        return plain;
    });
}

const cNumber = value => Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value);
function cFunctions({ read, variables }) {
    const names = identifiers(variables), print = node => printExpression(node, "c", name => names[variables.indexOf(name)]);
    const locals = names.map((name, i) => `    const double ${name} = x[${i}];`).join("\n"), unused = names.map(name => `(void)${name}`).join(", ");
    const callback = (name, output, lines) => `static int ${name}(size_t n, const double *x, double *${output}, void *context)\n{\n${locals}\n    (void)n, (void)context, ${unused};\n${lines.join("\n")}\n    return 0;\n}\n`;
    return [
        "/* A whole power as products from the left. */\nstatic inline double power(double base, int exponent)\n{\n    double product = base;\n    for (int k = 1; k < exponent; k++)\n        product *= base;\n    return product;\n}\n",
        "static inline double sign(double value)\n{\n    return (value > 0) - (value < 0);\n}\n",
        callback("loss", "value", [`    *value = ${print(read.loss)};`]),
        callback("gradient", "g", read.gradient.map((node, i) => `    g[${i}] = ${print(node)};`)),
        callback("hessian", "h", read.hessian.flat().map((node, i) => `    h[${i}] = ${print(node)};`)),
    ].join("\n");
}

export function programInC(state, loss, fragment) {
    const n = loss.dimension, rule = ruleInC(state);
    const problem = loss.landscape ? `descent_landscape_find("${loss.landscape.name}")->problem`
        : `{.dimension = ${n}, .loss = loss, .gradient = gradient, .hessian = hessian, .variable_names = names}`;
    return `/*
 * A run of the explorer, with the same last point bit for bit; -ffp-contract=off keeps the compiler from fusing
 * multiplications with additions.
 *
 *     cc -ffp-contract=off run.c -o run $(pkg-config --cflags --libs descent) -lm
 *
 * ${fragment.replace(/\*\//g, "* /")}
 */
#include <descent/adaptive.h>
#include <descent/descent.h>
${loss.landscape ? "#include <descent/landscapes.h>\n" : ""}#include <descent/step_finders.h>
#include <math.h>
#include <stdio.h>

${loss.landscape ? "" : `${cFunctions(loss)}\n`}int main(void)
{
${loss.landscape ? "" : `    static const char *const names[] = {${loss.variables.map(name => JSON.stringify(name)).join(", ")}};\n`}    const descent_problem problem = ${problem};
    const double start[] = {${state.start.map(cNumber).join(", ")}};
    descent_engine *engine = NULL;
    descent_diagnosis *diagnosis = NULL;

    if (descent_engine_new(&engine, &problem, ${rule}, start) != DESCENT_SUCCESS ||
        descent_engine_record(engine, NULL) != DESCENT_SUCCESS || descent_engine_run(engine, ${state.steps}) != DESCENT_SUCCESS ||
        descent_engine_diagnose(engine, NULL, &diagnosis) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\\n", descent_error_detail());
        descent_engine_free(engine);
        return 1;
    }
    for (size_t i = 0; i < problem.dimension; i++)
        printf("%.17g\\n", descent_engine_point(engine)[i]);
    descent_diagnosis_print(diagnosis, stdout);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return 0;
}
`;
}

// Lines for the package `descent`, which calls the library: the same bits again.
export function linesInPython(state, loss, fragment) {
    const start = `[${state.start.map(cNumber).join(", ")}]`, rule = state.kind === "fixed" && state.schedule === "constant" && !isModified(state) ? `step=${state.step}` : `rule=${ruleInPython(state)}`;
    const run = what => [`run = descent.run(${what}, start=${start}, ${rule}, steps=${state.steps}${loss.landscape ? "" : `, names=${JSON.stringify(loss.variables)}`})`, "print(*run.x)", "print(run)", ""];
    const head = `# A run of the explorer: ${fragment}`;
    if (loss.landscape)
        return [head, "import descent", "", ...run(`descent.landscape("${loss.landscape.name}")`)].join("\n");
    const { read } = loss, names = identifiers(read.variables), print = node => printExpression(node, "python", name => names[read.variables.indexOf(name)]);
    const list = nodes => `[${nodes.map(print).join(", ")}]`, unpack = `    ${names.join(", ")}${names.length > 1 ? "" : ","} = (float(one) for one in x)`;
    return [
        head, "import math", "", "import descent", "", "",
        "def power(base, exponent):", "    product = base", "    for _ in range(exponent - 1):", "        product *= base", "    return product", "", "",
        "def sign(value):", "    return float((value > 0) - (value < 0))", "", "",
        "def loss(x):", unpack, `    return ${print(read.loss)}`, "", "",
        "def gradient(x):", unpack, `    return ${list(read.gradient)}`, "", "",
        "def hessian(x):", unpack, `    return [${read.hessian.map(list).join(", ")}]`, "", "",
        ...run("loss, gradient, hessian=hessian"),
    ].join("\n");
}
