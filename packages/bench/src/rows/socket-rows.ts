/**
 * Rows on servers over loopback.
 *
 * @module
 */

import { serverLibraries } from '../peers/index.ts';
import type { ServerName } from '../servers/index.ts';
import type { EchoWork, FloodTraffic } from '../work/index.ts';
import type { Goal, Row } from './row.ts';
import { shortSizeOf, sizeOf } from './sizes.ts';

/** Connections of the rows on many. */
const MANY = 10_000;
const COMPRESSED = 1000;

const others: readonly ServerName[] = [...serverLibraries, 'net', 'bun', 'deno'];

function goal(against: ServerName, must: number, aim: number): Goal {
  return { against, must, aim };
}

const echoes: readonly (readonly [
  messages: EchoWork['messages'],
  bytes: number,
  connections: number,
  inFlight: number,
  ...Goal[],
])[] = [
  ['text', 16, 1, 256, goal('ws', 18, 18), goal('bun', 1.2, 1.5)],
  ['text', 16, 64, 32, goal('ws', 10, 10), goal('bun', 0.8, 1)],
  ['binary', 16, 1, 256],
  ['binary', 16, 64, 32],
  ['text', 16, 1, 1, goal('net', 0.92, 0.97)],
  ['text', 16, 64, 1, goal('net', 0.92, 0.97)],
  ['text', 16, 1000, 1, goal('net', 0.92, 0.97)],
  ['binary', 1024, 64, 16],
  ['binary', 65_536, 1, 4],
];

/** Every row on echo. */
export function echoRows(): Row[] {
  return echoes.map(([messages, bytes, connections, inFlight, ...goals]) => {
    const among = connections === 1 ? 'one connection' : `${connections} connections`;
    return {
      name: `echo-${messages}-${shortSizeOf(bytes)}-${connections}x${inFlight}`,
      title: `echo ${messages} ${sizeOf(bytes)}, ${among}, ${inFlight} in flight`,
      delivers:
        'CPU time of the server for each message; by clock: messages a second. Ours delivers texts as strings, ' +
        'ws bytes',
      measure: 'time',
      work: { kind: 'echo', messages, bytes, connections, inFlight },
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
      against: others.filter((name) => name !== 'ws+bufferutil'),
      goals: [],
    },
    {
      name: 'scale-broadcast',
      title: `one text of 125 B to each of ${MANY} connections`,
      delivers: 'CPU time of the server for each message that is delivered; no keepalive pings',
      measure: 'time',
      work: { kind: 'broadcast', bytes: 125, connections: MANY },
      subject: 'sansocket',
      against: others.filter((name) => name !== 'ws+bufferutil'),
      goals: [],
    },
    {
      name: 'broadcast-compressed',
      title: `one text of 1 KiB, JSON, to each of ${COMPRESSED} connections that compress with context takeover`,
      delivers: 'CPU time of the server for each message that is delivered; no keepalive pings',
      measure: 'time',
      work: { kind: 'broadcast', bytes: 1024, connections: COMPRESSED, compresses: true },
      subject: 'sansocket',
      against: ['ws'],
      goals: [{ against: 'ws', must: 4, aim: 20 }],
    },
  ];
}

/** Rows on HTTP/2: many connections on one session, and on one each, beside HTTP/1.1. */
export function http2Rows(): Row[] {
  const connections = 1000;
  const against = ['sansocket-http2-apart', 'sansocket'] as const;
  return [
    ...[1, 32].map(
      (inFlight): Row => ({
        name: `http2-echo-text-16-${connections}x${inFlight}`,
        title: `echo text 16 B, ${connections} connections on one session of HTTP/2, ${inFlight} in flight`,
        delivers: 'CPU time of the server for each message; by clock: messages a second. No TLS',
        measure: 'time',
        work: { kind: 'echo', messages: 'text', bytes: 16, connections, inFlight },
        subject: 'sansocket-http2',
        // It stalls with more in flight.
        against: inFlight === 1 ? [...against, 'hypercorn'] : against,
        goals: [],
      }),
    ),
    {
      name: 'http2-idle',
      title: `heap held by each idle connection of a server, ${connections} connections on one session of HTTP/2`,
      delivers: 'open connections after one message each',
      measure: 'hold',
      work: { kind: 'sockets', connections },
      subject: 'sansocket-http2',
      against,
      goals: [],
    },
  ];
}

const neighbours: readonly (readonly [traffic: FloodTraffic, title: string])[] = [
  ['bombs', 'compressed texts that inflate to 16 MiB'],
  ['small-bombs', 'compressed texts of 75 B that inflate to 69 KB'],
  ['empty-blocks', 'compressed texts of 60 KB, all empty blocks'],
  ['small-frames', 'texts of 16 B'],
];

/** Rows on a client next to a hostile one. */
export function neighbourRows(): Row[] {
  return neighbours.map(([traffic, title]) => ({
    name: `neighbour-${traffic}`,
    title: `echo of a good client while a hostile one sends ${title}`,
    delivers: 'a text of 16 B every 5 ms; time to its echo by the clock, median and longest',
    measure: 'wait',
    work: { kind: 'neighbour', traffic },
    subject: 'sansocket',
    against: ['ws'],
    goals: [{ against: 'ws', must: 1, aim: 1 }],
  }));
}
