/** The behaviour of core that is the same in every engine, as cases without a test runner. @module */

export { bitClaiming, type ExtensionMakers } from './extensions.ts';
export { type PortableCase, type PortableReport, runCases } from './portable-case.ts';
export { portableCases } from './portable-cases.ts';
export { demanded, digits, type Told } from './told.ts';
export { type Trial, toldByCore } from './told-by-core.ts';
export { vectorCases } from './vector-cases.ts';
