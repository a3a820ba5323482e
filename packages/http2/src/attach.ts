/**
 * WebSocket on the streams of an HTTP/2 server (RFC 8441): takes the Extended CONNECT requests for it.
 *
 * @module
 */

import type {
  Http2SecureServer,
  Http2Server,
  Http2ServerRequest,
  IncomingHttpHeaders,
  ServerHttp2Stream,
} from 'node:http2';
import { nodeCapabilities, openSocket } from '@sansocket/node';
import {
  type AcceptOptions,
  CloseCode,
  type HandshakeRequestEvent,
  OpenConnection,
  type OpenOptions,
} from 'sansocket';
import { acceptChecks, defaultTimeouts, openChecks, serverChecks } from 'sansocket/connection';
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
import {
  aFunction,
  aListener,
  type Checks,
  checkCall,
  checkKind,
  checkOptions,
  type Kind,
  member,
} from 'sansocket/options';
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

const { subprotocol: _subprotocol, transport: _transport, ...common } = openChecks;

export const attachChecks: Checks<AttachOptions> = {
  ...common,
  extensions: serverChecks.extensions,
  subprotocols: serverChecks.subprotocols,
  allowedOrigins: serverChecks.allowedOrigins,
  allowedHosts: serverChecks.allowedHosts,
  isOurs: aFunction,
  onRequest: aListener,
  onRefused: aListener,
};

const aServer: Kind<Http2Server | Http2SecureServer> = [
  'an HTTP/2 server',
  (value) => typeof member(value, 'updateSettings') === 'function',
];

/**
 * Opens a connection on every stream that a client opens for WebSocket.
 *
 * Other requests are answered as if `attach` were not there. A CONNECT for another protocol is answered with 501. For
 * clients of HTTP/1.1 on the same port (`allowHTTP1`), call `attach` of `@sansocket/node` as well.
 *
 * @param server - Without connections yet: a client sees in the first settings that it may ask for WebSocket.
 * @param onEvent - Gets the events of all connections.
 * @returns `close` detaches from the server, closes the connections with 1001, and resolves when they are closed.
 * @throws RangeError or TypeError when an option cannot be used.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http2';
 * import { attach } from '@sansocket/http2';
 *
 * const server = createServer((_, response) => response.end('Hello'));
 * attach(server, {}, (event, socket) => {
 *   if (event.type === 'message') socket.send(event.data);
 * });
 * server.listen(8080);
 * ```
 */
export function attach(
  server: Http2Server | Http2SecureServer,
  options: AttachOptions,
  onEvent: OnEvent<ServerHttp2Stream, OpenConnection>,
): { close(): Promise<void> } {
  checkKind('server', server, aServer);
  checkCall(options, attachChecks, onEvent);
  const streams = new ServerStreams(options, onEvent);
  // Without a listener, the compatibility layer answers each CONNECT with 405.
  const onConnect = ({ headers, stream }: Pick<Http2ServerRequest, 'headers' | 'stream'>): void => {
    const status = statusOf(headers[':protocol']);
    setImmediate(() => {
      if (!streams.has(stream)) answer(stream, { status });
    });
  };
  server.updateSettings({ enableConnectProtocol: true });
  server.on('stream', streams.receive).on('connect', onConnect);
  return {
    close() {
      server.off('stream', streams.receive).off('connect', onConnect);
      return streams.close();
    },
  };
}

/** The connections of one `attach`, and the requests that wait for an answer. */
class ServerStreams {
  readonly #options: AttachOptions;
  readonly #connectionOptions: Omit<OpenOptions, 'extensions' | 'subprotocol' | 'transport'>;
  readonly #onEvent: OnEvent<ServerHttp2Stream, OpenConnection>;
  readonly #sockets = new Set<StreamSocket<ServerHttp2Stream>>();
  /** Streams that are ours, from the request on. */
  readonly #taken = new WeakSet<ServerHttp2Stream>();
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

  has(stream: ServerHttp2Stream): boolean {
    return this.#taken.has(stream);
  }

  /** The listener of `stream`. */
  readonly receive = (
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    _flags?: number,
    raw?: readonly string[],
  ): void => {
    const { ':method': method, ':protocol': protocol } = headers;
    if (method !== 'CONNECT' || protocol === undefined) return;
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
      this.#taken.add(stream);
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
function statusOf(protocol: unknown): number {
  return protocol === undefined || protocol === 'websocket' ? 405 : 501;
}

/** Refuses a request, unless it was answered. */
function answer(stream: ServerHttp2Stream, rejection: Rejection): void {
  const { fields, body } = rejectConnect(rejection);
  if (stream.headersSent || stream.destroyed || stream.closed) return;
  stream.respond(headersOf(fields));
  stream.end(body);
}

function ignore(): void {
  // The `close` event of the stream follows.
}
