/**
 * Values of calls as JSON: values that JSON cannot express are tagged.
 *
 *     Uint8Array              { "$hex": "81 00" }
 *     Infinity, NaN           { "$number": "Infinity" }
 *     a prepared message      { "$prepared": "Hello" }             its data
 *     an extension            { "$extension": "permessage-deflate" }   looked up by name on the way back
 *     a function              { "$function": "isAllowed" }             has no way back
 *     a `cause`               a string, whatever it was
 *     undefined               left out with its name
 *
 * @module
 */

import { type PreparedMessage, prepareMessage } from 'sansocket';
import type { Extension } from 'sansocket/extensions';
import { hex, toHex } from '../wire/index.ts';

/** A value that survives JSON. */
export type LogValue =
  | null
  | boolean
  | number
  | string
  | readonly LogValue[]
  | { readonly [name: string]: LogValue };

/** A copy of the value as it is now: later changes do not affect the log. */
export function toLogValue(value: unknown): LogValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : { $number: String(value) };
    case 'function':
      return { $function: value.name };
    case 'object':
      return value === null ? null : fromObject(value);
    default:
      return null;
  }
}

/** The members of an object, in order. */
export function toLogObject(value: object): Record<string, LogValue> {
  const members: [string, LogValue][] = [];
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    if (member === undefined) continue;
    members.push([name, name === 'cause' ? textOf(member) : toLogValue(member)]);
  }
  return Object.fromEntries(members);
}

/**
 * The value that `toLogValue` was given, as far as the log has it.
 *
 * @param extensions - The extensions that the value may name.
 * @throws TypeError for a function or an invalid tag; RangeError for an unknown extension.
 */
export function fromLogValue(value: LogValue, extensions: readonly Extension[] = []): unknown {
  if (Array.isArray(value)) return value.map((item: LogValue) => fromLogValue(item, extensions));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first?.[0] === '$prepared')
    return prepareMessage(fromLogValue(first[1], extensions) as string | Uint8Array);
  if (first?.[0].startsWith('$') === true) return untag(first[0], textOf(first[1]), extensions);
  return Object.fromEntries(
    entries.map(([name, member]) => [name, fromLogValue(member, extensions)]),
  );
}

/** Whether two values are the same, regardless of the order of their members. */
export function equalLogValues(a: LogValue | undefined, b: LogValue | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [members, others] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  if (Array.isArray(a) !== Array.isArray(b) || members.size !== others.size) return false;
  return [...members].every(([name, member]) => {
    return others.has(name) && equalLogValues(member, others.get(name));
  });
}

function fromObject(value: object): LogValue {
  if (value instanceof Uint8Array) return { $hex: toHex(value) };
  if (isPrepared(value)) return { $prepared: toLogValue(value.data) };
  if (Array.isArray(value)) return value.map(toLogValue);
  return isExtension(value) ? { $extension: value.name } : toLogObject(value);
}

function isPrepared(value: object): value is PreparedMessage {
  return 'frame' in value && 'payload' in value && 'data' in value;
}

function isExtension(value: object): value is Extension {
  return 'name' in value && 'offers' in value && typeof value.offers === 'function';
}

function untag(tag: string, text: string, extensions: readonly Extension[]): unknown {
  if (tag === '$hex') return hex(text);
  if (tag === '$number') return Number(text);
  if (tag === '$function') throw new TypeError(`Log cannot hold the function ${text}`);
  if (tag !== '$extension') throw new TypeError(`There is no value with the tag ${tag}`);
  const extension = extensions.find(({ name }) => name === text);
  if (extension === undefined) {
    throw new RangeError(`Log needs the extension ${text}, which was not given`);
  }
  return extension;
}

/** An error of a transport may be of any type. */
function textOf(value: unknown): string {
  return String(value);
}
