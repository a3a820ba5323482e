/** The laws of the test kit for connections that begin open, over TCP and over streams of HTTP/2 (RFC 8441 §5). */
import { describe, expect, it } from '@jest/globals';
import {
  type CheckOptions,
  checkLaws,
  engineMeter,
  type LawName,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import { agreementPlan, checkAgreement } from '@sansocket/testkit/pair';
import type { ConnectionFactory } from '@sansocket/testkit/record';
import fc from 'fast-check';
import {
  type ClientOptions,
  OpenConnection,
  type OpenOptions,
  type Role,
  type ServerOptions,
} from 'sansocket';

/** FUZZ_RUNS multiplies the values that are tried; every run tries others. */
const factor = 0.3 * Number(process.env['FUZZ_RUNS'] ?? 1);

type Transport = NonNullable<OpenOptions['transport']>;

const laws = [
  'chunking',
  'scheduling',
  'earliest-failure',
  'total',
  'bounded',
  'round-trip',
  'oracle',
  'replay',
  'limits',
  'atomic',
  'time',
  'backpressure',
  'masking',
] as const satisfies readonly LawName[];

describe.each<readonly [Role, Transport]>([
  ['server', 'tcp'],
  ['client', 'tcp'],
  ['server', 'stream'],
  ['client', 'stream'],
])('a %s that begins open, transport %s', (role, transport) => {
  const beginsOpen = transport;
  const peer = sansocketSubject(role === 'server' ? 'client' : 'server', { beginsOpen });

  // The model is one of TCP, where a client waits for the server's end.
  const isModelled = role === 'server' || transport === 'tcp';
  const kept = laws.filter((law) => isModelled || (law !== 'time' && law !== 'backpressure'));

  it.each(kept)('keeps the law: %s', (law) => {
    const options: CheckOptions = { laws: [law], peer, meter: engineMeter(), factor };
    const { surprises, rows } = checkLaws(sansocketSubject(role, { beginsOpen }), {
      ...options,
      print: () => {},
    });
    expect(surprises).toEqual([]);
    expect(rows.some(({ verdict }) => verdict === 'agrees')).toBe(true);
  });
});

describe.each<Transport>(['tcp', 'stream'])(
  'two ends that begin open, transport %s',
  (transport) => {
    const factory = {
      client: (_: string, { fillRandom, timeouts, limits }: ClientOptions, now: number) =>
        new OpenConnection('client', { fillRandom, timeouts, limits, transport }, now),
      server: ({ fillRandom, timeouts, limits }: ServerOptions, now: number) =>
        new OpenConnection('server', { fillRandom, timeouts, limits, transport }, now),
      // The calls for the opening handshake are not made.
    } as unknown as ConnectionFactory;

    it.each(['orderly', 'broken'] as const)(
      'keep the law: agreement, over a wire that is %s',
      (wire) => {
        fc.assert(
          fc.property(agreementPlan(wire), (plan) => {
            const { client, server } = checkAgreement({ ...plan, answer: 'accept' }, { factory });
            expect(client.events.at(-1)?.type).toBe('close');
            expect(server.events.at(-1)?.type).toBe('close');
          }),
          { numRuns: Math.ceil(80 * factor) },
        );
      },
    );
  },
);
