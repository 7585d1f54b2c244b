// picture.mjs PACKAGES PAGE OUTPUT: the picture of the explorer that README and guide show. It is never edited by hand.
import { Browser } from "./tests/harness.mjs";

const [packages, page, output] = process.argv.slice(2);
const browser = await Browser.open(packages, page);
const shown = await browser.page("#loss=notebook&start=4,1.25&step=0.62&steps=64&window=0,4,0,2.5", { width: 1280, height: 700 });
await shown.waitForFunction(() => explorer.sweeps.strip.bifurcation, null, { timeout: 60000 });
await shown.screenshot({ path: output });
await browser.browser.close();
