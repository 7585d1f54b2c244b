// Many runs at once, made by the worker: the strip, the basins, the limits.
import { SERIES, endingColour, endingName, kindOf, rgb } from "./colours.js";
import { exact, find, point, short } from "./dom.js";
import { ruleOf } from "./rules.js";
import { COLUMNS, ROWS, Strip } from "./strip.js";
import { keepLegend } from "./tried.js";
import { fractionOf } from "./theory.js";
import { word } from "./words.js";

const SERIES_RGB = SERIES.map(rgb), ENDINGS_RGB = Array.from({ length: 256 }, (_, k) => rgb(endingColour(endingName(k))));
const STRIP_STEPS = 1024; // of which the last ROWS are drawn
const BASINS = { columns: 256, rows: 256 };
const BASIN_STEPS = { least: 256, most: 800 }; // more would take over a second where every run is chaotic

export class Sweeps {
    constructor(app, tasks) {
        Object.assign(this, { app, tasks, basins: null });
        this.strip = new Strip(find("strip"), find("strip-legend"), find("strip-readout"), { choose: step => app.change({ step }) });
        find("strip-draw").addEventListener("click", () => this.drawStrip(this.automatic));
        find("strip-cancel").addEventListener("click", () => { tasks.cancel("strip"); tasks.cancel("limit"); });
        find("basins").addEventListener("click", () => this.basins ? this.hideBasins() : this.drawBasins());
        find("basins-cancel").addEventListener("click", () => tasks.cancel("basins"));
        find("limit-bounded").addEventListener("click", () => this.findLimit(0));
        find("limit-converges").addEventListener("click", () => this.findLimit(1));
        find("strip-axis").addEventListener("change", () => this.drawStrip(this.automatic));
        this.automatic = true; // the range follows the start, until the user sets one
        for (const id of ["strip-low", "strip-high"])
            find(id).addEventListener("input", () => { this.automatic = find("strip-low").value.trim() === "" && find("strip-high").value.trim() === ""; });
    }

    task() {
        const { state, loss } = this.app;
        return { loss: loss.source, rule: ruleOf(state), start: state.start };
    }

    // Runs a task with its progress bar and its button to cancel.
    async watched(sort, task, report = () => {}, say = find("notice")) {
        const name = sort === "basins" ? "basins" : "strip", bar = find(`${name}-progress`), cancel = find(`${name}-cancel`);
        bar.value = 0;
        bar.hidden = cancel.hidden = false;
        // What was said of another task stays: the strip draws itself anew a moment after each change.
        if (say !== find("notice") || this.spokeOf === sort)
            say.textContent = "";
        const mine = this.tasks.run(sort, task, (done, total, part) => { bar.value = done / total; report(part); });
        this.latest = { ...this.latest, [sort]: mine };
        try {
            return await mine;
        } catch (error) {
            if (this.latest[sort] === mine) {
                say.textContent = error.message === "cancelled" ? word("cancelled") : error.message;
                this.spokeOf = say === find("notice") ? sort : this.spokeOf;
            }
            return null;
        } finally {
            if (this.latest[sort] === mine)
                bar.hidden = cancel.hidden = true;
        }
    }

    async drawStrip(fresh = false) {
        const { app, strip } = this, axis = Number(find("strip-axis").value) || 0;
        const [low, high] = fresh ? [null, null] : ["strip-low", "strip-high"].map(id => find(id).value.trim() === "" ? null : Number(find(id).value));
        if (low !== null && high !== null && !(low > 0 && high > low && Number.isFinite(high))) {
            find("notice").textContent = `${word("outOfRange")}${find("strip-low").value} … ${find("strip-high").value}`;
            this.spokeOf = "strip";
            return;
        }
        strip.clear(null);
        strip.label = app.loss.variables[axis];
        const range = low === null || high === null ? [null, null] : [low, high];
        const began = performance.now();
        const found = await this.watched("strip", { ...this.task(), step: app.state.step, axis, low: range[0], high: range[1], count: COLUMNS, steps: STRIP_STEPS, tail: ROWS }, part => {
            strip.add(part);
            [find("strip-low").value, find("strip-high").value] = [part.low, part.high].map(String);
        });
        if (found) {
            strip.finish(found);
            app.timings.push({ what: "strip", time: performance.now() - began });
        }
    }

    // Nobody waits for it any more, so nothing is said.
    drop(sort) {
        const name = sort === "basins" ? "basins" : "strip";
        if (!this.tasks.running.has(sort))
            return;
        this.latest = { ...this.latest, [sort]: null };
        find(`${name}-progress`).hidden = find(`${name}-cancel`).hidden = true;
        this.tasks.cancel(sort);
    }

    hideBasins() {
        this.drop("basins");
        if (!this.basins)
            return;
        this.basins = null;
        find("basins").setAttribute("data-word", "basins");
        find("basins").textContent = word("basins");
        this.app.draw("ground");
    }

    async drawBasins() {
        const { app } = this, { state } = app, began = performance.now();
        const steps = Math.min(Math.max(state.steps, BASIN_STEPS.least), BASIN_STEPS.most);
        const asked = { window: app.window, key: this.key() };
        const found = await this.watched("basins", { ...this.task(), window: app.window, origin: app.origin(), ...BASINS, rows: app.loss.dimension > 1 ? BASINS.rows : 1, steps });
        if (!found || asked.key !== this.key())
            return;
        this.basins = { ...found, key: asked.key };
        app.timings.push({ what: "basins", time: performance.now() - began });
        find("basins").setAttribute("data-word", "hideBasins");
        find("basins").textContent = word("hideBasins");
        app.draw("ground");
    }

    // What basins depend on: all but the start.
    key() {
        const { app } = this;
        return JSON.stringify([app.loss.formula, app.window, Math.max(app.state.steps, BASIN_STEPS.least), ruleOf(app.state)]);
    }

    basinsHere() {
        if (this.basins && this.basins.key !== this.key()) {
            this.basins = null;
            find("basins").setAttribute("data-word", "basins");
            find("basins").textContent = word("basins");
        }
        return this.basins;
    }

    basinColour(label, ending) {
        return label < SERIES.length ? SERIES_RGB[label] : ENDINGS_RGB[ending];
    }

    basinLegend() {
        if (!this.basins)
            return [];
        const { attractors, labels, endings } = this.basins, percent = share => `${short(100 * share, 3)} %`;
        const named = attractors.slice(0, SERIES.length).map((one, k) => ({ colour: SERIES[k],
            text: `${word("basinOf")} ${one.period > 1 ? `${word("cycleOf")} ${one.period}` : word(one.kind)} ${point(one.x, value => short(value, 5))}, ${percent(one.share)}` }));
        // What has no colour of its own has that of its ending, as basinColour() gives it: runs that come to nothing, and points beyond the named.
        const counts = new Map();
        labels.forEach((label, k) => label < SERIES.length || counts.set(endings[k], (counts.get(endings[k]) ?? 0) + 1));
        const namedToo = new Set(attractors.slice(0, SERIES.length).map(one => one.ending));
        return [...named, ...[...counts].map(([ending, count]) => [endingName(ending), count]).map(([name, count]) => ({ colour: endingColour(name),
            text: `${word(`ending_${name}`)}${namedToo.has(name) ? ` ${word("elsewhere")}` : ""}, ${percent(count / labels.length)}` }))];
    }

    async findLimit(property) {
        const out = find("limit");
        out.textContent = "";
        const found = await this.watched("limit", { ...this.task(), property }, () => {}, out);
        if (!found)
            return;
        if (found.error) {
            out.textContent = word("noLimit") + found.error;
            return;
        }
        const fraction = fractionOf(found.limit);
        out.textContent = `${word("limitIs")} η = ${exact(found.limit)}${fraction ? ` ≈ ${fraction}` : ""} (${word("limitBelow")}: ${word(`ending_${found.ending_low}`)}, ${word("limitAbove")}: ${word(`ending_${found.ending_high}`)})${found.single ? "" : `; ${word("limitMany")} ${found.crossings}`}`;
    }

    lossChanged() {
        for (const sort of ["strip", "basins", "limit"])
            this.drop(sort);
        this.basins = null;
        find("limit").textContent = "";
        this.automatic = true;
        this.later();
    }

    // The strip belongs to start, rule and momentum; it is drawn anew when these have rested, and basins go with what they depend on.
    changed(before, after) {
        this.strip.setCursor(after.step);
        const rule = state => JSON.stringify({ ...ruleOf(state), step: 0 });
        if (rule(before) !== rule(after) || before.start.some((one, i) => one !== after.start[i])) {
            find("limit").textContent = "";
            if (!this.strip.old)
                this.strip.outdated();
            this.later();
        }
        if (this.basins && this.basins.key !== this.key())
            this.app.draw("ground");
    }

    later() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.drawStrip(this.automatic), 350);
        this.strip.stepSize = this.app.state.step;
    }

    redraw() {
        this.strip.draw();
        keepLegend(this.app);
    }
}
