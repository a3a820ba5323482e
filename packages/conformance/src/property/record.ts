/**
 * Records: a session that failed, its bytes in both directions and the borders of the writes, as lines of JSON.
 *
 * The first line says what was tried: the property, the case with both of its variants, and how the session is drawn
 * again. Each other line has bytes: `out` is one write, `in` is everything that came after it. Equal sessions with
 * equal answers make equal records.
 *
 * @module
 */

import { Mistake } from '@sansocket/command-line';
import { concat, hex } from '@sansocket/testkit/wire';
import type { Case } from '../catalogue/index.ts';
import { cut, LAST, pingOf, sentinel, streamOf } from '../script/index.ts';
import type { Finding } from './search.ts';

/** The first line. */
export interface RecordHeader {
  readonly tool: 'sansocket';
  readonly version: string;
  /** The property. */
  readonly law: string;
  readonly seed: number;
  readonly path: string;
  readonly url: string;
  readonly verdict: string;
  readonly expected: string;
  readonly actual: string;
  readonly case: Case;
}

/** One write, or the bytes that came. */
export interface RecordEvent {
  readonly dir: 'out' | 'in';
  readonly hex: string;
}

/** A record. */
export interface SessionRecord {
  readonly header: RecordHeader;
  readonly events: readonly RecordEvent[];
}

/** The record of a finding. @param url - The testee's. */
export function recordOf(
  { property, result, seed, path }: Finding,
  url: string,
  version: string,
): SessionRecord {
  const { case: one, variants } = result;
  const [{ verdict, expected, actual, sent, received }] = variants as [(typeof variants)[number]];
  const [request, frames] = splitHead(sent);
  const [response, answer] = splitHead(received);
  const ping = sentinel(LAST);
  // The ping went out if its pong came back.
  const isAsked = Buffer.from(answer).includes(Buffer.from(ping));
  const writes = [
    ...cut(frames, one.variants[0]!.chunks),
    ...(isAsked ? [pingOf(ping, LAST)] : []),
  ];
  return {
    header: {
      ...{ tool: 'sansocket', version, law: property.name, seed, path, url },
      ...{ verdict, expected, actual, case: one },
    },
    events: [
      event('out', request),
      event('in', response),
      ...writes.map((bytes) => event('out', bytes)),
      event('in', answer),
    ].filter((one) => one.hex !== ''),
  };
}

/** The head, and all bytes after it. */
export function splitHead(bytes: Uint8Array): readonly [head: Uint8Array, rest: Uint8Array] {
  const end = Buffer.from(bytes).indexOf('\r\n\r\n');
  const at = end < 0 ? bytes.length : end + 4;
  return [bytes.slice(0, at), bytes.slice(at)];
}

function event(dir: RecordEvent['dir'], bytes: Uint8Array): RecordEvent {
  return { dir, hex: Buffer.from(bytes).toString('hex') };
}

/** A record as lines of JSON. */
export function renderRecord({ header, events }: SessionRecord): string {
  return [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * Reads a record.
 *
 * @param file - Its name, for messages.
 * @throws Mistake when it is none, or when its bytes are not those of its case.
 */
export function parseRecord(content: string, file: string): SessionRecord {
  const lines = content.split('\n').filter((line) => line !== '');
  const [header, ...events] = lines.map((line, i): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      throw new Mistake(`'${file}' is not a record: line ${i + 1} is not JSON`);
    }
  });
  if (!isHeader(header) || !events.every(isEvent)) {
    throw new Mistake(`'${file}' is not a record of sansocket`);
  }
  const [, ...writes] = events.filter(({ dir }) => dir === 'out').map((it) => hex(it.hex));
  const { steps = [], chunks } = header.case.variants[0]!;
  const { bytes } = streamOf(steps, chunks, undefined);
  const written = concat(...writes).subarray(0, bytes.length);
  if (Buffer.compare(written, bytes) !== 0) {
    throw new Mistake(`The bytes in '${file}' are not those of its case: it was edited`);
  }
  return { header, events };
}

function isHeader(value: unknown): value is RecordHeader {
  const { tool, case: one, url } = (value ?? {}) as Partial<RecordHeader>;
  return tool === 'sansocket' && typeof url === 'string' && Array.isArray(one?.variants);
}

function isEvent(value: unknown): value is RecordEvent {
  const { dir, hex: digits } = (value ?? {}) as Partial<RecordEvent>;
  return (dir === 'out' || dir === 'in') && /^([0-9a-f]{2})*$/.test(digits ?? '-');
}
