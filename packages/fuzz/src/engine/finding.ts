/**
 * An input that breaks a promise, and what it is called.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** What the fuzzer has found. */
export interface Finding {
  readonly target: string;
  /** As small as it could be made. */
  readonly input: Uint8Array;
  readonly error: Error;
}

/** Two errors with the same signature are taken for one: the name, and the message up to its numbers. */
export function signatureOf({ name, message }: Error): string {
  const [line = ''] = message.split('\n');
  return `${name}: ${line.replace(/\d+/g, 'N')}`;
}

/** A short name for an input: the beginning of its hash. */
export function nameOf(input: Uint8Array): string {
  return createHash('sha256').update(input).digest('hex').slice(0, 16);
}
