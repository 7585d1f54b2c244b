// The controls: what is set shows in them, and what is typed in them is checked, said where it is wrong, and set.
import { find, exact, html } from "./dom.js";
import { FUNCTIONS, LossError } from "./expression.js";
import { writtenOut } from "./losses.js";
import { GROUPS, MODIFIERS, PARAMETERS, RULES, SCHEDULES, isModified, ruleNamed, scheduleNamed } from "./rules.js";
import { LIMITS, PRESETS, presetState } from "./state.js";
import { titleOf, word } from "./words.js";

const TABS = ["convergence", "variables", "cobweb", "surface"];

export class Controls {
    constructor(app) {
        this.app = app;
        this.bindLoss();
        this.bindNumbers();
        this.bindView();
        this.words();
    }

    // Lists whose words depend on the language.
    words() {
        const { app } = this;
        find("preset").replaceChildren(html("option", { value: "" }, word("ownSetting")), ...PRESETS.map(one => html("option", { value: one.name }, word(one.name))));
        find("loss").replaceChildren(...app.library.landscapes.map(one => html("option", { value: one.name }, titleOf(one))), html("option", { value: "typed" }, word("typedLoss")));
        const option = (value, text) => html("option", { value }, text);
        find("rule").replaceChildren(...GROUPS.map(group => html("optgroup", { label: word(`group_${group}`) }, ...RULES.filter(one => one.group === group).map(one => option(one.kind, word(`rule_${one.kind}`))))));
        find("schedule").replaceChildren(...SCHEDULES.map(one => option(one.name, word(`schedule_${one.name}`))));
        for (const id of ["rule", "schedule", "modifier"])
            delete find(`${id}-parameters`).dataset.keys;
        find("formula-help").textContent = word("formulaHelp") + FUNCTIONS.join(", ");
        find("tabs").replaceChildren(...TABS.map(tab => html("button", { type: "button", role: "tab", "data-tab": tab, "aria-controls": "panel", onclick: () => app.change({ tab }) }, word(tab))));
    }

    bindLoss() {
        const { app } = this;
        find("preset").addEventListener("change", event => {
            const preset = PRESETS.find(one => one.name === event.target.value);
            if (preset)
                app.set({ ...presetState(preset), tab: app.state.tab });
        });
        find("loss").addEventListener("change", event => {
            if (event.target.value !== "typed")
                return app.changeLoss(event.target.value);
            // What was looked at is where typing begins.
            const formula = app.loss.read ? app.state.formula : writtenOut(app.loss.formula, app.loss.dimension);
            find("formula").value = formula;
            this.typeLoss(formula);
            find("formula").focus();
        });
        find("formula").addEventListener("input", event => this.typeLoss(event.target.value));
    }

    typeLoss(formula) {
        try {
            this.app.changeLoss("typed", formula);
            find("formula-error").textContent = "";
            find("formula").removeAttribute("aria-invalid");
        } catch (error) {
            find("formula").setAttribute("aria-invalid", "true");
            // The library has its own reasons to refuse one, such as a variable that is called `loss`.
            find("formula-error").textContent = error instanceof LossError ? `${formula}\n${" ".repeat(error.position)}^\n${word(error.code)}${error.detail}` : error.message;
        }
    }

    // A number that was typed: set by `use` if it is one and in range, else what is wrong stands below.
    number(id, accept, use) {
        const input = find(id);
        input.addEventListener("input", () => {
            const text = input.value.trim().replace(",", "."), value = text === "" ? NaN : Number(text);
            const wrong = Number.isNaN(value) ? word("notNumber") : accept(value) ? "" : word("outOfRange");
            input.toggleAttribute("aria-invalid", wrong !== "");
            find("input-error").textContent = wrong && wrong + input.value;
            if (!wrong)
                use(value);
        });
    }

    bindNumbers() {
        const { app } = this, slide = (id, use) => find(id).addEventListener("input", event => use(Number(event.target.value)));
        this.number("step", value => value > 0 && value <= LIMITS.step, step => app.change({ step }));
        slide("step-slider", value => app.change({ step: Number((10 ** value).toPrecision(3)) }));
        this.number("steps", value => Number.isInteger(value) && value >= 0 && value <= LIMITS.steps, steps => app.change({ steps }));
        slide("steps-slider", value => app.change({ steps: Math.round(2 ** value) }));
        this.number("momentum", PARAMETERS.momentum, momentum => app.change({ momentum }));
        slide("momentum-slider", momentum => app.change({ momentum }));
        // Another rule begins with its own parameters, as what the same word means may differ.
        find("rule").addEventListener("change", event => {
            const { kind, parameters, step } = ruleNamed(event.target.value);
            app.change({ kind, ...parameters, ...(step ? { step } : {}) });
        });
        find("schedule").addEventListener("change", event => app.change({ schedule: event.target.value, ...scheduleNamed(event.target.value).parameters }));
    }

    // Fields for those parameters that belong to what is chosen.
    showParameters(id, keys, labelOf) {
        const root = find(id), { state } = this.app;
        if (root.dataset.keys !== keys.join()) {
            root.dataset.keys = keys.join();
            root.replaceChildren(...keys.flatMap(key => [html("label", { for: key }, labelOf(key)), html("input", { id: key, type: "text", inputmode: "decimal" })]));
            keys.forEach(key => this.number(key, PARAMETERS[key], value => this.app.change({ [key]: value })));
        }
        for (const key of keys)
            if (document.activeElement !== find(key))
                find(key).value = exact(state[key]);
    }

    bindView() {
        const { app } = this, on = (id, use) => find(id).addEventListener("click", use);
        const zoom = factor => {
            const { axes, left, right, bottom, top } = app.window, [x, y] = [(left + right) / 2, (bottom + top) / 2], [w, h] = [(right - left) / 2 * factor, (top - bottom) / 2 * factor];
            app.change({ window: { axes, left: x - w, right: x + w, bottom: y - h, top: y + h } });
        };
        on("zoom-in", () => zoom(1 / 1.5));
        on("zoom-out", () => zoom(1.5));
        on("home", () => app.change({ window: null }));
        on("fit", () => this.fit());
        on("keep-run", () => { if (app.path) app.kept.push(app.path); app.draw("run"); app.sweeps.redraw(); });
        on("forget-runs", () => { app.kept = []; app.draw("run"); app.sweeps.redraw(); });
        find("variable").addEventListener("change", () => app.draw("chart"));
        find("axes").addEventListener("change", event => {
            const axes = event.target.value.split(",").map(Number), { lower, upper } = app.loss;
            app.change({ window: { axes, left: lower[axes[0]], right: upper[axes[0]], bottom: lower[axes[1]], top: upper[axes[1]] } });
        });
        find("tabs").addEventListener("keydown", event => {
            const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
            if (!move)
                return;
            const next = (TABS.indexOf(app.state.tab) + move + TABS.length) % TABS.length;
            app.change({ tab: TABS[next] });
            find("tabs").children[next].focus();
        });
    }

    // A window around the run, as far as it is finite.
    fit() {
        const { app } = this, { path } = app, { axes } = app.window, [x, y] = axes;
        if (!path)
            return;
        const range = axis => {
            const values = Array.from({ length: path.rows }, (_, row) => path.points[row * path.dimension + axis]).filter(value => Math.abs(value) < 1e9);
            const low = Math.min(...values), high = Math.max(...values), room = 0.1 * (high - low) || 0.5;
            return [low - room, high + room];
        };
        const [[left, right], [bottom, top]] = [range(x), range(y)];
        app.change({ window: { axes, left, right, bottom, top } });
    }

    // Puts what is set into the controls, but for the one that is being typed in.
    show() {
        const { state, loss } = this.app, put = (id, value) => { if (document.activeElement !== find(id)) { find(id).value = value; find(id).removeAttribute("aria-invalid"); } };
        const preset = PRESETS.find(one => state.loss === "notebook" && state.kind === "fixed" && state.schedule === "constant" && !isModified(state) && one.step === state.step && one.steps === state.steps && one.start.every((value, i) => value === state.start[i]));
        find("preset").value = preset?.name ?? "";
        find("loss").value = state.loss;
        find("typed").hidden = state.loss !== "typed";
        put("formula", state.formula);
        find("loss-text").textContent = loss.landscape ? `L = ${loss.formula}` : "";
        find("loss-text").title = loss.landscape?.source ?? "";
        this.showStart();
        put("step", exact(state.step));
        put("step-slider", Math.log10(state.step));
        put("steps", String(state.steps));
        put("steps-slider", Math.log2(Math.max(state.steps, 1)));
        this.showRule();
        for (const tab of find("tabs").children) {
            tab.setAttribute("aria-selected", String(tab.dataset.tab === state.tab));
            tab.tabIndex = tab.dataset.tab === state.tab ? 0 : -1;
        }
        this.showAxes();
    }

    showRule() {
        const { state } = this.app, rule = ruleNamed(state.kind), momentum = "momentum" in rule.parameters;
        find("rule").value = state.kind;
        find("momentum-row").hidden = !momentum;
        if (momentum && document.activeElement !== find("momentum"))
            find("momentum").value = exact(state.momentum);
        if (momentum && document.activeElement !== find("momentum-slider"))
            find("momentum-slider").value = state.momentum;
        this.showParameters("rule-parameters", Object.keys(rule.parameters).filter(key => key !== "momentum"), key => word(`p_${key}`));
        find("rule-help").textContent = word(`about_${state.kind}`);
        find("schedule").value = state.schedule;
        this.showParameters("schedule-parameters", Object.keys(scheduleNamed(state.schedule).parameters), key => word(key === "parameter" ? `parameter_${state.schedule}` : `p_${key}`));
        this.showParameters("modifier-parameters", Object.keys(MODIFIERS), key => word(`p_${key}`));
        if (isModified(state)) // what works must be seen
            find("modifiers").open = true;
    }

    showStart() {
        const { state, loss } = this.app, root = find("start"), names = loss.variables;
        if (root.dataset.names !== names.join()) {
            root.dataset.names = names.join();
            root.replaceChildren(...names.flatMap((name, k) => [html("label", { for: `start-${k}` }, name), html("input", { id: `start-${k}`, type: "text", inputmode: "decimal" })]));
            names.forEach((_, k) => this.number(`start-${k}`, Number.isFinite, value => {
                const start = [...this.app.state.start];
                start[k] = value;
                this.app.change({ start });
            }));
            for (const id of ["variable", "strip-axis"]) {
                find(id).replaceChildren(...names.map((name, i) => html("option", { value: i }, name)));
                find(id).value = String(names.length > 1 ? 1 : 0);
            }
        }
        state.start.forEach((value, k) => { if (document.activeElement !== find(`start-${k}`)) find(`start-${k}`).value = exact(value); });
    }

    showAxes() {
        const { loss, window } = this.app, pairs = [];
        for (let x = 0; x < loss.dimension; x++)
            for (let y = x + 1; y < loss.dimension; y++)
                pairs.push([x, y]);
        find("axes-row").hidden = pairs.length < 2;
        find("basins").hidden = loss.dimension < 2;
        find("axes").replaceChildren(...pairs.map(([x, y]) => html("option", { value: `${x},${y}` }, `${loss.variables[x]}, ${loss.variables[y]}`)));
        find("axes").value = window.axes.join();
    }
}
