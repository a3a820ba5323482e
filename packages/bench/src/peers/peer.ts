/**
 * A library under measurement: the functions that each has to provide.
 *
 * @module
 */

import type {
  ControlWork,
  DecodeWork,
  DeflateWork,
  EncodeWork,
  HandshakeWork,
  HostileInflateWork,
  IdleWork,
  Task,
} from '../work/index.ts';

/** Sets up work; a method that is missing is work that the peer does not do. */
export interface Peer {
  decode?(work: DecodeWork): Task | Promise<Task>;
  encode?(work: EncodeWork): Task | Promise<Task>;
  inflate?(work: DeflateWork | HostileInflateWork): Task;
  deflate?(work: DeflateWork): Task;
  handshake?(work: HandshakeWork): Task;
  control?(work: ControlWork): Task;
  /** Opens the connections, and keeps them as long as the result is kept. */
  idle?(work: IdleWork): unknown;
}

/** @throws Error when a decoder has not delivered its input. */
export function assertDelivered(delivered: number, expected: number): void {
  if (delivered !== expected) {
    throw new Error(`Delivered ${delivered} bytes and characters instead of ${expected}`);
  }
}
