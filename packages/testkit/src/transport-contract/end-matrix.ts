/**
 * Whatever happens to a connection, in any state, there is one `close` event, and the stream is closed (RFC 6455 §7.1).
 * A loss of the stream is noticed at once; the timeouts bound everything else, and a case waits as long as it takes.
 *
 * @module
 */

import { expectEqual, expectThat } from './expect.ts';
import { holdUp } from './hold-up.ts';
import { noTimeouts, type Role, type Scene, sceneOf, shortTimeouts, TURNS } from './scene.ts';
import { type Enter, earlyStates, openStates, requestStates, type StateTable } from './states.ts';
import type { CaseTable } from './transport-case.ts';
import { SOON, type TransportFixture } from './transport-fixture.ts';

/** Turns of a slow reader between two reads, and the number of its reads. */
const PAUSE = 3;
const READS = 30;
/** Longer than any timeout, in milliseconds. */
const BLOCKED = 6 * SOON;

type Happen = (scene: Scene) => Promise<void> | void;
type HappeningTable = Readonly<Record<string, Happen>>;

/** From then on the peer answers nothing. */
const happenings: HappeningTable = {
  'the peer falls silent': () => undefined,
  'the peer ends its half'({ peer }) {
    peer.end();
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
};

const heldUp: HappeningTable = {
  'the event loop is blocked'() {
    holdUp(BLOCKED);
  },
};

/** Once there is a socket. */
const pausedHappenings: HappeningTable = {
  'the application pauses'({ tried }) {
    tried.socket.pauseReceiving();
  },
  'the application pauses and closes'({ tried }) {
    tried.socket.pauseReceiving();
    tried.socket.close(1000);
  },
  'the application pauses, then the peer stops reading'({ tried, peer }) {
    tried.socket.pauseReceiving();
    peer.pause();
  },
  'the application pauses, then the peer resets'({ tried, peer }) {
    tried.socket.pauseReceiving();
    peer.reset();
  },
  'the application pauses, then the peer ends its half'({ tried, peer }) {
    tried.socket.pauseReceiving();
    peer.end();
  },
  'the application pauses, then the stream is destroyed'({ tried, fixture }) {
    tried.socket.pauseReceiving();
    fixture.runtime.drop(tried.socket.stream);
  },
};

/** To one end of many. */
const serverHappenings: HappeningTable = {
  async 'the server closes'({ server, tried }) {
    await server!.close();
    // On a busy machine the system may not have passed on the connection earlier.
    if (tried.isMet) expectEqual(tried.closes, 1, 'Close events once the server is closed');
    else tried.lose();
  },
};

/** These are noticed without any timeout. */
const losses: HappeningTable = {
  'the peer resets'({ peer }) {
    peer.reset();
  },
};

const socketLosses: HappeningTable = {
  'the stream is destroyed'({ tried, fixture }) {
    fixture.runtime.drop(tried.socket.stream);
  },
  'the application sends to a peer that resets'({ tried, peer }) {
    peer.reset();
    sendIfOpen(tried);
  },
  'the application sends, and the stream is destroyed'({ tried, fixture }) {
    sendIfOpen(tried);
    fixture.runtime.drop(tried.socket.stream);
    sendIfOpen(tried);
  },
};

const ofServer = { ...happenings, ...serverHappenings };

/** A server that has only a stream. */
export const earlyEndMatrix: CaseTable = {
  ...casesOf('server', earlyStates, { ...ofServer, ...heldUp }, losses),
};

export const endMatrix: CaseTable = {
  // Until the application answers, nothing is read: so only a timeout may reveal a loss.
  ...casesOf('server', requestStates, {
    ...ofServer,
    ...pausedHappenings,
    ...losses,
    ...socketLosses,
  }),
  ...casesOf(
    'server',
    openStates,
    { ...ofServer, ...pausedHappenings },
    { ...losses, ...socketLosses },
  ),
  ...casesOf(
    'client',
    { ...earlyStates, ...openStates },
    { ...happenings, ...pausedHappenings },
    { ...losses, ...socketLosses },
  ),
};

/** The same for a process that is busy for longer than any timeout. */
export const heldUpMatrix: CaseTable = {
  ...casesOf('server', { ...requestStates, ...openStates }, heldUp),
  ...casesOf('client', { ...earlyStates, ...openStates }, heldUp),
};

function sendIfOpen({ socket }: Scene['tried']): void {
  if (socket.connection.readyState === 'open') socket.send('Hello');
}

function casesOf(
  role: Role,
  states: StateTable,
  timed: HappeningTable,
  lost: HappeningTable = {},
): CaseTable {
  const all = [
    ...Object.entries(timed).map((entry) => [...entry, shortTimeouts] as const),
    ...Object.entries(lost).map((entry) => [...entry, noTimeouts] as const),
  ];
  const cases = Object.entries(states).flatMap(([state, enter]) =>
    all.map(([what, happen, timeouts]) => [
      `${role}: ${state}: ${what}`,
      async (fixture: TransportFixture) => {
        await run(await sceneOf(role, fixture, timeouts), enter, happen);
      },
    ]),
  );
  return Object.fromEntries(cases) as CaseTable;
}

async function run(scene: Scene, enter: Enter, happen: Happen): Promise<void> {
  const { fixture, tried, peer } = scene;
  let isEntered = false;
  void peer.untilEnd().then(() => {
    if (!isEntered && !tried.isMet && peer.bytesReceived === 0) tried.lose();
  });
  await enter(scene);
  // A busy machine may be late for the state, and for TLS before it.
  if (tried.isLost) return;
  isEntered = true;
  if (tried.closes === 0) await happen(scene);
  await tried.until('close');
  if (!tried.isMet) return;
  await fixture.runtime.closed(tried.socket.stream);
  await fixture.turns(TURNS);
  expectEqual(
    [tried.closes, tried.last],
    [1, 'close'],
    'How many close events, and the last event',
  );
  const isAgreed = tried.all('close-received').length > 0;
  expectThat(isAgreed || !tried.all('close')[0]!.wasClean, 'Only a closing handshake is clean');
  expectEqual(tried.credit.excess, 0, 'Bytes that have left and were not handed over');
  // Nothing of the peer remains when the case ends.
  peer.resume();
  peer.reset();
}
