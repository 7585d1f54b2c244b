// Starts the page: unpacks the library, reads the link, and ties what stands above all else: language, colours, link, exports.
import { App } from "./app.js";
import { palette } from "./colours.js";
import { find, exact, point } from "./dom.js";
import { checkExercises } from "./exercises.js";
import { pathAsCsv, pictureAsPng, pictureAsSvg, save } from "./files.js";
import { Library } from "./library.js";
import { Player } from "./player.js";
import { linesInPython, programInC } from "./programs.js";
import { DEFAULTS, fromFragment, ownExercisesOf } from "./state.js";
import { Tasks } from "./tasks.js";
import { keepLegend } from "./tried.js";
import { putWords, setLanguage, titleOf as landscapeTitle, word } from "./words.js";

// What is remembered from visit to visit; a page from disk may not be allowed to.
const remembered = {
    get(key) { try { return localStorage.getItem(`descent-explorer-${key}`); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(`descent-explorer-${key}`, value); } catch { /* then not */ } },
};

async function unpack() {
    const packed = Uint8Array.from(atob(find("library-data").textContent), letter => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

function bindLanguage(app) {
    find("language").value = document.documentElement.lang;
    find("language").addEventListener("change", event => {
        remembered.set("language", event.target.value);
        setLanguage(event.target.value);
        putWords();
        app.controls.words();
        app.controls.show();
        app.exercises.name();
        app.exercises.show();
        app.draw("ground");
        app.draw("reading");
        app.sweeps.redraw();
    });
}

const dark = matchMedia("(prefers-color-scheme: dark)");

function paintTheme(app) {
    const chosen = find("theme").value;
    document.documentElement.dataset.theme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    if (app) {
        app.draw("ground");
        app.sweeps.redraw();
    }
}

function bindTheme(app) {
    find("theme").addEventListener("change", () => { remembered.set("theme", find("theme").value); paintTheme(app); });
    dark.addEventListener("change", () => paintTheme(app));
    find("projector").addEventListener("click", () => {
        const on = document.documentElement.toggleAttribute("data-projector");
        find("projector").setAttribute("aria-pressed", String(on));
        app.draw("ground");
        app.sweeps.redraw();
    });
    // Paper is white.
    addEventListener("beforeprint", () => { Object.assign(document.documentElement.dataset, { theme: "light", print: "" }); app.frameNow(); });
    addEventListener("afterprint", () => { delete document.documentElement.dataset.print; paintTheme(app); });
    let width = 0;
    new ResizeObserver(() => {
        if (width !== find("plot").clientWidth) {
            width = find("plot").clientWidth;
            app.draw("ground");
            app.sweeps.redraw();
        }
    }).observe(find("plot"));
}

function bindShare(app) {
    find("share").addEventListener("click", async () => {
        const fragment = app.fragment();
        history.replaceState(null, "", `#${fragment}`);
        let said = "shareByHand";
        try {
            await navigator.clipboard.writeText(location.href);
            said = "shared";
        } catch { /* not every browser lets a page from disk copy */ }
        find("notice").textContent = word(said) + location.href;
    });
    addEventListener("hashchange", () => readLink(app));
}

function readLink(app) {
    find("notice").textContent = "";
    try {
        const own = ownExercisesOf(location.hash);
        if (own)
            app.useExercises(own);
        const state = fromFragment(location.hash, DEFAULTS);
        app.set(state);
        app.exercises.open(state.exercise, state.exercise !== null && !new URLSearchParams(location.hash.slice(1)).has("start"));
    } catch (error) {
        find("notice").textContent = word("badLink") + error.message;
        app.set({ ...DEFAULTS });
    }
}

const titleOf = app => `${app.loss.landscape ? landscapeTitle(app.loss.landscape) : `L = ${app.state.formula}`}; ${point(app.state.start)}, η = ${exact(app.state.step)}`;

const EXPORTS = {
    csv: app => save("path.csv", pathAsCsv(app.path, app.loss.landscape ? app.loss.variables.map((_, i) => `x${i + 1}`) : app.loss.variables), "text/csv"),
    svg: app => save("picture.svg", pictureAsSvg(app.picture, palette().ground, titleOf(app)), "image/svg+xml"),
    png: async app => save("picture.png", await pictureAsPng(pictureAsSvg(app.picture, palette().ground, titleOf(app)), app.picture.size)),
    c: app => save("run.c", programInC(app.state, app.loss, app.fragment()), "text/x-c"),
    python: app => save("run.py", linesInPython(app.state, app.loss, app.fragment()), "text/x-python"),
    print: () => print(),
};

function bindExports(app) {
    for (const button of document.querySelectorAll("[data-export]"))
        button.addEventListener("click", async () => {
            find("keep").open = false;
            find("keep").querySelector("summary").focus();
            if (app.path)
                await EXPORTS[button.dataset.export](app);
        });
    addEventListener("keydown", event => { if (event.key === "Escape") find("keep").open = false; });
}

function bindExercises(app) {
    const own = find("own");
    // Far down the page they would not be found.
    find("predict").addEventListener("click", () => {
        if (app.exercises.number === null)
            app.exercises.open(0);
        find("exercise-section").scrollIntoView({ block: "nearest" });
        find("exercise").focus({ preventScroll: true });
    });
    app.exercises.set(checkExercises(JSON.parse(find("exercise-data").textContent)));
    own.value = JSON.stringify(app.exercises.list.slice(0, 1), null, 2);
    find("own-load").addEventListener("click", () => {
        try {
            app.useExercises(JSON.parse(own.value));
            find("own-error").textContent = "";
            find("notice").textContent = `${app.exercises.list.length} ${word("ownLoaded")}`;
        } catch (error) {
            find("own-error").textContent = error.message;
        }
    });
}

async function start() {
    setLanguage(remembered.get("language") ?? (navigator.language?.startsWith("de") ? "de" : "en"));
    putWords();
    find("theme").value = remembered.get("theme") ?? "auto";
    paintTheme(null);
    const compiled = await unpack();
    const app = new App(new Library(compiled), new Tasks(WORKER, compiled));
    bindLanguage(app);
    bindTheme(app);
    bindShare(app);
    bindExports(app);
    bindExercises(app);
    new Player(app);
    readLink(app);
    keepLegend(app);
    window.explorer = app; // for the curious, and for the tests
    document.documentElement.dataset.ready = "";
}

start().catch(error => { find("notice").textContent = word("noModule") + error.message; });
