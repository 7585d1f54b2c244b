// A loss that is typed: in the user's variables, with exact derivatives; and wrong ones, said where they are wrong.
import { check, equal, holds, read, state, text } from "../harness.mjs";

const WRONG = [
    // formula, where the mark stands, what is said
    ["(x - 2)^2 + y^", 13, "read"],
    ["x^2 + foo(y)", 6, "foo"],
    ["x^2 + y!", 7, "!"],
    ["3 + 4", 0, "no variable"],
    ["", 0, "Type a formula"],
    ["x^2 + sin", 6, "sin"],
    ["x > 2", 2, ">"],
    ["[x, 2]", 0, "[x, 2]"],
    ["x" + "+x".repeat(300), 600, "600"],
    ["x^^2", 2, "read"],
    ["x y^", 3, "read"],
    ["x^2 + β₁ +", 9, "read"],
    ["a+b+c+d+f+g+h+i+j", 16, "9"],
];

export default async function (browser) {
    const page = await browser.page();
    await check("what was looked at is where typing begins", async () => {
        await page.selectOption("#loss", "typed");
        await read(page);
        holds((await page.inputValue("#formula")).includes("^4"), "the formula of the landscape");
        equal(await page.evaluate(() => explorer.library.at([3, 2]).loss), 1, "its loss at (3, 2)");
    });
    await check("a loss in one's own variables: critical points, verdict, exact derivatives", async () => {
        await page.fill("#formula", "L(a, b) = (a − 2)² + (b - 1)^4 - (b - 1)^2");
        await page.fill("#start-0", "2.5");
        await page.fill("#start-1", "1.5");
        await read(page);
        equal(await page.evaluate(() => explorer.loss.variables), ["a", "b"], "variables");
        await page.waitForFunction(() => explorer.critical.points.length === 3);
        equal(await page.evaluate(() => explorer.diagnose().json.point.kind), "minimum", "where it leads");
        const at = await page.evaluate(() => { const { loss, gradient, hessian } = explorer.library.at([3, 2]); return [loss, ...gradient, ...hessian]; });
        equal(at, [1, 2, 2, 2, 0, 0, 10], "loss, gradient and Hessian at (3, 2)");
        holds((await text(page, "#readout")).includes("step"), "the run is told");
    });
    await check("derivatives are those of mathematics", async () => {
        const pairs = await page.evaluate(() => [["exp(-x^2) * sin(y) + log(2 + x^2)", [0.7, -0.3]], ["sqrt(1 + x^2) + atan(x*y) + cosh(y)", [0.4, 0.9]], ["2^x + x^y / (1 + y^2) + tanh(x - y)", [1.3, 0.6]], ["tan(x) + asin(y) + acos(x*y) + sinh(x)", [0.3, 0.4]], ["cbrt(x) + log10(y) + log(x, 3) + pow(x, y) + abs(x - 2) + cos(y)", [0.8, 1.4]]].map(([formula, x]) => {
            explorer.changeLoss("typed", formula);
            const h = 1e-5, { gradient, hessian } = explorer.library.at(x);
            const moved = i => [h, -h].map(d => explorer.library.at(x.map((value, k) => k === i ? value + d : value)));
            return x.map((_, i) => { const [up, down] = moved(i); return [gradient[i], (up.loss - down.loss) / (2 * h), ...x.flatMap((_, j) => [hessian[2 * i + j], (up.gradient[j] - down.gradient[j]) / (2 * h)])]; });
        }));
        for (const numbers of pairs.flat())
            for (let k = 0; k < numbers.length; k += 2)
                holds(Math.abs(numbers[k] - numbers[k + 1]) < 1e-8, `${numbers[k]} is near ${numbers[k + 1]}`);
    });
    await check("wrong losses are named where they are wrong, and the last good one stays", async () => {
        await page.fill("#formula", "x^2 + y^2");
        for (const [formula, position, said] of WRONG) {
            await page.fill("#formula", formula);
            const [, mark, ...rest] = (await page.locator("#formula-error").textContent()).split("\n");
            equal(mark.indexOf("^"), position, `the mark's place in ${formula}`);
            holds(rest.join(" ").includes(said), `${said} in: ${rest}`);
            equal((await state(page)).formula, "x^2 + y^2", "the loss");
        }
        await page.fill("#formula", "loss^2 + y^2");
        holds((await page.locator("#formula-error").textContent()).includes("column of a path"), "a name that the library refuses");
        equal(await page.evaluate(() => explorer.library.at([3, 4]).loss), 25, "the loss that stayed");
        await page.fill("#formula", "x^2 + 3*y^2");
        equal(await page.locator("#formula-error").textContent(), "", "then nothing is wrong");
    });
    await check("long losses are ready in a moment, or refused", async () => {
        const asked = [Array(149).fill("x*y").join("+"), "sin(".repeat(20) + "x" + ")".repeat(20) + "+y", "(".repeat(290) + "x" + ")".repeat(290), "x^".repeat(250) + "y"];
        for (const formula of asked) {
            const took = await page.evaluate(formula => { const began = performance.now(); try { explorer.changeLoss("typed", formula); } catch (error) { if (!error.code) throw error; } return performance.now() - began; }, formula);
            holds(took < 2000, `${formula.slice(0, 12)}… takes ${took} ms`); // before there was a limit, a minute
        }
        equal(await page.evaluate(() => explorer.changeLoss("typed", "x^2 + y^2")), undefined);
    });
    await check("a kink: the slope of |x| is its sign, and 0 where it turns", async () => {
        equal(await page.evaluate(() => { explorer.changeLoss("typed", "abs(x) + 2*abs(y - 1)"); return [[2, 3], [-1, 0], [0, 1]].flatMap(x => Array.from(explorer.library.at(x).gradient)); }), [1, 2, -1, -2, 0, 0], "gradients");
        await page.evaluate(() => explorer.changeLoss("typed", "x^2 + y^2"));
    });
    await check("nothing that is typed becomes a program", async () => {
        for (const formula of ["x + alert(1)", "x; y = 2", "constructor + x", "x + __proto__", "x.y", "import(x)", "x + \"a\"", "x + {a: 1}"]) {
            await page.fill("#formula", formula);
            await page.waitForFunction(() => explorer.waiting.size === 0);
        }
        await page.fill("#formula", "x^2 + y^2");
    });
    await check("one variable is a curve with the run upon it", async () => {
        await page.fill("#formula", "w^4 - w^2 + 0.1*w");
        await page.fill("#start-0", "1.5");
        await page.fill("#step", "0.05");
        await read(page);
        equal(await page.evaluate(() => [explorer.loss.dimension, explorer.picture.plane]), [1, false], "dimension, plane");
        await page.waitForFunction(() => explorer.critical.points.length === 3);
        await page.click("[data-tab=surface]");
        await page.waitForFunction(() => explorer.waiting.size === 0);
        holds((await text(page, "#chart")).length > 0, "why there is no surface");
        await page.click("[data-tab=cobweb]");
        await page.fill("#formula", "log(w)");
        await page.fill("#start-0", "-1");
        await page.waitForFunction(() => explorer.waiting.size === 0);
        await page.fill("#start-0", "1");
    });
    await check("three variables, and a loss that is not finite everywhere", async () => {
        await page.fill("#formula", "p^2 + log(q) + r^2");
        await read(page);
        equal(await page.locator("#start input").count(), 3, "fields of the start");
        holds((await text(page, "#verdict")).length > 0, "a verdict");
    });
    await page.context().close();
}
