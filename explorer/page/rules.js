// The rules, the schedules and what is done around them: their parameters with what they are at first, the numbers that the
// library takes (explorer_setting of core/explorer.h), and the words of C and Python for them.

const positive = value => value > 0 && Number.isFinite(value), share = value => value > 0 && value < 1, notNegative = value => value >= 0 && Number.isFinite(value);
const count = most => value => Number.isInteger(value) && value >= 1 && value <= most;

// Every parameter but the step size, by its word in links, with the values that it may have.
export const PARAMETERS = {
    momentum: value => value >= 0 && value < 10,
    first_decay: share, second_decay: share, decay: share, epsilon: positive,
    decrease: value => value > 0 && value < 0.5, curvature: share, contraction: share,
    pairs: count(1000), short: value => value === 0 || value === 1, minimum: Number.isFinite,
    threshold: positive, radius: positive, bend: positive, length: positive, seed: value => Number.isInteger(value) && value >= 0 && value <= 1e15,
    parameter: positive, floor: notNegative, drop: value => value > 0 && value <= 1, growth: count(1e6),
    weight_decay: notNegative, decoupled_decay: notNegative, clip_norm: notNegative, l1: notNegative,
};

const number = value => Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value);
const named = (p, fields) => Object.entries(fields).map(([field, key]) => `${field}=${p[key]}`);
const c = (name, numbers) => `descent_${name}(${numbers.map(number).join(", ")})`;
// name(step, momentum) in both languages.
const call = (name, ...keys) => ({
    c: p => c(name, [p.step, ...keys.map(key => p[key])]),
    python: p => `descent.${name}(${[p.step, ...keys.map(key => p[key])].join(", ")})`,
});
// name(step, decay) and name(step, decay=…)
const callNamed = (name, fields) => ({
    c: p => c(name, [p.step, ...Object.values(fields).map(key => p[key])]),
    python: p => `descent.${name}(${[p.step, ...named(p, fields)].join(", ")})`,
});
// name(step, &(type){.field = …}) and name(step, field=…)
const withOptions = (name, type, fields, kind = null) => ({
    c: p => `descent_${name}(${number(p.step)}, &(${type}){${[...(kind ? [`.kind = DESCENT_${kind.toUpperCase()}`] : []), ...Object.entries(fields).map(([field, key]) => `.${field} = ${key === "seed" ? p[key] : number(p[key])}`)].join(", ")}})`,
    python: p => `descent.${name}(${[p.step, ...(kind ? [`kind="${kind}"`] : []), ...named(p, fields)].join(", ")})`,
});
const MOMENTS = { first_decay: "first_decay", second_decay: "second_decay", epsilon: "epsilon" };
const SEARCH = { decrease: "decrease", curvature: "curvature" };
const adam = kind => ({ kind, group: "adaptive", parameters: { first_decay: 0.9, second_decay: 0.999, epsilon: 1e-8 }, ...withOptions("adam", "descent_adam_options", MOMENTS, kind) });

// In the order of explorer_rule. `step` is the step size that is customary where it means something else than elsewhere.
export const RULES = [
    { kind: "fixed", group: "plain", parameters: {}, ...call("fixed_step") },
    { kind: "heavy", group: "plain", parameters: { momentum: 0.9 }, ...call("heavy_ball", "momentum") },
    { kind: "nesterov", group: "plain", parameters: { momentum: 0.9 }, ...call("nesterov", "momentum") },
    { kind: "damped", group: "plain", parameters: { momentum: 0.9 }, ...call("damped_momentum", "momentum") },
    { kind: "adagrad", group: "adaptive", parameters: { epsilon: 1e-10 }, ...callNamed("adagrad", { epsilon: "epsilon" }) },
    { kind: "rmsprop", group: "adaptive", parameters: { decay: 0.9, epsilon: 1e-8 }, ...callNamed("rmsprop", { decay: "decay", epsilon: "epsilon" }) },
    adam("adam"), adam("amsgrad"), adam("nadam"),
    { kind: "lion", group: "adaptive", parameters: { first_decay: 0.9, second_decay: 0.99 }, ...callNamed("lion", { first_decay: "first_decay", second_decay: "second_decay" }) },
    { kind: "sign", group: "adaptive", parameters: {}, ...call("sign") },
    { kind: "normalised", group: "adaptive", parameters: {}, ...call("normalised") },
    { kind: "armijo", group: "finds", step: 1, parameters: { decrease: 1e-4, contraction: 0.5 }, ...withOptions("armijo", "descent_line_search_options", { decrease: "decrease", contraction: "contraction" }) },
    { kind: "wolfe", group: "finds", step: 1, parameters: { decrease: 1e-4, curvature: 0.9 }, ...withOptions("wolfe", "descent_line_search_options", SEARCH) },
    { kind: "lbfgs", group: "finds", step: 1, parameters: { pairs: 8 }, c: p => `descent_lbfgs(${number(p.step)}, ${p.pairs}, NULL)`, python: p => `descent.lbfgs(${p.step}, ${p.pairs})` },
    { kind: "conjugate", group: "finds", step: 1, parameters: { decrease: 1e-4, curvature: 0.1 }, ...withOptions("conjugate_gradients", "descent_line_search_options", SEARCH) },
    { kind: "barzilai", group: "finds", parameters: { short: 0 }, c: p => `descent_barzilai_borwein(${number(p.step)}, DESCENT_BARZILAI_BORWEIN_${p.short ? "SHORT" : "LONG"})`, python: p => `descent.barzilai_borwein(${p.step}${p.short ? ', kind="short"' : ""})` },
    { kind: "polyak", group: "finds", step: 1, parameters: { minimum: 0 }, ...call("polyak", "minimum") },
    { kind: "exact", group: "finds", parameters: {}, ...call("exact_step") },
    { kind: "smoothness", group: "finds", parameters: {}, ...call("local_smoothness") },
    { kind: "perturbed", group: "finds", parameters: { threshold: 1e-3, radius: 1e-2, seed: 0 }, ...withOptions("perturbed", "descent_perturbed_options", { gradient_threshold: "threshold", radius: "radius", seed: "seed" }) },
    { kind: "saddles", group: "finds", parameters: { threshold: 1e-3, bend: 1e-6, length: 1 }, ...withOptions("negative_curvature", "descent_negative_curvature_options", { gradient_threshold: "threshold", curvature_threshold: "bend", length: "length" }) },
];
export const GROUPS = ["plain", "adaptive", "finds"];
export const ruleNamed = kind => RULES.find(one => one.kind === kind);

// `number` is the library's descent_schedule_kind.
const schedule = (name, number_, parameters, c, python = c) => ({ name, number: number_, parameters, c: p => `descent_schedule_${c(p)}`, python: p => `descent.${python(p)}` });
export const SCHEDULES = [
    { name: "constant", number: 0, parameters: {} },
    schedule("inverse", 1, { parameter: 10 }, p => `inverse(${number(p.parameter)})`),
    schedule("exponential", 2, { parameter: 0.99 }, p => `exponential(${number(p.parameter)})`),
    schedule("cosine", 3, { parameter: 100, floor: 0 }, p => `cosine(${p.parameter}, ${number(p.floor)})`),
    schedule("linear", 5, { parameter: 100, floor: 0 }, p => `linear(${p.parameter}, ${number(p.floor)})`),
    schedule("steps", 6, { parameter: 32, drop: 0.5 }, p => `steps(${p.parameter}, ${number(p.drop)})`, p => `staircase(${p.parameter}, ${number(p.drop)})`),
    schedule("warm_up", 7, { parameter: 10 }, p => `warm_up(${p.parameter}, NULL)`, p => `warm_up(${p.parameter})`),
    schedule("restarts", 9, { parameter: 16, growth: 2, floor: 0 }, p => `restarts(${p.parameter}, ${p.growth}, ${number(p.floor)})`),
];
export const scheduleNamed = name => SCHEDULES.find(one => one.name === name);

export const MODIFIERS = { weight_decay: 0, decoupled_decay: 0, clip_norm: 0, l1: 0 };
export const isModified = rule => Object.keys(MODIFIERS).some(key => rule[key] > 0);

// What a rule is described by, and no more: kind, step and those parameters that belong to it.
export function ruleOf({ kind, step, schedule = "constant", ...rest }) {
    const kept = { kind, step, schedule };
    for (const [key, first] of Object.entries({ ...ruleNamed(kind).parameters, ...scheduleNamed(schedule).parameters, ...MODIFIERS }))
        kept[key] = rest[key] ?? first;
    return kept;
}

// The numbers of an explorer_setting.
export function numbersOf(rule) {
    const all = ruleOf(rule), of = ({ parameters }) => [...Object.keys(parameters).map(key => all[key]), 0, 0, 0].slice(0, 3);
    return [RULES.findIndex(one => one.kind === all.kind), all.step, ...of(ruleNamed(all.kind)), scheduleNamed(all.schedule).number, ...of(scheduleNamed(all.schedule)),
        ...Object.keys(MODIFIERS).map(key => all[key])];
}

const modifiersOf = (rule, write) => Object.keys(MODIFIERS).filter(key => rule[key] > 0).map(key => write(key, rule[key])).join(", ");

export function ruleInC(given) {
    const rule = ruleOf(given), plain = ruleNamed(rule.kind).c(rule);
    const scheduled = rule.schedule === "constant" ? plain : `descent_rule_with_schedule(${plain}, ${scheduleNamed(rule.schedule).c(rule)})`;
    return isModified(rule) ? `descent_rule_with_modifiers(${scheduled}, (descent_modifiers){${modifiersOf(rule, (key, value) => `.${key} = ${number(value)}`)}})` : scheduled;
}

export function ruleInPython(given) {
    const rule = ruleOf(given), plain = ruleNamed(rule.kind).python(rule);
    const scheduled = rule.schedule === "constant" ? plain : `${plain}.with_schedule(${scheduleNamed(rule.schedule).python(rule)})`;
    return isModified(rule) ? `${scheduled}.with_modifiers(${modifiersOf(rule, (key, value) => `${key}=${value}`)})` : scheduled;
}
