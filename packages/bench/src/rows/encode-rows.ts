/**
 * Rows on encoding and on the opening handshake.
 *
 * @module
 */

import type { EncodeWork } from '../work/index.ts';
import { librariesFor, type Row } from './row.ts';
import { shortSizeOf, sizeOf } from './sizes.ts';

type Kind = EncodeWork['messages'];

const rows: readonly (readonly [
  role: EncodeWork['role'],
  kind: Kind,
  bytes: number,
  must: number,
  aim: number,
])[] = [
  ['server', 'text', 16, 3.5, 5],
  ['server', 'text', 125, 1.8, 2.5],
  ['server', 'text', 1024, 1, 1.2],
  ['server', 'text', 65_536, 1, 1.2],
  ['server', 'binary', 16_384, 1, 1.2],
  ['server', 'binary', 1_048_576, 1, 1.2],
  ['client', 'text', 16, 4.5, 6],
  ['client', 'text', 125, 3, 4],
  ['client', 'text', 1024, 4, 6],
  ['client', 'binary', 1_048_576, 8.5, 10],
];

/** Messages that are sent before the output is taken, of up to 64 KiB together. */
const TURN = { messages: 32, bytes: 65_536 };

/** Every row on encoding. */
export function encodeRows(): Row[] {
  return rows.map(([role, kind, bytes, must, aim]) => {
    const turn = Math.max(1, Math.min(TURN.messages, Math.floor(TURN.bytes / bytes)));
    return {
      name: `encode-${kind}-${shortSizeOf(bytes)}-${role}`,
      title: `encode ${kind} ${sizeOf(bytes)}, ${role}, ${turn === 1 ? 'one message' : `${turn} messages`} a turn`,
      delivers: 'bytes for a socket; a string that is passed on is charged its encoding',
      measure: 'time',
      work: { kind: 'encode', role, messages: kind, bytes, turn },
      subject: 'sansocket',
      against: [
        ...(role === 'client' && bytes >= 1024 ? (['portable'] as const) : []),
        ...librariesFor(role),
      ],
      goals: [{ against: 'ws', must, aim }],
    };
  });
}

/** The row on the opening handshake. */
export function handshakeRow(): Row {
  return {
    name: 'handshake',
    title: 'opening handshake, 15 fields, server',
    delivers:
      'bytes of the request in, bytes of the 101 response out; ws and websocket behind node:http',
    measure: 'time',
    work: { kind: 'handshake', fields: 15 },
    subject: 'sansocket',
    against: ['ws', 'websocket-driver', 'websocket'],
    goals: [{ against: 'ws', must: 3.5, aim: 5 }],
  };
}
