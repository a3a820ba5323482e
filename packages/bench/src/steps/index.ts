/** Work that is counted. @module */

export { StepCounter } from './count-steps.ts';
export { type HostileTraffic, hostileChunks, hostileTraffics } from './hostile-traffic.ts';
