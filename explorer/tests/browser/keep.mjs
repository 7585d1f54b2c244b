// What can be shared and kept: the link, the path, the picture, the programs.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, equal, hashOf, holds, read, text } from "../harness.mjs";

const RUNS = {
    notebook: "#loss=notebook&start=4,1.25&step=1&steps=128",
    "heavy ball on a typed loss": "#loss=typed&formula=(β1-2)^2%2B(y-1)^4-(y-1)^2&start=1.7,0.3&step=0.05&kind=heavy&momentum=0.5&steps=40",
    "Nesterov with a schedule": "#loss=rosenbrock&start=-1.2,1&step=0.001&kind=nesterov&momentum=0.8&steps=60&schedule=inverse&parameter=20",
};
RUNS["Adam on a typed loss"] = "#loss=typed&formula=(a-2)^2%2B(b-1)^4&start=0,0&step=0.1&kind=adam&steps=50&clip_norm=5";
RUNS["L-BFGS on a landscape"] = "#loss=rosenbrock&start=-1.2,1&step=1&kind=lbfgs&pairs=5&steps=20";
RUNS["damped momentum in drops"] = "#loss=notebook&start=4,1.25&step=0.1&kind=damped&momentum=0.5&steps=60&schedule=steps&parameter=20&drop=0.5";
RUNS["Armijo on a typed loss"] = "#loss=typed&formula=x^4-x^2%2B0.1*x%2By^2&start=1,1&step=1&kind=armijo&contraction=0.3&steps=12";
// The package, if the guard has built it; else a stand-in that tells what the lines hand over.
const PACKAGE = process.env.DESCENT_PYTHON ?? fileURLToPath(new URL("../python", import.meta.url));
const pathHash = page => page.evaluate(hash => new Function(`return ${hash}`)()([explorer.path.points, explorer.path.losses]), hashOf.toString());

async function download(page, kind) {
    await page.click("#keep summary");
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(`[data-export=${kind}]`)]);
    return readFileSync(await file.path());
}

async function exportsOf(browser, name, fragment, { cFlags }) {
    const page = await browser.page(fragment);
    const last = await page.evaluate(() => Array.from(explorer.path.points.slice(-explorer.loss.dimension)));
    const folder = mkdtempSync(join(tmpdir(), "explorer-"));
    await check(`the C program of the ${name} run makes it, bit for bit`, async () => {
        writeFileSync(join(folder, "run.c"), await download(page, "c"));
        execFileSync("cc", ["-Wall", "-Wextra", "-Werror", "-ffp-contract=off", join(folder, "run.c"), "-o", join(folder, "run"), ...cFlags], { stdio: "pipe" });
        const said = execFileSync(join(folder, "run"), { encoding: "utf8" });
        equal(said.split("\n").slice(0, last.length).map(Number), last, "the last point");
        equal(said.split("\n").slice(last.length).join("\n"), await page.evaluate(() => explorer.diagnose().text), "the explanation");
    });
    await check(`the Python lines of the ${name} run make it, bit for bit`, async () => {
        writeFileSync(join(folder, "run.py"), await download(page, "python"));
        const said = execFileSync("/usr/bin/python3", [join(folder, "run.py")], { encoding: "utf8", env: { ...process.env, PYTHONPATH: PACKAGE, PYTHONDONTWRITEBYTECODE: "1" } });
        const numbers = said.split("\n")[0].trim().split(/\s+/).filter(Boolean).map(Number);
        const start = await page.evaluate(() => { const { loss, gradient, hessian } = explorer.library.at(explorer.state.start); return explorer.loss.landscape ? [] : [loss, ...gradient, ...hessian]; });
        equal(numbers, process.env.DESCENT_PYTHON ? last : start, "the last point");
    });
    await check(`the CSV of the ${name} run reads back bit for bit`, async () => {
        const [head, ...rows] = String(await download(page, "csv")).trim().split("\n").map(line => line.split(","));
        const names = (await page.evaluate(() => explorer.loss.landscape ? ["x1", "x2"] : explorer.loss.variables));
        equal(head, ["step", ...names, "loss", "gradient_norm", "step_length"], "the head");
        equal(rows.map(row => Number(row[1])), await page.evaluate(() => Array.from(explorer.path.points.filter((_, k) => k % 2 === 0))), "the first variable");
    });
    await page.context().close();
}

export default async function (browser, tools) {
    for (const [name, fragment] of Object.entries(RUNS)) {
        const page = await browser.page(fragment);
        await check(`the link of the ${name} run holds it`, async () => {
            await page.click("#zoom-in");
            await page.click("[data-tab=variables]");
            await page.click("#share");
            await page.waitForFunction(() => location.hash.includes("tab=variables"));
            const other = await browser.page(await page.evaluate(() => location.hash));
            equal(await other.evaluate(() => JSON.stringify(explorer.state)), await page.evaluate(() => JSON.stringify(explorer.state)), "the state");
            equal(await pathHash(other), await pathHash(page), "the path");
            await other.context().close();
        });
        await page.context().close();
        await exportsOf(browser, name, fragment, tools);
    }
    const page = await browser.page();
    await check("pictures as SVG and PNG", async () => {
        const drawn = String(await download(page, "svg"));
        const parsed = await page.evaluate(source => { const all = new DOMParser().parseFromString(source, "image/svg+xml"); return [all.querySelector("parsererror") === null, all.querySelectorAll("path").length > 5, all.querySelector("image").getAttribute("href").startsWith("data:image/png")]; }, drawn);
        equal(parsed, [true, true, true], "well formed, with paths, with its ground");
        const png = await download(page, "png");
        equal([png.subarray(1, 4).toString(), png.length > 10000], ["PNG", true], "a picture");
    });
    await check("links that cannot be right are named, and the page goes on", async () => {
        for (const fragment of ["step=-1", "loss=nonsense", "start=1,x", "start=1", "steps=1e9", "own={", "loss=typed&formula=x%2B", "window=1,0,0,1", "axes=7,8&window=0,1,0,1", "kind=best", "kind=__proto__", "schedule=toString", "momentum=-1&kind=heavy", "first_decay=2&kind=adam", "window=a", "steps=NaN", "start=", "step=1e999"]) {
            await page.evaluate(fragment => { location.hash = fragment; }, fragment);
            await page.waitForFunction(() => document.getElementById("notice").textContent !== "");
            const said = await text(page, "#notice");
            holds(said.startsWith("The link could not be read"), `${fragment}: ${said}`);
            await page.evaluate(() => { location.hash = "loss=notebook"; });
            await page.waitForFunction(() => document.getElementById("notice").textContent === "");
            await read(page);
        }
    });
    await check("nothing that a link or an exercise says becomes a part of the page", async () => {
        const evil = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>", list = JSON.stringify([{ title: evil, question: evil, run: "loss=notebook&start=4,1&step=0.1&steps=8", choices: [{ text: evil, when: { kind: "saddle" } }], after: evil }]);
        const links = [`own=${encodeURIComponent(list)}&exercise=1`, `loss=typed&formula=${encodeURIComponent(evil)}`, `loss=${encodeURIComponent(evil)}`, `loss=typed&formula=${encodeURIComponent("x.constructor.constructor('window.hacked=1')()")}`,
            `${encodeURIComponent(evil)}=${encodeURIComponent(evil)}`, "__proto__=1&constructor=2&hasOwnProperty=3", "own=null", "own=[null]", "own=%5B%7B%22title%22%3A%7B%7D%2C%22question%22%3A%22a%22%2C%22run%22%3A%22start%3D1%22%2C%22goal%22%3A%7B%7D%7D%5D&exercise=1", "exercise=99", "%E0%A4%A", "loss=notebook&start=1e308,-1e308&step=1e6&steps=20000", `loss=typed&formula=${"(".repeat(5000)}x`];
        for (const link of links) {
            const other = await browser.page(`#${link}`);
            equal(await other.evaluate(() => [window.hacked, document.querySelectorAll("main img, main script").length]), [undefined, 0], link.slice(0, 60));
            for (const submit of await other.locator("#question button[type=submit]").all()) {
                await other.check("#question input", { timeout: 1000 }).catch(() => {});
                await submit.click();
            }
            equal(await other.evaluate(() => window.hacked), undefined, "after the answer");
            await other.context().close();
        }
    });
    await page.context().close();
}
