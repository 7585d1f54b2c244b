// What takes long, in a thread of its own: the strip of step sizes, the basins, the limits.
import { compileLoss } from "./compile.js";
import { Library } from "./library.js";

const PARTS = 6; // of the strip, each shown as soon as it is there
const LARGEST = 100; // step size that is tried
const tell = (...progress) => postMessage({ progress });

// From the smallest step size on in factors of 10^(1/8): the largest one whose run stays bounded ends the usual strip.
function usualRange(library, { start, step, rule, axis }) {
    const grows = new Set([9, 10, 11]); // diverging, unbounded, nonfinite
    const probe = value => {
        try {
            library.chooseRule({ ...rule, step: value });
        } catch { // a rule may have a largest step size of its own
            return false;
        }
        const { endings } = library.stepSizes({ start, low: value, high: value * 1.0001, count: 2, steps: 512, tail: 1, axis });
        return !grows.has(endings[0]);
    };
    let bounded = NaN;
    if (probe(LARGEST))
        return [step / 20, step * 5].map(value => Number(value.toPrecision(2))); // no step size drives this rule away
    for (let k = -32; k < 16; k++)
        if (probe(10 ** (k / 8)))
            bounded = 10 ** (k / 8);
    if (Number.isNaN(bounded))
        return [step / 2, step * 2];
    const high = Number(Math.max(bounded * 10 ** (1 / 8), step * 1.05).toPrecision(2));
    return [Number((high / 50).toPrecision(2)), high];
}

function strip(library, task) {
    const [low, high] = task.low === null ? usualRange(library, task) : [task.low, task.high];
    library.chooseRule(task.rule);
    const at = k => low + (high - low) * (k / (task.count - 1));
    const width = task.count / PARTS;
    for (let part = 0; part < PARTS; part++) {
        const first = Math.round(part * width), last = Math.round((part + 1) * width) - 1;
        const found = library.stepSizes({ ...task, low: at(first), high: at(last), count: last - first + 1 });
        tell(part + 1, PARTS + 1, { ...found, first, low, high });
    }
    library.stepSizes({ ...task, low, high, tail: 1 });
    return { low, high, bifurcation: library.bifurcation() };
}

const TASKS = {
    strip,
    basins: (library, task) => library.basins(task),
    limit: (library, task) => library.stepLimit(task.start, task.property),
};

onmessage = ({ data }) => {
    let told = 0;
    const library = new Library(data.compiled, (done, total) => {
        const now = performance.now();
        if (data.sort === "basins" && now - told > 50) {
            told = now;
            tell(done, total);
        }
        return false;
    });
    try {
        library.choose(typeof data.loss === "string" ? data.loss : compileLoss(data.loss));
        library.chooseRule(data.rule);
        postMessage({ result: TASKS[data.sort](library, data) });
    } catch (error) {
        postMessage({ error: error.message });
    }
};
