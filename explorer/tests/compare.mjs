// compare.mjs NATIVE WASM COUNT: the page's module against the native twin, bit for bit. Prints one line a group of runs and
// what differs; the last line is "passed failed".
import { readFileSync } from "node:fs";
import { Library } from "../page/library.js";
import { counts, hashOf, nativeRuns, wordsOf } from "./harness.mjs";
import { experiments, inexactRuns, randomRuns } from "./runs.mjs";

const [native, wasm, count] = process.argv.slice(2);
const library = new Library(new WebAssembly.Module(readFileSync(wasm)));

function make(run) {
    library.choose(run.landscape);
    library.chooseRule(run);
    const path = library.run(run.start, run.steps);
    library.diagnose();
    return { path: `${path.rows} ${hashOf([path.points, path.losses, path.gradientNorms, path.stepLengths])}`, json: library.text(library.exports.json()).trim() };
}

// Of what is undetermined, several reasons may hold, and in a chaotic run the last digit of a C library decides which is found.
const otherReasons = 0.01;

function group(name, runs, exact = true) {
    const natives = nativeRuns(native, library.landscapes, runs);
    let paths = 0, verdicts = 0, texts = 0, reasons = 0;
    runs.forEach((run, k) => {
        const { path, json } = natives[k] ?? {}, own = make(run);
        const same = path === own.path, [one, other] = [JSON.parse(json ?? '{"reason":""}'), JSON.parse(own.json)], sameWords = wordsOf(one) === wordsOf(other);
        const otherReason = !sameWords && one.ending === "undetermined" && wordsOf({ ...one, reason: "" }) === wordsOf({ ...other, reason: "" });
        paths += same, verdicts += sameWords, texts += json === own.json, reasons += otherReason;
        const passed = (same || !exact) && (sameWords || (otherReason && reasons <= otherReasons * runs.length));
        passed ? counts.passed++ : counts.failed++;
        if (!passed)
            console.log(`differs: ${JSON.stringify(run)}\n  native ${path} ${json}\n  page   ${own.path} ${own.json}`);
    });
    console.log(`${name}: ${runs.length} runs; ${paths} paths and ${verdicts} verdicts equal, ${reasons} undetermined for another reason, ${texts} diagnoses to the last digit`);
}

group("the notebook", experiments);
group("random", randomRuns(library.landscapes, Number(count)));
// Here steps come from the C library's pow() or cos(), which the two C libraries round differently.
group("random, with steps from libm", inexactRuns(library.landscapes, Number(count) / 10), false);
console.log(`${counts.passed} ${counts.failed}`);
