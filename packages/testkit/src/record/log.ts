/**
 * The log of one connection: a line for each call, with its result, as JSON lines. It is complete: the same calls on
 * the same machine give the same log.
 *
 *     {"log":"sansocket","version":1}
 *     {"call":"create","args":{"role":"server","options":{},"now":0}}
 *     {"call":"receive","args":{"chunk":{"$hex":"47 45 54 20"},"now":3}}
 *     {"call":"nextEvent"}
 *     {"call":"send","args":{"data":"Hello"},"throws":"StateError: Cannot send: …"}
 *
 * @module
 */

import { type CallName, isCallName } from './calls.ts';
import type { LogValue } from './log-value.ts';

/** One call and its result. Absent members were `undefined` or empty. */
export interface LogEntry {
  /** `create` is the constructor. */
  readonly call: CallName | 'create';
  /** By the names in `calls`. */
  readonly args?: Readonly<Record<string, LogValue>>;
  /** Blocks that the call drew from the source of entropy, in order. */
  readonly entropy?: readonly LogValue[];
  readonly returns?: LogValue;
  /** Name and message of the error. */
  readonly throws?: string;
}

/** The calls of one connection, in order. */
export type Log = readonly LogEntry[];

const HEAD = { log: 'sansocket', version: 1 } as const;

/** The log as text: a line for each entry, after one that names the format. */
export function formatLog(log: Log): string {
  return [HEAD, ...log].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * The opposite of `formatLog`. Empty lines are left out.
 *
 * @throws SyntaxError for a line that is not JSON; TypeError for one that does not belong to a log.
 */
export function parseLog(text: string): LogEntry[] {
  const lines = text.split('\n').map((line, i) => ({ line: line.trim(), number: i + 1 }));
  const values = lines.filter(({ line }) => line !== '').map(parseLine);
  const [head, ...entries] = values;
  if (head?.value['log'] !== HEAD.log || head.value['version'] !== HEAD.version) {
    throw new TypeError(`Log does not begin with the line ${JSON.stringify(HEAD)}`);
  }
  return entries.map(({ value, number }) => toEntry(value, number));
}

interface Line {
  readonly value: Readonly<Record<string, unknown>>;
  readonly number: number;
}

function parseLine({ line, number }: { line: string; number: number }): Line {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new SyntaxError(`Line ${number} of the log is not JSON`, { cause });
  }
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`Line ${number} of the log is not an object`);
  }
  return { value: value as Line['value'], number };
}

/** The values of the members are checked when they are used. */
function toEntry(value: Line['value'], number: number): LogEntry {
  const { call } = value;
  if (call !== 'create' && !isCallName(call)) {
    throw new TypeError(`Line ${number} of the log has no call of a connection: ${String(call)}`);
  }
  return value as unknown as LogEntry;
}
