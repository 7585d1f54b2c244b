// Step by step: back, forward, play, scrub.
import { find } from "./dom.js";

const WHOLE = 4000; // milliseconds that a long run takes
const EACH = 120;   // and one step of a short one
const JUMPS = 8;    // where motion is not wanted, a run is shown in so many pictures

export class Player {
    constructor(app) {
        this.app = app;
        const on = (id, use) => find(id).addEventListener("click", () => { this.stop(); use(); });
        on("first", () => this.go(0));
        on("back", () => this.go(app.upTo - 1));
        on("forward", () => this.go(app.upTo + 1));
        find("play").addEventListener("click", () => this.timer ? this.stop() : this.play());
        find("scrub").addEventListener("input", event => { this.stop(); this.go(Number(event.target.value)); });
    }

    get last() {
        return (this.app.path?.rows ?? 1) - 1;
    }

    go(row) {
        this.app.upTo = Math.min(Math.max(row, 0), this.last);
        this.app.draw("marks");
    }

    play() {
        const { last } = this, still = matchMedia("(prefers-reduced-motion: reduce)").matches;
        const ticks = Math.min(still ? JUMPS : WHOLE / 30, Math.max(last, 1)), pause = still ? WHOLE / JUMPS : Math.min(EACH, WHOLE / ticks);
        let tick = this.app.upTo >= last ? 0 : Math.floor(this.app.upTo / last * ticks);
        find("play").setAttribute("aria-pressed", "true");
        this.timer = setInterval(() => {
            this.go(Math.round(last * tick / ticks));
            if (tick++ >= ticks)
                this.stop();
        }, pause);
    }

    stop() {
        clearInterval(this.timer);
        this.timer = null;
        find("play").setAttribute("aria-pressed", "false");
    }
}
