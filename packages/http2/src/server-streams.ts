/**
 * The streams that a server's clients open for WebSocket: the request, the answer, the connection (RFC 8441 §5).
 *
 * @module
 */

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { nodeCapabilities, openSocket } from '@sansocket/node';
import {
  type AcceptOptions,
  type HandshakeRequestEvent,
  OpenConnection,
  type OpenOptions,
} from 'sansocket';
import { acceptChecks, defaultTimeouts } from 'sansocket/connection';
import {
  type OnEvent,
  type RequestPolicy,
  ServerSockets,
  type ServerSocketsOptions,
  type Serving,
  type Socket,
  type SocketOptions,
} from 'sansocket/driving';
import { closeExtensions, type Extension, negotiateExtensions } from 'sansocket/extensions';
import {
  acceptConnect,
  type ConnectOffer,
  type ConnectPolicy,
  chooseSubprotocol,
  type Rejection,
  readConnect,
  rejectConnect,
} from 'sansocket/handshake';
import { checkOptions } from 'sansocket/options';
import { StateError, type Violation } from 'sansocket/violations';
import { fieldsOf, headersOf } from './headers.ts';

/** A socket over a stream of HTTP/2, of a server or of a client. */
export type StreamSocket<Stream, Data = unknown> = Socket<OpenConnection, Stream, Data>;

/** A request that waits for an answer. */
export interface StreamRequest<Data = unknown> {
  readonly stream: ServerHttp2Stream;
  /**
   * Answers with 200: then frames are exchanged.
   *
   * @returns The socket; `undefined` when the request has ended meanwhile: the time was over, or the stream has closed.
   * @throws StateError when the request was answered; otherwise as `acceptRequest`.
   */
  accept(options?: AcceptOptions): StreamSocket<ServerHttp2Stream, Data> | undefined;
  /** Answers with another status. @throws StateError when the request was answered; otherwise as `rejectRequest`. */
  reject(rejection: Rejection): void;
}

/** The options of a connection, and which requests become connections. */
export interface AttachOptions<Data = unknown>
  extends Omit<OpenOptions, 'extensions' | 'subprotocol' | 'fields' | 'transport'>,
    Omit<ConnectPolicy, keyof RequestPolicy>,
    Pick<ServerSocketsOptions, keyof RequestPolicy | 'maxConnections'>,
    SocketOptions {
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
    | ((event: HandshakeRequestEvent, request: StreamRequest<Data>) => unknown)
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

/** The requests of one `attach`, and the connections that come of them. */
export class ServerStreams<Data = unknown> {
  readonly #options: AttachOptions<Data>;
  readonly #sockets: ServerSockets<ServerHttp2Stream, OpenConnection, Data>;

  constructor(
    options: AttachOptions<Data>,
    onEvent: OnEvent<ServerHttp2Stream, OpenConnection, Data>,
  ) {
    const { isOurs, onRequest, onRefused, ...others } = options;
    this.#options = options;
    const all = { capabilities: nodeCapabilities(), ...others, inPlace: true };
    this.#sockets = new ServerSockets<ServerHttp2Stream, OpenConnection, Data>(
      all,
      onEvent,
      openSocket,
    );
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
    const { isOurs, onRefused, onRequest = accept } = this.#options;
    const { allowedHosts, allowedOrigins } = this.#sockets.options;
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
      const event = { type: 'handshake-request', ...reading.offer } as const;
      const request = this.#request(stream, reading.offer);
      const refusal = this.#sockets.refusal(event);
      const decide = (status: number | undefined): unknown =>
        status === undefined ? onRequest(event, request) : request.reject({ status });
      const done = typeof refusal === 'object' ? refusal.then(decide) : decide(refusal);
      if (done instanceof Promise) void done.catch(fail);
    } catch (error) {
      fail(error);
    }
  };

  /** What is not answered in time, or when the server closes, gets 503. */
  #request(stream: ServerHttp2Stream, offer: ConnectOffer): StreamRequest<Data> {
    const { openingHandshakeMs = defaultTimeouts.openingHandshakeMs } =
      this.#options.timeouts ?? {};
    const late = (): void => {
      answer(stream, { status: 503 });
      end();
    };
    const release = this.#sockets.reserve(late);
    const timer = openingHandshakeMs < Infinity ? setTimeout(late, openingHandshakeMs) : undefined;
    const end = (): void => {
      clearTimeout(timer);
      release();
    };
    stream.once('close', end);
    let isAnswered = false;
    const assertOpen = (what: string): void => {
      if (isAnswered) throw new StateError(`Cannot ${what}: the request was answered`);
    };
    return {
      stream,
      accept: (options = {}) => {
        assertOpen('accept');
        const socket = this.#accept(stream, offer, options);
        isAnswered = true;
        end();
        return socket;
      },
      reject(rejection) {
        assertOpen('reject');
        answer(stream, rejection);
        isAnswered = true;
        end();
      },
    };
  }

  #accept(
    stream: ServerHttp2Stream,
    offer: ConnectOffer,
    accepted: AcceptOptions,
  ): StreamSocket<ServerHttp2Stream, Data> | undefined {
    checkOptions(accepted, acceptChecks);
    const { subprotocols, extensions: known = [], ...options } = this.#sockets.options;
    const { headers } = accepted;
    const chosen = accepted.subprotocol;
    const subprotocol = chooseSubprotocol(offer.subprotocols, subprotocols, chosen);
    const extensions = negotiateExtensions(offer.extensions, accepted.extensions ?? known);
    try {
      const fields = acceptConnect(offer, { subprotocol, extensions, headers });
      if (stream.headersSent || stream.destroyed || stream.closed) {
        closeExtensions(extensions);
        return undefined;
      }
      stream.respond(headersOf(fields));
    } catch (error) {
      closeExtensions(extensions);
      throw error;
    }
    const { allowedHosts, allowedOrigins, ...rest } = options;
    const { fields } = offer;
    const all = { ...rest, subprotocol, extensions, fields, transport: 'stream' } as const;
    return this.#sockets.add(new OpenConnection('server', all, performance.now()), stream);
  }

  serving(stop: () => unknown): Serving<ServerHttp2Stream, Data, OpenConnection> {
    return this.#sockets.serving(stop);
  }
}

const accept = (_: HandshakeRequestEvent, request: StreamRequest): unknown => request.accept();

/** The answer to a CONNECT that nobody takes; 501 for a protocol that is not known here (RFC 9220 §3). */
export function statusOf(protocol: unknown): number {
  return protocol === undefined || protocol === 'websocket' ? 405 : 501;
}

/** Refuses a request, unless it was answered. A client that keeps its half open is reset behind it (RFC 9113 §8.1). */
export function answer(stream: ServerHttp2Stream, rejection: Rejection): void {
  const { fields, body } = rejectConnect(rejection);
  if (stream.headersSent || stream.destroyed || stream.closed) return;
  stream.respond(headersOf(fields));
  stream.end(body, () => stream.close());
}

function ignore(): void {
  // The `close` event of the stream follows.
}
