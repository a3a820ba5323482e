/**
 * The event that reports room in the output again.
 *
 * @module
 */

import type { ConnectionEvent } from './events.ts';

/** @returns The queued events with a drain at their end; a drain that is already there is not repeated. */
export function withDrain(events: ConnectionEvent[] | undefined): ConnectionEvent[] {
  // An engine reserves room for many items when an empty array grows.
  if (events === undefined) return [{ type: 'drain' }];
  if (events.at(-1)?.type !== 'drain') events.push({ type: 'drain' });
  return events;
}
