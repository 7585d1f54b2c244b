// From the JavaScript of a loss (sourceOf() of expression.js) to functions; the page and the worker do it.
// Whole powers are products from the left, as one writes them in C, so that all languages round alike.
function power(base, exponent) {
    let product = base;
    for (let k = 1; k < exponent; k++)
        product *= base;
    return product;
}

export function compileLoss({ variables, loss, gradient, gradients, hessian }) {
    const make = (argumentNames, body) => new Function("power", `"use strict"; return (${argumentNames}) => { ${body} };`)(power);
    return { variables, functions: { loss: make("m, x", loss), gradient: make("m, x, out", gradient),
        gradients: make("m, x, out, stride, count", gradients), hessian: make("m, x, out", hessian) } };
}
