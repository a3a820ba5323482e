/**
 * A broken rule of an older version, with its row of the table and the response to it.
 *
 * @module
 */

import type { ViolationEvent } from 'sansocket/connection';
import { type Rejection, rejectionOf } from 'sansocket/handshake';
import type { Violation, ViolationId } from 'sansocket/violations';
import {
  type LegacyViolation,
  type LegacyViolationId,
  legacyViolations,
} from './legacy-violations.ts';

/** Makes the violation of a rule at an offset. */
export function broken(rule: LegacyViolationId, offset: number, detail: string): LegacyViolation {
  return { rule, offset, detail, row: legacyViolations[rule] };
}

/** Makes the event for the application. No Close frame answers it: the versions before HyBi have no close codes. */
export function brokenEvent(
  rule: LegacyViolationId,
  offset: number,
  detail: string,
): ViolationEvent {
  const { closeCode, section } = legacyViolations[rule];
  return { type: 'violation', rule, closeCode, section, offset, detail };
}

/** A refused request: the violation, and the response of the server. */
export interface Refusal {
  readonly ok: false;
  readonly violation: Violation | LegacyViolation;
  readonly response: Rejection;
}

/** The rules that a server checks: those that have a status. */
export type RequestRule = {
  [Rule in LegacyViolationId]: (typeof legacyViolations)[Rule] extends { status: number }
    ? Rule
    : never;
}[LegacyViolationId];

/** Refuses a request for a rule of its own version. */
export function refuse(rule: RequestRule, offset: number, detail: string): Refusal {
  const { status, section, sentence } = legacyViolations[rule];
  const response = { status, body: `${sentence} (${section})\n` };
  return { ok: false, violation: broken(rule, offset, detail), response };
}

/** Refuses a request for a rule that RFC 6455 has too. */
export function refuseAsNow(rule: ViolationId, offset: number, detail: string): Refusal {
  return { ok: false, violation: { rule, offset, detail }, response: rejectionOf(rule) };
}
