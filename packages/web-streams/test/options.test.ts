/* eslint-disable -- what JavaScript hands in has no type */
import { describe, expect, it } from '@jest/globals';
import { openSocket } from '@sansocket/web-streams';
import { ServerConnection } from 'sansocket';

/** Whatever JavaScript hands in. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse these calls.
type Anything = any;

describe('openSocket()', () => {
  const connection = new ServerConnection({}, 0);
  const pair = new TransformStream();

  it.each<readonly [given: Anything[], message: string]>([
    [
      [{}, pair, () => undefined],
      'connection must be a ServerConnection or a ClientConnection, got an object',
    ],
    [
      [connection, {}, () => undefined],
      'pair must be a pair of streams, readable and writable, or the promise of one, got an object',
    ],
    [[connection, pair, 5], 'onEvent must be a function or an async function, got 5'],
  ])('refuses %p, and locks no stream', (given, message) => {
    expect(() => (openSocket as Anything)(...given)).toThrow(new TypeError(message));
    expect(pair.readable.locked).toBe(false);
    expect(pair.writable.locked).toBe(false);
  });
});
