// Every experiment of the notebook, chosen in the page: path, verdict and last point are those of the native library.
import { check, equal, hashOf, holds, nativeRuns, read, text, wordsOf } from "../harness.mjs";
import { experiments } from "../runs.mjs";

export default async function (browser, { native }) {
    const page = await browser.page();
    const landscapes = await page.evaluate(() => explorer.library.landscapes);
    const natives = nativeRuns(native, landscapes, experiments);
    for (const [k, experiment] of experiments.entries())
        await check(`preset ${experiment.name}`, async () => {
            await page.selectOption("#preset", "");
            await page.selectOption("#preset", experiment.name);
            await read(page);
            const own = await page.evaluate(hash => {
                const { path } = explorer, sum = new Function(`return ${hash}`)()([path.points, path.losses, path.gradientNorms, path.stepLengths]);
                return { path: `${path.rows} ${sum}`, json: explorer.diagnose().json, end: Array.from(path.points.slice(-2)).map(String) };
            }, hashOf.toString());
            const { path, json } = natives[k], diagnosis = JSON.parse(json);
            equal(own.path, path, "the path");
            equal(wordsOf(own.json), wordsOf(diagnosis), "the verdict");
            equal(own.json.x, diagnosis.x, "the last point");
            holds((await text(page, "#readout")).includes(`(${own.end.join(", ")})`), "the last point is shown with all digits");
            const verdict = await text(page, "#verdict");
            holds(verdict.length > 0 && verdict.startsWith(await page.evaluate(() => explorer.diagnose().text.split("\n")[0].trim())), `the verdict is shown: ${verdict}`);
        });
    await check("a landscape of four variables is shown in any two of them", async () => {
        await page.selectOption("#loss", "powell_singular");
        await read(page);
        await page.selectOption("#axes", "1,3");
        await page.waitForFunction(() => explorer.state.window?.axes.join() === "1,3" && explorer.waiting.size === 0);
        equal(await page.locator("#start input").count(), 4, "number of start fields");
    });
    await check("every landscape has its critical points in its usual window", async () => {
        const known = { double_well: 9, himmelblau: 9, monkey_saddle: 1, notebook: 3, peano: 1, rosenbrock: 1, six_hump_camel: 15, styblinski_tang: 9 };
        for (const [name, count] of Object.entries(known)) {
            await page.selectOption("#loss", name);
            await page.waitForFunction(([count]) => explorer.critical.points.length === count, [count]);
        }
    });
    await page.context().close();
}
