// By what one step multiplies a small distance along an eigenvector of curvature λ: the roots of the rule's own equation.
//   fixed step   1 − ηλ
//   heavy ball   μ² − (1 + β − ηλ)μ + β = 0            (Polyak 1964)
//   Nesterov     μ² − (1 + β)(1 − ηλ)μ + β(1 − ηλ) = 0  (Nesterov 1983)
import { short } from "./dom.js";
import { isModified } from "./rules.js";

// Null for any other rule.
export function multipliersOf(rule, step, curvature) {
    const { kind, momentum } = rule, plain = 1 - step * curvature;
    if (!["fixed", "heavy", "nesterov"].includes(kind) || isModified(rule))
        return null;
    if (kind === "fixed")
        return { size: Math.abs(plain), text: `1 − ηλ = ${short(plain, 12)}` };
    const sum = kind === "heavy" ? momentum + plain : (1 + momentum) * plain, product = kind === "heavy" ? momentum : momentum * plain;
    const inside = sum * sum / 4 - product;
    if (inside < 0)
        return { size: Math.sqrt(product), text: `|μ| = √${short(product, 8)} = ${short(Math.sqrt(product), 12)}` };
    // The larger root by its sum, the other by the product: no digits cancel.
    const large = sum / 2 + Math.sign(sum || 1) * Math.sqrt(inside), small = large === 0 ? 0 : product / large;
    return { size: Math.abs(large), text: `μ = ${short(large, 12)}, ${short(small, 8)}` };
}

const LARGEST_DENOMINATOR = 1000;

// The fraction with a small denominator that a number is, but for its last digits; or null. 2/7 says more than 0.2857142857142857.
export function fractionOf(value) {
    for (let denominator = 1; denominator <= LARGEST_DENOMINATOR; denominator++) {
        const numerator = Math.round(value * denominator);
        if (numerator > 0 && Math.abs(numerator / denominator - value) <= 4 * Number.EPSILON * Math.abs(value))
            return denominator === 1 ? `${numerator}` : `${numerator}/${denominator}`;
    }
    return null;
}
