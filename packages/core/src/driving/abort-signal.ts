/**
 * The part of an `AbortSignal` that is used: core has no types of a runtime.
 *
 * @module
 */

import { type Kind, member } from '../options/index.ts';

/** An `AbortSignal`, or an object like one. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export const aSignal: Kind<Signal> = [
  'an AbortSignal',
  (value) =>
    typeof member(value, 'addEventListener') === 'function' &&
    member(value, 'aborted') !== undefined,
];

/**
 * Calls `act` when the signal is aborted.
 *
 * @returns A function that stops it.
 * @throws The reason of a signal that is aborted already.
 */
export function onAbort(signal: Signal, act: (reason: unknown) => void): () => void {
  if (signal.aborted) throw signal.reason;
  const listen = (): void => act(signal.reason);
  signal.addEventListener('abort', listen);
  return () => signal.removeEventListener('abort', listen);
}
