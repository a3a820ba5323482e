/**
 * Rows on servers over loopback.
 *
 * @module
 */

import { serverLibraries } from '../peers/index.ts';
import type { ServerName } from '../servers/index.ts';
import type { EchoWork } from '../work/index.ts';
import type { Goal, Row } from './row.ts';
import { shortSizeOf, sizeOf } from './sizes.ts';

/** Connections of the rows on many. */
const MANY = 10_000;

const others: readonly ServerName[] = [...serverLibraries, 'net', 'bun', 'deno'];

function goal(against: ServerName, must: number, aim: number): Goal {
  return { against, must, aim };
}

const echoes: readonly (readonly [Omit<EchoWork, 'kind'>, ...Goal[]])[] = [
  [{ bytes: 16, connections: 1, inFlight: 256 }, goal('ws', 18, 18), goal('bun', 1.2, 1.5)],
  [{ bytes: 16, connections: 64, inFlight: 32 }, goal('ws', 10, 10), goal('bun', 0.8, 1)],
  [{ bytes: 16, connections: 1, inFlight: 1 }, goal('net', 0.92, 0.97)],
  [{ bytes: 16, connections: 64, inFlight: 1 }, goal('net', 0.92, 0.97)],
  [{ bytes: 16, connections: 1000, inFlight: 1 }, goal('net', 0.92, 0.97)],
  [{ bytes: 1024, connections: 64, inFlight: 16 }],
  [{ bytes: 65_536, connections: 1, inFlight: 4 }],
];

/** Every row on echo. */
export function echoRows(): Row[] {
  return echoes.map(([work, ...goals]) => {
    const { bytes, connections, inFlight } = work;
    return {
      name: `echo-${shortSizeOf(bytes)}-${connections}x${inFlight}`,
      title: `echo ${sizeOf(bytes)}, ${connections === 1 ? 'one connection' : `${connections} connections`}, ${inFlight} in flight`,
      delivers: 'CPU time of the server for each binary message; by clock: messages a second',
      measure: 'time',
      work: { kind: 'echo', ...work },
      subject: 'sansocket',
      against: others,
      goals,
    };
  });
}

/** Rows on many connections. */
export function scaleRows(): Row[] {
  return [
    {
      name: 'scale-idle',
      title: `heap held by each idle connection of a server, ${MANY} connections`,
      delivers: 'open connections after one message each',
      measure: 'hold',
      work: { kind: 'sockets', connections: MANY },
      subject: 'sansocket',
      against: ['ws', 'websocket-driver', 'websocket', 'net', 'bun', 'deno'],
      goals: [],
    },
    {
      name: 'scale-broadcast',
      title: `one text of 125 B to each of ${MANY} connections`,
      delivers: 'CPU time of the server for each message that is delivered',
      measure: 'time',
      work: { kind: 'broadcast', bytes: 125, connections: MANY },
      subject: 'sansocket',
      against: ['ws', 'websocket-driver', 'websocket', 'net', 'bun', 'deno'],
      goals: [],
    },
  ];
}
