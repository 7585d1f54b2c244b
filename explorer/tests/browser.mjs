// browser.mjs PACKAGES PAGE NATIVE SHOTS [C FLAGS…]: drives the page in headless Chromium. Screenshots go to SHOTS. The last line is
// "passed failed". ONLY=name,name runs some of the files.
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Browser, check, counts, equal, holds } from "./harness.mjs";

const [packages, page, native, shots, ...cFlags] = process.argv.slice(2);
const LARGEST = 1.5e6, LARGEST_PACKED = 500e3;
mkdirSync(shots, { recursive: true });
const browser = await Browser.open(packages, page);
const names = process.env.ONLY?.split(",") ?? ["presets", "hands", "losses", "work", "exercises", "keep", "looks"];
try {
    for (const name of names) {
        const began = performance.now();
        const { default: run } = await import(`./browser/${name}.mjs`);
        await check(`${name} comes to its end`, () => run(browser, { native, shots, cFlags }));
        console.log(`        ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    }
    await check("no request left the page", () => equal(browser.left, [], "requests"));
    await check("no error was left behind", () => equal(browser.errors, [], "errors"));
    await check("the file is small enough", () => {
        const size = statSync(page).size, packed = gzipSync(readFileSync(page)).length;
        console.log(`        ${size} bytes, ${packed} packed`);
        holds(size <= LARGEST && packed <= LARGEST_PACKED, `${size} and ${packed} bytes`);
    });
    await check("the file names nothing to load from elsewhere", () => {
        const found = readFileSync(page, "utf8").match(/(?:src|href)=["']https?:/g) ?? [];
        equal(found, [], "addresses");
    });
} finally {
    await browser.browser.close();
}
console.log(`${counts.passed} ${counts.failed}`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
