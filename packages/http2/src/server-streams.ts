/**
 * The streams that a server's clients open for WebSocket: the request, the answer, the connection (RFC 8441 §5).
 *
 * @module
 */

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { nodeCapabilities, openSocket } from '@sansocket/node';
import {
  type AcceptOptions,
  CloseCode,
  type HandshakeRequestEvent,
  OpenConnection,
  type OpenOptions,
} from 'sansocket';
import { acceptChecks, defaultTimeouts } from 'sansocket/connection';
import type { OnEvent, Socket } from 'sansocket/driving';
import { closeExtensions, type Extension, negotiateExtensions } from 'sansocket/extensions';
import {
  acceptConnect,
  type ConnectOffer,
  type ConnectPolicy,
  type Rejection,
  readConnect,
  rejectConnect,
} from 'sansocket/handshake';
import { checkOptions } from 'sansocket/options';
import { StateError, type Violation } from 'sansocket/violations';
import { fieldsOf, headersOf } from './headers.ts';

/** A socket over a stream of HTTP/2, of a server or of a client. */
export type StreamSocket<Stream> = Socket<OpenConnection, Stream>;

/** A request that waits for an answer. */
export interface StreamRequest {
  readonly stream: ServerHttp2Stream;
  /**
   * Answers with 200: then frames are exchanged.
   *
   * @returns The socket; `undefined` when the stream has closed meanwhile.
   * @throws StateError when the request was answered; otherwise as `acceptRequest`.
   */
  accept(options?: AcceptOptions): StreamSocket<ServerHttp2Stream> | undefined;
  /** Answers with another status. @throws StateError when the request was answered; otherwise as `rejectRequest`. */
  reject(rejection: Rejection): void;
}

/** The options of a connection, and which requests become connections. */
export interface AttachOptions
  extends Omit<OpenOptions, 'extensions' | 'subprotocol' | 'transport'>,
    ConnectPolicy {
  /** Extensions that may be negotiated, in order of preference. Default: none. */
  readonly extensions?: readonly Extension[] | undefined;
  /** Subprotocols of the server: `accept` chooses the client's first among them. Default: none. */
  readonly subprotocols?: readonly string[] | undefined;
  /** Whether to take a request for WebSocket: only `true` means yes. Others are left to the server. Default: takes all. */
  readonly isOurs?: ((headers: IncomingHttpHeaders) => boolean) | undefined;
  /**
   * Decides on a request: calls `accept` or `reject`, at once or later. If it throws, or its promise rejects, the request
   * is answered with 500, and the error is not caught. Default: accepts every request.
   */
  readonly onRequest?:
    | ((event: HandshakeRequestEvent, request: StreamRequest) => unknown)
    | undefined;
  /** Gets the rule that a request breaks; the request was answered with its status. Default: nobody. */
  readonly onRefused?: ((violation: Violation, stream: ServerHttp2Stream) => void) | undefined;
}

/** Streams that an `attach` has taken, from the request on: of several the first takes it. */
const taken = new WeakSet<ServerHttp2Stream>();

/** Whether an `attach` answers the request of a stream. */
export function isTaken(stream: ServerHttp2Stream): boolean {
  return taken.has(stream);
}

/** The connections of one `attach`, and the requests that wait for an answer. */
export class ServerStreams {
  readonly #options: AttachOptions;
  readonly #connectionOptions: Omit<OpenOptions, 'extensions' | 'subprotocol' | 'transport'>;
  readonly #onEvent: OnEvent<ServerHttp2Stream, OpenConnection>;
  readonly #sockets = new Set<StreamSocket<ServerHttp2Stream>>();
  /** Called once the last socket is closed. */
  readonly #waiting: (() => void)[] = [];
  #isClosing = false;

  constructor(options: AttachOptions, onEvent: OnEvent<ServerHttp2Stream, OpenConnection>) {
    const { extensions, subprotocols, allowedOrigins, allowedHosts, ...others } = options;
    const { isOurs, onRequest, onRefused, ...connectionOptions } = others;
    this.#options = options;
    this.#connectionOptions = { capabilities: nodeCapabilities(), ...connectionOptions };
    this.#onEvent = onEvent;
  }

  /** The listener of `stream`. */
  readonly receive = (
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    _flags?: number,
    raw?: readonly string[],
  ): void => {
    const { ':method': method, ':protocol': protocol } = headers;
    if (method !== 'CONNECT' || protocol === undefined || isTaken(stream)) return;
    const { isOurs, allowedHosts, allowedOrigins, onRefused, onRequest = accept } = this.#options;
    if (protocol !== 'websocket') {
      // Unless another listener knows the protocol.
      setImmediate(answer, stream, { status: statusOf(protocol) });
      return;
    }
    const fail = (error: unknown): never => {
      answer(stream, { status: 500 });
      throw error;
    };
    try {
      if (isOurs !== undefined && (isOurs(headers) as unknown) !== true) return;
      taken.add(stream);
      stream.on('error', ignore);
      const reading = readConnect(fieldsOf(headers, raw), { allowedHosts, allowedOrigins });
      if (!reading.ok) {
        answer(stream, reading.response);
        onRefused?.(reading.violation, stream);
        return;
      }
      if (this.#isClosing) answer(stream, { status: 503 });
      else {
        const event = { type: 'handshake-request', ...reading.offer } as const;
        const done = onRequest(event, this.#request(stream, reading.offer));
        if (done instanceof Promise) void done.catch(fail);
      }
    } catch (error) {
      fail(error);
    }
  };

  #request(stream: ServerHttp2Stream, offer: ConnectOffer): StreamRequest {
    const { openingHandshakeMs = defaultTimeouts.openingHandshakeMs } =
      this.#options.timeouts ?? {};
    const late = (): void => answer(stream, { status: 503 });
    const timer = openingHandshakeMs < Infinity ? setTimeout(late, openingHandshakeMs) : undefined;
    stream.once('close', () => clearTimeout(timer));
    const settle = (what: string): void => {
      if (stream.headersSent && !stream.destroyed)
        throw new StateError(`Cannot ${what}: the request was answered`);
    };
    return {
      stream,
      accept: (options = {}) => {
        settle('accept');
        const socket = this.#accept(stream, offer, options);
        clearTimeout(timer);
        return socket;
      },
      reject(rejection) {
        settle('reject');
        answer(stream, rejection);
        clearTimeout(timer);
      },
    };
  }

  #accept(
    stream: ServerHttp2Stream,
    offer: ConnectOffer,
    accepted: AcceptOptions,
  ): StreamSocket<ServerHttp2Stream> | undefined {
    checkOptions(accepted, acceptChecks);
    const { extensions: known = [], subprotocols = [] } = this.#options;
    const extensions = negotiateExtensions(offer.extensions, accepted.extensions ?? known);
    const usual = offer.subprotocols.find((offered) => subprotocols.includes(offered));
    const { subprotocol: chosen = usual, headers } = accepted;
    const subprotocol = chosen ?? undefined;
    try {
      const fields = acceptConnect(offer, { subprotocol, extensions, headers });
      if (stream.destroyed || stream.closed) {
        closeExtensions(extensions);
        return undefined;
      }
      stream.respond(headersOf(fields));
    } catch (error) {
      closeExtensions(extensions);
      throw error;
    }
    const options = { ...this.#connectionOptions, subprotocol, extensions, transport } as const;
    const connection = new OpenConnection('server', options, performance.now());
    const socket = openSocket(connection, stream, this.#receiveEvent);
    this.#sockets.add(socket);
    if (this.#isClosing) socket.close(CloseCode.goingAway);
    return socket;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    for (const socket of this.#sockets) socket.close(CloseCode.goingAway);
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#reportIfEmpty();
    });
  }

  readonly #receiveEvent: OnEvent<ServerHttp2Stream, OpenConnection> = (event, socket) => {
    if (event.type === 'close') {
      this.#sockets.delete(socket);
      this.#reportIfEmpty();
    }
    this.#onEvent(event, socket);
  };

  #reportIfEmpty(): void {
    if (this.#sockets.size === 0) for (const closed of this.#waiting.splice(0)) closed();
  }
}

const transport = 'stream';

const accept: NonNullable<AttachOptions['onRequest']> = (_, request) => request.accept();

/** The answer to a CONNECT that nobody takes; 501 for a protocol that is not known here (RFC 9220 §3). */
export function statusOf(protocol: unknown): number {
  return protocol === undefined || protocol === 'websocket' ? 405 : 501;
}

/** Refuses a request, unless it was answered. */
export function answer(stream: ServerHttp2Stream, rejection: Rejection): void {
  const { fields, body } = rejectConnect(rejection);
  if (stream.headersSent || stream.destroyed || stream.closed) return;
  stream.respond(headersOf(fields));
  stream.end(body);
}

function ignore(): void {
  // The `close` event of the stream follows.
}
