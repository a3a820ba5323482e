/** Programs that are asked and answer: one JSON value a line. @module */

export { answerRequests } from './answer-requests.ts';
export { cpuNanoseconds } from './cpu-time.ts';
export { type Program, startProgram } from './program.ts';
export {
  type Command,
  type Counted,
  commandFor,
  type RuntimeName,
  runtimeNames,
  workspaceRoot,
} from './runtimes.ts';
export { stealOf, stolenTicks } from './stolen-time.ts';
