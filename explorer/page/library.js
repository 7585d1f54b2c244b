// The library in WebAssembly: starts the module, and puts texts and arrays through. The same in the page, in the worker and
// in the tests. What its functions do is said in core/explorer.h.

import { numbersOf } from "./rules.js";

// The few questions of the C library to a system that is not there: no environment, no files, and a clock.
const NO_SUCH_FILE = 8;
const noSystem = memory => {
    const writeZeros = (...addresses) => {
        const view = new DataView(memory().buffer);
        addresses.forEach(address => view.setUint32(address, 0, true));
        return 0;
    };
    return {
        clock_time_get: (clock, precision, time) => {
            new DataView(memory().buffer).setBigUint64(time, BigInt(Math.round(1e6 * performance.now())), true); // nanoseconds
            return 0;
        },
        environ_get: () => 0,
        environ_sizes_get: (count, size) => writeZeros(count, size),
        fd_close: () => NO_SUCH_FILE,
        fd_fdstat_get: () => NO_SUCH_FILE,
        fd_seek: () => NO_SUCH_FILE,
        fd_write: () => NO_SUCH_FILE,
        proc_exit: code => { throw new Error(`the library ended with ${code}`); },
    };
};

export class Library {
    // `compiled` is a WebAssembly.Module; `progress(done, total)` returns true to cancel a sweep.
    constructor(compiled, progress = () => false) {
        this.functions = null; // of the loss that was typed: see compile.js
        this.progress = progress;
        // All of memory as numbers; the view is lost when memory grows, and eight bytes are a number.
        let numbers = new Float64Array(0);
        const all = () => numbers.length ? numbers : numbers = new Float64Array(this.exports.memory.buffer);
        const page = {
            loss: (n, x, value) => { const m = all(); m[value / 8] = this.functions.loss(m, x / 8); return 0; },
            gradient: (n, x, out) => { this.functions.gradient(all(), x / 8, out / 8); return 0; },
            gradients: (n, count, stride, x, out) => { this.functions.gradients(all(), x / 8, out / 8, stride, count); return 0; },
            hessian: (n, x, out) => { this.functions.hessian(all(), x / 8, out / 8); return 0; },
            progress: (done, total) => this.progress(done, total) ? 1 : 0,
        };
        const memory = () => this.exports.memory;
        this.exports = new WebAssembly.Instance(compiled, { page, wasi_snapshot_preview1: noSystem(memory) }).exports;
        this.exports._initialize();
        this.landscapes = JSON.parse(this.text(this.exports.landscapes()));
    }

    // A view that is valid until memory grows, so never kept.
    numbers(address, count, Kind = Float64Array) {
        return new Kind(this.exports.memory.buffer, address, count);
    }

    text(address) {
        const bytes = new Uint8Array(this.exports.memory.buffer);
        return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
    }

    // Calls `use(address, …)` with arrays that live meanwhile; null stays NULL.
    lend(arrays, use) {
        const addresses = arrays.map(values => values ? this.exports.malloc(values.byteLength ?? 8 * values.length) : 0);
        addresses.forEach((address, k) => {
            const values = arrays[k];
            if (values instanceof Uint8Array)
                this.numbers(address, values.length, Uint8Array).set(values);
            else if (values)
                this.numbers(address, values.length).set(values);
        });
        try {
            return use(...addresses);
        } finally {
            addresses.forEach(address => this.exports.free(address));
        }
    }

    require(status) {
        if (status !== 0)
            throw new Error(this.text(this.exports.error()));
    }

    // What compileLoss() made; or the name of a landscape.
    choose(loss) {
        if (typeof loss === "string") {
            this.require(this.exports.choose_landscape(this.landscapes.findIndex(one => one.name === loss)));
            return;
        }
        this.functions = loss.functions;
        const names = new TextEncoder().encode(loss.variables.map(name => name + "\0").join(""));
        this.lend([names], address => this.require(this.exports.choose_typed(loss.variables.length, address)));
    }

    // rule: kind, step, schedule, and the parameters that rules.js lists.
    chooseRule(rule) {
        this.lend([numbersOf(rule)], address => this.require(this.exports.choose_rule(address)));
    }

    // The path of a run; `units`, if any, as "scale the variables" advises.
    run(start, steps, units = null) {
        this.lend([units], address => this.require(this.exports.scale(address)));
        this.lend([start], address => this.require(this.exports.run(address, steps)));
        const rows = this.exports.rows();
        const column = (address, width = 1) => this.numbers(address, rows * width).slice();
        return {
            rows,
            dimension: start.length,
            points: column(this.exports.points(), start.length),
            losses: column(this.exports.losses()),
            gradientNorms: column(this.exports.gradient_norms()),
            stepLengths: column(this.exports.step_lengths()),
        };
    }

    diagnose() {
        this.require(this.exports.diagnose());
        return {
            text: this.text(this.exports.text()),
            line: this.text(this.exports.line()).trim(),
            json: JSON.parse(this.text(this.exports.json())),
        };
    }

    at(x) {
        const n = x.length;
        const out = this.lend([x], address => this.numbers(this.exports.at(address), 1 + n + n * n).slice());
        return { loss: out[0], gradient: out.slice(1, 1 + n), hessian: out.slice(1 + n) };
    }

    // The loss over a window { axes: [x, y], left, right, bottom, top }; rows from the bottom up.
    field(window, origin, columns, rows) {
        return this.lend([origin], address => {
            const [x, y] = window.axes;
            const out = this.exports.field(x, y, address, window.left, window.right, window.bottom, window.top, columns, rows);
            return this.numbers(out, columns * rows).slice();
        });
    }

    criticalPoints(lower, upper) {
        return this.lend([lower, upper], (low, high) => JSON.parse(this.text(this.exports.critical_points(low, high))));
    }

    stepSizes({ start, low, high, count, steps, tail, axis }) {
        this.lend([start], address => this.require(this.exports.step_sizes(address, low, high, count, steps, tail)));
        return {
            low, high, count, tail,
            tails: this.numbers(this.exports.tails(axis, tail), count * tail).slice(),
            endings: this.numbers(this.exports.endings(), count, Uint8Array).slice(),
        };
    }

    bifurcation() {
        return JSON.parse(this.text(this.exports.bifurcation()));
    }

    basins({ window, origin, columns, rows, steps }) {
        const [x, y] = window.axes;
        this.lend([origin], address => this.require(this.exports.basins(
            x, y, address, window.left, window.right, window.bottom, window.top, columns, rows, steps)));
        return {
            columns, rows, window,
            labels: this.numbers(this.exports.labels(), columns * rows, Uint32Array).slice(),
            endings: this.numbers(this.exports.endings(), columns * rows, Uint8Array).slice(),
            ...JSON.parse(this.text(this.exports.attractors())),
        };
    }

    stepLimit(start, property) {
        return this.lend([start], address => JSON.parse(this.text(this.exports.step_limit(address, property))));
    }
}
