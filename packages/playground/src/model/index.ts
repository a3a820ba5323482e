/** The contents of the page, without the page: scenarios, their runs, and bytes with their meaning. @module */
export { annotate, type Field, type Part, type StreamHints } from '@sansocket/annotate';
export { parseCut, positionsOf, toggleCut } from './cut.ts';
export { type DescribedEvent, describeEvent } from './describe-event.ts';
export {
  DRAWING_HEIGHT,
  DRAWING_WIDTH,
  diagramLines,
  type Line,
  NODE_HEIGHT,
  NODE_WIDTH,
  places,
} from './diagram.ts';
export { type Fitted, fitScenario } from './fit-scenario.ts';
export { formatInput, MAX_BYTES, type ParsedInput, parseInput } from './input-text.ts';
export { fragmentOf, isLink, type Linked, linkedOf } from './link.ts';
export { type Run, runScenario, type Step } from './run-scenario.ts';
export { type Sample, type SampleGroup, sampleGroups } from './samples.ts';
export { choices, plainScenario, type Scenario } from './scenario.ts';
export type { Transition } from './state-path.ts';
