/** The lanes of both engines. @module */
export { ByteLane, type ByteLaneOptions } from './byte-lane.ts';
export type { Lane, LaneFinding, Tally } from './lane.ts';
export { LawLane, type LawLaneOptions, nameOfLaw } from './law-lane.ts';
