import { describe, expect, it } from '@jest/globals';
import {
  type CheckOptions,
  checkLaws,
  frameLevelSubject,
  type LawName,
  laws,
  type MakeSubject,
  movedSubject,
  type SansocketOptions,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import { latin1 } from '@sansocket/testkit/wire';
import type { Role } from 'sansocket';
import { bitExtensions } from '../support/bit-extensions.ts';
import { nodeMeter } from '../support/node-meter.ts';
import { plainCapabilities } from '../support/plain-capabilities.ts';
import { storedDeflate } from '../support/stored-deflate.ts';
import { undoingExtensions } from '../support/undoing-extensions.ts';

/** FUZZ_RUNS multiplies the values that are tried; every run tries others. */
const factor = Number(process.env['FUZZ_RUNS'] ?? 1);

/** For what is tried with one option after the other. */
const fewer = { factor: 0.2 * factor };

/** Of who moves before each input: byte by byte, that copies a long head for each of its bytes. */
const shareOfMoved: Partial<Record<LawName, number>> = {
  chunking: 0.05,
  'earliest-failure': 0.05,
  masking: 0.1,
};
const roles: readonly Role[] = ['server', 'client'];
/** Compression is judged where there is a compressor. */
const names = laws.map(({ name }) => name).filter((name) => name !== 'compression');

/** The nonce of the sample of RFC 6455 §1.3, and one masking key. */
function sameKeys(bytes: Uint8Array): void {
  if (bytes.length === 16) bytes.set(latin1('the sample nonce'));
  else bytes.fill(0x5a);
}

function expectLawful(make: MakeSubject, options: CheckOptions): void {
  const { surprises, rows } = checkLaws(make, { print: () => {}, factor, ...options });
  expect(surprises).toEqual([]);
  expect(rows.some(({ verdict }) => verdict === 'agrees')).toBe(true);
}

describe.each(roles)('a connection as a %s', (role) => {
  const peer = sansocketSubject(role === 'server' ? 'client' : 'server');
  const meter = nodeMeter();
  // Two ends without options are the same pair, whichever is put to the test.
  const pair = role === 'server' ? {} : { client: { messages: 'parts' as const } };

  it.each(names)('keeps the law: %s', (name) => {
    expectLawful(sansocketSubject(role), { laws: [name], peer, meter, pair });
  });

  const options: readonly (readonly [string, SansocketOptions, CheckOptions])[] = [
    [
      'that is open',
      { isOpen: true },
      { laws: ['chunking', 'earliest-failure', 'oracle', 'time', 'backpressure'] },
    ],
    [
      'with events for frames',
      { connection: { frames: true } },
      { laws: ['chunking', 'sharing', 'snapshot'] },
    ],
    [
      'that copies its chunks',
      { connection: { copy: true } },
      { laws: ['chunking', 'oracle', 'atomic', 'sharing'] },
    ],
    [
      'that copies its chunks and gives messages in parts',
      { connection: { copy: true, messages: 'parts' } },
      { laws: ['atomic', 'sharing'] },
    ],
    [
      'that unmasks in place',
      { connection: { inPlace: true } },
      { laws: ['chunking', 'oracle', 'atomic', 'sharing', 'snapshot'] },
    ],
    [
      'that gives text as bytes',
      { connection: { text: 'bytes' } },
      { laws: ['oracle', 'sharing', 'snapshot'] },
    ],
    [
      'with subprotocols',
      { connection: { subprotocols: ['mqtt', 'superchat', 'chat', 'Chat'] } },
      { laws: ['oracle'] },
    ],
    [
      'with capabilities',
      { connection: { capabilities: plainCapabilities } },
      // What is lent for long payloads only is seldom used.
      { laws: ['chunking', 'oracle'], factor },
    ],
    [
      'that gives messages in parts',
      { connection: { messages: 'parts' } },
      { laws: ['chunking', 'scheduling', 'total', 'bounded', 'oracle', 'sharing', 'snapshot'] },
    ],
    [
      'whose application answers',
      { connection: { answers: 'manual' } },
      { laws: ['chunking', 'scheduling', 'earliest-failure', 'sharing'] },
    ],
    ['that is recorded', { isRecorded: true }, { laws: ['replay'] }],
  ];

  it.each(options)('%s keeps the law', (_, subject, check) => {
    expectLawful(sansocketSubject(role, subject), { ...fewer, ...check });
  });

  it('that fragments what it sends keeps the law of the round trip', () => {
    const connection = { limits: { maxFragmentBytes: 100 }, messages: 'parts' as const };
    expectLawful(sansocketSubject(role, { connection }), {
      laws: ['round-trip', 'sharing', 'masking'],
      peer,
      ...fewer,
    });
  });

  // Who moves at each byte copies all that has come, which is no linear work; and a move is not recorded.
  it.each(names.filter((name) => !['bounded', 'replay', 'agreement'].includes(name)))(
    'that goes on from a snapshot before each input keeps the law: %s',
    (name) => {
      // Keys that do not depend on how many were drawn: a client that goes on draws others.
      const make = sansocketSubject(role, { connection: { fillRandom: sameKeys } });
      const share = shareOfMoved[name] ?? 0.2;
      expectLawful(movedSubject(make), { laws: [name], peer, meter, factor: share * factor });
    },
  );

  it('that passes on what it fragments keeps the law: atomic', () => {
    const connection = { limits: { maxFragmentBytes: 20_000 } };
    expectLawful(sansocketSubject(role, { connection }), { laws: ['atomic'], ...fewer });
  });

  it('with two extensions that undo each other keeps the laws of chunking and of the round trip', () => {
    const subjectOf = (end: Role) =>
      sansocketSubject(end, { connection: { extensions: undoingExtensions() } });
    const other = subjectOf(role === 'server' ? 'client' : 'server');
    expectLawful(subjectOf(role), { laws: ['chunking', 'round-trip'], peer: other, ...fewer });
  });

  it('with two extensions that own RSV2 and RSV3 keeps the law of the round trip to a peer that has both', () => {
    const subjectOf = (end: Role) =>
      sansocketSubject(end, { connection: { extensions: bitExtensions() } });
    const peer = subjectOf(role === 'server' ? 'client' : 'server');
    const laws = ['chunking', 'round-trip'] as const;
    const { rows } = checkLaws(subjectOf(role), { laws, peer, print: () => {}, ...fewer });
    // The model has no extensions of these names.
    const judged = rows.filter((row) => !/as the model reads them|as bytes/.test(row.case));
    expect(judged.filter(({ verdict }) => verdict === 'disagrees')).toEqual([]);
    expect(judged).toContainEqual(
      expect.objectContaining({ law: 'round-trip', verdict: 'agrees' }),
    );
  });

  it('with an extension that inflates keeps the law', () => {
    const inflating = { connection: { extensions: [storedDeflate()] }, inflates: true };
    const other = sansocketSubject(role === 'server' ? 'client' : 'server', inflating);
    expectLawful(sansocketSubject(role, inflating), {
      laws: ['chunking', 'scheduling', 'total', 'round-trip', 'oracle', 'limits'],
      peer: other,
      ...fewer,
    });
  });
});

describe.each(roles)('the layers of a %s below a connection', (role) => {
  it.each(['chunking', 'earliest-failure', 'oracle', 'limits'] as const)(
    'keep the law: %s',
    (name) => {
      expectLawful(frameLevelSubject(role), { laws: [name], ...fewer });
    },
  );
});
