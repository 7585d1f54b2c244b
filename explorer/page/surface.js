// The loss as a surface with the run upon it: a net of quadrilaterals, painted from the far side on.
import { sizeOf, zoom } from "./axes.js";
import { palette } from "./colours.js";
import { html, short } from "./dom.js";
import { levelsOf } from "./field.js";
import { thinness } from "./picture.js";
import { word } from "./words.js";

const NET = 48;
const ROOM = 84;  // pixels around it, for the numbers along its edges
const DOTS = 400; // up to so many points are drawn one by one, too

export class Surface {
    constructor(root) {
        this.root = root;
        this.turn = -0.65;
        this.tilt = 0.95;
        this.canvas = html("canvas", { tabindex: 0, role: "img", style: "touch-action: none" });
        let from = null;
        this.canvas.addEventListener("pointerdown", event => { from = [event.clientX, event.clientY]; this.canvas.setPointerCapture(event.pointerId); });
        this.canvas.addEventListener("pointermove", event => {
            if (!from)
                return;
            this.rotate((event.clientX - from[0]) / 150, (event.clientY - from[1]) / 150);
            from = [event.clientX, event.clientY];
        });
        this.canvas.addEventListener("pointerup", () => { from = null; });
        this.canvas.addEventListener("keydown", event => {
            const turn = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] }[event.key];
            if (turn) {
                event.preventDefault();
                this.rotate(...turn);
            }
        });
    }

    rotate(turn, tilt) {
        this.turn += turn;
        this.tilt = Math.min(Math.max(this.tilt + tilt, 0.15), 1.5);
        this.draw(this.scene);
    }

    // scene: { window, field(columns, rows), path, upTo }
    draw(scene) {
        this.scene = scene;
        if (this.canvas.parentNode !== this.root)
            this.root.replaceChildren(this.canvas);
        this.canvas.setAttribute("aria-label", `${word("surface")}. ${word("surfaceHelp")}`);
        const { width, height } = sizeOf(this.root, 0.62), density = (window.devicePixelRatio || 1) * zoom();
        Object.assign(this.canvas, { width: width * density, height: height * density });
        const pen = this.canvas.getContext("2d"), { ground } = palette();
        pen.scale(density, density);
        pen.fillStyle = ground;
        pen.fillRect(0, 0, width, height);
        this.measure(width, height);
        this.paintFrame(pen);
        this.paintNet(pen);
        this.paintPath(pen);
    }

    measure(width, height) {
        this.values = this.scene.field(NET, NET);
        this.levels = levelsOf(this.values);
        const low = this.levels[0] ?? 0, high = this.levels[this.levels.length - 1] ?? 1;
        const { left, right, bottom, top } = this.scene.window;
        const [c, s] = [Math.cos(this.turn), Math.sin(this.turn)], [ct, st] = [Math.cos(this.tilt), Math.sin(this.tilt)];
        const flat = (x, y, value) => {
            const u = 2 * (x - left) / (right - left) - 1, v = 2 * (y - bottom) / (top - bottom) - 1;
            const w = Math.min(Math.max((value - low) / (high - low || 1), -0.1), 1.3) * 1.1;
            const depth = u * s + v * c;
            return [u * c - v * s, depth * ct + w * st, depth];
        };
        const at = k => flat(left + (right - left) * (k % NET) / (NET - 1), bottom + (top - bottom) * Math.floor(k / NET) / (NET - 1), this.values[k]);
        let [west, east, south, north] = [-1, 1, -0.5, 0.5];
        this.values.forEach((value, k) => {
            if (!Number.isFinite(value))
                return;
            const [a, b] = at(k);
            west = Math.min(west, a), east = Math.max(east, a), south = Math.min(south, b), north = Math.max(north, b);
        });
        for (const [x, y] of this.corners()) {
            const [a, b] = flat(x, y, low);
            west = Math.min(west, a), east = Math.max(east, a), south = Math.min(south, b), north = Math.max(north, b);
        }
        const size = Math.min((width - ROOM) / (east - west), (height - ROOM) / (north - south));
        // From the window's numbers to the picture, which the net fills, and how near that is.
        this.project = (x, y, value) => {
            const [a, b, depth] = flat(x, y, value);
            return [width / 2 + size * (a - (west + east) / 2), height / 2 - size * (b - (south + north) / 2), depth];
        };
    }

    corners() {
        const { left, right, bottom, top } = this.scene.window;
        return [[left, bottom], [right, bottom], [right, top], [left, top]];
    }

    // The floor below the net, with the numbers along its two nearest edges, and the height at its leftmost corner.
    paintFrame(pen) {
        const { soft, ink } = palette(), { names } = this.scene, corners = this.corners();
        const low = this.levels[0] ?? 0, high = this.levels[this.levels.length - 1] ?? 1;
        const floor = corners.map(([x, y]) => this.project(x, y, low));
        const centre = [0, 1].map(i => floor.reduce((sum, one) => sum + one[i], 0) / 4);
        const nearest = floor.reduce((best, one, k) => one[2] < floor[best][2] ? k : best, 0);
        const line = (a, b) => { pen.beginPath(); pen.moveTo(a[0], a[1]); pen.lineTo(b[0], b[1]); pen.stroke(); };
        const put = (text, [x, y], away, bold = false) => {
            const length = Math.hypot(...away) || 1;
            pen.font = `${bold ? "bold " : ""}12px system-ui, sans-serif`;
            pen.fillText(text, x + 20 * away[0] / length, y + 14 * away[1] / length);
        };
        Object.assign(pen, { strokeStyle: soft, fillStyle: ink, lineWidth: 1, textAlign: "center", textBaseline: "middle" });
        floor.forEach((one, k) => line(one, floor[(k + 1) % 4]));
        for (const other of [(nearest + 1) % 4, (nearest + 3) % 4]) {
            const axis = corners[other][0] === corners[nearest][0] ? 1 : 0, ends = [nearest, other];
            const middle = [0, 1].map(i => (floor[nearest][i] + floor[other][i]) / 2), away = [middle[0] - centre[0], middle[1] - centre[1]];
            put(names[axis], middle, away, true);
            for (const k of ends)
                put(short(corners[k][axis], 4), [0.88 * floor[k][0] + 0.12 * middle[0], 0.88 * floor[k][1] + 0.12 * middle[1]], away);
        }
        const side = floor.reduce((best, one, k) => one[0] < floor[best][0] ? k : best, 0), top = this.project(...corners[side], high);
        line(floor[side], top);
        pen.textAlign = "right";
        for (const [text, height] of [[short(low, 3), floor[side][1]], ["L", (floor[side][1] + top[1]) / 2], [short(high, 3), top[1]]])
            put(text, [top[0] + 14, height], [-1, 0], text === "L");
    }

    paintNet(pen) {
        const { left, right, bottom, top } = this.scene.window, { low, high, line } = palette();
        const x = c => left + (right - left) * c / (NET - 1), y = r => bottom + (top - bottom) * r / (NET - 1);
        const corners = this.values.map ? Array.from(this.values, (value, k) => this.project(x(k % NET), y(Math.floor(k / NET)), value)) : [];
        const tiles = [];
        for (let r = 0; r < NET - 1; r++)
            for (let c = 0; c < NET - 1; c++) {
                const k = r * NET + c, ring = [k, k + 1, k + NET + 1, k + NET];
                if (ring.every(one => Number.isFinite(this.values[one])))
                    tiles.push({ ring, depth: ring.reduce((sum, one) => sum + corners[one][2], 0) });
            }
        tiles.sort((a, b) => b.depth - a.depth);
        pen.lineWidth = 0.6;
        pen.strokeStyle = line;
        for (const { ring } of tiles) {
            const mean = ring.reduce((sum, one) => sum + this.values[one], 0) / 4;
            const share = this.levels.filter(level => mean > level).length / Math.max(this.levels.length, 1);
            pen.fillStyle = `rgb(${low.map((one, i) => Math.round(one + (high[i] - one) * share)).join(",")})`;
            pen.beginPath();
            ring.forEach((one, i) => i ? pen.lineTo(corners[one][0], corners[one][1]) : pen.moveTo(corners[one][0], corners[one][1]));
            pen.closePath();
            pen.fill();
            pen.stroke();
        }
    }

    paintPath(pen) {
        const { path, upTo, window: { axes: [x, y], left, right, bottom, top } } = this.scene, { path: colour, halo } = palette();
        const points = [];
        for (let row = 0; path && row <= upTo; row++) {
            const a = path.points[row * path.dimension + x], b = path.points[row * path.dimension + y];
            if (a >= left && a <= right && b >= bottom && b <= top && Number.isFinite(path.losses[row]))
                points.push(this.project(a, b, path.losses[row]));
        }
        const thin = thinness(points, this.canvas);
        for (const [style, wide] of [[halo, 5], [colour, 2.2]]) {
            pen.strokeStyle = style;
            pen.lineWidth = Math.max(0.5, wide * thin);
            pen.beginPath();
            points.forEach(([a, b], k) => k ? pen.lineTo(a, b) : pen.moveTo(a, b));
            pen.stroke();
        }
        pen.fillStyle = colour;
        for (const [a, b] of points.length <= DOTS ? points : points.slice(-1)) {
            pen.beginPath();
            pen.arc(a, b, Math.max(1.2, 2.6 * thin), 0, 7);
            pen.fill();
        }
    }
}
