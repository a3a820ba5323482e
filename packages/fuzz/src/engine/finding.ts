/**
 * An input that breaks a promise, and its name.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** A finding of the fuzzer. */
export interface Finding {
  readonly target: string;
  /** The input, as small as possible. */
  readonly input: Uint8Array;
  readonly error: Error;
}

/** Two errors with the same signature count as one: the name, and the message up to its numbers. */
export function signatureOf({ name, message }: Error): string {
  const [line = ''] = message.split('\n');
  return `${name}: ${line.replace(/\d+/g, 'N')}`;
}

/** A short name for an input: the beginning of its hash. */
export function nameOf(input: Uint8Array): string {
  return createHash('sha256').update(input).digest('hex').slice(0, 16);
}
