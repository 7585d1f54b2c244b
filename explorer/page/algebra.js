// The expression library: mathjs, in numbers alone, and of it what reading a formula and differentiating it takes.
import {
    absDependencies, acosDependencies, addDependencies, asinDependencies, atanDependencies, cbrtDependencies, cosDependencies,
    coshDependencies, create, derivativeDependencies, divideDependencies, expDependencies, log10Dependencies,
    logDependencies, multiplyDependencies, parseDependencies, powDependencies, sinDependencies, sinhDependencies,
    sqrtDependencies, subtractDependencies, tanDependencies, tanhDependencies, unaryMinusDependencies, unaryPlusDependencies,
} from "mathjs/number";

const { parse, derivative } = create({
    absDependencies, acosDependencies, addDependencies, asinDependencies, atanDependencies, cbrtDependencies, cosDependencies,
    coshDependencies, derivativeDependencies, divideDependencies, expDependencies, log10Dependencies,
    logDependencies, multiplyDependencies, parseDependencies, powDependencies, sinDependencies, sinhDependencies,
    sqrtDependencies, subtractDependencies, tanDependencies, tanhDependencies, unaryMinusDependencies, unaryPlusDependencies,
});

export { derivative, parse };
