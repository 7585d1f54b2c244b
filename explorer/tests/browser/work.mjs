// What the worker does: the strip, the basins with progress and cancel, the limits.
import { check, equal, holds, read, state, text } from "../harness.mjs";

export default async function (browser) {
    const page = await browser.page("#loss=notebook&start=4,1.25&step=0.2&steps=32");
    const long = { timeout: 60000 };
    await check("the strip shows the doublings of the notebook's loss", async () => {
        await page.waitForFunction(() => explorer.sweeps.strip.bifurcation, null, long);
        const doublings = await page.evaluate(() => explorer.sweeps.strip.bifurcation.doublings.map(one => one.value));
        holds(Math.abs(doublings[0] - 0.5) < 1e-12 && Math.abs(doublings[1] - (Math.sqrt(5) - 1) / 2) < 1e-9, `1/2 and (√5 − 1)/2: ${doublings.slice(0, 2)}`);
        holds((await text(page, "#strip-readout")).includes("0.5 (1 → 2)"), "they are told");
        const [low, high] = await page.evaluate(() => explorer.sweeps.strip.range);
        holds(low < 0.2 && high > 1, "the range holds the step size set, and the last one that is bounded");
        const dark = await page.evaluate(() => explorer.sweeps.strip.canvas.getContext("2d").getImageData(0, 0, 600, 400).data.filter((one, k) => k % 4 === 3 && one > 0).length);
        holds(dark > 5000, `${dark} dots`);
    });
    await check("a click on the strip goes to that step size", async () => {
        await page.locator("#strip svg").scrollIntoViewIfNeeded();
        const box = await page.locator("#strip svg").boundingBox();
        await page.mouse.click(box.x + box.width * 0.6, box.y + box.height * 0.5);
        await read(page);
        const { step } = await state(page);
        holds(step > 0.4 && step < 1.2, `a step size in the middle: ${step}`);
        equal(await page.inputValue("#step"), String(step), "the number");
    });
    await check("a range of one's own, and one that is none", async () => {
        await page.fill("#strip-low", "0.6");
        await page.fill("#strip-high", "0.5");
        await page.click("#strip-draw");
        holds((await text(page, "#notice")).includes("0.6"), "it is named");
        await page.fill("#strip-high", "0.7");
        await page.click("#strip-draw");
        await page.waitForFunction(() => explorer.sweeps.strip.bifurcation && explorer.sweeps.strip.range[0] === 0.6, null, long);
    });
    await check("the limits for this start: 2/7 and 1/2", async () => {
        await page.fill("#start-1", "2.5");
        await page.click("#limit-bounded");
        await page.waitForFunction(() => document.getElementById("limit").textContent !== "", null, long);
        holds(/2\/7/.test(await text(page, "#limit")), await text(page, "#limit"));
        await page.fill("#start-1", "1.25");
        await page.click("#limit-converges");
        await page.waitForFunction(() => document.getElementById("limit").textContent.includes("1/2"), null, long);
    });
    await check("basins over the starts, with their legend", async () => {
        await page.fill("#step", "0.1");
        await page.click("#basins");
        await page.waitForFunction(() => explorer.sweeps.basins && explorer.waiting.size === 0, null, long);
        const { attractors, labels } = await page.evaluate(() => ({ attractors: explorer.sweeps.basins.attractors, labels: explorer.sweeps.basins.labels.length }));
        equal(labels, 256 * 256, "starts");
        equal(attractors.filter(one => one.kind === "minimum").length, 2, "minima that are reached");
        holds((await text(page, "#legend")).includes("leads to"), "the legend names them");
        await page.fill("#step", "0.2");
        await page.waitForFunction(() => !explorer.sweeps.basins, null, long);
    });
    await check("basins of a typed loss are those of the landscape, start by start", async () => {
        const labels = async () => {
            await page.click("#basins");
            await page.waitForFunction(() => explorer.sweeps.basins && explorer.waiting.size === 0, null, long);
            return page.evaluate(() => [Array.from(explorer.sweeps.basins.endings).join(""), Array.from(explorer.sweeps.basins.labels).join()]);
        };
        await page.fill("#step", "0.28");
        const own = await labels();
        await page.selectOption("#loss", "typed");
        await page.fill("#formula", "(a - 2)^2 + (b - 1)^4 - (b - 1)^2");
        await page.click("#home");
        await page.evaluate(() => explorer.change({ window: { axes: [0, 1], left: 0, right: 4, bottom: -0.5, top: 2.5 } }));
        const typed = await labels();
        // Rounding may decide otherwise at the very boundary.
        const theirs = typed[1].split(","), differ = own[1].split(",").filter((one, k) => one !== theirs[k]).length;
        holds(differ < 10, `${differ} starts differ`);
        await page.selectOption("#loss", "notebook");
    });
    await check("the legend of basins tells all that is drawn, of more minima than there are colours, too", async () => {
        await page.selectOption("#loss", "typed");
        await page.fill("#formula", "cos(6*a) + cos(6*b)");
        await page.fill("#step", "0.02");
        await page.evaluate(() => explorer.change({ window: { axes: [0, 1], left: 0, right: 4, bottom: -0.5, top: 2.5 } }));
        await page.click("#basins");
        await page.waitForFunction(() => explorer.sweeps.basins && explorer.waiting.size === 0, null, long);
        const legend = await text(page, "#legend"), shares = [...legend.matchAll(/([\d.]+) %/g)].map(one => Number(one[1]));
        holds(Math.abs(shares.reduce((sum, one) => sum + one, 0) - 100) < 0.5, legend);
        holds(legend.includes("elsewhere"), legend);
        await page.selectOption("#loss", "notebook");
    });
    await check("long work shows its progress, leaves the page alone, and can be cancelled", async () => {
        // As slow as can be: every start is chaotic, and each gradient is asked of JavaScript.
        await page.selectOption("#loss", "typed");
        await page.fill("#formula", "(a-2)^2 + (b-1)^4 - (b-1)^2" + " + 0*sin(a)*exp(b)*cos(a*b)".repeat(8));
        await page.fill("#step", "1");
        await page.fill("#steps", "1024");
        // The page itself presses the button, a frame after the first report: between two calls from outside a fast worker could end.
        const seen = page.evaluate(() => new Promise(resolve => {
            const bar = document.getElementById("basins-progress");
            const observer = new MutationObserver(() => {
                if (!(bar.value > 0))
                    return;
                observer.disconnect();
                const shown = bar.getBoundingClientRect().width > 0;
                requestAnimationFrame(() => {
                    const running = explorer.sweeps.tasks.running.has("basins");
                    document.getElementById("basins-cancel").click();
                    resolve([shown, running]);
                });
            });
            observer.observe(bar, { attributes: true });
        }));
        await page.click("#basins");
        equal(await seen, [true, true], "the bar is there, and frames go on meanwhile");
        await page.waitForSelector("#basins-progress", { state: "hidden" });
        equal(await text(page, "#notice"), "Cancelled.", "what is said");
        await page.evaluate(() => { explorer.sweeps.drawStrip(true); });
        equal(await text(page, "#notice"), "Cancelled.", "what is said when the strip is drawn");
        equal(await page.evaluate(() => [explorer.sweeps.basins, explorer.sweeps.tasks.running.has("basins")]), [null, false], "nothing is left");
        await page.fill("#step", "0.1");
        await page.fill("#steps", "32");
        await read(page);
    });
    await check("what another loss makes needless ends without a word", async () => {
        await page.evaluate(() => { document.getElementById("notice").textContent = ""; });
        await page.click("#basins");
        await page.waitForFunction(() => explorer.sweeps.tasks.running.has("basins"));
        await page.selectOption("#loss", "himmelblau");
        await read(page);
        equal(await page.evaluate(() => [document.getElementById("notice").textContent, document.getElementById("basins-progress").hidden, explorer.sweeps.tasks.running.has("basins")]), ["", true, false], "notice, bar, work");
    });
    await page.context().close();
}
