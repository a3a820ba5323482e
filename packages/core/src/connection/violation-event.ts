/**
 * Makes the event for a broken rule.
 *
 * @module
 */

import {
  type Answers,
  frameViolations,
  type Violation,
  type ViolationId,
} from '../violations/index.ts';
import type { ViolationEvent } from './events.ts';
import type { Limits } from './options.ts';

/** The limits behind the rules of frames. */
const LIMITS: Partial<Record<ViolationId, keyof Limits>> = {
  'frame-too-long': 'maxFrameBytes',
  'message-too-long': 'maxMessageBytes',
  'too-many-empty-fragments': 'maxEmptyFragments',
};

/** Adds the limit that a frame exceeds to the detail of its violation. */
export function withLimit(violation: Violation, limits: Limits): Violation {
  const name = LIMITS[violation.rule];
  if (name === undefined) return violation;
  return { ...violation, detail: `${violation.detail}, ${name} is ${limits[name]}` };
}

/**
 * The violation as an event for the application.
 *
 * @param answers - The table with the row of the rule. Default: the rules of frames.
 */
export function violationEvent(
  violation: Violation<string>,
  answers: Answers = frameViolations,
): ViolationEvent {
  const { rule, offset, detail, row } = violation;
  // A rule that is not in the table brings its row.
  const { closeCode, section } = row ?? answers[rule as ViolationId]!;
  return { type: 'violation', rule, closeCode, section, offset, detail };
}
