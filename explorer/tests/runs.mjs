// Which runs the native library and the page's are compared on: those of the notebook, and random ones over all landscapes,
// rules and schedules, the same in every call.
import { MODIFIERS, RULES, ruleNamed, scheduleNamed } from "../page/rules.js";

export const experiments = [
    { name: "minimum_1", start: [4, 1.075], step: 1 / 5, steps: 32 },
    { name: "minimum_2", start: [0, -0.5], step: 1 / 50, steps: 64 },
    { name: "saddle_ridge", start: [4, 0.9999], step: 1 / 10, steps: 64 },
    { name: "saddle_point", start: [4, 1], step: 1 / 10, steps: 64 },
    { name: "oscillation", start: [4, 1], step: 1, steps: 8 },
    { name: "explosion", start: [4, 2.5], step: 0.29, steps: 8 },
    { name: "no_explosion", start: [4, 2.5], step: 0.28, steps: 64 },
    { name: "complex_oscillation", start: [4, 1.25], step: 1, steps: 128 },
].map(one => ({ landscape: "notebook", kind: "fixed", schedule: "constant", ...one }));

// mulberry32: enough to scatter parameters.
function scatter(seed) {
    return () => {
        seed = (seed + 0x6d2b79f5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

// Rules whose steps take nothing of the C library's mathematics but the square root, which is exact everywhere; and the others.
const exactRules = RULES.map(one => one.kind).filter(kind => !["adam", "amsgrad", "nadam", "perturbed", "saddles"].includes(kind));
const exactSchedules = ["constant", "inverse", "linear", "steps", "warm_up"];
const inexact = { rules: ["adam", "amsgrad", "nadam", "perturbed", "saddles", "fixed", "heavy"], schedules: ["exponential", "cosine", "restarts"] };

export function randomRuns(landscapes, count, { rules, schedules } = { rules: exactRules, schedules: exactSchedules }) {
    const random = scatter(1);
    const pick = list => list[Math.floor(random() * list.length)];
    return Array.from({ length: count }, (_, k) => {
        const landscape = pick(landscapes), kind = pick(rules), schedule = pick(schedules);
        const own = { ...ruleNamed(kind).parameters, ...scheduleNamed(schedule).parameters };
        if ("momentum" in own)
            own.momentum = random();
        if ("parameter" in own)
            own.parameter = schedule === "exponential" ? 0.9 + 0.1 * random() : 1 + Math.floor(100 * random());
        if (ruleNamed(kind).group !== "finds" && random() < 0.1) // few searches go with all of them
            own[pick(Object.keys(MODIFIERS))] = 0.1 * random();
        return {
            name: `random_${k}`, landscape: landscape.name, kind, schedule, ...own,
            step: 10 ** (-4 + 4.3 * random()),
            steps: Math.floor(1 + 200 * random()),
            start: landscape.lower.map((low, i) => low + (landscape.upper[i] - low) * random()),
        };
    });
}

export const inexactRuns = (landscapes, count) => randomRuns(landscapes, count, inexact);
