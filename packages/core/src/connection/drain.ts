/**
 * The event that tells of room in the output again.
 *
 * @module
 */

import type { ConnectionEvent } from './events.ts';

/** @returns The events that wait, with a drain behind them: where the last one has not been taken, no other is needed. */
export function withDrain(events: ConnectionEvent[] | undefined): ConnectionEvent[] {
  // A list that begins empty would make room for many.
  if (events === undefined) return [{ type: 'drain' }];
  if (events.at(-1)?.type !== 'drain') events.push({ type: 'drain' });
  return events;
}
