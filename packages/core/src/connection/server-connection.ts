/**
 * The server's end of a connection (RFC 6455 §4.2).
 *
 * @module
 */

import {
  assertSubprotocols,
  type HandshakePolicy,
  type HandshakeRequest,
  policyChecks,
  type Rejection,
  requestShape,
} from '../handshake/index.ts';
import { type AnyKind, type Checks, checkOptions, checkWhole, strings } from '../options/index.ts';
import { StateError } from '../violations/index.ts';
import { Connection } from './connection.ts';
import { connectionChecks } from './option-checks.ts';
import { type ConnectionOptions, resolveLimits } from './options.ts';
import { type AcceptOptions, acceptChecks, ServerOpening } from './server-opening.ts';
import type { Snapshot } from './snapshot.ts';
import type { Versions } from './version.ts';

/** What a server's connection is told when it is made. */
export interface ServerOptions extends ConnectionOptions, HandshakePolicy {
  /** Tokens, all different, that the server speaks: `accept` takes the client's first that is among them. Default: none. */
  readonly subprotocols?: readonly string[] | undefined;
  /** Older versions to serve beside RFC 6455, of `sansocket/legacy`. Default: none. */
  readonly versions?: Versions | undefined;
  /** Whether the client reaches the server over TLS: the oldest versions say so in their answer, and 443 is its own port then, else 80. Default: false. */
  readonly secure?: boolean | undefined;
}

export const serverChecks: Checks<ServerOptions> = {
  ...connectionChecks,
  ...policyChecks,
  subprotocols: strings,
  versions: policyChecks.versions as AnyKind,
};

/**
 * A connection that a client asks for.
 *
 * @example
 * ```ts
 * import { ServerConnection } from 'sansocket';
 *
 * const connection = new ServerConnection({ subprotocols: ['chat'] }, 0);
 * connection.receive(new TextEncoder().encode('GET / HTTP/1.1\r\n'), 1);
 * for (let event; (event = connection.nextEvent()) !== undefined; ) {
 *   if (event.type === 'handshake-request') connection.accept({}, 1);
 *   if (event.type === 'message') connection.send(event.data);
 * }
 * ```
 */
export class ServerConnection extends Connection {
  /** There until a request is accepted. */
  #opening: ServerOpening | undefined;

  /**
   * Waits for the bytes of a request.
   *
   * @param now - Milliseconds on the caller's monotonic clock: the opening timeout counts from here.
   * @throws RangeError or TypeError for an option that is none.
   */
  constructor(options: ServerOptions, now: number) {
    checkOptions(options, serverChecks);
    // The oldest versions take other names too.
    if (options.versions === undefined) assertSubprotocols(options.subprotocols);
    const limits = resolveLimits(options.limits);
    const opening = new ServerOpening(options, limits);
    super('server', options, limits, opening, now);
    this.#opening = opening;
  }

  /**
   * Takes over from an HTTP server that has parsed the request: Node's `upgrade` event, a Fetch `Request`.
   * The response goes out as bytes all the same. What came behind the head is for `receive`.
   *
   * @param request - Its fields in order, repeated names kept. `httpVersion` is 1.1 when it does not say.
   */
  static fromRequest(
    request: HandshakeRequest,
    options: ServerOptions,
    now: number,
  ): ServerConnection {
    checkWhole(request, requestShape, 'request');
    const connection = new ServerConnection(options, now);
    connection.proceed(() => connection.#asked('read').read(request), now);
    return connection;
  }

  /**
   * Goes on where a snapshot was taken: events, offsets, timeouts and output are what they would have been,
   * but for the masking keys that are drawn from here on.
   *
   * @param snapshot - Not changed.
   * @param options - As those of the connection that it was taken of.
   * @param now - On the clock of this place: what was due in 5 ms is due 5 ms from here.
   * @throws TypeError for a snapshot of the other role; RangeError when the limits of the options are too low for it.
   */
  static restore(snapshot: Snapshot, options: ServerOptions, now: number): ServerConnection {
    const connection = new ServerConnection(options, now);
    connection.resume(snapshot);
    connection.#opening = undefined;
    return connection;
  }

  /**
   * Says yes to the handshake request (RFC 6455 §4.2.2): at once, or later.
   *
   * @returns `closing` when the connection has ended meanwhile.
   * @throws StateError when no request waits; RangeError for what was not offered; TypeError for a field that
   *   cannot be sent or is the handshake's own.
   */
  accept(options: AcceptOptions, now: number): 'ok' | 'closing' {
    checkOptions(options, acceptChecks);
    const answered = this.answer((output) => this.#asked('accept').accept(options, output), now);
    if (answered === 'ok') this.#opening = undefined;
    return answered;
  }

  /**
   * Says no, with an HTTP response that ends the connection (§4.2.2): 401, 403, 404, 503 …
   *
   * @returns As `accept`.
   * @throws StateError when no request waits; RangeError for a status outside 300 to 599; TypeError for a field
   *   that cannot be sent or is the handshake's own.
   */
  reject(rejection: Rejection, now: number): 'ok' | 'closing' {
    return this.answer((output) => this.#asked('reject').reject(rejection, output), now);
  }

  #asked(what: string): ServerOpening {
    if (this.#opening !== undefined) return this.#opening;
    throw new StateError(`Cannot ${what}: no handshake request waits`);
  }
}
