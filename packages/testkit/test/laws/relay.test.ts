/** The laws through a relay: a connection behind it keeps them as one alone does. @module */
import { describe, expect, it } from '@jest/globals';
import { checkLaws, type LawName, sansocketSubject } from '@sansocket/testkit/laws';
import type { RelayOptions } from 'sansocket/relay';
import { relayedSubject } from '../support/relayed-subject.ts';

/** Each subject is three connections and two opening handshakes. */
const factor = 0.05 * Number(process.env['FUZZ_RUNS'] ?? 1);

const kinds: readonly (readonly [string, RelayOptions])[] = [
  ['frames', { inPlace: true }],
  ['frames that are told', { frames: true }],
  ['messages', { mode: 'messages' }],
];

const names: readonly LawName[] = ['total', 'round-trip', 'bounded'];

describe.each(kinds)('through a relay of %s', (_, options) => {
  it.each(names.flatMap((name) => [[name, 'server'] as const, [name, 'client'] as const]))(
    'the law %s holds for a %s',
    (name, role) => {
      const peer = sansocketSubject(role === 'server' ? 'client' : 'server', { isOpen: true });
      const { surprises, rows } = checkLaws(relayedSubject(role, options), {
        print: () => {},
        factor,
        peer,
        laws: [name],
      });
      expect(surprises).toEqual([]);
      expect(rows.some(({ verdict }) => verdict === 'agrees')).toBe(true);
    },
  );
});
