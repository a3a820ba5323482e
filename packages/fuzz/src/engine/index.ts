/** Coverage-guided fuzzing of one target. @module */
export { type CorpusFolders, readCorpus, readInputs, shownPath, writeInput } from './corpus.ts';
export { Executor, type Outcome, TooMuchWork } from './executor.ts';
export { type Finding, nameOf, signatureOf } from './finding.ts';
export { Fuzzer, type FuzzerOptions } from './fuzzer.ts';
export { minimise, type Shows } from './minimise.ts';
export { type Mutator, type MutatorContext, mutate, mutators } from './mutators.ts';
export { Random } from './random.ts';
export { Hang, watched } from './watchdog.ts';
