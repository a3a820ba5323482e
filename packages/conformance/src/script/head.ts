/**
 * The head of a request or a response, and how a case changes it (RFC 9112 §2.1).
 *
 * @module
 */

import { concat, hex, latin1 } from '@sansocket/testkit/wire';
import type { HeadChange } from '../catalogue/index.ts';

/** A head as it is sent, its body included. */
export interface Head {
  readonly bytes: Uint8Array;
  /** The values of all fields of a name, given in small letters, as the testee sees them. */
  readonly values: (name: string) => readonly string[];
}

/**
 * The bytes of a head.
 *
 * @param usual - The first line, and the lines of the fields.
 * @param values - What is filled in for each name in braces.
 * @param given - Further lines of fields, which are sent as they are.
 */
export function headOf(
  [usualLine = '', ...usual]: readonly string[],
  change: HeadChange,
  values: Readonly<Record<string, string>>,
  given: readonly string[] = [],
): Head {
  const { line = usualLine, before = '', eol = '\r\n', without = [] } = change;
  const left = without.map((name) => name.toLowerCase());
  const isKept = (it: string): boolean => !left.includes(nameOf(it));
  const fill = (it: string): string => filled(it, values);
  const more = Array.from({ length: change.fields ?? 0 }, (_, i) => `X-Field-${i}: value ${i}`);
  const fields = [
    ...usual.filter(isKept).map(fill),
    ...given.filter(isKept),
    ...(change.with ?? []).map(fill),
    ...more,
  ];
  const text = fill(before) + [fill(line), ...fields, '', ''].join(eol);
  return {
    bytes: concat(latin1(text), hex(change.body ?? '')),
    values: (name) =>
      fields.filter((it) => nameOf(it) === name).map((it) => it.slice(it.indexOf(':') + 1).trim()),
  };
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':')).trim().toLowerCase();
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text
    .replace(/\{([a-z:]+)\}/g, (all, name: string) => values[name] ?? all)
    .replace(/\{long:(\d+)\}/g, (_, length: string) => 'a'.repeat(Number(length)))
    .replace(/\{times:(\d+):([^}]*)\}/g, (_, n: string, it: string) => it.repeat(Number(n)));
}
