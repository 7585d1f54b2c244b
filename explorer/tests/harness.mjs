// Counts checks, and holds what they need: a browser, pages, the native twin.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { numbersOf } from "../page/rules.js";

export const counts = { passed: 0, failed: 0 };

export async function check(name, body) {
    try {
        await body();
        counts.passed++;
        console.log(`ok      ${name}`);
    } catch (error) {
        counts.failed++;
        console.log(`FAILED  ${name}\n        ${String(error.stack ?? error).replaceAll("\n", "\n        ")}`);
    }
}

export function equal(actual, expected, what = "") {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (a !== b)
        throw new Error(`${what} is ${a}, expected ${b}`);
}

export function holds(truth, what) {
    if (!truth)
        throw new Error(`does not hold: ${what}`);
}

// FNV-1a over 64-bit words, as in native.c; all NaN are one. In the page, too, so it needs nothing around it.
export function hashOf(columns) {
    let sum = 0xcbf29ce484222325n;
    for (const column of columns) {
        const bits = new BigUint64Array(column.buffer, column.byteOffset, column.length);
        for (let i = 0; i < column.length; i++)
            sum = BigInt.asUintN(64, (sum ^ (Number.isNaN(column[i]) ? 0x7ff8000000000000n : bits[i])) * 0x100000001b3n);
    }
    return sum.toString(16).padStart(16, "0");
}

// What the native twin says of runs, over landscapes in the library's order: { path, json } of each.
export function nativeRuns(native, landscapes, runs) {
    const lineOf = run => [landscapes.findIndex(one => one.name === run.landscape), ...numbersOf(run), run.steps, run.start.length, ...run.start].join(" ");
    const { stdout } = spawnSync(native, { input: runs.map(lineOf).join("\n") + "\n", encoding: "utf8", maxBuffer: 2 ** 30 });
    return stdout.trim().split("\n").map(line => {
        const [, path, json] = /^(\S+ \S+) (.*)$/.exec(line) ?? [];
        return { path, json };
    });
}

// Endings, reasons and findings have to be the same; digits of logarithms and of trigonometric functions need not be.
export const wordsOf = ({ ending, reason, findings, point }) => JSON.stringify([ending, reason.replace(/\d+/g, "0"), findings, point?.kind]);

export class Browser {
    static async open(packages, page) {
        const { chromium } = createRequire(join(resolve(packages), "package.json"))("playwright-core");
        const own = new Browser();
        own.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
        own.address = `file://${resolve(page)}`;
        own.left = []; // requests that left the page
        own.errors = [];
        return own;
    }

    // A page that has started, in a window of its own: nothing is remembered from another.
    async page(fragment = "", { width = 1280, height = 800, colorScheme = "light", locale = "en", ...options } = {}) {
        const context = await this.browser.newContext({ viewport: { width, height }, colorScheme, locale, acceptDownloads: true, ...options });
        const page = await context.newPage();
        page.setDefaultTimeout(20000);
        page.on("request", request => { if (!/^(file|blob|data):/.test(request.url())) this.left.push(request.url()); });
        page.on("pageerror", error => this.errors.push(String(error.stack)));
        page.on("console", message => { if (message.type() === "error") this.errors.push(message.text()); });
        await page.goto(this.address + fragment);
        await page.waitForSelector("html[data-ready]");
        await read(page);
        return page;
    }
}

// Until the run that is set has been drawn and diagnosed.
export const read = page => page.waitForFunction(() => explorer.waiting.size === 0 && (explorer.diagnosed || explorer.hidden || !explorer.path) && document.getElementById("verdict").textContent !== "");
export const state = page => page.evaluate(() => explorer.state);
export const text = (page, selector) => page.locator(selector).innerText();
