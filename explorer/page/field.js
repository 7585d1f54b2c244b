// The loss over the window: bands of colour, and lines of equal loss between them.
import { palette } from "./colours.js";

const BANDS = 14;

// Losses that divide the bands. Evenly spaced ones would crowd at the steep rim, so the spacing grows by a power, chosen so
// that half of the window lies in the lower half of the bands.
export function levelsOf(field) {
    const finite = Array.from(field).filter(Number.isFinite).sort((a, b) => a - b);
    if (finite.length === 0)
        return [];
    const low = finite[0], high = finite[Math.floor(0.98 * (finite.length - 1))], middle = finite[Math.floor(0.5 * (finite.length - 1))];
    if (!(high > low))
        return [low];
    const share = Math.min(Math.max((middle - low) / (high - low), 1e-6), 0.5);
    const power = Math.min(Math.log(share) / Math.log(0.5), 8);
    return Array.from({ length: BANDS - 1 }, (_, k) => low + (high - low) * ((k + 1) / (BANDS - 1)) ** power);
}

function bandOf(value, levels) {
    let k = 0;
    while (k < levels.length && value > levels[k])
        k++;
    return k;
}

export function drawBands(context, field, columns, rows, levels) {
    const { low, high, grid } = palette();
    const { width, height } = context.canvas;
    const image = context.createImageData(width, height);
    const colours = Array.from({ length: levels.length + 1 }, (_, k) => low.map((one, i) => one + (high[i] - one) * (k / Math.max(levels.length, 1))));
    const gap = [1, 3, 5].map(k => parseInt(grid.slice(k, k + 2), 16));
    for (let y = 0; y < height; y++) {
        const v = (1 - y / (height - 1)) * (rows - 1), r = Math.min(Math.floor(v), rows - 2), b = v - r;
        for (let x = 0; x < width; x++) {
            const u = x / (width - 1) * (columns - 1), c = Math.min(Math.floor(u), columns - 2), a = u - c, k = r * columns + c;
            const value = (field[k] * (1 - a) + field[k + 1] * a) * (1 - b) + (field[k + columns] * (1 - a) + field[k + columns + 1] * a) * b;
            const colour = Number.isNaN(value) ? gap : colours[bandOf(value, levels)], to = 4 * (y * width + x);
            image.data[to] = colour[0], image.data[to + 1] = colour[1], image.data[to + 2] = colour[2], image.data[to + 3] = 255;
        }
    }
    context.putImageData(image, 0, 0);
}

const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1]];

// Where a level cuts the sides of one cell: two places, or four in pairs.
function cellLines(corners, c, r, level, place) {
    let d = "", cuts = 0;
    for (let i = 0; i < 4; i++) {
        const j = (i + 1) % 4, a = corners[i], b = corners[j];
        if (a > level === b > level)
            continue;
        const t = (level - a) / (b - a), [xa, ya] = CORNERS[i], [xb, yb] = CORNERS[j];
        d += `${cuts++ % 2 ? "L" : "M"}${place(c + xa + (xb - xa) * t, r + ya + (yb - ya) * t)}`;
    }
    return d;
}

// Where the loss has a level, as one path: marching squares, in columns and rows of the field; `place` maps these to the picture.
export function isolines(field, columns, rows, levels, place) {
    const pieces = [];
    for (let r = 0; r < rows - 1; r++)
        for (let c = 0; c < columns - 1; c++) {
            const k = r * columns + c, corners = [field[k], field[k + 1], field[k + columns + 1], field[k + columns]];
            const low = Math.min(...corners), high = Math.max(...corners);
            if (!Number.isFinite(low) || !Number.isFinite(high)) // nothing tells where between them
                continue;
            for (const level of levels)
                if (level >= low && level < high)
                    pieces.push(cellLines(corners, c, r, level, place));
        }
    return pieces.join("");
}

// The basins, one colour a label, over the bands.
export function drawBasins(context, basins, colourOf) {
    const { columns, rows, labels, endings } = basins;
    const small = new OffscreenCanvas(columns, rows), pen = small.getContext("2d");
    const image = pen.createImageData(columns, rows);
    for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) {
            const from = r * columns + c, to = 4 * ((rows - 1 - r) * columns + c), colour = colourOf(labels[from], endings[from]);
            image.data[to] = colour[0], image.data[to + 1] = colour[1], image.data[to + 2] = colour[2], image.data[to + 3] = 175;
        }
    pen.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, context.canvas.width, context.canvas.height);
}
