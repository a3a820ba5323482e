import { describe, expect, it } from '@jest/globals';
import {
  checkLaws,
  laws,
  type MakeSubject,
  type SansocketOptions,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import type { Role } from 'sansocket';
import { entries, knownOf, versions } from './known-disagreements.ts';
import { websocketDriverSubject } from './websocket-driver-subject.ts';
import { wsSubject } from './ws-subject.ts';

interface Peer {
  readonly name: string;
  readonly role: Role;
  readonly make: MakeSubject;
  /** The other end, for the round trip. */
  readonly other: SansocketOptions;
}

const peers: readonly Peer[] = [
  { name: 'ws', role: 'server', make: wsSubject('server'), other: { isOpen: true } },
  { name: 'ws', role: 'client', make: wsSubject('client'), other: { isOpen: true } },
  { name: 'websocket-driver', role: 'server', make: websocketDriverSubject('server'), other: {} },
  {
    name: 'websocket-driver',
    role: 'client',
    make: websocketDriverSubject('client'),
    other: { isOpen: true },
  },
];

/** The same values each time: what is found is found again. */
const SEED = 1;

/** How many disagreements are known. The list may become shorter, and this number with it. */
const KNOWN = 119;

describe.each(peers)('$name as a $role', ({ name, role, make, other }) => {
  const known = knownOf(name, role);
  const peer = sansocketSubject(role === 'server' ? 'client' : 'server', other);

  it.each(laws.map((law) => law.name))('keeps the law but for what is known: %s', (law) => {
    const { surprises } = checkLaws(make, {
      laws: [law],
      seed: SEED,
      peer,
      expectedDisagreements: known,
      print: () => {},
    });
    expect(surprises).toEqual([]);
  });
});

describe('the list of disagreements', () => {
  it('is of the versions that are installed', () => {
    for (const { implementation, version } of entries) {
      expect(version).toBe(versions[implementation]);
    }
  });

  it('names every case once', () => {
    const names = peers.flatMap(({ name, role }) =>
      knownOf(name, role).map((one) => [name, role, one.law, one.case].join()),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('does not become longer', () => {
    expect(peers.flatMap(({ name, role }) => knownOf(name, role)).length).toBe(KNOWN);
  });
});
