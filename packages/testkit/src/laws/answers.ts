/**
 * The answers that an end has to send by itself (RFC 6455 §5.5.1, §5.5.2, §7.1.7), compared with those that it sent.
 *
 * @module
 */

import type { DueFrame } from '../model/index.ts';
import { assert, assertSame, describe } from './describe.ts';
import type { SubjectEvent } from './subject-event.ts';

/**
 * Compares the frames sent with those due: a pong for each ping, or for the latest of several (§5.5.3), then a Close
 * frame, of which the code counts.
 *
 * @param sent - As the other end received it.
 * @throws Error when something is missing, wrong or too much.
 */
export function assertAnswers(sent: readonly SubjectEvent[], due: readonly DueFrame[]): void {
  const codes = due.filter(({ opcode }) => opcode === 8).map(({ payload }) => codeOf(payload));
  const sentCodes = sent.flatMap((event) => (event.type === 'close-received' ? [event.code] : []));
  assertSame(sentCodes, codes, 'Code of a Close frame sent,');
  const pongs = due.filter(({ opcode }) => opcode === 10).map(({ payload }) => describe(payload));
  const sentPongs = sent.flatMap((event) =>
    event.type === 'pong' ? [describe(event.payload)] : [],
  );
  assertSame(sentPongs.slice(-1), pongs.slice(-1), 'The last pong, of one,');
  let at = 0;
  for (const pong of sentPongs) {
    at = pongs.indexOf(pong, at) + 1;
    assert(at > 0, `The pong ${pong} answers no ping, or is out of order`);
  }
  const last = sent.at(-1)?.type;
  assert(codes.length === 0 || last === 'close-received', `Behind the Close frame comes ${last}`);
}

/** 1005 for a Close frame without a code. */
function codeOf([high, low]: Uint8Array): number {
  return high === undefined || low === undefined ? 1005 : 256 * high + low;
}
