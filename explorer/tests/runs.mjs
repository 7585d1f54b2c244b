// Which runs the native library and the page's are compared on: those of the notebook, and random ones over all landscapes,
// rules and schedules, the same in every call.
export const experiments = [
    { name: "minimum_1", start: [4, 1.075], step: 1 / 5, steps: 32 },
    { name: "minimum_2", start: [0, -0.5], step: 1 / 50, steps: 64 },
    { name: "saddle_ridge", start: [4, 0.9999], step: 1 / 10, steps: 64 },
    { name: "saddle_point", start: [4, 1], step: 1 / 10, steps: 64 },
    { name: "oscillation", start: [4, 1], step: 1, steps: 8 },
    { name: "explosion", start: [4, 2.5], step: 0.29, steps: 8 },
    { name: "no_explosion", start: [4, 2.5], step: 0.28, steps: 64 },
    { name: "complex_oscillation", start: [4, 1.25], step: 1, steps: 128 },
].map(one => ({ landscape: "notebook", kind: "fixed", momentum: 0, schedule: "constant", parameter: 0, floor: 0, ...one }));

// mulberry32: enough to scatter parameters.
function scatter(seed) {
    return () => {
        seed = (seed + 0x6d2b79f5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

const exactSchedules = ["constant", "inverse"];

export function randomRuns(landscapes, count, schedules = exactSchedules) {
    const random = scatter(1);
    const pick = list => list[Math.floor(random() * list.length)];
    return Array.from({ length: count }, (_, k) => {
        const landscape = pick(landscapes);
        const kind = pick(["fixed", "heavy", "nesterov"]);
        const schedule = pick(schedules);
        return {
            name: `random_${k}`,
            landscape: landscape.name,
            kind,
            momentum: kind === "fixed" ? 0 : random(),
            schedule,
            parameter: { constant: 0, inverse: 1 + 50 * random(), exponential: 0.9 + 0.1 * random(), cosine: 1 + Math.floor(100 * random()) }[schedule],
            floor: 0,
            step: 10 ** (-4 + 4.3 * random()),
            steps: Math.floor(1 + 200 * random()),
            start: landscape.lower.map((low, i) => low + (landscape.upper[i] - low) * random()),
        };
    });
}
