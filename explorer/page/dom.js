// Making and finding elements.
export const find = id => document.getElementById(id);

function make(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on"))
            element.addEventListener(name.slice(2), value);
        else if (value !== null && value !== undefined && value !== false)
            element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter(child => child !== null));
    return element;
}

export const html = (tag, attributes = {}, ...children) => make(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
    make(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

// A number as it reads back bit for bit: at most 17 digits.
export const exact = value => value === undefined || value === null || Number.isNaN(value) ? "–" : Object.is(value, -0) ? "-0" : String(value);

// A number to look at.
export function short(value, digits = 6) {
    if (!Number.isFinite(value))
        return exact(value);
    return String(Number(value.toPrecision(digits)));
}

export const point = (x, format = exact) => `(${Array.from(x, one => format(one)).join(", ")})`;
