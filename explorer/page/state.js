// Everything that is set, as one plain object, and as the fragment of a link.
import { MODIFIERS, PARAMETERS, RULES, SCHEDULES, ruleNamed, ruleOf, scheduleNamed } from "./rules.js";

export const LIMITS = { steps: 20000, step: 1e6 };

export const PRESETS = [
    { name: "minimum_1", start: [4, 1.075], step: 0.2, steps: 32 },
    { name: "minimum_2", start: [0, -0.5], step: 0.02, steps: 64 },
    { name: "saddle_ridge", start: [4, 0.9999], step: 0.1, steps: 64 },
    { name: "saddle_point", start: [4, 1], step: 0.1, steps: 64 },
    { name: "oscillation", start: [4, 1], step: 1, steps: 8 },
    { name: "explosion", start: [4, 2.5], step: 0.29, steps: 8 },
    { name: "no_explosion", start: [4, 2.5], step: 0.28, steps: 64 },
    { name: "complex_oscillation", start: [4, 1.25], step: 1, steps: 128 },
];

export const DEFAULTS = {
    loss: "notebook", // a landscape's name, or "typed"
    formula: "",
    start: [4, 1.075],
    step: 0.2,
    steps: 32,
    kind: "fixed",
    schedule: "constant",
    // The parameters of rule and schedule stand beside these, by their words in rules.js; what is not there is as it is at first.
    ...MODIFIERS,
    window: null, // { axes, left, right, bottom, top }; null: the loss's usual one
    tab: "convergence",
    exercise: null, // number of the exercise that is asked
};

const TABS = ["convergence", "variables", "cobweb", "surface"];

export function presetState({ start, step, steps }) {
    return { ...DEFAULTS, start: [...start], step, steps };
}

export function toFragment(state, ownExercises = null) {
    const query = new URLSearchParams();
    query.set("loss", state.loss);
    if (state.loss === "typed")
        query.set("formula", state.formula);
    query.set("start", state.start.join(","));
    for (const key of ["step", "steps", "kind"])
        query.set(key, String(state[key]));
    if (state.schedule !== "constant")
        query.set("schedule", state.schedule);
    for (const [key, value] of Object.entries(ruleOf(state)))
        if (key in PARAMETERS && !(key in MODIFIERS && value === 0))
            query.set(key, String(value));
    if (state.window) {
        const { axes, left, right, bottom, top } = state.window;
        query.set("window", [left, right, bottom, top].join(","));
        query.set("axes", axes.map(axis => axis + 1).join(","));
    }
    if (state.tab !== DEFAULTS.tab)
        query.set("tab", state.tab);
    if (state.exercise !== null)
        query.set("exercise", String(state.exercise + 1));
    if (ownExercises)
        query.set("own", JSON.stringify(ownExercises));
    return query.toString();
}

const number = (text, key, accept = Number.isFinite) => {
    const value = text.trim() === "" ? NaN : Number(text);
    if (!accept(value))
        throw new Error(`${key}=${text}`);
    return value;
};
const numbers = (text, key) => text.split(",").map(one => number(one, key));
const oneOf = (list, text, key) => {
    if (!list.includes(text))
        throw new Error(`${key}=${text}`);
    return text;
};

const READERS = {
    loss: text => ({ loss: text }),
    formula: text => ({ formula: text }),
    start: text => ({ start: numbers(text, "start") }),
    step: text => ({ step: number(text, "step", value => value > 0 && value <= LIMITS.step) }),
    steps: text => ({ steps: number(text, "steps", value => Number.isInteger(value) && value >= 0 && value <= LIMITS.steps) }),
    kind: text => ({ kind: oneOf(RULES.map(one => one.kind), text, "kind") }),
    schedule: text => ({ schedule: oneOf(SCHEDULES.map(one => one.name), text, "schedule") }),
    tab: text => ({ tab: oneOf(TABS, text, "tab") }),
    exercise: text => ({ exercise: number(text, "exercise", value => Number.isInteger(value) && value > 0) - 1 }),
    ...Object.fromEntries(Object.entries(PARAMETERS).map(([key, accept]) => [key, text => ({ [key]: number(text, key, accept) })])),
};

// The state that a fragment describes, on top of `base`; throws an Error that names what is wrong. Loss and number of
// variables are for the caller to check, who knows the landscapes.
export function fromFragment(fragment, base = DEFAULTS) {
    const query = new URLSearchParams(fragment.replace(/^#/, ""));
    const given = {};
    for (const [key, text] of query)
        if (Object.hasOwn(READERS, key))
            Object.assign(given, READERS[key](text));
    const { kind = base.kind, schedule = base.schedule } = given;
    const state = { ...base, ...ruleNamed(kind).parameters, ...scheduleNamed(schedule).parameters, ...given };
    if (query.has("window")) {
        const [left, right, bottom, top] = numbers(query.get("window"), "window");
        const axes = query.has("axes") ? numbers(query.get("axes"), "axes").map(axis => axis - 1) : [0, 1];
        if (!(left < right && bottom < top) || axes.length !== 2 || axes.some(axis => !Number.isInteger(axis) || axis < 0))
            throw new Error(`window=${query.get("window")}`);
        state.window = { axes, left, right, bottom, top };
    }
    return state;
}

export function ownExercisesOf(fragment) {
    const own = new URLSearchParams(fragment.replace(/^#/, "")).get("own");
    return own === null ? null : JSON.parse(own);
}
