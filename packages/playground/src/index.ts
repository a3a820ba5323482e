/** The playground without its page. @module */

export type { Run, Scenario, Step } from './model/index.ts';
export {
  describeEvent,
  diagramLines,
  fitScenario,
  formatInput,
  fragmentOf,
  isLink,
  linkedOf,
  parseCut,
  parseInput,
  places,
  plainScenario,
  runScenario,
  sampleGroups,
  toggleCut,
} from './model/index.ts';
