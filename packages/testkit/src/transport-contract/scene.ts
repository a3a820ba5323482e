/**
 * A connection that is brought into a state, with a peer that does the rest.
 *
 * @module
 */

import type { ServerConnection } from 'sansocket';
import { defaultTimeouts, type Timeouts } from 'sansocket/connection';
import type { ServerSocketsOptions, Socket } from 'sansocket/driving';
import type { CloseCounter } from './close-counter.ts';
import { SOON, type TransportFixture } from './transport-fixture.ts';

/** Whoever is at the other end. */
export interface Peer {
  reset(): void;
  /** Stops reading. */
  pause(): void;
  resume(): void;
  /** Answers nothing from now on. */
  fallSilent(): void;
}

/** One end is tried, the other is there to trouble it. */
export interface Scene {
  readonly fixture: TransportFixture;
  readonly tried: CloseCounter;
  readonly peer: Peer;
}

/** Brings it into a state, or leaves it closed when a timeout was quicker. */
export type Enter<S extends Scene> = (scene: S) => Promise<void>;

/** States by their names. */
export type StateTable<S extends Scene> = Readonly<Record<string, Enter<S>>>;

/** Each timeout but the idle one, which would hide the others; the opening one leaves time for what comes first. */
export const shortTimeouts: Partial<Timeouts> = {
  ...allTimeouts(2 * SOON),
  openingHandshakeMs: 5 * SOON,
  idleMs: Infinity,
};

/** None: of an end that shall be as silent as its application. */
export const noTimeouts: Partial<Timeouts> = allTimeouts(Infinity);

/** After so many, what can move has moved. */
export const TURNS = 20;

const MEBIBYTE = 1_048_576;
/** More than twice what the system takes for both ends, in MiB. */
const BACKLOG = 32;

/** The target of a request that is never answered. */
export const unanswered = '/unanswered';

/** Queues more than goes out. */
export function sendBacklog({ socket }: CloseCounter): void {
  const bytes = new Uint8Array(MEBIBYTE);
  for (let i = 0; i < BACKLOG; i++) socket.send(bytes);
}

/** Accepts all requests but those that are never answered. */
export function accepting(at: CloseCounter, timeouts: Partial<Timeouts>): ServerSocketsOptions {
  return {
    timeouts,
    onRequest({ target }, socket: Socket<ServerConnection>) {
      at.meet(socket);
      if (target !== unanswered) socket.accept();
    },
  };
}

function allTimeouts(ms: number): Partial<Timeouts> {
  return Object.fromEntries(Object.keys(defaultTimeouts).map((name) => [name, ms]));
}
