/** The laws of the test kit for connections that compress. @module */
import { describe, expect, it } from '@jest/globals';
import { type PermessageDeflateOptions, permessageDeflate } from '@sansocket/permessage-deflate';
import { pakoBackend } from '@sansocket/permessage-deflate/pako';
import {
  type CheckOptions,
  checkLaws,
  laws,
  type MakeSubject,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import type { ConnectionOptions, Role } from 'sansocket';
import { roles } from './support/deflate-end.ts';

/** FUZZ_RUNS multiplies the values that are tried; every run tries others. */
const factor = 0.3 * Number(process.env['FUZZ_RUNS'] ?? 1);
const names = laws.map(({ name }) => name);

function compressing(
  role: Role,
  options: PermessageDeflateOptions = {},
  connection: ConnectionOptions = {},
): MakeSubject {
  const extensions = [permessageDeflate({ threshold: 0, ...options })];
  return sansocketSubject(role, { connection: { extensions, ...connection }, inflates: true });
}

function expectLawful(make: MakeSubject, options: CheckOptions): void {
  const { surprises, rows } = checkLaws(make, { print: () => {}, factor, ...options });
  expect(surprises).toEqual([]);
  expect(rows.some(({ verdict }) => verdict === 'agrees')).toBe(true);
}

describe.each(roles)('a %s that compresses', (role) => {
  const other = role === 'server' ? 'client' : 'server';
  const extensions = [permessageDeflate({ threshold: 0 })];
  const pair = { server: { extensions }, client: { extensions } };
  const testable = names.filter((name) => name !== 'earliest-failure' && name !== 'bounded');

  it.each(testable)('keeps the law: %s', (name) => {
    expectLawful(compressing(role), { laws: [name], peer: compressing(other), pair });
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
});
