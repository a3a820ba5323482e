/**
 * The order that the events of every connection keep, whatever happened to it.
 *
 * @module
 */

import { expect } from '@jest/globals';
import type { ConnectionEvent } from 'sansocket';

/** For each event with a bar behind it, those that may come between it and the end. */
const LAST: Readonly<Record<string, readonly string[]>> = {
  close: [],
  violation: ['close'],
  'close-received': ['close'],
  'handshake-rejected': ['close'],
};

/** No event twice that is there once, nothing behind what ends the rest, no data before `open`. */
export function expectLawful(events: readonly ConnectionEvent[]): void {
  const types: string[] = events.map(({ type }) => type);
  for (const once of ['handshake-request', 'open', ...Object.keys(LAST)]) {
    expect(types.filter((type) => type === once).length).toBeLessThanOrEqual(1);
  }
  for (const [type, allowed] of Object.entries(LAST)) {
    const at = types.indexOf(type);
    if (at !== -1) expect(allowed).toEqual(expect.arrayContaining(types.slice(at + 1)));
  }
  const open = types.indexOf('open');
  const early = types.slice(0, open === -1 ? types.length : open);
  const opening = ['handshake-request', 'handshake-rejected', 'violation', 'close'];
  expect(opening).toEqual(expect.arrayContaining(early));
}
