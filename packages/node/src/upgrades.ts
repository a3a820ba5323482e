/**
 * The Upgrade requests of one HTTP server, and which listener answers each (RFC 9110 §7.8).
 *
 * A request that no `attach` takes is answered by the server as if `attach` were not there.
 *
 * @module
 */

import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ServerConnection, type ServerOptions, StateError } from 'sansocket';
import { defaultTimeouts } from 'sansocket/connection';
import { requestUrl, type ServerSockets } from 'sansocket/driving';
import { pairFields } from 'sansocket/handshake';
import { handBack, type Upgrade } from './hand-back.ts';
import { openSocket, schedule } from './open-socket.ts';
import { PendingStream } from './pending-stream.ts';
import { whenAnswered } from './when-answered.ts';

/** One call of `attach`, which takes requests. */
export interface Attachment {
  /** Only `true` means yes. Default: takes all. */
  readonly isOurs: ((request: IncomingMessage) => unknown) | undefined;
  /** The only path of its requests. Default: takes all. */
  readonly path: string | undefined;
  readonly sockets: Pick<ServerSockets<Duplex>, 'options' | 'reserve' | 'add'>;
}

/** The answerer: a attachment, other listeners, the server's routes, or none of them; then we refuse with a status. */
type Answerer = Attachment | 'listeners' | 'routes' | { readonly status: number };

const UPGRADES: unique symbol = Symbol('upgrades');

/** Newer servers ask before they give away the socket of a request: Node from 22.21 and 24.9 on, Deno, Bun. */
type Server = HttpServer & {
  shouldUpgradeCallback?: (request: IncomingMessage) => boolean;
  [UPGRADES]?: Upgrades | undefined;
};

/** Upgrade is a list (RFC 9110 §7.8); older versions send this name too, in upper or lower case. */
const WEBSOCKET = /(?:^|,)[ \t]*websocket[ \t]*(?:,|$)/i;

/** @returns The object that all calls of `attach` on a server share. */
export function upgradesOf(server: Server): Upgrades {
  return (server[UPGRADES] ??= new Upgrades(server));
}

class Upgrades {
  readonly #server: Server;
  /** The server's previous `shouldUpgradeCallback`; `undefined` if it has none. */
  readonly #ask: Server['shouldUpgradeCallback'];
  readonly #attachments: Attachment[] = [];
  readonly #answerers = new WeakMap<IncomingMessage, Answerer>();

  constructor(server: Server) {
    this.#server = server;
    this.#ask = server.shouldUpgradeCallback;
    if (this.#ask !== undefined) server.shouldUpgradeCallback = this.#shouldUpgrade;
    // Our listener runs first, to see what the others do.
    server.prependListener('upgrade', this.#upgrade);
  }

  /** @throws StateError when an earlier attachment takes all of its requests. */
  add(attachment: Attachment): void {
    const { isOurs, path } = attachment;
    const isSame = (other: Attachment): boolean =>
      (other.isOurs === undefined || other.isOurs === isOurs) &&
      (other.path === undefined || other.path === path);
    if (this.#attachments.some(isSame)) {
      throw new StateError(
        'Cannot attach: an earlier attach to this server takes the same requests',
      );
    }
    this.#attachments.push(attachment);
  }

  remove(attachment: Attachment): void {
    if (!this.#attachments.includes(attachment)) return;
    this.#attachments.splice(this.#attachments.indexOf(attachment), 1);
    if (this.#attachments.length > 0) return;
    const server = this.#server;
    server.off('upgrade', this.#upgrade);
    server[UPGRADES] = undefined;
    // A function that replaced ours may still call it.
    if (this.#ask !== undefined && server.shouldUpgradeCallback === this.#shouldUpgrade) {
      server.shouldUpgradeCallback = this.#ask;
    }
  }

  readonly #shouldUpgrade = (request: IncomingMessage): boolean => {
    const answerer = this.#attachments.length === 0 ? 'listeners' : this.#answererOf(request);
    if (answerer === 'listeners') return this.#ask!.call(this.#server, request);
    return answerer !== 'routes';
  };

  readonly #upgrade = (request: IncomingMessage, stream: Duplex, head: Uint8Array): void => {
    const answerer = this.#answererOf(request);
    if (answerer === 'listeners') this.#watch(request, stream);
    else this.#waitAndAnswer(answerer, { request, stream, head });
  };

  /** Asks each attachment once. */
  #answererOf(request: IncomingMessage): Answerer {
    const known = this.#answerers.get(request);
    const answerer = known ?? this.#decide(request);
    if (known === undefined) this.#answerers.set(request, answerer);
    return answerer;
  }

  #decide(request: IncomingMessage): Answerer {
    try {
      // RFC 9110 §7.8: in HTTP/1.0 the field is ignored.
      if (request.httpVersion !== '1.0' && WEBSOCKET.test(request.headers.upgrade ?? '')) {
        const attachment = this.#attachments.find(
          ({ isOurs, path }) =>
            (path === undefined || requestUrl(request.url ?? '').pathname === path) &&
            (!isOurs || isOurs(request) === true),
        );
        if (attachment !== undefined) return attachment;
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
    new PendingStream(stream, openingMs(this.#attachments[0]), undefined, () => {
      const isRead = stream.listenerCount('data') + stream.listenerCount('readable') > 0;
      if (!isRead && socket.bytesWritten === bytesWritten) stream.destroy();
    });
  }

  #waitAndAnswer(answerer: Exclude<Answerer, 'listeners'>, upgrade: Upgrade): void {
    const { request, stream } = upgrade;
    const attachment = isAttachment(answerer) ? answerer : undefined;
    // `close` does not drop the stream: the earlier responses on it are not ours.
    const gone = attachment?.sockets.reserve(() => undefined);
    const pending = new PendingStream(stream, openingMs(attachment ?? this.#attachments[0]), gone);
    whenAnswered(request.socket, () => {
      // The previous response closes the connection.
      if (!stream.writable) return;
      this.#answer(answerer, upgrade, pending.since);
      pending.release();
    });
  }

  #answer(answerer: Exclude<Answerer, 'listeners'>, upgrade: Upgrade, since: number): void {
    if (answerer === 'routes') handBack(this.#server, upgrade);
    else if (!isAttachment(answerer)) refuse(upgrade, answerer.status);
    // The stream was closed meanwhile.
    else if (!this.#attachments.includes(answerer)) refuse(upgrade, 503);
    else open(upgrade, answerer.sockets, since);
  }
}

/** Takes a request from the listener of another: its answer waits for the answers before it. */
export function takeUpgrade(upgrade: Upgrade, sockets: Attachment['sockets']): void {
  const { request, stream } = upgrade;
  const gone = sockets.reserve(() => undefined);
  const pending = new PendingStream(stream, openingMs({ sockets }), gone);
  whenAnswered(request.socket, () => {
    if (!stream.writable) return;
    open(upgrade, sockets, pending.since);
    pending.release();
  });
}

function isAttachment(answerer: Answerer): answerer is Attachment {
  return typeof answerer === 'object' && 'sockets' in answerer;
}

function open(
  { request, stream, head }: Upgrade,
  sockets: Attachment['sockets'],
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

function openingMs(attachment: Pick<Attachment, 'sockets'> | undefined): number {
  const { timeouts } = attachment?.sockets.options ?? {};
  return timeouts?.openingHandshakeMs ?? defaultTimeouts.openingHandshakeMs;
}
