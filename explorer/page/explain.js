// What the library says of the run, and the figures that the student needs beside it.
import { kindOf } from "./colours.js";
import { exact, html, point, short } from "./dom.js";
import { multipliersOf } from "./theory.js";
import { word } from "./words.js";

// The library's text: a verdict, then paragraphs that begin with a word and a colon, their lines broken for terminals. Items of a list stand
// two columns farther in, and keep their lines.
export function paragraphsOf(text) {
    const paragraphs = [];
    let inItem = false;
    for (const line of text.trimEnd().split("\n")) {
        const heading = paragraphs.length > 0 && /^([A-Z][a-z]+):\s+(.*)$/.exec(line);
        if (heading || paragraphs.length === 0)
            paragraphs.push({ heading: heading ? heading[1] : null, text: heading ? heading[2] : line });
        else {
            const indent = line.search(/\S/), begins = indent === 9, goesOn = inItem && indent > 9;
            paragraphs[paragraphs.length - 1].text += `${begins || (inItem && !goesOn) ? "\n" : " "}${line.trim()}`;
            inItem = begins || goesOn;
        }
        if (heading)
            inItem = false;
    }
    return paragraphs;
}

// The text, in which a point of two or three numbers is not broken across lines.
function unbroken(text) {
    return text.split(/(\([-−+\d.e·⁻⁰¹²³⁴-⁹]+(?:, [-−+\d.e·⁻⁰¹²³⁴-⁹]+){1,2}\))/).map((part, k) => k % 2 ? html("span", { class: "whole" }, part) : part);
}

export function showExplanation(verdict, explanation, diagnosis) {
    const [first, ...rest] = paragraphsOf(diagnosis.text);
    verdict.lang = explanation.lang = "en";
    if (verdict.textContent !== first.text) // a screen reader reads what changes
        verdict.replaceChildren(...unbroken(first.text));
    explanation.replaceChildren(...rest.map(one => html("p", {}, ...(one.heading ? [html("b", {}, `${one.heading}: `)] : []), ...unbroken(one.text))));
}

const table = (caption, head, rows) => html("div", { class: "wide" }, html("table", {}, html("caption", {}, caption), html("thead", {}, html("tr", {}, ...head.map(one => html("th", { scope: "col" }, one)))),
    html("tbody", {}, ...rows.map(row => html("tr", {}, ...row.map(one => html("td", {}, one)))))));

// What the library tells of the other rules: the factor in the long run, where the rule knows one.
function measured({ factors, factors_imaginary: imaginary }, k) {
    const a = factors?.[k] ?? NaN, b = imaginary?.[k] ?? 0, size = Math.hypot(a, b);
    return { size, text: Number.isNaN(size) ? "–" : b ? `|μ| = ${short(size, 12)}` : `μ = ${short(a, 12)}` };
}

function multiplierTable(json, state) {
    const at = json.point ?? json.centre;
    if (!at?.eigenvalues)
        return [];
    const rows = at.eigenvalues.map((curvature, k) => {
        const { size, text } = multipliersOf(state, json.step_size ?? state.step, curvature) ?? measured(json, k);
        const effect = Number.isNaN(size) ? "" : size < 1 - 1e-12 ? word("contracts") : size > 1 + 1e-12 ? word("grows") : word("neutral");
        return [short(curvature, 12), text, effect];
    });
    const caption = `${word("multipliers")}: ${word(kindOf(at.kind))} ${point(at.x, value => short(value, 8))}`;
    const limit = Number.isFinite(json.step_limit) && json.step_limit !== null ? [html("p", {}, `${word("stepLimit")}: ${short(json.step_limit, 12)}`)] : [];
    return [table(caption, [word("curvature"), word("factor"), ""], rows), ...limit];
}

function orbitTable({ cycle }, names) {
    if (!cycle?.orbit?.length)
        return [];
    return [table(word("orbit"), ["", ...names], cycle.orbit.slice(0, 32).map((x, k) => [String(k + 1), ...x.map(exact)]))];
}

export function showFigures(root, diagnosis, state, names) {
    const { json } = diagnosis;
    root.replaceChildren(...multiplierTable(json, state), ...orbitTable(json, names),
        html("p", { class: "numbers" }, `${word("lastPoint")}: ${json.x ? point(json.x) : "–"}\n${word("lossWord")}: ${exact(json.loss)}`));
}

const MOST_STEPS = 20000;

const MOMENTUM = new Set(["heavy", "nesterov"]);

// What a piece of advice changes: { label, patch, units } or null where there is nothing that a button could do.
export function actionOf(advice, json, state) {
    const push = () => advice.direction && advice.push !== null ? advice.direction.map(one => one * advice.push) : null;
    const moved = from => from.map((value, i) => value + push()[i]);
    switch (advice.kind) {
    case "step size":
        if (advice.step_size === null)
            return null;
        return { label: `${word("adviceStep")} ${exact(advice.step_size)}${push() ? ` + ${word("advicePush")}` : ""}`,
            patch: { step: advice.step_size, ...(push() ? { start: moved(state.start) } : {}), ...(advice.outcome_steps ? { steps: Math.min(MOST_STEPS, Math.max(state.steps, advice.outcome_steps)) } : {}) } };
    case "more steps":
        if (advice.steps === null || state.steps + advice.steps > MOST_STEPS)
            return null;
        return { label: `${exact(Math.ceil(advice.steps))} ${word("adviceMoreSteps")}`, patch: { steps: Math.min(MOST_STEPS, state.steps + Math.ceil(advice.steps)) } };
    case "leave saddle":
        return push() && json.x ? { label: `${word("advicePush")} ${point(push(), value => short(value, 4))}`, patch: { start: moved(json.x), steps: Math.min(MOST_STEPS, Math.max(state.steps, advice.outcome_steps ?? 0)) } } : null;
    case "other rule":
    case "momentum":
        if (advice.momentum === null)
            return null;
        return { label: `β = ${exact(advice.momentum)}${advice.step_size !== null ? `, η = ${exact(advice.step_size)}` : ""}${push() ? ` + ${word("advicePush")}` : ""}`,
            patch: { kind: advice.kind === "other rule" || !MOMENTUM.has(state.kind) ? "heavy" : state.kind, momentum: advice.momentum, ...(advice.step_size !== null ? { step: advice.step_size } : {}), ...(push() ? { start: moved(state.start) } : {}),
                ...(advice.outcome_steps ? { steps: Math.min(MOST_STEPS, Math.max(state.steps, advice.outcome_steps)) } : {}) } };
    case "decay step":
        return { label: word("adviceDecay"), patch: { schedule: "inverse", parameter: Math.max(1, Math.round(state.steps / 8)) } };
    case "scale variables":
        return advice.units && advice.step_size !== null ? { label: `${word("adviceUnits")} ${point(advice.units, value => short(value, 4))}, η = ${exact(advice.step_size)}`, patch: { step: advice.step_size }, units: advice.units } : null;
    default:
        return null;
    }
}

// The advice in sentences, each with a button that does it where one can. `tryIt(action)` draws it.
export function showAdvice(root, diagnosis, state, tryIt) {
    root.replaceChildren(...diagnosis.json.advice.map(advice => {
        const action = actionOf(advice, diagnosis.json, state);
        return html("div", {}, action ? html("button", { type: "button", class: "strong", "data-kind": advice.kind, title: advice.text, onclick: () => tryIt(action) }, `${word("tryIt")} ${action.label}`) : null);
    }));
}
