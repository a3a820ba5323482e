/**
 * Whether a goal is reached.
 *
 * @module
 */

import type { Goal } from '../rows/index.ts';
import type { Figures, Result } from '../runner/index.ts';

/** `aim`: all that we want; `must`: what is required; `missed`: less than that. */
export type Verdict = 'aim' | 'must' | 'missed';

/** @returns The figure that the goal is about: a ratio, or bytes. */
export function figureFor(goal: Goal, { row, figures }: Result): Figures {
  const wanted = goal.against ?? row.subject;
  const found = figures.find(({ peer }) => peer === wanted);
  if (found === undefined) throw new Error(`Row ${row.name} has no figure for ${wanted}`);
  return found;
}

/** Ratios of speed are to be high, bytes low. */
export function judge(goal: Goal, result: Result): Verdict {
  const figure = figureFor(goal, result);
  const reached = (bound: number): boolean =>
    goal.against === undefined ? figure.value <= bound : figure.ratio.median >= bound;
  if (reached(goal.aim)) return 'aim';
  return reached(goal.must) ? 'must' : 'missed';
}
