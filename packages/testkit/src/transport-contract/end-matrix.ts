/**
 * Whatever becomes of a connection, and in whatever state it is: one `close` event, and a stream that is closed
 * (RFC 6455 §7.1). The timeouts bound how long that takes; a case waits as long as it takes.
 *
 * @module
 */

import { clientScene, clientStates } from './client-states.ts';
import { expectEqual } from './expect.ts';
import { holdUp } from './hold-up.ts';
import { type Enter, type Scene, type StateTable, TURNS } from './scene.ts';
import { type ServerScene, serverScene, serverStates, unmetServerStates } from './server-states.ts';
import type { CaseTable } from './transport-case.ts';
import { SOON, type TransportFixture } from './transport-fixture.ts';

/** Turns of one who reads slowly between two reads, and how often it reads. */
const PAUSE = 3;
const READS = 30;
/** Longer than any timeout, in milliseconds. */
const BLOCKED = 6 * SOON;

type Happen<S extends Scene> = (scene: S) => Promise<void> | void;
type HappeningTable<S extends Scene> = Readonly<Record<string, Happen<S>>>;

/** To any end. Whatever it is, the peer answers nothing from then on. */
const happenings: HappeningTable<Scene> = {
  'the peer resets': ({ peer }) => {
    peer.reset();
  },
  'the peer falls silent': ({ peer }) => {
    peer.pause();
  },
  async 'the peer reads slowly, then no more'({ peer, fixture, tried }) {
    for (let i = 0; i < READS && tried.closes === 0; i++) {
      peer.pause();
      await fixture.turns(PAUSE);
      peer.resume();
      await fixture.turns(1);
    }
    peer.pause();
  },
  'the event loop is blocked'({ peer }) {
    peer.fallSilent();
    holdUp(BLOCKED);
  },
};

/** Once there is a socket. */
const pausedHappenings: HappeningTable<Scene> = {
  'the application pauses': ({ tried, peer }) => {
    tried.socket.pauseReceiving();
    peer.fallSilent();
  },
  'the application pauses and closes': ({ tried, peer }) => {
    tried.socket.pauseReceiving();
    peer.fallSilent();
    tried.socket.close(1000);
  },
  'the application pauses, then the peer falls silent': ({ tried, peer }) => {
    tried.socket.pauseReceiving();
    peer.pause();
  },
  'the application pauses, then the peer resets': ({ tried, peer }) => {
    tried.socket.pauseReceiving();
    peer.reset();
  },
};

/** A server of ours ends its half with its connection alone; a bare socket can at any time. */
const serverHappenings: HappeningTable<ServerScene> = {
  'the peer ends its half': ({ peer }) => {
    peer.end();
  },
};

const pausedServerHappenings: HappeningTable<ServerScene> = {
  'the application pauses, then the peer ends its half': ({ tried, peer }) => {
    tried.socket.pauseReceiving();
    peer.end();
  },
};

const allOfServer = { ...happenings, ...serverHappenings };

export const endMatrix: CaseTable = {
  ...casesOf('server', serverScene, unmetServerStates, allOfServer),
  ...casesOf('server', serverScene, serverStates, {
    ...allOfServer,
    ...pausedHappenings,
    ...pausedServerHappenings,
  }),
  ...casesOf('client', clientScene, clientStates, { ...happenings, ...pausedHappenings }),
};

function casesOf<S extends Scene>(
  role: string,
  stage: (fixture: TransportFixture) => Promise<S>,
  states: StateTable<S>,
  table: HappeningTable<S>,
): CaseTable {
  const cases = Object.entries(states).flatMap(([state, enter]) =>
    Object.entries(table).map(([what, happen]) => {
      const name = `${role}: ${state}: ${what}`;
      return [name, async (fixture: TransportFixture) => run(await stage(fixture), enter, happen)];
    }),
  );
  return Object.fromEntries(cases) as CaseTable;
}

async function run<S extends Scene>(scene: S, enter: Enter<S>, happen: Happen<S>): Promise<void> {
  const { fixture, tried, peer } = scene;
  await enter(scene);
  // A machine that is busy may be late for the state.
  if (tried.closes === 0) await happen(scene);
  await tried.until('close');
  await fixture.runtime.closed(tried.socket.stream);
  await fixture.turns(TURNS);
  expectEqual(
    [tried.closes, tried.last],
    [1, 'close'],
    'How many close events, and the last event',
  );
  // Nothing of the peer is left for whoever waits for the end of the case.
  peer.resume();
  peer.reset();
}
