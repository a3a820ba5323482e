/**
 * One end under test, in any role, and a bare peer, which answers nothing by itself.
 *
 * @module
 */

import type { ServerConnection } from 'sansocket';
import { defaultTimeouts, type Timeouts } from 'sansocket/connection';
import type { Socket } from 'sansocket/driving';
import {
  BarePeer,
  fillWithZeros,
  maskedFrame,
  plainFrame,
  sampleRequest,
  sampleResponse,
} from './bare-peer.ts';
import { CloseCounter } from './close-counter.ts';
import type { ContractServer, OpenBare } from './runtime.ts';
import type { CaseTable } from './transport-case.ts';
import { SOON, type TransportFixture } from './transport-fixture.ts';

export type Role = 'client' | 'server';

/** One end is under test, the other misbehaves. */
export interface Scene {
  readonly fixture: TransportFixture;
  readonly role: Role;
  readonly tried: CloseCounter;
  readonly peer: BarePeer;
  /** For a server under test. */
  readonly server: ContractServer | undefined;
  /** The peer's bytes for the handshake; a client's with a target. */
  readonly greeting: (target?: string) => string;
  /** A frame as the peer sends it, a character for a byte. */
  readonly frame: (opcode: number, payload: string) => string;
}

/**
 * Each timeout except the idle one, which would hide the others; the opening timeout leaves time for the steps before
 * it.
 */
export const shortTimeouts: Partial<Timeouts> = {
  ...allTimeouts(2 * SOON),
  openingHandshakeMs: 5 * SOON,
  idleMs: Infinity,
};

/** No timeouts, for an end that is as silent as its application. */
export const noTimeouts: Partial<Timeouts> = allTimeouts(Infinity);

/** After this many turns, everything that can move has moved. */
export const TURNS = 20;

const MEBIBYTE = 1_048_576;
/** More than twice the bytes that the system holds for both ends, in MiB. */
export const BACKLOG = 32;

/** The target of a request that is never answered. */
export const unanswered = '/unanswered';

/** Queues more than can be sent. */
export function sendBacklog({ socket }: CloseCounter): void {
  const bytes = new Uint8Array(MEBIBYTE);
  for (let i = 0; i < BACKLOG; i++) socket.send(bytes);
}

/** A case for each role, of an end without timeouts. */
export function forBothRoles(
  table: Readonly<Record<string, (scene: Scene) => Promise<void>>>,
): CaseTable {
  const cases = (['server', 'client'] as const).flatMap((role) => {
    return Object.entries(table).map(([what, body]) => [
      `${role}: ${what}`,
      async (fixture: TransportFixture) => body(await sceneOf(role, fixture, noTimeouts)),
    ]);
  });
  return Object.fromEntries(cases) as CaseTable;
}

/** Both ends are connected, and have sent nothing. */
export function sceneOf(
  role: Role,
  fixture: TransportFixture,
  timeouts: Partial<Timeouts>,
): Promise<Scene> {
  return role === 'server' ? serverScene(fixture, timeouts) : clientScene(fixture, timeouts);
}

/** Opens the connection, and sends frames in one write with the greeting. */
export async function openScene({ tried, peer, greeting }: Scene, frames = ''): Promise<void> {
  peer.write(greeting() + frames);
  await tried.until('open');
}

async function serverScene(fixture: TransportFixture, timeouts: Partial<Timeouts>): Promise<Scene> {
  const tried = new CloseCounter();
  const options = {
    timeouts,
    onRequest({ target }: { readonly target: string }, socket: Socket<ServerConnection>) {
      tried.meet(socket);
      if (target !== unanswered) socket.accept();
    },
  };
  const server = await fixture.serve(options, tried.listen);
  const peer = fixture.bareClient(server.port);
  const greeting = (target = '/chat'): string => sampleRequest.replace('/chat', target);
  return { fixture, role: 'server', tried, peer, server, greeting, frame: maskedFrame };
}

async function clientScene(fixture: TransportFixture, timeouts: Partial<Timeouts>): Promise<Scene> {
  const tried = new CloseCounter();
  const { port, peer } = await fixture.bareServer();
  const options = { timeouts, fillRandom: fillWithZeros };
  tried.meet(fixture.connect(`ws://127.0.0.1:${port}/`, options, tried.listen));
  // On a busy machine a timeout may come before the connection.
  const gone = tried.until('close').then(() => new BarePeer(nobody));
  const greeting = (): string => sampleResponse;
  return {
    fixture,
    role: 'client',
    tried,
    peer: await Promise.race([peer, gone]),
    server: undefined,
    greeting,
    frame: plainFrame,
  };
}

/** No socket at all. */
const nobody: OpenBare = () => {
  const nothing = (): void => undefined;
  return {
    write: nothing,
    end: nothing,
    reset: nothing,
    drop: nothing,
    pause: nothing,
    resume: nothing,
  };
};

function allTimeouts(ms: number): Partial<Timeouts> {
  return Object.fromEntries(Object.keys(defaultTimeouts).map((name) => [name, ms]));
}
