/**
 * Records of lines of JSON: the log of `@sansocket/testkit/record`, which has the calls of one connection, and the
 * record of `sansocket property --record`.
 *
 *     {"log":"sansocket","version":1}
 *     {"call":"create","args":{"role":"server","options":{},"now":0}}
 *     {"call":"receive","args":{"chunk":{"$hex":"47 45 54 20"},"now":3}}
 *     {"call":"nextOutput","returns":{"type":"write","bytes":{"$hex":"81 00"}}}
 *
 * @module
 */

import { Mistake } from '@sansocket/command-line';
import { hex } from '@sansocket/testkit/wire';
import { type Capture, type CaptureFile, type Ending, otherEnd, type Segment } from '../capture.ts';

/** Anything that a line can have; all of it is checked. */
type Line = Readonly<Record<string, unknown>>;

/** Whether a text begins with the first line of one of the two. */
export function isJsonLines(text: string): boolean {
  const [first = ''] = text.trimStart().split('\n');
  return /^\{.*"(log|tool)":\s*"sansocket"/.test(first);
}

/** @throws Mistake for a line that is not JSON, or bytes that are not hexadecimal. */
export function readJsonLines(text: string): CaptureFile {
  const lines = text
    .split('\n')
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }): Line => {
      try {
        return memberOf({ line: JSON.parse(line) as unknown }, 'line');
      } catch {
        throw new Mistake(`Line ${number} of the record is not JSON`);
      }
    });
  const [head = {}, ...entries] = lines;
  try {
    return head['log'] === 'sansocket'
      ? { format: 'log of @sansocket/testkit', captures: [captureOfLog(entries)], notes: [] }
      : { format: 'record of sansocket property', captures: [captureOfRecord(entries)], notes: [] };
  } catch (error) {
    throw error instanceof TypeError ? new Mistake(error.message) : error;
  }
}

function captureOfLog(entries: readonly Line[]): Capture {
  const created = memberOf(entries.find(({ call }) => call === 'create') ?? {}, 'args');
  const own = created['role'] === 'client' ? 'client' : 'server';
  const segments: Segment[] = [];
  const endings: Ending[] = [];
  let at = 0;
  for (const entry of entries) {
    const { call } = entry;
    const args = memberOf(entry, 'args');
    // An output has no time of its own: it is that of the call before.
    if (typeof args['now'] === 'number') at = args['now'];
    const returns = memberOf(entry, 'returns');
    if (call === 'receive')
      segments.push({ way: otherEnd(own), at, bytes: bytesOf(args, 'chunk') });
    else if (call === 'receiveEnd') endings.push({ way: otherEnd(own), at, how: 'FIN' });
    else if (call === 'receiveError') endings.push({ way: otherEnd(own), at, how: 'RST' });
    else if (call === 'nextOutput' && returns['type'] === 'write') {
      segments.push({ way: own, at, bytes: bytesOf(returns, 'bytes') });
    } else if (call === 'nextOutput' && returns['type'] === 'end') {
      endings.push({ way: own, at, how: 'FIN' });
    } else if (call === 'nextOutput' && returns['type'] === 'abort') {
      endings.push({ way: own, at, how: 'RST' });
    }
  }
  const url = created['url'];
  const server = typeof url === 'string' && URL.canParse(url) ? new URL(url).host : undefined;
  return { stream: 0, server, segments, endings, notes: [] };
}

function captureOfRecord(entries: readonly Line[]): Capture {
  const segments = entries.map((entry, at): Segment => {
    const way = entry['dir'] === 'out' ? 'client' : 'server';
    return { way, at, bytes: hex(String(entry['hex'])) };
  });
  return { stream: 0, segments, endings: [], notes: ['The record has no times, only an order'] };
}

function memberOf(value: Line, name: string): Line {
  const member = value[name];
  return typeof member === 'object' && member !== null ? (member as Line) : {};
}

/** Bytes as the log has them: `{ "$hex": "81 00" }`. */
function bytesOf(value: Line, name: string): Uint8Array {
  return hex(String(memberOf(value, name)['$hex']));
}
