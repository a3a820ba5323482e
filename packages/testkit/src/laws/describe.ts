/**
 * Values as lines of text, for comparison and for readable differences.
 *
 * @module
 */

import { toHex } from '../wire/index.ts';

/** Equal values give equal text, whatever the order of their properties. */
export function describe(value: unknown): string {
  if (value instanceof Uint8Array) return `<${toHex(value)}>`;
  if (value instanceof Error) return String(value);
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const properties = Object.entries(value)
    .filter(([, property]) => property !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, property]) => `${name}: ${describe(property)}`);
  return `{ ${properties.join(', ')} }`;
}

/**
 * Compares two lists.
 *
 * @param what - The name of the items, for the message.
 * @throws Error that names the first item that differs.
 */
export function assertSame(
  actual: readonly unknown[],
  expected: readonly unknown[],
  what: string,
): void {
  for (let i = 0; i < Math.max(actual.length, expected.length); i++) {
    if (i < actual.length && i < expected.length && isSame(actual[i], expected[i])) continue;
    const got = i < actual.length ? describe(actual[i]) : 'nothing';
    const wanted = i < expected.length ? describe(expected[i]) : 'nothing';
    if (got !== wanted) {
      throw new Error(`${what} ${i} is ${shortened(got)}, expected ${shortened(wanted)}`);
    }
  }
}

/** Finds equality cheaply, so that most values need not be described. */
function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return isSameBytes(one, other);
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return Object.is(one, other);
  }
  const [names, others] = [Object.keys(one), Object.keys(other)];
  const isPlain = one.constructor === other.constructor && names.length === others.length;
  return (
    isPlain &&
    !(one instanceof Error) &&
    names.every((name) => isSame(Reflect.get(one, name), Reflect.get(other, name)))
  );
}

/** Whether both hold the same bytes. */
export function isSameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** @throws Error with this message, unless the condition holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Shortened, since people read messages. */
function shortened(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text;
}
