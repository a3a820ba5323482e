/**
 * The limits of the head of an opening handshake (RFC 6455 §10.4).
 *
 * @module
 */

import { concat, latin1 } from '../wire/index.ts';
import type { LimitTrial } from './limit-trial.ts';
import type { Subject } from './subject.ts';

/** One row for each limit. */
export const headTrials: readonly LimitTrial[] = [
  {
    label: 'a head',
    limit: 'maxHandshakeBytes',
    needs: ['opening'],
    least: (subject) => textOf(subject).length + FIELD.length,
    most: 3_000,
    closeCode: 1006,
    isOpening: true,
    bytes: (size, subject) => {
      const padding = size - textOf(subject).length - FIELD.length;
      return withFields(subject, `${FIELD.slice(0, -2)}${'y'.repeat(padding)}\r\n`);
    },
  },
  {
    label: 'a line of a head',
    limit: 'maxHandshakeLineBytes',
    needs: ['opening'],
    least: (subject) =>
      Math.max(
        ...textOf(subject)
          .split('\r\n')
          .map(({ length }) => length),
      ) + 2,
    most: 3_000,
    closeCode: 1006,
    isOpening: true,
    bytes: (size, subject) =>
      withFields(subject, `${FIELD.slice(0, -2)}${'y'.repeat(size - FIELD.length)}\r\n`),
  },
  {
    label: 'fields of a head',
    limit: 'maxHandshakeFields',
    needs: ['opening'],
    least: (subject) => fieldsOf(subject),
    most: 60,
    closeCode: 1006,
    isOpening: true,
    bytes: (size, subject) => withFields(subject, FIELD.repeat(size - fieldsOf(subject))),
  },
  {
    label: 'bytes behind a request that is not answered',
    limit: 'maxEarlyBytes',
    needs: ['opening', 'accept'],
    least: () => 0,
    most: 3_000,
    closeCode: 1006,
    isOpening: true,
    isUnanswered: true,
    bytes: (size, { opening = new Uint8Array(0) }) => concat(opening, new Uint8Array(size)),
  },
];

/** A field with an unknown name. */
const FIELD = 'x: y\r\n';

/** The opening as text, with these lines before the empty one. */
function withFields(subject: Subject, lines: string): Uint8Array {
  return latin1(`${textOf(subject).slice(0, -2)}${lines}\r\n`);
}

function textOf({ opening = new Uint8Array(0) }: Subject): string {
  return String.fromCharCode(...opening);
}

/** All lines but the first, with the empty line and the bytes after it. */
function fieldsOf(subject: Subject): number {
  return Math.max(textOf(subject).split('\r\n').length - 3, 0);
}
