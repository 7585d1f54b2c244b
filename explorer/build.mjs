// build.mjs PACKAGES WASM OUTPUT: puts page, worker and module into one HTML file that opens from disk. PACKAGES is the folder
// where npm has installed what package-lock.json names.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const [packages, wasm, output] = process.argv.slice(2);
const { build } = createRequire(join(resolve(packages), "package.json"))("esbuild");
const page = name => fileURLToPath(new URL(`page/${name}`, import.meta.url));

async function bundle(name, define = {}) {
    const { outputFiles } = await build({
        entryPoints: [page(name)], bundle: true, minify: true, format: "iife", target: "es2022", charset: "utf8", write: false, define,
        legalComments: "eof", nodePaths: [join(resolve(packages), "node_modules")],
    });
    return outputFiles[0].text;
}

const worker = await bundle("worker.js");
const parts = {
    style: readFileSync(page("style.css"), "utf8"),
    exercises: readFileSync(page("exercises.json"), "utf8"),
    library: gzipSync(readFileSync(wasm), { level: 9 }).toString("base64"),
    // Nothing in a script may end it.
    script: (await bundle("main.js", { WORKER: JSON.stringify(worker) })).replaceAll("</script", "<\\/script"),
};
writeFileSync(output, readFileSync(page("index.html"), "utf8").replace(/@(\w+)@/g, (whole, name) => parts[name] ?? whole));
