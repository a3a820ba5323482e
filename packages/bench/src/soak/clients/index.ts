/** Clients of a soak, good and hostile. @module */

export { type CrowdPlan, runCrowd } from './crowd.ts';
export type { Kind } from './kind.ts';
export { kinds } from './kinds/index.ts';
export type { Tally } from './tally.ts';
