/**
 * A broken rule as an event.
 *
 * @module
 */

import {
  type Answers,
  frameViolations,
  type LegacyViolation,
  type Violation,
  type ViolationId,
} from '../violations/index.ts';
import type { ViolationEvent } from './events.ts';
import type { Limits } from './options.ts';

/** The limits that rules of frames rest on. */
const LIMITS: Partial<Record<ViolationId, keyof Limits>> = {
  'frame-too-long': 'maxFrameBytes',
  'message-too-long': 'maxMessageBytes',
  'too-many-empty-fragments': 'maxEmptyFragments',
};

/** The same violation of a frame, with the limit that it goes beyond. */
export function withLimit(violation: Violation, limits: Limits): Violation {
  const name = LIMITS[violation.rule];
  if (name === undefined) return violation;
  return { ...violation, detail: `${violation.detail}, ${name} is ${limits[name]}` };
}

/**
 * The violation as the application sees it.
 *
 * @param answers - Where its rule has a row. Default: the rules of frames.
 */
export function violationEvent(
  violation: Violation | LegacyViolation,
  answers: Answers = frameViolations,
): ViolationEvent {
  const { rule, offset, detail, row } = violation;
  // A rule that is not in the table comes with its row.
  const { closeCode, section } = row ?? answers[rule as ViolationId]!;
  return { type: 'violation', rule, closeCode, section, offset, detail };
}
