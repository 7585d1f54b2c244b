// The page as a whole: what is set, the run that follows from it, and what has to be drawn anew when something changes.
//
// A change of the state is drawn in the next frame: run, picture, the chart that is open. The diagnosis follows as soon as
// nothing has changed for a moment, for it may take longer than a frame.
import { drawCobweb, drawConvergence, drawVariables } from "./charts.js";
import { Controls } from "./controls.js";
import { find, point, exact } from "./dom.js";
import { Exercises, checkExercises } from "./exercises.js";
import { showAdvice, showExplanation, showFigures } from "./explain.js";
import { lossOf, usualStart, usualWindow } from "./losses.js";
import { Picture } from "./picture.js";
import { isModified } from "./rules.js";
import { DEFAULTS, fromFragment, toFragment } from "./state.js";
import { Surface } from "./surface.js";
import { Sweeps } from "./sweeps.js";
import { Tried, keepLegend } from "./tried.js";
import { word } from "./words.js";

const QUIET = 40; // milliseconds without a change, until the run is diagnosed

export class App {
    constructor(library, tasks) {
        Object.assign(this, { library, kept: [], critical: { points: [] }, path: null, diagnosed: null, hidden: false, upTo: 0, timings: [], waiting: new Set() });
        this.state = { ...DEFAULTS };
        this.loss = lossOf(this.state, library.landscapes);
        this.picture = new Picture(find("plot"), {
            field: (window, columns, rows) => this.library.field(window, this.origin(), columns, rows),
            start: (x, y, precision) => this.moveStart(x, y, precision),
            current: () => this.state.start,
            hover: (x, y) => this.hover(x, y),
            leave: () => this.tell(),
        });
        this.surface = new Surface(find("chart"));
        this.tried = new Tried(this);
        this.sweeps = new Sweeps(this, tasks);
        this.exercises = new Exercises(find("exercise"), find("question"), {
            applyFragment: text => this.set(fromFragment(text)),
            diagnoseFragment: text => this.runOf(fromFragment(text)).diagnosis,
            diagnosis: () => this.diagnose(),
            hide: hidden => this.hide(hidden),
            opened: number => { this.state.exercise = number; document.body.toggleAttribute("data-exercise", number !== null); },
        });
        this.controls = new Controls(this);
    }

    get window() {
        return this.state.window ?? usualWindow(this.loss);
    }

    // Nothing that tells how the run goes is seen while an exercise waits for its answer: neither strip nor basins, either.
    hide(hidden) {
        this.hidden = hidden;
        document.body.toggleAttribute("data-predict", hidden);
        if (hidden) {
            this.tried.drop();
            this.kept = [];
            this.sweeps.hideBasins();
        }
        this.draw("run");
        this.draw("reading");
    }

    // Where the variables that are no axes stand in the picture: as at the end of the run.
    origin() {
        const { path, state, loss } = this;
        if (!path || path.dimension !== loss.dimension || loss.dimension <= 2)
            return state.start;
        const end = Array.from(path.points.subarray((path.rows - 1) * path.dimension));
        return end.every(Number.isFinite) && end.every(one => Math.abs(one) < 1e6) ? end : state.start;
    }

    // A whole state, as from a link or a preset; throws an Error, and then nothing has changed.
    set(next) {
        const loss = lossOf(next, this.library.landscapes);
        const fits = next.start.length === loss.dimension;
        if (!fits && next.start !== DEFAULTS.start)
            throw new Error(`start=${next.start.join(",")}`);
        if (next.window?.axes.some(axis => axis >= loss.dimension))
            throw new Error(`axes=${next.window.axes.map(axis => axis + 1).join(",")}`);
        try {
            this.library.choose(loss.id);
        } catch (error) {
            this.library.choose(this.loss.id);
            throw error;
        }
        if (loss.formula !== this.loss.formula)
            this.critical = { points: [] };
        this.loss = loss;
        this.state = { ...next, start: fits ? [...next.start] : usualStart(loss) };
        this.tried.drop();
        this.sweeps.lossChanged();
        this.controls.show();
        this.upTo = Infinity;
        this.draw("ground");
    }

    // Some of what is set; the loss stays.
    change(patch) {
        const { state } = this, before = { ...state };
        Object.assign(state, patch);
        this.sweeps.changed(before, state);
        this.controls.show();
        if ("tab" in patch || "window" in patch) {
            this.draw("tab" in patch ? "chart" : "ground");
            return;
        }
        this.upTo = Infinity; // the end of the new run, whose length is not known yet
        this.draw("run");
    }

    // Another loss: usual window, and the start stays if it has as many numbers.
    changeLoss(loss, formula = this.state.formula) {
        const next = { ...this.state, loss, formula, window: null };
        const read = lossOf(next, this.library.landscapes), same = read.dimension === this.loss.dimension && loss === "typed" && this.state.loss === "typed";
        this.kept = [];
        this.set({ ...next, start: same ? next.start : usualStart(read), window: same ? this.state.window : null });
    }

    moveStart(x, y, precision) {
        const { axes, left, right, bottom, top } = this.window, start = [...this.state.start];
        const rounded = (value, range) => {
            const digits = Math.max(0, Math.min(15, -Math.floor(Math.log10(range * precision))));
            return Number(value.toFixed(digits));
        };
        if (!Number.isNaN(x))
            start[axes[0]] = rounded(x, right - left);
        if (!Number.isNaN(y))
            start[axes[1]] = rounded(y, top - bottom);
        this.change({ start });
    }

    // What is to be drawn in the next frame: "ground" is all of it, "run" run and chart, "chart" the chart alone.
    draw(what) {
        if (this.waiting.size === 0)
            requestAnimationFrame(() => this.frame());
        this.waiting.add(what);
    }

    frame() {
        const began = performance.now(), waiting = this.waiting;
        if (waiting.size === 0)
            return;
        this.waiting = new Set();
        if (waiting.has("ground") || waiting.has("run"))
            this.makeRun();
        if (waiting.has("ground") || this.loss.dimension > 2)
            this.drawGround();
        if (waiting.has("ground") || waiting.has("run") || waiting.has("marks"))
            this.drawRun();
        this.drawChart();
        this.timings.push({ what: [...waiting].join(), time: performance.now() - began });
        if (this.hidden || (this.diagnosed && waiting.has("reading")))
            this.read(); // what must not be seen goes at once
        else if (!this.diagnosed) {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.read(), QUIET);
        }
        if (waiting.has("ground")) {
            clearTimeout(this.searching);
            this.searching = setTimeout(() => this.search(), QUIET);
        }
    }

    // All of it at once: before printing there is no next frame.
    frameNow() {
        this.draw("ground");
        this.frame();
        this.sweeps.redraw();
    }

    makeRun() {
        const { state } = this, end = this.upTo;
        this.diagnosed = null;
        try {
            this.library.chooseRule(state);
            this.path = this.library.run(state.start, state.steps);
            find("run-error").textContent = "";
        } catch (error) {
            this.path = null;
            find("run-error").textContent = error.message;
        }
        this.upTo = Math.min(end, (this.path?.rows ?? 1) - 1);
        find("scrub").max = String((this.path?.rows ?? 1) - 1);
    }

    drawGround() {
        const { window, loss } = this, names = loss.variables;
        this.picture.ground({ window, plane: loss.dimension > 1, xLabel: names[window.axes[0]], yLabel: loss.dimension > 1 ? names[window.axes[1]] : "L",
            basins: this.sweeps.basinsHere(), basinColour: (label, ending) => this.sweeps.basinColour(label, ending) });
        this.drawRun();
        keepLegend(this);
    }

    drawRun() {
        const { path, state, upTo } = this, shown = this.hidden ? null : path;
        this.picture.run({ path: shown, upTo, kept: this.kept, ghost: this.tried.path, start: state.start, loss: path?.losses[0] ?? NaN });
        this.picture.marks(this.critical.points, this.hidden || !this.diagnosed ? [] : this.diagnosed.json.cycle?.orbit?.slice(0, 16) ?? []);
        find("scrub").value = String(upTo);
        this.tell();
    }

    // The numbers at the step shown.
    tell() {
        const { path, upTo } = this;
        if (!path || this.hidden) {
            find("readout").textContent = this.hidden ? word("hiddenRun") : "";
            return;
        }
        const x = path.points.subarray(upTo * path.dimension, (upTo + 1) * path.dimension);
        find("readout").textContent = `${word("step")} ${upTo}/${path.rows - 1}: ${point(x)}\n${word("lossWord")} ${exact(path.losses[upTo])}\n${word("gradientNorm")} ${exact(path.gradientNorms[upTo])}`;
    }

    // At the pointer: loss and gradient, and the step that the rule would make from there without momentum.
    hover(x, y) {
        const { window: { axes }, state, loss } = this, from = Array.from(this.origin());
        from[axes[0]] = x;
        if (loss.dimension > 1)
            from[axes[1]] = y;
        const here = this.library.at(from), to = from.map((value, i) => value - state.step * here.gradient[i]);
        find("readout").textContent = `${word("here")} ${point(from)}\n${word("lossWord")} ${exact(here.loss)}\n${word("gradient")} ${point(here.gradient)}`;
        return { from: { x: from, loss: here.loss }, to: { x: to, loss: loss.dimension > 1 ? NaN : this.library.at(to).loss } };
    }

    drawChart() {
        const { path, state, loss, upTo } = this, root = find("chart"), readout = find("chart-readout"), legend = find("chart-legend"), { tab } = state;
        find("variable-row").hidden = tab !== "cobweb" || loss.dimension < 2;
        readout.textContent = "";
        legend.replaceChildren();
        const data = { path, cursor: upTo, names: loss.variables };
        if (tab === "surface" && loss.dimension < 2)
            root.replaceChildren(word("surfaceNeedsTwo"));
        else if (tab === "surface")
            this.surface.draw({ window: this.window, field: (columns, rows) => this.library.field(this.window, this.origin(), columns, rows), path: this.hidden ? null : path, upTo, names: this.window.axes.map(axis => loss.variables[axis]) });
        else if (!path || this.hidden)
            root.replaceChildren(this.hidden ? word("hiddenRun") : "");
        else if (tab === "convergence")
            drawConvergence(root, data, readout, legend);
        else if (tab === "variables")
            drawVariables(root, data, readout, legend);
        else
            drawCobweb(root, { ...data, variable: Math.min(Number(find("variable").value) || 0, loss.dimension - 1), map: this.mapOf() }, readout, legend);
    }

    // Of plain descent, one variable's next value with the other variables as they are at the end.
    mapOf() {
        const { state, path, upTo, loss } = this, k = Math.min(Number(find("variable").value) || 0, loss.dimension - 1);
        const rest = Array.from(path.points.subarray(upTo * path.dimension, (upTo + 1) * path.dimension));
        if (state.kind !== "fixed" || state.schedule !== "constant" || isModified(state) || !rest.every(Number.isFinite))
            return null;
        return value => {
            rest[k] = value;
            return value - state.step * this.library.at(rest).gradient[k];
        };
    }

    // The library's judgement of the run that is set; once for each run.
    diagnose() {
        if (!this.diagnosed && this.path)
            this.diagnosed = this.runOf(this.state).diagnosis;
        return this.diagnosed;
    }

    // Any run, with its diagnosis, without a change to the page.
    runOf(state, units = null) {
        const loss = lossOf(state, this.library.landscapes);
        this.library.choose(loss.id);
        try {
            this.library.chooseRule(state);
            return { path: this.library.run(state.start, state.steps, units), diagnosis: this.library.diagnose() };
        } finally {
            this.library.choose(this.loss.id);
        }
    }

    read() {
        if (this.waiting.size > 0) { // what is set and what is drawn are not the same yet
            this.timer = setTimeout(() => this.read(), QUIET);
            return;
        }
        const parts = ["verdict", "explanation", "advice", "figures"].map(find);
        if (this.hidden || !this.path) {
            parts.forEach(part => part.replaceChildren());
            parts[0].textContent = this.hidden ? word("hiddenRun") : "";
            return;
        }
        const began = performance.now(), diagnosis = this.diagnose();
        this.timings.push({ what: "diagnosis", time: performance.now() - began });
        showExplanation(parts[0], parts[1], diagnosis);
        showAdvice(parts[2], diagnosis, this.state, action => this.tried.show(action));
        showFigures(parts[3], diagnosis, this.state, this.loss.variables);
        this.drawRun();
    }

    // Critical points in the window; of further variables, in their usual box.
    search() {
        if (this.waiting.size > 0) {
            this.searching = setTimeout(() => this.search(), QUIET);
            return;
        }
        const { window: { axes: [x, y], left, right, bottom, top }, loss } = this;
        const lower = [...loss.lower], upper = [...loss.upper];
        [lower[x], upper[x]] = [left, right];
        if (loss.dimension > 1)
            [lower[y], upper[y]] = [bottom, top];
        this.library.chooseRule({ kind: "fixed", step: 1 });
        const found = this.library.criticalPoints(lower, upper);
        this.critical = found.points ? found : { points: [] };
        this.drawRun();
        keepLegend(this);
    }

    fragment() {
        return toFragment(this.state, this.ownExercises ?? null);
    }

    useExercises(list) {
        this.ownExercises = list;
        this.exercises.set(checkExercises(list));
    }
}
