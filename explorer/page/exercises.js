// Predict first: an exercise sets up a run, hides it until the student has committed to an answer, and has the library say
// which answer is right. Its form is described in docs/guide/explorer.md.
import { html } from "./dom.js";
import { either, word } from "./words.js";

const NEAR = 0.05; // of the window's size is a hit, unless the exercise says otherwise

// Throws an Error that says which exercise is wrong, and how.
export function checkExercises(list) {
    if (!Array.isArray(list))
        throw new Error("[ … ]");
    list.forEach((one, k) => {
        const wrong = what => { throw new Error(`${k + 1}: ${what}`); };
        const isText = text => typeof text === "string" || (typeof text === "object" && text !== null);
        if (typeof one !== "object" || one === null)
            wrong("{ … }");
        for (const key of ["title", "question"])
            if (!isText(one[key]))
                wrong(`"${key}"`);
        if (typeof one.run !== "string")
            wrong(`"run"`);
        if (!one.choices && !one.goal)
            wrong(`"choices" / "goal"`);
        if (one.choices !== undefined && (!Array.isArray(one.choices) || one.choices.length === 0))
            wrong(`"choices"`);
        for (const choice of one.choices ?? [])
            if (!isText(choice?.text) || !(choice.when || (Array.isArray(choice.runs) && Array.isArray(choice.pattern) && one.goal)))
                wrong(`"choices": "text", "when" / "runs" + "pattern" + "goal"`);
    });
    return list;
}

// Does a diagnosis fulfil { ending, kind, near, within }?
export function fulfils(condition, { json }) {
    const { ending, kind, near, within = NEAR } = condition;
    const at = json.point?.x ?? json.x;
    return (!ending || ending.includes(json.ending)) && (!kind || json.point?.kind === kind) &&
        (!near || (at && near.every((value, i) => Math.abs(at[i] - value) <= within)));
}

export class Exercises {
    // app: { applyFragment(text), diagnoseFragment(text) → diagnosis, diagnosis(), hide(hidden), opened(number) }
    constructor(select, form, app) {
        Object.assign(this, { select, form, app, list: [], number: null });
        select.addEventListener("change", () => this.open(select.value === "" ? null : Number(select.value)));
        form.addEventListener("submit", event => { event.preventDefault(); this.commit(); });
    }

    set(list) {
        this.list = list;
        this.name();
    }

    name() {
        this.select.replaceChildren(html("option", { value: "" }, word("noExercise")), ...this.list.map((one, k) => html("option", { value: k }, `${k + 1}. ${either(one.title)}`)));
        this.select.value = this.number === null ? "" : String(this.number);
    }

    get exercise() {
        return this.number === null ? null : this.list[this.number];
    }

    open(number, apply = true) {
        this.number = number !== null && this.list[number] ? number : null;
        this.select.value = this.number === null ? "" : String(this.number);
        this.committed = false;
        this.chosen = null;
        if (this.exercise && apply)
            this.app.applyFragment(this.exercise.run);
        this.app.opened(this.number);
        this.app.hide(this.exercise !== null);
        this.show();
    }

    show() {
        const { exercise } = this;
        if (!exercise) {
            this.form.replaceChildren();
            return;
        }
        const choices = (exercise.choices ?? []).map((choice, k) => html("label", {},
            html("input", { type: "radio", name: "answer", value: k, required: true, checked: this.chosen === k, disabled: this.committed }), either(choice.text)));
        const button = this.committed ? html("button", { type: "button", onclick: () => this.open(this.number) }, word("again"))
            : html("button", { type: "submit", class: "strong" }, word(exercise.choices ? "commit" : "showRun"));
        this.form.replaceChildren(html("p", {}, either(exercise.question)), ...choices, html("div", { class: "bar" }, button), ...(this.committed ? [this.answer()] : []));
    }

    commit() {
        const marked = this.form.querySelector("input:checked");
        this.chosen = marked ? Number(marked.value) : null;
        this.committed = true;
        this.app.hide(false);
        this.verdict = this.judge();
        this.show();
        this.form.querySelector("button").focus();
    }

    // Which choices are right, or whether the goal is reached, by what the library says of the runs.
    judge() {
        const { exercise } = this;
        const own = exercise.goal && (exercise.choices ?? []).every(one => one.when); // the student's settings are asked for
        if (own && !fulfils(exercise.goal, this.app.diagnosis()))
            return { right: false, missed: true };
        if (!exercise.choices)
            return { right: true };
        const holds = choice => choice.when ? fulfils(choice.when, this.app.diagnosis())
            : choice.runs.every((run, k) => fulfils(exercise.goal, this.app.diagnoseFragment(`${exercise.run}&${run}`)) === choice.pattern[k]);
        const truths = exercise.choices.map(holds);
        return { right: truths[this.chosen], truths };
    }

    answer() {
        const { exercise, verdict: { right, truths, missed } } = this, chosen = exercise.choices && !missed;
        const said = chosen
            ? right ? word("right") : `${word("wrong")} ${exercise.choices.filter((_, k) => truths[k]).map(one => either(one.text)).join("; ") || "–"}`
            : right ? word("reached") : `${word("notReached")} “${this.app.diagnosis().line}”`;
        return html("div", { class: `answer ${right ? "right" : "wrong"}`, role: "status" }, html("p", {}, html("strong", {}, said)), ...(right || chosen ? [html("p", {}, either(exercise.after))] : []));
    }
}
