/** The laws of the test kit for connections that compress. @module */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { type PermessageDeflateOptions, permessageDeflate } from '@sansocket/permessage-deflate';
import { pakoBackend } from '@sansocket/permessage-deflate/pako';
import {
  type CheckOptions,
  checkLaws,
  engineMeter,
  laws,
  type MakeSubject,
  type Meter,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import type { ConnectionOptions, Role } from 'sansocket';
import { roles } from './support/deflate-end.ts';

/** FUZZ_RUNS multiplies the values that are tried; every run tries others. */
const factor = 0.2 * Number(process.env['FUZZ_RUNS'] ?? 1);
const names = laws.map(({ name }) => name);

function compressing(
  role: Role,
  options: PermessageDeflateOptions = {},
  connection: ConnectionOptions = {},
): MakeSubject {
  const extensions = [permessageDeflate({ threshold: 0, ...options })];
  return sansocketSubject(role, { connection: { extensions, ...connection }, inflates: true });
}

/** Bytes in array buffers. Bun does not tell them, and Deno collects the garbage of all tests for each count. */
function nodeMeter(): Meter {
  if ('Bun' in globalThis || 'Deno' in globalThis) return engineMeter();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return engineMeter({ collect, bytesInUse: () => process.memoryUsage().arrayBuffers });
}

function expectLawful(make: MakeSubject, options: CheckOptions): void {
  const { surprises, rows } = checkLaws(make, { print: () => {}, factor, ...options });
  expect(surprises).toEqual([]);
  expect(rows.some(({ verdict }) => verdict === 'agrees')).toBe(true);
}

describe.each(roles)('a %s that compresses', (role) => {
  const other = role === 'server' ? 'client' : 'server';
  const extensions = [permessageDeflate({ threshold: 0 })];
  const meter = nodeMeter();
  const pair = { server: { extensions }, client: { extensions } };
  // At which byte it is certain that a compressed message is wrong nobody can say, nor how long one is that is sent.
  const untestable = ['earliest-failure', 'time', 'backpressure'];
  const testable = names.filter((name) => !untestable.includes(name));

  it.each(testable)('keeps the law: %s', (name) => {
    expectLawful(compressing(role), { laws: [name], peer: compressing(other), pair, meter });
  });

  it('is recorded and replayed', () => {
    const make = sansocketSubject(role, { connection: { extensions }, isRecorded: true });
    expectLawful(make, { laws: ['replay'] });
  });

  it.each<[string, PermessageDeflateOptions, ConnectionOptions]>([
    ['with pako', { backend: pakoBackend() }, {}],
    ['in fragments', {}, { limits: { maxFragmentBytes: 5000 } }],
    ['at the highest level', { level: 9 }, {}],
    ['with the least memory', { memoryLevel: 1 }, {}],
  ])(
    'keeps the laws of the round trip, of chunking and of the model %s',
    (_, options, connection) => {
      expectLawful(compressing(role, options, connection), {
        laws: ['round-trip', 'chunking', 'oracle'],
        peer: compressing(other, options, connection),
      });
    },
  );

  it.each<[string, PermessageDeflateOptions, ConnectionOptions]>([
    ['that offers or wants nothing', { offers: [{}] }, {}],
    [
      'that wants all that there is',
      {
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        serverMaxWindowBits: 9,
        clientMaxWindowBits: 8,
      },
      {},
    ],
    ['that wants short windows', { serverMaxWindowBits: 8, clientMaxWindowBits: 10 }, {}],
    ['that wants windows of 32 KiB', { serverMaxWindowBits: 15, clientMaxWindowBits: 15 }, {}],
    ['that forgets', { serverNoContextTakeover: true, clientNoContextTakeover: true }, {}],
    [
      'with alternatives',
      {
        offers: [
          { serverNoContextTakeover: true, serverMaxWindowBits: 9 },
          { serverMaxWindowBits: 12, clientMaxWindowBits: 11, clientNoContextTakeover: true },
          { clientMaxWindowBits: true },
        ],
      },
      {},
    ],
    ['that gives messages in parts', {}, { messages: 'parts' }],
    ['that sends in fragments', {}, { limits: { maxFragmentBytes: 300 } }],
    ['with pako', { backend: pakoBackend(), clientMaxWindowBits: 9 }, {}],
  ])('keeps to what was agreed on, %s', (_, options, connection) => {
    expectLawful(compressing(role, options, connection), {
      laws: ['compression'],
      factor: factor / 3,
    });
  });
});
