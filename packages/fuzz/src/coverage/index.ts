/** Which parts of core an execution reaches. @module */
export { type BuiltTargets, buildTargets } from './build-targets.ts';
export { Coverage, type Reach } from './coverage.ts';
export { HITS, type Instrumented, instrument } from './instrument.ts';
