// What hands do: drag, slide, step, hover, click, and all of it by keys alone.
import { check, equal, holds, read, state, text } from "../harness.mjs";

const place = (page, x, y) => page.evaluate(([x, y]) => {
    const box = explorer.picture.svg.getBoundingClientRect(), scale = box.width / explorer.picture.size.width;
    return [box.left + explorer.picture.axes.x(x) * scale, box.top + explorer.picture.axes.y(y) * scale];
}, [x, y]);

async function pointers(browser) {
    const page = await browser.page("#loss=notebook&start=4,1.075&step=0.2&steps=32");
    await check("dragging the start redraws the run in a window that stays", async () => {
        const before = await page.evaluate(() => JSON.stringify(explorer.window));
        await page.locator("#plot").scrollIntoViewIfNeeded();
        await page.mouse.move(...await place(page, 4, 1.075));
        await page.mouse.down();
        for (const x of [3.5, 3, 2.5, 1])
            await page.mouse.move(...await place(page, x, 0.5));
        await page.mouse.up();
        await read(page);
        const { start } = await state(page);
        holds(Math.abs(start[0] - 1) < 0.02 && Math.abs(start[1] - 0.5) < 0.02, `the start is near (1, 0.5): ${start}`);
        equal(await page.inputValue("#start-0"), String(start[0]), "the field of the start");
        equal(await page.evaluate(() => JSON.stringify(explorer.window)), before, "the window");
        equal(await page.evaluate(() => explorer.diagnose().json.point.x[1] < 1), true, "it now leads to the lower minimum");
    });
    await check("hovering tells loss and gradient exactly, and draws the step", async () => {
        await page.mouse.move(...await place(page, 3, 2));
        const said = await text(page, "#readout"), numbers = said.match(/-?\d+\.?\d*(?:e[-+]?\d+)?/g).map(Number);
        const [x, y, loss, gx, gy] = numbers, u = y - 1;
        for (const [shown, true_] of [[loss, (x - 2) ** 2 + u ** 4 - u ** 2], [gx, 2 * (x - 2)], [gy, 4 * u ** 3 - 2 * u]])
            holds(Math.abs(shown - true_) < 1e-14, `${shown} is ${true_}`);
        equal(await page.evaluate(() => explorer.picture.pointer.childElementCount), 2, "strokes of the arrow");
    });
    await check("slider and number of the step size are one", async () => {
        await page.fill("#step-slider", "-1");
        equal((await state(page)).step, 0.1, "the step size");
        equal(await page.inputValue("#step"), "0.1", "the number");
        await page.fill("#step", "0.30000000000000004");
        equal((await state(page)).step, 0.30000000000000004, "the step size, to the last digit");
        await page.fill("#step", "-3");
        holds((await text(page, "#input-error")).includes("-3"), "an impossible step size is named");
        equal((await state(page)).step, 0.30000000000000004, "the step size stays");
        await page.fill("#step", "abc");
        holds((await text(page, "#input-error")).includes("abc"), "what is no number is named");
        await page.fill("#step", "0.2");
        equal(await page.locator("#input-error").textContent(), "", "then nothing is wrong");
    });
    await check("momentum, rules and schedules", async () => {
        await page.selectOption("#rule", "heavy");
        await page.fill("#momentum", "0.5");
        await page.selectOption("#schedule", "inverse");
        await read(page);
        const json = await page.evaluate(() => explorer.diagnose().json);
        equal([json.momentum, json.rule_name], [0.5, "heavy ball"], "what the library saw");
        holds((await page.locator("#figures").innerText()).includes("μ"), "the multipliers are those of the rule");
        await page.selectOption("#rule", "fixed");
        await page.selectOption("#schedule", "constant");
    });
    await check("every rule and every schedule runs, is explained, and has its parameters", async () => {
        const { RULES, SCHEDULES } = await import("../../page/rules.js");
        for (const { kind, parameters } of RULES) {
            await page.selectOption("#rule", kind);
            await read(page);
            equal(await page.locator("#run-error").textContent(), "", `what is wrong with ${kind}`);
            equal(await page.evaluate(() => explorer.path.rows > 1), true, `${kind} has moved`);
            for (const key of Object.keys(parameters))
                equal(await page.locator(`#${key}`).isVisible(), true, `the field ${key} of ${kind}`);
        }
        await page.selectOption("#rule", "fixed");
        for (const { name, parameters } of SCHEDULES) {
            await page.selectOption("#schedule", name);
            for (const key of Object.keys(parameters))
                equal(await page.locator(`#${key}`).isVisible(), true, `the field ${key} of ${name}`);
            equal((await state(page)).schedule, name, "the schedule");
        }
        await page.selectOption("#schedule", "constant");
        await page.click("#modifiers summary");
        await page.fill("#l1", "0.1");
        await page.selectOption("#rule", "lbfgs");
        await page.waitForFunction(() => document.getElementById("run-error").textContent.includes("L-BFGS"));
        await page.fill("#l1", "0");
        await page.selectOption("#rule", "fixed");
        await page.fill("#step", "0.2");
        await read(page);
    });
    await check("step, scrub and play", async () => {
        await page.click("#first");
        await page.click("#forward");
        await page.click("#forward");
        await page.click("#back");
        await page.waitForFunction(() => explorer.upTo === 1 && explorer.waiting.size === 0);
        holds((await text(page, "#readout")).startsWith("step 1/32"), "the step shown is told");
        await page.fill("#scrub", "7");
        await page.waitForFunction(() => explorer.upTo === 7);
        await page.click("#play");
        await page.waitForFunction(() => explorer.upTo === 32, null, { timeout: 30000 });
        await page.waitForSelector("#play[aria-pressed=false]");
    });
    await check("runs that are kept stay beside the next", async () => {
        await page.click("#keep-run");
        await page.fill("#step", "0.05");
        await page.waitForFunction(() => explorer.waiting.size === 0 && explorer.picture.layers.kept.childElementCount > 0);
        await page.click("#forget-runs");
        await page.waitForFunction(() => explorer.waiting.size === 0 && explorer.picture.layers.kept.childElementCount === 0);
    });
    await check("zoom, fit and the usual window", async () => {
        await page.click("#zoom-in");
        await page.click("#fit");
        await page.click("#zoom-out");
        await page.click("#home");
        await page.waitForFunction(() => explorer.waiting.size === 0 && explorer.state.window === null);
    });
    await check("advice is a button: tried beside yours, and made yours", async () => {
        await page.selectOption("#preset", "complex_oscillation");
        await read(page);
        const advised = await page.evaluate(() => explorer.diagnose().json.advice[0].step_size);
        await page.click("#advice button");
        await page.waitForFunction(() => explorer.picture.layers.ghost.childElementCount > 0);
        holds((await text(page, "#tried")).includes("converged"), "how the tried run ended is told");
        await page.click("#adopt");
        await read(page);
        equal((await state(page)).step, advised, "the step size");
    });
    await check("all pictures of the run are drawn", async () => {
        for (const tab of ["variables", "cobweb", "surface", "convergence"]) {
            await page.click(`[data-tab=${tab}]`);
            await page.waitForFunction(() => explorer.waiting.size === 0);
            equal(await page.locator("#chart > *").count(), 1, `what is drawn under ${tab}`);
        }
    });
    await page.context().close();
}

async function keys(browser) {
    const page = await browser.page("#loss=notebook&start=4,1.075&step=0.2&steps=32", { reducedMotion: "reduce" });
    const reached = new Set();
    await check("keys alone reach everything", async () => {
        const wanted = await page.evaluate(() => [...document.querySelectorAll("button, input, select, summary, [tabindex='0']")].filter(one => one.checkVisibility() && one.tabIndex === 0 && !one.disabled && one.type !== "radio").length);
        for (let k = 0; k < wanted + 5; k++) {
            await page.keyboard.press("Tab");
            reached.add(await page.evaluate(() => { const one = document.activeElement; one.dataset.reached ??= String(Math.random()); return one === document.body ? "" : one.dataset.reached; }));
        }
        reached.delete("");
        holds(reached.size >= wanted, `${reached.size} of ${wanted}`);
    });
    await check("arrow keys move the start", async () => {
        await page.locator(".start-handle").focus();
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("Shift+ArrowUp");
        await page.keyboard.press("Alt+ArrowDown");
        equal((await state(page)).start, [3.96, 1.3747], "the start");
        await page.waitForFunction(() => document.querySelector(".start-handle").getAttribute("aria-label").includes("(3.96, 1.3747)"));
    });
    await check("arrow keys move the cursor of the strip", async () => {
        await page.waitForFunction(() => explorer.sweeps.strip.bifurcation && !explorer.sweeps.strip.old && document.getElementById("strip-progress").hidden, null, { timeout: 60000 });
        const before = (await state(page)).step;
        await page.locator("#strip svg").focus();
        await page.keyboard.press("ArrowRight");
        const after = (await state(page)).step;
        holds(after > before, `${after} is beyond ${before}`);
        equal(Number(await page.locator("#strip svg").getAttribute("aria-valuenow")), after, "the slider's value");
    });
    await check("arrow keys change the tab and turn the surface", async () => {
        await page.locator("[data-tab=convergence]").focus();
        for (let k = 0; k < 3; k++)
            await page.keyboard.press("ArrowRight");
        await page.waitForFunction(() => explorer.state.tab === "surface" && explorer.waiting.size === 0);
        const before = await page.evaluate(() => explorer.surface.turn);
        await page.locator("#chart canvas").focus();
        await page.keyboard.press("ArrowLeft");
        holds(await page.evaluate(() => explorer.surface.turn) < before, "it has turned");
    });
    await check("everything has a name for a screen reader", async () => {
        const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, select, textarea, summary, svg[role], canvas[role], [role=slider], progress")]
            .filter(one => !one.getAttribute("aria-label") && !one.labels?.length && !one.textContent.trim()).map(one => one.outerHTML.slice(0, 80)));
        equal(nameless, [], "what has none");
    });
    await check("with reduced motion a run is played in a few pictures", async () => {
        await page.click("#first");
        await page.evaluate(() => { window.seen = new Set(); const look = () => { seen.add(explorer.upTo); requestAnimationFrame(look); }; look(); });
        await page.click("#play");
        await page.waitForFunction(() => explorer.upTo === 32, null, { timeout: 30000 });
        holds(await page.evaluate(() => seen.size) <= 10, "no more than ten");
    });
    await page.context().close();
}

export default async function (browser) {
    await pointers(browser);
    await keys(browser);
}
