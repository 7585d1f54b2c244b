// How it looks: sizes, light and dark, both languages, paper. Screenshots are left to be looked at.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { check, equal, holds, read, text } from "../harness.mjs";

const CHAOS = "#loss=notebook&start=4,1.25&step=0.62&steps=256&tab=cobweb";

export default async function (browser, { shots }) {
    for (const [width, height] of [[390, 844], [768, 1024], [1280, 800]])
        for (const colorScheme of ["light", "dark"])
            await check(`${width} px, ${colorScheme}`, async () => {
                const page = await browser.page(CHAOS, { width, height, colorScheme, locale: colorScheme === "dark" ? "de" : "en" });
                await page.waitForFunction(() => explorer.sweeps.strip.bifurcation, null, { timeout: 60000 });
                equal(await page.evaluate(() => document.documentElement.scrollWidth), width, "nothing is wider than the page");
                equal(await page.evaluate(() => document.documentElement.dataset.theme), colorScheme, "the theme");
                // 44 px on a phone: WCAG 2.1, 2.5.5
                const small = await page.evaluate(least => [...document.querySelectorAll("button, select, summary, input, .start-handle, #strip svg")].filter(one => one.checkVisibility() && Math.min(one.getBoundingClientRect().height, one.tagName === "INPUT" ? 1e3 : one.getBoundingClientRect().width) < least).map(one => one.outerHTML.slice(0, 60)), width < 700 ? 43.9 : 30);
                equal(small, [], "what is too small to touch");
                const cut = await page.evaluate(() => [...document.querySelectorAll(".plot svg")].flatMap(svg => { const box = svg.getBoundingClientRect(); return [...svg.querySelectorAll("g[aria-hidden] text")].filter(one => { const own = one.getBoundingClientRect(); return own.left < box.left - 1 || own.right > box.right + 12 || own.bottom > box.bottom + 1; }).map(one => one.textContent); }));
                equal(cut, [], "letters that are cut off");
                holds(await page.evaluate(() => document.getElementById("step-slider").getBoundingClientRect().bottom + scrollY - (document.getElementById("plot").getBoundingClientRect().top + scrollY)) < height, "picture and step size are seen together");
                await page.screenshot({ path: join(shots, `${width}_${colorScheme}.png`), fullPage: true });
                await page.context().close();
            });
    const page = await browser.page();
    await check("every word is there in both languages", async () => {
        for (const language of ["de", "en"]) {
            await page.selectOption("#language", language);
            equal(await page.evaluate(() => document.documentElement.lang), language, "the page's language");
            const missing = await page.evaluate(() => [...document.querySelectorAll("[data-word]")].filter(one => !one.textContent || one.textContent === one.dataset.word).map(one => one.dataset.word));
            equal(missing, [], `words without ${language}`);
        }
    });
    await check("each text of the page has both languages, and words in use are there", async () => {
        const { WORDS } = await import("../../page/words.js");
        const english = Object.entries(WORDS).filter(([, both]) => both.length !== 2 || both.some(one => !one.trim())).map(([key]) => key);
        equal(english, [], "texts in one language");
        const { RULES, SCHEDULES, PARAMETERS, GROUPS } = await import("../../page/rules.js");
        const wanted = [...RULES.flatMap(({ kind }) => [`rule_${kind}`, `about_${kind}`]), ...GROUPS.map(one => `group_${one}`), ...SCHEDULES.map(({ name }) => `schedule_${name}`),
            ...SCHEDULES.filter(one => "parameter" in one.parameters).map(({ name }) => `parameter_${name}`), ...Object.keys(PARAMETERS).filter(key => !["momentum", "parameter"].includes(key)).map(key => `p_${key}`)];
        const sources = readdirSync(new URL("../../page/", import.meta.url)).filter(name => name.endsWith(".js")).map(name => readFileSync(new URL(`../../page/${name}`, import.meta.url), "utf8")).join("\n");
        wanted.push(...[...sources.matchAll(/\bword\("(\w+)"\)/g)].map(([, key]) => key));
        equal(wanted.filter(key => !(key in WORDS)), [], "texts that are missing");
    });
    await check("what colour tells is told apart by colour-blind eyes, and by shape", async () => {
        // Machado, Oliveira and Fernandes (2009), severity 1: what protanopes, deuteranopes and tritanopes see, in linear RGB.
        const EYES = { protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
            deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881], tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039] };
        const linear = one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
        const lab = ([r, g, b]) => { const f = t => t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116, x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505), y = f(0.2126 * r + 0.7152 * g + 0.0722 * b), z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089); return [116 * y - 16, 500 * (x - y), 200 * (y - z)]; };
        const seen = (hex, m) => { const c = [1, 3, 5].map(k => linear(parseInt(hex.slice(k, k + 2), 16) / 255)); return lab([0, 3, 6].map(k => Math.min(Math.max(m[k] * c[0] + m[k + 1] * c[1] + m[k + 2] * c[2], 0), 1))); };
        const { SERIES, LIGHT, DARK } = await import("../../page/colours.js");
        const LEAST = 10; // CIE76: clearly another colour; the basins of a picture rarely have more than four
        const sets = [SERIES.slice(0, 4), ...[LIGHT, DARK].map(({ path, ghost, kept }) => [path, ghost, kept])];
        for (const [eye, m] of Object.entries(EYES))
            for (const set of sets)
                set.forEach((a, i) => set.slice(i + 1).forEach(b => {
                    const [p, q] = [seen(a, m), seen(b, m)], apart = Math.hypot(...p.map((one, k) => one - q[k]));
                    holds(apart > LEAST, `${eye}: ${a} and ${b} are ${apart.toFixed(1)} apart`);
                }));
    });
    await check("letters stand out from their ground", async () => {
        for (const theme of ["light", "dark"]) {
            await page.selectOption("#theme", theme);
            const weak = await page.evaluate(() => {
                const numbers = colour => colour.match(/[\d.]+/g).map(Number);
                const luminance = ([r, g, b]) => [r, g, b].map(one => one / 255).map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4).reduce((sum, one, k) => sum + one * [0.2126, 0.7152, 0.0722][k], 0);
                const groundOf = one => { for (; one; one = one.parentElement) { const c = numbers(getComputedStyle(one).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
                return [...document.querySelectorAll("p, label, button, select, h1, h2, summary, legend, output, li, td, th, caption")].filter(one => one.checkVisibility() && one.textContent.trim()).filter(one => {
                    const [a, b] = [luminance(numbers(getComputedStyle(one).color)), luminance(groundOf(one))].sort((x, y) => y - x);
                    return (a + 0.05) / (b + 0.05) < 4.5; // WCAG 2.1, 1.4.3
                }).map(one => one.outerHTML.slice(0, 80));
            });
            equal(weak, [], `too weak in ${theme}`);
        }
    });
    await check("lines of equal loss leave out what is infinite", async () => {
        const { isolines } = await import("../../page/field.js");
        for (const hole of [Infinity, -Infinity, NaN]) {
            const lines = isolines([hole, 0, 1, 0, 0, 1], 3, 2, [0.5], (c, r) => `${c},${r}`);
            equal([lines.includes("NaN"), lines.includes("M1.5,0")], [false, true], `beside ${hole}`);
        }
    });
    await check("numbers along an axis tell neighbours apart, and are not cut", async () => {
        for (const window of ["0,4,-0.5,2.5", "1.99999,2.00001,1.70710,1.70711", "-0.00002,0.00002,0.9999999,1.0000001", "-3e7,3e7,-2e9,2e9"]) {
            const near = await browser.page(`#loss=notebook&start=4,1.25&step=0.2&steps=64&window=${window}`, { width: 390, height: 844 });
            const found = await near.evaluate(() => [...document.querySelectorAll("#plot g[aria-hidden] text")].map(one => ({ text: one.textContent, end: one.getAttribute("text-anchor"), left: one.getBoundingClientRect().left - document.getElementById("plot").getBoundingClientRect().left })));
            for (const anchor of ["middle", "end"]) {
                const texts = found.filter(one => one.end === anchor).map(one => one.text);
                equal(new Set(texts).size, texts.length, `${window}: ${texts}`);
            }
            equal(found.filter(one => one.left < -1).map(one => one.text), [], "numbers that are cut off");
            await near.context().close();
        }
    });
    await check("projector: larger letters, and nothing breaks", async () => {
        const before = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
        await page.click("#projector");
        await read(page);
        holds(await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize)) > 1.2 * before, "larger");
        equal(await page.evaluate(() => document.documentElement.scrollWidth), 1280, "nothing is wider than the page");
        await page.setViewportSize({ width: 1024, height: 768 });
        await read(page);
        equal(await page.evaluate(() => document.documentElement.scrollWidth), 1024, "nothing is wider than a small projector");
        for (const part of ["#plot", "#step-slider", "#play", "#verdict"])
            holds(await page.evaluate(part => document.querySelector(part).getBoundingClientRect().bottom <= 768, part), `${part} is seen without scrolling`);
        await page.screenshot({ path: join(shots, "projector.png"), fullPage: false });
        await page.setViewportSize({ width: 1920, height: 1080 });
        await read(page);
        holds(await page.evaluate(() => Math.min(...[...document.querySelectorAll("#plot g[aria-hidden] text")].map(one => one.getBoundingClientRect().height))) > 1080 / 50, "numbers are read from the back");
        await page.screenshot({ path: join(shots, "projector_1920.png"), fullPage: false });
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.click("#projector");
    });
    await check("it prints on one sheet", async () => {
        await page.selectOption("#preset", "complex_oscillation");
        await page.selectOption("#theme", "dark");
        await page.click("[data-tab=cobweb]");
        await read(page);
        const pdf = await page.pdf({ path: join(shots, "print.pdf"), preferCSSPageSize: true });
        equal((pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length, 1, "sheets");
        equal(await page.evaluate(() => ["print" in document.documentElement.dataset, document.documentElement.dataset.theme]), [false, "dark"], "afterwards the page is as before");
    });
    await check("the run can be read without the picture", async () => {
        holds((await text(page, "#verdict")).length > 10, "verdict");
        equal(await page.locator("#verdict").getAttribute("aria-live"), "polite", "it is announced");
    });
    await page.context().close();
}
