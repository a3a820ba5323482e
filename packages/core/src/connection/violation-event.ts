/**
 * A broken rule as an event.
 *
 * @module
 */

import {
  answers,
  type LegacyViolation,
  type Violation,
  type ViolationId,
} from '../violations/index.ts';
import type { ViolationEvent } from './events.ts';

/** The violation as the application sees it. */
export function violationEvent(violation: Violation | LegacyViolation): ViolationEvent {
  const { rule, offset, detail, row } = violation;
  // Who breaks a rule that the table does not have brings the row.
  const { closeCode, section } = row ?? answers[rule as ViolationId];
  return { type: 'violation', rule, closeCode, section, offset, detail };
}
