/**
 * The sockets of one server, from the handshake request to the end, the same in every runtime.
 *
 * @module
 */

import { CloseCode } from '../framing/index.ts';
import { aListener, type Checks, checkCall } from '../options/index.ts';
import type { Connection } from './connection.ts';
import type { HandshakeRequestEvent } from './events.ts';
import { ServerConnection, type ServerOptions, serverChecks } from './server-connection.ts';
import type { OnEvent, Socket } from './socket.ts';

/** Decides on a handshake request: calls `accept` or `reject` of the socket, at once or later. */
export type OnRequest<Stream = unknown> = (
  event: HandshakeRequestEvent,
  socket: Socket<ServerConnection, Stream>,
) => void;

/** What a server is told: those of its connections, and who decides. */
export interface ServerSocketsOptions<Stream = unknown> extends ServerOptions {
  /** Default: accepts every request. */
  readonly onRequest?: OnRequest<Stream> | undefined;
}

const checks: Checks<ServerSocketsOptions> = { ...serverChecks, onRequest: aListener };

/** Opens the socket of a connection: the adapter's own work. */
export type OpenSocket<Stream> = (
  connection: ServerConnection,
  stream: Stream,
  onEvent: OnEvent<Stream>,
) => Socket<ServerConnection, Stream>;

/** Makes a socket of each connection, and knows those that are not closed. */
export class ServerSockets<Stream> {
  /** For the connections. */
  readonly options: ServerOptions;
  readonly #onEvent: OnEvent<Stream>;
  readonly #onRequest: OnRequest<Stream>;
  readonly #open: OpenSocket<Stream>;
  readonly #sockets = new Set<Socket<Connection, Stream>>();
  /** Are called once the last one is closed. */
  readonly #waiting: (() => void)[] = [];

  /**
   * @param onEvent - Gets the events of all connections, but for `handshake-request`.
   * @throws RangeError or TypeError when an option cannot be used.
   */
  constructor(
    options: ServerSocketsOptions<Stream>,
    onEvent: OnEvent<Stream>,
    open: OpenSocket<Stream>,
  ) {
    // A mistake in the options shows now, and not when somebody connects.
    checkCall(options, checks, onEvent);
    const { onRequest, ...others } = options;
    this.options = others;
    this.#onEvent = onEvent;
    this.#onRequest = onRequest ?? ((_, socket) => socket.accept());
    this.#open = open;
  }

  add(connection: ServerConnection, stream: Stream): void {
    this.#sockets.add(this.#open(connection, stream, this.#hear));
  }

  /** Closes them with 1001; resolves when all are closed, which the connections' timeouts bound. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) {
      // Versions with a name instead of a number have no close codes.
      const { version } = socket.connection;
      socket.close(typeof version === 'string' ? undefined : CloseCode.goingAway);
    }
    if (this.#sockets.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** One listener for all sockets. */
  readonly #hear: OnEvent<Stream> = (event, socket) => {
    if (event.type === 'close') this.#forget(socket);
    if (event.type !== 'handshake-request') this.#onEvent(event, socket);
    else if (isServers(socket)) this.#onRequest(event, socket);
  };

  #forget(socket: Socket<Connection, Stream>): void {
    this.#sockets.delete(socket);
    if (this.#sockets.size === 0) for (const closed of this.#waiting.splice(0)) closed();
  }
}

function isServers<Stream>(
  socket: Socket<Connection, Stream>,
): socket is Socket<ServerConnection, Stream> {
  return socket.connection instanceof ServerConnection;
}
