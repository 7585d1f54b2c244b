// Runs beside yours: the one that an advice led to, and those that are kept; and the legend that says which is which.
import { palette, kindMark, kindOf } from "./colours.js";
import { find, html, svg } from "./dom.js";
import { boxSwatch, entry, lineSwatch, swatch } from "./legend.js";
import { word } from "./words.js";

export class Tried {
    constructor(app) {
        Object.assign(this, { app, path: null });
    }

    // Draws what an advice says beside the run that it is about.
    show({ label, patch, units = null }) {
        const { app } = this, tried = { ...app.state, ...patch };
        const { path, diagnosis } = app.runOf(tried, units);
        this.path = path;
        const adopt = units ? null : html("button", { type: "button", class: "strong", id: "adopt", onclick: () => { this.drop(); app.change(patch); } }, word("adopt"));
        find("tried").replaceChildren(html("p", {}, html("strong", {}, `${label}: `), html("span", { lang: "en" }, diagnosis.line)),
            ...(adopt ? [adopt] : []), html("button", { type: "button", onclick: () => { this.drop(); app.draw("run"); } }, word("drop")));
        app.drawRun();
        keepLegend(app);
    }

    drop() {
        this.path = null;
        find("tried").replaceChildren();
    }
}

export function keepLegend(app) {
    const { path, ghost, kept, ink, halo } = palette();
    const kinds = new Map();
    for (const one of app.critical.points)
        kinds.set(kindOf(one.kind), (kinds.get(kindOf(one.kind)) ?? 0) + 1);
    find("legend").replaceChildren(
        entry(swatch(svg("circle", { r: 7, fill: halo, stroke: ink, "stroke-width": 2.5 }), svg("circle", { r: 2.5, fill: ink })), word("startMark")),
        entry(lineSwatch(path), word("yourRun")),
        entry(swatch(svg("rect", { x: -6, y: -6, width: 12, height: 12, fill: path })), word("endMark")),
        ...(app.tried.path ? [entry(lineSwatch(ghost, "5 3"), word("triedRun"))] : []),
        ...(app.kept.length ? [entry(lineSwatch(kept, "2 3"), `${word("keptRun")} (${app.kept.length})`)] : []),
        ...[...kinds].map(([kind, count]) => entry(swatch(kindMark(kind)), `${word(kind)}${count > 1 ? ` (${count})` : ""}`)),
        ...(app.critical.continuum ? [entry("", word("continuum"))] : []),
        ...app.sweeps.basinLegend().map(({ colour, text }) => entry(boxSwatch(colour), text)));
    find("forget-runs").hidden = app.kept.length === 0;
}
