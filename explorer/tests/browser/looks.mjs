// How it looks: sizes, light and dark, both languages, paper. Screenshots are left to be looked at.
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
                const small = await page.evaluate(() => [...document.querySelectorAll("button, select, summary")].filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 30).map(one => one.outerHTML.slice(0, 60)));
                equal(small, [], "what is too small to touch");
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
    await check("projector: larger letters, and nothing breaks", async () => {
        const before = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
        await page.click("#projector");
        await read(page);
        holds(await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize)) > 1.2 * before, "larger");
        equal(await page.evaluate(() => document.documentElement.scrollWidth), 1280, "nothing is wider than the page");
        await page.screenshot({ path: join(shots, "projector.png"), fullPage: false });
        await page.click("#projector");
    });
    await check("it prints on one sheet", async () => {
        await page.selectOption("#preset", "complex_oscillation");
        await page.selectOption("#theme", "dark");
        await page.click("[data-tab=cobweb]");
        await read(page);
        const pdf = await page.pdf({ path: join(shots, "print.pdf"), preferCSSPageSize: true });
        equal((pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length, 1, "sheets");
    });
    await check("the run can be read without the picture", async () => {
        holds((await text(page, "#verdict")).length > 10, "verdict");
        equal(await page.locator("#verdict").getAttribute("aria-live"), "polite", "it is announced");
    });
    await page.context().close();
}
