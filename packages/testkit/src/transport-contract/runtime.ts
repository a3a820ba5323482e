/**
 * The parts of a runtime that the cases need: its adapter, bare TCP sockets for peers that misbehave, and a turn of its
 * event loop.
 *
 * @module
 */

import type { ClientConnection, ClientOptions } from 'sansocket';
import type {
  OnEvent,
  ServerSocketsOptions,
  Serving,
  Socket,
  SocketOptions,
} from 'sansocket/driving';

/** Sockets for peers that misbehave. */
export interface BareSockets {
  /** Connects a bare TCP socket to a port of 127.0.0.1. It may be half-open. */
  connectBare(port: number, hear: BareHear): BareSocket;
  /**
   * Listens for bare TCP sockets on a free port of 127.0.0.1; resolves once it listens. They may be half-open.
   *
   * @param take - Called for each accepted socket, with a function that opens it.
   */
  listenBare(take: (open: OpenBare) => void): Promise<BareListener>;
}

/** An adapter and its surroundings. A stream is whatever the adapter's sockets run over. */
export interface TransportRuntime extends BareSockets {
  /** Whether TLS lies beneath its streams and the bare sockets. Default: false. */
  readonly isSecure?: boolean;
  /** The address that a peer at 127.0.0.1 has. Absent: the streams have no addresses. */
  readonly peerAddress?: string;
  /** With TLS: the sockets beneath it. Absent: the cases in which TLS never begins are left out. */
  readonly beneath?: BareSockets | undefined;
  /**
   * Passes each error that nobody catches to `take`, until the returned function is called. Absent: the cases in which
   * a listener throws are left out.
   */
  readonly uncaught?: ((take: (error: unknown) => void) => () => void) | undefined;
  /** Listens on a free port of 127.0.0.1; resolves once it listens. */
  serve(options: ServerSocketsOptions, onEvent: OnEvent): Promise<ContractServer>;
  /** Connects to a ws URL. */
  connect(
    url: string,
    options: ClientOptions & SocketOptions,
    onEvent: OnEvent,
  ): Socket<ClientConnection>;
  /** Connects, and waits until it is open. Default: made of `connect`. */
  readonly open?:
    | ((url: string, options: ClientOptions & SocketOptions) => Promise<Socket<ClientConnection>>)
    | undefined;
  /** Resolves once both halves of a stream are closed. */
  closed(stream: unknown): Promise<unknown>;
  /** Destroys a stream at once; its own socket receives that like a reset. */
  drop(stream: unknown): void;
  /** Resolves once everything that is ready now has had its turn. */
  turn(): Promise<unknown>;
}

/** The result of `serve` of an adapter. */
export interface ContractServer extends Serving {
  readonly port: number;
}

/** The result of `listenBare`. */
export interface BareListener {
  readonly port: number;
  /** Accepts no more sockets; leaves the open ones. */
  close(): unknown;
}

/** Receives the events of a bare socket. */
export interface BareHear {
  /** Bytes of the peer; they are the receiver's for good. */
  readonly chunk: (bytes: Uint8Array) => void;
  /** The peer has closed its half, or nothing can come for another reason. May be called twice. */
  readonly end: () => void;
}

/** Opens a bare socket for one that was accepted; called at once. */
export type OpenBare = (hear: BareHear) => BareSocket;

/** A TCP socket without a protocol. */
export interface BareSocket {
  write(bytes: Uint8Array): void;
  /** Closes our half, after the written bytes. */
  end(): void;
  /** Drops the connection by a reset. */
  reset(): void;
  /** Releases it, at the end of a case. */
  drop(): void;
  /** Stops reading, so that the buffers of the system fill up. */
  pause(): void;
  resume(): void;
}
