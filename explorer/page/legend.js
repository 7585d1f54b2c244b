// What colours, lines and marks mean: entries of the lists below the pictures.
import { html, svg } from "./dom.js";

export const swatch = (...shapes) => svg("svg", { viewBox: "-9 -9 18 18", "aria-hidden": "true" }, ...shapes);
export const lineSwatch = (colour, dash) => swatch(svg("path", { d: "M-9,0H9", stroke: colour, "stroke-width": 3, "stroke-dasharray": dash }));
export const boxSwatch = colour => swatch(svg("rect", { x: -8, y: -8, width: 16, height: 16, fill: colour, stroke: "#000000", "stroke-width": 0.5 }));
export const entry = (mark, text) => html("li", {}, mark, ` ${text}`);
