// What can be kept: the path, the picture, the program.
import { exact, svg } from "./dom.js";

export function save(name, content, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const numberInCsv = value => Number.isNaN(value) ? "nan" : value === Infinity ? "inf" : value === -Infinity ? "-inf" : exact(value);

// The columns that descent_path_write_csv() writes, so that the library reads them back.
export function pathAsCsv({ rows, dimension, points, losses, gradientNorms, stepLengths }, names) {
    const head = ["step", ...names, "loss", "gradient_norm", "step_length"];
    const lines = Array.from({ length: rows }, (_, row) => [String(row),
        ...[...points.subarray(row * dimension, (row + 1) * dimension), losses[row], gradientNorms[row], stepLengths[row]].map(numberInCsv)].join(","));
    return [head.join(","), ...lines, ""].join("\n");
}

// The picture with its ground, which is a canvas in the page, as one SVG.
export function pictureAsSvg({ svg: drawn, canvas, axes, size }, ground, title) {
    const copy = drawn.cloneNode(true), { inner } = axes;
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", size.width);
    copy.setAttribute("height", size.height);
    copy.setAttribute("font-family", "system-ui, sans-serif");
    const image = svg("image", { x: inner.left, y: inner.top, width: inner.width, height: inner.height, preserveAspectRatio: "none", href: canvas.toDataURL("image/png") });
    copy.prepend(svg("title", {}, title), svg("rect", { width: size.width, height: size.height, fill: ground }), image);
    return new XMLSerializer().serializeToString(copy);
}

export function pictureAsPng(text, { width, height }, scale = 2) {
    return new Promise((resolve, reject) => {
        const image = new Image();
        image.onerror = () => reject(new Error("the picture could not be drawn"));
        image.onload = () => {
            const canvas = document.createElement("canvas");
            Object.assign(canvas, { width: width * scale, height: height * scale });
            canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
            canvas.toBlob(resolve, "image/png");
        };
        image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    });
}
