/**
 * The Upgrade requests of one HTTP server, and which listener answers each (RFC 9110 §7.8).
 *
 * A request that nobody takes is the server's own, and is answered as if nobody had asked for it.
 *
 * @module
 */

import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ServerConnection, type ServerOptions, StateError } from 'sansocket';
import { defaultTimeouts } from 'sansocket/connection';
import type { ServerSockets } from 'sansocket/driving';
import { pairFields } from 'sansocket/handshake';
import { handBack, type Upgrade } from './hand-back.ts';
import { openSocket, schedule } from './open-socket.ts';
import { PendingStream } from './pending-stream.ts';
import { whenAnswered } from './when-answered.ts';

/** One `attach`, which takes requests. */
export interface Taker {
  /** Only `true` is a yes. Default: all. */
  readonly isOurs: ((request: IncomingMessage) => unknown) | undefined;
  readonly sockets: ServerSockets<Duplex>;
}

/** A taker, other listeners, the server's own routes, or nobody: then we refuse, with a status. */
type Answerer = Taker | 'listeners' | 'routes' | { readonly status: number };

const UPGRADES: unique symbol = Symbol('upgrades');

/** Newer servers ask before they let go of the socket of a request: Node from 22.21 and 24.9 on, Deno, Bun. */
type Server = HttpServer & {
  shouldUpgradeCallback?: (request: IncomingMessage) => boolean;
  [UPGRADES]?: Upgrades | undefined;
};

/** A list (RFC 9110 §7.8); older versions have this name too, in any case. */
const WEBSOCKET = /(?:^|,)[ \t]*websocket[ \t]*(?:,|$)/i;

/** @returns The one object that all `attach` of a server share. */
export function upgradesOf(server: Server): Upgrades {
  return (server[UPGRADES] ??= new Upgrades(server));
}

class Upgrades {
  readonly #server: Server;
  /** What the server would do without us; `undefined` when it does not ask. */
  readonly #ask: Server['shouldUpgradeCallback'];
  readonly #takers: Taker[] = [];
  readonly #answerers = new WeakMap<IncomingMessage, Answerer>();

  constructor(server: Server) {
    this.#server = server;
    this.#ask = server.shouldUpgradeCallback;
    if (this.#ask !== undefined) server.shouldUpgradeCallback = this.#shouldUpgrade;
    // First, to see what the others do.
    server.prependListener('upgrade', this.#upgrade);
  }

  /** @throws StateError when no request would be left for it. */
  add(taker: Taker): void {
    const { isOurs } = taker;
    if (this.#takers.some((other) => other.isOurs === undefined || other.isOurs === isOurs)) {
      throw new StateError(
        'Cannot attach: an earlier attach to this server takes the same requests',
      );
    }
    this.#takers.push(taker);
  }

  remove(taker: Taker): void {
    if (!this.#takers.includes(taker)) return;
    this.#takers.splice(this.#takers.indexOf(taker), 1);
    if (this.#takers.length > 0) return;
    const server = this.#server;
    server.off('upgrade', this.#upgrade);
    server[UPGRADES] = undefined;
    // A function that was put there since may still call ours.
    if (this.#ask !== undefined && server.shouldUpgradeCallback === this.#shouldUpgrade) {
      server.shouldUpgradeCallback = this.#ask;
    }
  }

  readonly #shouldUpgrade = (request: IncomingMessage): boolean => {
    const answerer = this.#takers.length === 0 ? 'listeners' : this.#answererOf(request);
    if (answerer === 'listeners') return this.#ask!.call(this.#server, request);
    return answerer !== 'routes';
  };

  readonly #upgrade = (request: IncomingMessage, stream: Duplex, head: Uint8Array): void => {
    const answerer = this.#answererOf(request);
    if (answerer === 'listeners') this.#watch(request, stream);
    else this.#waitAndAnswer(answerer, { request, stream, head });
  };

  /** Asks once. */
  #answererOf(request: IncomingMessage): Answerer {
    const known = this.#answerers.get(request);
    const answerer = known ?? this.#decide(request);
    if (known === undefined) this.#answerers.set(request, answerer);
    return answerer;
  }

  #decide(request: IncomingMessage): Answerer {
    try {
      // RFC 9110 §7.8: in HTTP/1.0 the field says nothing.
      if (request.httpVersion !== '1.0' && WEBSOCKET.test(request.headers.upgrade ?? '')) {
        const taker = this.#takers.find(({ isOurs }) => !isOurs || isOurs(request) === true);
        if (taker !== undefined) return taker;
      }
    } catch (error) {
      schedule.throwSoon(error);
      return { status: 500 };
    }
    if (this.#server.listeners('upgrade').some((other) => other !== this.#upgrade)) {
      return 'listeners';
    }
    return this.#server.listenerCount('request') > 0 ? 'routes' : { status: 404 };
  }

  /** The other listeners may do nothing at all, even when the socket is reset. */
  #watch({ socket }: IncomingMessage, stream: Duplex): void {
    const { bytesWritten } = socket;
    new PendingStream(stream, openingMs(this.#takers[0]), undefined, () => {
      const isRead = stream.listenerCount('data') + stream.listenerCount('readable') > 0;
      if (!isRead && socket.bytesWritten === bytesWritten) stream.destroy();
    });
  }

  #waitAndAnswer(answerer: Exclude<Answerer, 'listeners'>, upgrade: Upgrade): void {
    const { request, stream } = upgrade;
    const taker = isTaker(answerer) ? answerer : undefined;
    // Without a way to drop it: the responses before it are none of ours.
    const gone = taker?.sockets.reserve(() => undefined);
    const pending = new PendingStream(stream, openingMs(taker ?? this.#takers[0]), gone);
    whenAnswered(request.socket, () => {
      // The response before was the last.
      if (!stream.writable) return;
      this.#answer(answerer, upgrade, pending.since);
      pending.release();
    });
  }

  #answer(answerer: Exclude<Answerer, 'listeners'>, upgrade: Upgrade, since: number): void {
    if (answerer === 'routes') handBack(this.#server, upgrade);
    else if (!isTaker(answerer)) refuse(upgrade, answerer.status);
    // It was closed meanwhile.
    else if (!this.#takers.includes(answerer)) refuse(upgrade, 503);
    else take(upgrade, answerer.sockets, since);
  }
}

function isTaker(answerer: Answerer): answerer is Taker {
  return typeof answerer === 'object' && 'sockets' in answerer;
}

function take(
  { request, stream, head }: Upgrade,
  sockets: ServerSockets<Duplex>,
  since: number,
): void {
  const connection = connectionOf(request, sockets.options, since);
  connection.receive(head, schedule.now());
  sockets.add(connection, stream);
}

function refuse({ request, stream }: Upgrade, status: number): void {
  const connection = connectionOf(request, {}, schedule.now());
  openSocket(connection, stream, ({ type }) => {
    if (type === 'handshake-request') connection.reject({ status }, schedule.now());
  });
}

function connectionOf(
  { method = '', url: target = '', httpVersion, rawHeaders }: IncomingMessage,
  options: ServerOptions,
  now: number,
): ServerConnection {
  const fields = pairFields(rawHeaders);
  return ServerConnection.fromRequest({ method, target, httpVersion, fields }, options, now);
}

function openingMs(taker: Taker | undefined): number {
  const { timeouts } = taker?.sockets.options ?? {};
  return timeouts?.openingHandshakeMs ?? defaultTimeouts.openingHandshakeMs;
}
