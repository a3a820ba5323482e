/* eslint-disable -- what JavaScript hands in has no type */
import { describe, expect, it } from '@jest/globals';
import { connect, openSocket, serve } from '@sansocket/bun';
import { ServerConnection } from 'sansocket';

/** Whatever JavaScript hands in. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse these calls.
type Anything = any;

const onEvent = (): void => undefined;
const url = 'ws://127.0.0.1:1/';

describe('the doors of the adapter', () => {
  it.each<readonly [given: Anything[], message: string]>([
    [[], 'options must be an object, got undefined'],
    [[9001, onEvent], 'options must be an object, got 9001'],
    [[{}], 'onEvent must be a function or an async function, got undefined'],
    [
      [{ allowedOrigin: [] }, onEvent],
      'There is no option allowedOrigin; the nearest is allowedOrigins',
    ],
    [[{ tls: true }, onEvent], 'tls must be an object, got true'],
  ])('serve() refuses %p', async (given, message) => {
    await expect((serve as Anything)(...given)).rejects.toThrow(new TypeError(message));
  });

  it.each<readonly [given: Anything[], message: string]>([
    [[url], 'options must be an object, got undefined'],
    [[url, onEvent], 'options must be an object, got a function'],
    [[url, {}], 'onEvent must be a function or an async function, got undefined'],
    [[5, {}, onEvent], 'URL must be a string or a URL object, got 5'],
  ])('connect() refuses %p', (given, message) => {
    expect(() => (connect as Anything)(...given)).toThrow(new TypeError(message));
  });

  it.each<readonly [given: Anything[], message: RegExp]>([
    [[{}, Promise.resolve(), onEvent], /^connection must be/],
    [[new ServerConnection({}, 0), undefined, onEvent], /^(?:conn|socket) must be/],
    [[new ServerConnection({}, 0), Promise.resolve(), 5], /^onEvent must be/],
  ])('openSocket() refuses %p', (given, message) => {
    expect(() => (openSocket as Anything)(...given)).toThrow(message);
  });
});
