/**
 * An end of core behind a relay, as a subject: the bytes of the law reach the relay, and events and calls are those of
 * the end behind it.
 *
 * @module
 */

import type { MakeSubject, Subject, SubjectEvent, SubjectOutput } from '@sansocket/testkit/laws';
import { concat } from '@sansocket/testkit/wire';
import {
  ClientConnection,
  type Connection,
  type Role,
  ServerConnection,
  StateError,
} from 'sansocket';
import { Relay, type RelayOptions } from 'sansocket/relay';

/** @param role - Of the end behind the relay; the relay has the same role towards the law. */
export function relayedSubject(role: Role, options: RelayOptions): MakeSubject {
  return (limits = {}) => {
    // Some laws take output and report nothing as sent: then the relay would wait.
    const roomy = { outputHighWaterBytes: 2 ** 24, ...limits };
    const its = new Behind(role, { ...options, limits: roomy });
    return {
      role,
      chunks: options.inPlace ? 'given' : 'kept',
      ...its.subject(),
    };
  };
}

/** A fixed key: runs are compared byte by byte. */
function sameKeys(bytes: Uint8Array): void {
  bytes.fill(0x5a);
}

class Behind {
  readonly #relay: Relay;
  readonly #end: Connection;
  /** The connections of the relay: to the law, and to the end. */
  readonly #near: Connection;
  readonly #far: Connection;
  readonly #events: SubjectEvent[] = [];
  #unsent = 0;

  constructor(role: Role, options: RelayOptions) {
    const relay = new Relay({ fillRandom: sameKeys, ...options }, 0);
    const client = new ClientConnection('ws://localhost/', { fillRandom: sameKeys }, 0);
    const server = new ServerConnection({ limits: options.limits }, 0);
    carry(client, relay.client);
    relay.nextEvent();
    carry(relay.connect('ws://localhost/', {}, 0), server);
    server.nextEvent();
    server.accept({}, 0);
    carry(server, relay.server!);
    while (relay.nextEvent() !== undefined);
    carry(relay.client, client);
    server.nextEvent();
    client.nextEvent();
    this.#relay = relay;
    this.#end = role === 'server' ? server : client;
    this.#near = role === 'server' ? relay.client : relay.server!;
    this.#far = role === 'server' ? relay.server! : relay.client;
  }

  subject(): Omit<Subject, 'role'> {
    const near = this.#near;
    const end = this.#end;
    return {
      receive: (chunk) => {
        near.receive(chunk, 0);
      },
      receiveEnd: () => near.receiveEnd(0),
      receiveError: () => near.receiveError(new Error('reset'), 0),
      credit: () => {
        this.#move();
        near.outputSent(this.#unsent, 0);
        this.#unsent = 0;
      },
      takeEvents: (take) => {
        do for (let event; (event = this.#events.shift()) !== undefined; ) take(event);
        while (this.#move());
      },
      takeOutput: () => this.#takeOutput(),
      wantsInput: () => near.wantsInput,
      unsent: () => near.bufferedAmount,
      send: (data) => end.send(data),
      sendPart: (data, fin) => void end.send(data, { fin }),
      takesHalves: true,
      ping: (payload) => end.ping(payload, 0),
      close: (code, reason) => end.close(code, reason, 0),
      isRefusal: (error) =>
        error instanceof StateError || error instanceof TypeError || error instanceof RangeError,
    };
  }

  /** Moves everything between the end and the relay. @returns Whether the end has events. */
  #move(): boolean {
    for (let hasMoved = true; hasMoved; ) {
      while (this.#relay.nextEvent() !== undefined);
      hasMoved = carry(this.#end, this.#far);
      if (carry(this.#far, this.#end)) hasMoved = true;
      for (let event; (event = this.#end.nextEvent()) !== undefined; hasMoved = true) {
        this.#events.push(event);
      }
    }
    return this.#events.length > 0;
  }

  #takeOutput(): SubjectOutput {
    this.#move();
    const pieces: Uint8Array[] = [];
    const endings: ('end' | 'abort')[] = [];
    for (let output; (output = this.#near.nextOutput()) !== undefined; ) {
      if (output.type === 'write') pieces.push(output.bytes);
      else endings.push(output.type);
    }
    const bytes = concat(...pieces);
    this.#unsent += bytes.length;
    return { bytes, endings };
  }
}

/** Moves all output of one connection to another. @returns Whether there was any. */
function carry(from: Connection, to: Connection): boolean {
  let hasMoved = false;
  for (let output; (output = from.nextOutput()) !== undefined; hasMoved = true) {
    if (output.type === 'end') to.receiveEnd(0);
    else if (output.type === 'abort') to.receiveError(new Error(output.reason), 0);
    else {
      to.receive(output.bytes.slice(), 0);
      from.outputSent(output.bytes.length, 0);
    }
  }
  return hasMoved;
}
