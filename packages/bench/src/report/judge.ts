/**
 * Whether a goal is reached.
 *
 * @module
 */

import { libraries } from '../peers/index.ts';
import type { RuntimeName } from '../program/index.ts';
import type { CandidateName, Goal, Row } from '../rows/index.ts';
import type { Figures, Result } from '../runner/index.ts';

/** `aim`: the goal is reached; `must`: only the required figure is reached; `missed`: less than that. */
export type Verdict = 'aim' | 'must' | 'missed';

/** No row may be slower than any other library; in other runtimes than Node, than `ws`. */
const everyCell = { must: 1, aim: 1.5 };

/** @returns The target on the line of a candidate; bytes are on the line of the subject. */
export function goalFor(row: Row, name: CandidateName, runtime: RuntimeName): Goal | undefined {
  const against = name === row.subject ? undefined : name;
  const found = row.goals.find((goal) => goal.against === against);
  if (found !== undefined && (runtime === 'node' || against === undefined)) return found;
  // Portable code has separate goals: native add-ons are compared with the capabilities of an adapter.
  if (row.subject === 'portable') return undefined;
  const compared: readonly CandidateName[] = runtime === 'node' ? libraries : ['ws'];
  return against !== undefined && compared.includes(against)
    ? { against, ...everyCell }
    : undefined;
}

/** Ratios are to be high, bytes low. */
export function judge(goal: Goal, figures: Figures): Verdict {
  const reached = (bound: number): boolean =>
    goal.against === undefined ? figures.value <= bound : figures.ratio.median >= bound;
  if (reached(goal.aim)) return 'aim';
  return reached(goal.must) ? 'must' : 'missed';
}

/** Whether the required figure of a row lies between the quartiles of its results. */
export function isOpen({ row, figures }: Result, runtime: RuntimeName): boolean {
  return figures.some(({ name, ratio }) => {
    const must = goalFor(row, name, runtime)?.must;
    return must !== undefined && name !== row.subject && ratio.first < must && ratio.third >= must;
  });
}

/** Whether a row misses one of its goals, in Node. */
export function missesGoal({ row, figures }: Result): boolean {
  return figures.some((one) => {
    const goal = goalFor(row, one.name, 'node');
    return goal !== undefined && judge(goal, one) === 'missed';
  });
}
