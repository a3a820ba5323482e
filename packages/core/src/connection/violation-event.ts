/**
 * A broken rule as an event.
 *
 * @module
 */

import { type Violation, violations } from '../violations/index.ts';
import type { ViolationEvent } from './events.ts';

/** The violation as the application sees it. */
export function violationEvent({ rule, offset, detail }: Violation): ViolationEvent {
  const { closeCode, section } = violations[rule];
  return { type: 'violation', rule, closeCode, section, offset, detail };
}
