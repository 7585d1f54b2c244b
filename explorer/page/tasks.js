// The page's side of the worker: one task of a sort at a time. Cancelling ends the worker, for it listens to nothing while it
// works; the next task starts another.
export class Tasks {
    constructor(source, compiled) {
        this.address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
        this.compiled = compiled;
        this.running = new Map(); // by sort: { worker, reject }
    }

    // Answers with the result; `report(done, total, part)` hears how far it got. Rejects with "cancelled" if cancelled.
    run(sort, task, report) {
        this.cancel(sort);
        const worker = new Worker(this.address);
        return new Promise((resolve, reject) => {
            this.running.set(sort, { worker, reject });
            const end = (settle, value) => {
                worker.terminate();
                if (this.running.get(sort)?.worker === worker)
                    this.running.delete(sort);
                settle(value);
            };
            worker.onmessage = ({ data }) => {
                if (data.progress)
                    report(...data.progress);
                else
                    data.error === undefined ? end(resolve, data.result) : end(reject, new Error(data.error));
            };
            worker.onerror = event => end(reject, new Error(event.message));
            worker.postMessage({ ...task, sort, compiled: this.compiled });
        });
    }

    cancel(sort) {
        const running = this.running.get(sort);
        if (!running)
            return;
        this.running.delete(sort);
        running.worker.terminate();
        running.reject(new Error("cancelled"));
    }
}
