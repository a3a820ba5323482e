/** Runs rows. @module */

export type { Budget } from './candidate.ts';
export { takesPart } from './candidates-of.ts';
export { measureRow } from './measure-row.ts';
export { type CpuProfile, type Hotspot, hotspotsOf, profileRow } from './profile.ts';
export type { Figures, Result } from './result.ts';
export { type Spread, spreadOf } from './statistics.ts';
