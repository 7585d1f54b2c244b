// How long the page takes, printed and held against nothing, for machines differ. ONLY=times runs it, and nothing else does.
const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const shown = values => `median ${median(values).toFixed(1)} ms of ${values.length}, ${values[0].toFixed(1)} to ${values.at(-1).toFixed(1)}`;
const LONG = { timeout: 60000, polling: 20 };

// From the slider's event to the layout that shows it: run, picture, chart and explanation's place. Painting is in the second figure.
async function frames(page, painted) {
    return page.evaluate(async painted => {
        const slider = document.getElementById("step-slider"), took = [];
        const low = Number(slider.min), high = Math.log10(0.28);
        for (let k = 0; k < 100; k++) {
            await new Promise(done => requestAnimationFrame(done));
            slider.value = String(Math.max(low, high - 0.5 + 0.005 * k));
            const began = performance.now();
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            explorer.frame();
            document.body.getBoundingClientRect();
            if (painted)
                await new Promise(done => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); }));
            took.push(performance.now() - began);
        }
        return took;
    }, painted);
}

const timed = (page, what) => page.evaluate(what => explorer.timings.filter(one => one.what === what).map(one => one.time), what);

export default async function (browser) {
    const page = await browser.page("#loss=notebook&start=4,1.25&step=0.2&steps=1024");
    console.log(`        run, picture, chart and layout of 1024 steps: ${shown(await frames(page, false))}`);
    console.log(`        the same to the end of the frame that paints it: ${shown(await frames(page, true))}`);
    for (const [name, start, step] of [["", "1.25", "0.28"], [", every run chaotic", "1", "0.9"]]) {
        await page.evaluate(() => { explorer.timings.length = 0; });
        for (let k = 0; k < 7; k++) {
            await page.fill("#step", step);
            await page.fill("#start-1", String(Number(start) + k / 1000));
            await page.waitForFunction(() => explorer.waiting.size === 0, null, LONG);
            for (const sort of ["strip", "basins"]) {
                const before = (await timed(page, sort)).length;
                await page.click(sort === "strip" ? "#strip-draw" : "#basins");
                await page.waitForFunction(([sort, before]) => explorer.timings.filter(one => one.what === sort).length > before, [sort, before], LONG);
            }
            await page.click("#basins");
        }
        console.log(`        strip of 600 × 400${name}: ${shown(await timed(page, "strip"))}`);
        console.log(`        basins of 256 × 256${name}: ${shown(await timed(page, "basins"))}`);
    }
}
