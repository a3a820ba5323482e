/**
 * A client and a server with a relay between them, joined in memory: every output is moved at once, until all is at
 * rest.
 *
 * @module
 */

import {
  ClientConnection,
  type ClientOptions,
  type Connection,
  type ConnectionEvent,
  ServerConnection,
  type ServerOptions,
} from 'sansocket';
import {
  Relay,
  type RelayEvent,
  type RelayOptions,
  type RelaySide,
  type RelayTarget,
} from 'sansocket/relay';
import { concat } from './bytes.ts';
import { sampleEntropy } from './sample-entropy.ts';

export interface RelayedOptions {
  readonly relay?: RelayOptions;
  readonly target?: RelayTarget;
  readonly client?: ClientOptions;
  readonly server?: ServerOptions;
  readonly url?: string;
  /** The most bytes in a chunk. Default: no limit. */
  readonly chunkBytes?: number;
  /** Answers the request at the server. Default: accepts. */
  readonly answer?: (server: ServerConnection) => void;
  /** Called for each event of the relay. Default: connects to the server for each request. */
  readonly onEvent?: (told: RelayEvent, it: Relayed) => void;
}

/** One end and the side of the relay that faces it. */
interface Hop {
  readonly end: Connection;
  readonly side: Connection;
}

/** A peer, a relay and the other peer. */
export class Relayed {
  readonly relay: Relay;
  readonly client: ClientConnection;
  readonly server: ServerConnection;
  /** Events by whom they were told. */
  readonly told: RelayEvent[] = [];
  readonly ofClient: ConnectionEvent[] = [];
  readonly ofServer: ConnectionEvent[] = [];
  /** All bytes that the relay has written to each side. */
  readonly written: Record<RelaySide, Uint8Array> = {
    client: new Uint8Array(0),
    server: new Uint8Array(0),
  };
  /** What the relay has done to each side besides writing: `end`, `abort`. */
  readonly done: Record<RelaySide, string[]> = { client: [], server: [] };
  /** The sides whose peer does not read: bytes to it are kept. */
  readonly stuck = new Set<RelaySide>();
  readonly kept: Record<RelaySide, (Uint8Array | 'end')[]> = { client: [], server: [] };
  now = 0;
  readonly #options: RelayedOptions;

  constructor(options: RelayedOptions = {}) {
    this.#options = options;
    const { url = 'ws://relay.example/chat', relay, client, server } = options;
    this.relay = new Relay({ fillRandom: countingEntropy(), ...relay }, 0);
    this.client = new ClientConnection(url, { fillRandom: sampleEntropy, ...client }, 0);
    this.server = new ServerConnection({ ...server }, 0);
  }

  /** Moves everything until nothing moves any more. */
  run(): this {
    for (let rounds = 0; this.#round(); rounds++) {
      if (rounds > 100_000) throw new Error('The relay does not come to rest');
    }
    return this;
  }

  messages(of: RelaySide): unknown[] {
    const events = of === 'client' ? this.ofClient : this.ofServer;
    return events.flatMap((event) => (event.type === 'message' ? [event.data] : []));
  }

  types(): string[] {
    return this.told.map(({ from, event }) => `${from} ${event.type}`);
  }

  hop(side: RelaySide): Hop | undefined {
    if (side === 'client') return { end: this.client, side: this.relay.client };
    const { server } = this.relay;
    return server && { end: this.server, side: server };
  }

  #round(): boolean {
    let moved = this.#takeEvents();
    for (const side of ['client', 'server'] as const) {
      const hop = this.hop(side);
      if (hop === undefined) continue;
      if (hop.side.wantsInput && this.#move(hop.end, hop.side)) moved = true;
      if (this.#moveOut(side, hop)) moved = true;
    }
    return moved;
  }

  #takeEvents(): boolean {
    const { onEvent = connect } = this.#options;
    const before = this.told.length + this.ofClient.length + this.ofServer.length;
    for (let told; (told = this.relay.nextEvent()) !== undefined; ) {
      this.told.push(told);
      onEvent(told, this);
    }
    for (let event; (event = this.client.nextEvent()) !== undefined; ) this.ofClient.push(event);
    for (let event; (event = this.server.nextEvent()) !== undefined; ) {
      this.ofServer.push(event);
      const { answer = (server: ServerConnection) => server.accept({}, this.now) } = this.#options;
      if (event.type === 'handshake-request') answer(this.server);
    }
    return this.told.length + this.ofClient.length + this.ofServer.length > before;
  }

  #chunks(bytes: Uint8Array): Uint8Array[] {
    const { chunkBytes = Math.max(bytes.length, 1) } = this.#options;
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += chunkBytes)
      chunks.push(bytes.slice(at, at + chunkBytes));
    return chunks;
  }

  #move(from: Connection, to: Connection): boolean {
    const output = from.nextOutput();
    if (output === undefined) return false;
    if (output.type === 'end') to.receiveEnd(this.now);
    else if (output.type === 'abort') to.receiveError(new Error(output.reason), this.now);
    else {
      for (const chunk of this.#chunks(output.bytes)) {
        to.receive(chunk, this.now);
        this.#takeEvents();
      }
      from.outputSent(output.bytes.length, this.now);
    }
    return true;
  }

  #moveOut(side: RelaySide, { side: from, end: to }: Hop): boolean {
    const output = from.nextOutput();
    if (output === undefined) return false;
    if (output.type === 'write') {
      this.written[side] = concat(this.written[side], output.bytes);
      if (this.stuck.has(side)) this.kept[side].push(output.bytes.slice());
      else this.#arrive(output.bytes.slice(), from, to);
    } else {
      this.done[side].push(output.type);
      if (output.type === 'abort') to.receiveError(new Error(output.reason), this.now);
      else if (this.stuck.has(side)) this.kept[side].push('end');
      else to.receiveEnd(this.now);
    }
    return true;
  }

  #arrive(bytes: Uint8Array, from: Connection, to: Connection): void {
    for (const chunk of this.#chunks(bytes)) to.receive(chunk, this.now);
    from.outputSent(bytes.length, this.now);
  }

  /** The peer on a side reads again. */
  release(side: RelaySide): this {
    this.stuck.delete(side);
    const hop = this.hop(side)!;
    for (const bytes of this.kept[side].splice(0)) {
      if (bytes === 'end') hop.end.receiveEnd(this.now);
      else this.#arrive(bytes, hop.side, hop.end);
    }
    return this.run();
  }

  get target(): RelayTarget {
    return this.#options.target ?? {};
  }
}

/** Other bytes with every call, and no zeros: so every key differs from the client's and from every other. */
function countingEntropy(): (bytes: Uint8Array) => void {
  let next = 1;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = next = (next % 251) + 1;
  };
}

function connect({ event }: RelayEvent, it: Relayed): void {
  if (event.type === 'handshake-request')
    it.relay.connect('ws://server.example/app', it.target, it.now);
}
