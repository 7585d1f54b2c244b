// Predict first: nothing of the run is seen before the answer, and the library says which answer is right.
import { check, equal, holds, read, text } from "../harness.mjs";

const shown = page => page.evaluate(() => [explorer.picture.layers.run.childElementCount > 0, document.getElementById("explanation").childElementCount > 0]);
const open = async (page, number) => {
    await page.selectOption("#exercise", String(number));
    await page.waitForFunction(() => explorer.waiting.size === 0 && explorer.hidden);
};
async function commit(page) {
    await page.click("#question button[type=submit]");
    await page.waitForSelector("#question .answer");
    await read(page);
    return page.locator("#question .answer").getAttribute("class");
}

// exercise, answer (or what is set), is it right
const ANSWERS = [[0, 1, true], [0, 2, false], [1, 0, true], [1, 1, false], [4, 1, true], [4, 0, false]];
const TASKS = [[2, { "#step": "1.5" }, true], [2, { "#step": "0.3" }, false], [3, { "#step": "0.3", "#steps": "256" }, true, 0], [3, { "#step": "0.3", "#steps": "256" }, false, 1], [3, { "#step": "0.7" }, false, 0]];

export default async function (browser) {
    const page = await browser.page();
    for (const [number, answer, right] of ANSWERS)
        await check(`exercise ${number + 1}, answer ${answer + 1} is ${right ? "right" : "wrong"}`, async () => {
            await open(page, number);
            equal(await shown(page), [false, false], "run and explanation before the answer");
            equal(await page.locator("#strip").isVisible(), false, "the strip, which would tell");
            await page.check(`#question input[value="${answer}"]`);
            equal(await commit(page), `answer ${right ? "right" : "wrong"}`, "the judgement");
            equal(await shown(page), [true, true], "run and explanation after it");
        });
    for (const [number, settings, right, answer] of TASKS)
        await check(`exercise ${number + 1} with ${JSON.stringify(settings)}${answer === undefined ? "" : `, answer ${answer + 1}`} is ${right ? "reached" : "not reached"}`, async () => {
            await open(page, number);
            for (const [field, value] of Object.entries(settings))
                await page.fill(field, value);
            if (answer !== undefined)
                await page.check(`#question input[value="${answer}"]`);
            equal(await commit(page), `answer ${right ? "right" : "wrong"}`, "the judgement");
            await page.click("#question button");
            await page.waitForFunction(() => explorer.hidden && explorer.waiting.size === 0);
        });
    await check("the button at the top opens the first one, and shows it", async () => {
        const other = await browser.page("", { width: 390, height: 844 });
        await other.click("#predict");
        await other.waitForFunction(() => explorer.hidden && explorer.waiting.size === 0);
        const box = await other.locator("#exercise").boundingBox();
        holds(box.y >= 0 && box.y < 844, "it is seen");
        equal(await other.evaluate(() => [document.activeElement.id, explorer.state.exercise]), ["exercise", 0], "where the keys are, and which one is open");
        await other.context().close();
    });
    await check("no answer is no commitment", async () => {
        await open(page, 0);
        await page.click("#question button[type=submit]");
        equal(await page.locator("#question .answer").count(), 0, "answers");
        await page.selectOption("#exercise", "");
        await read(page);
        equal(await shown(page), [true, true], "without an exercise");
    });
    await check("a lecturer's own exercises, and what is wrong with them", async () => {
        await page.click("#exercise-section summary");
        for (const [wrong, said] of [["{", "JSON"], ["{}", "["], ["[{\"title\": \"a\"}]", "question"], ["[{\"title\": \"a\", \"question\": \"b\", \"run\": \"step=1\"}]", "goal"]]) {
            await page.fill("#own", wrong);
            await page.click("#own-load");
            holds((await text(page, "#own-error")).includes(said), `${said} is named: ${await text(page, "#own-error")}`);
        }
        await page.fill("#own", JSON.stringify([{ title: "Mine", question: { en: "Which?", de: "Welches?" }, run: "loss=himmelblau&start=0,0&step=0.01&steps=200", choices: [{ text: "A minimum", when: { kind: "minimum" } }, { text: "None", when: { ending: ["diverging"] } }], after: "So it is." }]));
        await page.click("#own-load");
        await open(page, 0);
        await page.check("#question input[value='0']");
        equal(await commit(page), "answer right", "the judgement");
        const fragment = await page.evaluate(() => explorer.fragment());
        const other = await browser.page("#" + fragment);
        holds((await other.locator("#exercise option").allTextContents()).includes("1. Mine"), "the link holds it, too");
        await other.context().close();
    });
    await page.context().close();
}
