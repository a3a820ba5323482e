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
import {
  aFunction,
  type Checks,
  checkOptions,
  checkWhole,
  isEach,
  member,
  strings,
} from '../options/index.ts';
import { StateError } from '../violations/index.ts';
import { Connection } from './connection.ts';
import { connectionChecks } from './option-checks.ts';
import { type ConnectionOptions, resolveLimits } from './options.ts';
import { forRecording } from './recording.ts';
import {
  type AcceptOptions,
  type AnswerPlain,
  acceptChecks,
  ServerOpening,
} from './server-opening.ts';
import type { Snapshot } from './snapshot.ts';
import type { Version } from './version.ts';

/** The options of a server's connection. */
export interface ServerOptions extends ConnectionOptions, HandshakePolicy {
  /** Subprotocols of the server, all different: `accept` chooses the client's first among them. Default: none. */
  readonly subprotocols?: readonly string[] | undefined;
  /** Older versions to serve too, from `@sansocket/legacy`; the first that a request asks for counts. Default: none. */
  readonly versions?: readonly Version[] | undefined;
  /**
   * Whether the client reaches the server over TLS: the oldest versions need it for their answer, and the default port
   * is 443 then, else 80. Default: false.
   */
  readonly secure?: boolean | undefined;
  /**
   * Answers requests that do not ask for WebSocket, such as the health check of a load balancer; those for which it
   * returns `undefined` are refused. Default: all are refused.
   */
  readonly answerPlain?: AnswerPlain | undefined;
}

export const serverChecks: Checks<ServerOptions> = {
  ...connectionChecks,
  ...policyChecks,
  subprotocols: strings,
  answerPlain: aFunction,
  versions: [
    'an array of versions of @sansocket/legacy',
    (value) => isEach(value, (item) => typeof member(item, 'isAsked') === 'function'),
  ],
};

/**
 * The server's end of a connection: answers a handshake request.
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
  /** Set until a request is accepted. */
  #opening: ServerOpening | undefined;

  /**
   * Waits for the bytes of a request.
   *
   * @param now - Milliseconds on the caller's monotonic clock: the opening timeout counts from here.
   * @throws RangeError or TypeError for an option that cannot be used.
   */
  constructor(given: ServerOptions, now: number) {
    checkOptions(given, serverChecks);
    const options = forRecording(given);
    // The oldest versions accept other names too.
    if (options.versions === undefined) assertSubprotocols(options.subprotocols);
    const limits = resolveLimits(options.limits);
    const opening = new ServerOpening(options, limits);
    super('server', options, limits, opening, now);
    this.#opening = opening;
  }

  /**
   * Takes over from an HTTP server that has parsed the request: Node's `upgrade` event, a Fetch `Request`.
   * The response is still output as bytes. Pass the bytes after the head to `receive`.
   *
   * @param request - The fields in order, repeated names kept. Default of `httpVersion`: 1.1.
   */
  static fromRequest(
    request: HandshakeRequest,
    options: ServerOptions,
    now: number,
  ): ServerConnection {
    checkWhole(request, requestShape, 'request');
    const connection = new ServerConnection(options, now);
    connection.madeOf({ request });
    connection.proceed(() => connection.#asked('read').read(request), now);
    return connection;
  }

  /**
   * Continues from a snapshot: events, offsets, timeouts and output are the same as without it, except for the
   * masking keys, which are drawn anew.
   *
   * @param snapshot - Not changed.
   * @param options - The same as those of the connection that the snapshot was taken of.
   * @param now - Milliseconds on the clock of this process: a timeout that was due in 5 ms is due at `now` + 5 ms.
   * @throws TypeError for a snapshot of the other role; RangeError when the limits in the options are too low for it.
   */
  static restore(snapshot: Snapshot, options: ServerOptions, now: number): ServerConnection {
    const connection = new ServerConnection(options, now);
    connection.resume(snapshot);
    connection.#opening = undefined;
    return connection;
  }

  /**
   * Accepts the handshake request (RFC 6455 §4.2.2): at once, or later.
   *
   * @returns `closing` when the connection has ended meanwhile.
   * @throws StateError when no request waits; RangeError for a subprotocol that was not offered; TypeError for a
   *   field that cannot be sent or belongs to the handshake.
   */
  accept(options: AcceptOptions, now: number): 'ok' | 'closing' {
    checkOptions(options, acceptChecks);
    const answered = this.answer((output) => this.#asked('accept').accept(options, output), now);
    if (answered === 'ok') this.#opening = undefined;
    return answered;
  }

  /**
   * Rejects the handshake request with an HTTP response that ends the connection (§4.2.2): 401, 403, 404, 503 …
   *
   * @returns The same as `accept`.
   * @throws StateError when no request waits; RangeError for a status outside 300 to 599; TypeError for a field
   *   that cannot be sent or belongs to the handshake.
   */
  reject(rejection: Rejection, now: number): 'ok' | 'closing' {
    return this.answer((output) => this.#asked('reject').reject(rejection, output), now);
  }

  #asked(what: string): ServerOpening {
    if (this.#opening !== undefined) return this.#opening;
    throw new StateError(`Cannot ${what}: no handshake request waits`);
  }
}
