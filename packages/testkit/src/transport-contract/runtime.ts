/**
 * What a runtime has to lend for its adapter to be tried: the adapter, bare TCP sockets for peers that
 * misbehave, and a turn of its event loop.
 *
 * @module
 */

import type { ClientConnection, ClientOptions } from 'sansocket';
import type { OnEvent, ServerSocketsOptions, Socket } from 'sansocket/driving';

/** An adapter and its surroundings. A stream is whatever the adapter's sockets run over. */
export interface TransportRuntime {
  /** Whether TLS lies beneath its streams and the bare sockets. Default: false. */
  readonly isSecure?: boolean;
  /** Listens on a free port of 127.0.0.1; resolves once it listens. */
  serve(options: ServerSocketsOptions, onEvent: OnEvent): Promise<ContractServer>;
  /** Connects to a ws URL. */
  connect(url: string, options: ClientOptions, onEvent: OnEvent): Socket<ClientConnection>;
  /** Connects a bare TCP socket to a port of 127.0.0.1. It may be half-open. */
  connectBare(port: number, hear: BareHear): BareSocket;
  /**
   * Listens for bare TCP sockets on a free port of 127.0.0.1; resolves once it listens. They may be half-open.
   *
   * @param take - Called for each that comes, with what opens it.
   */
  listenBare(take: (open: OpenBare) => void): Promise<BareListener>;
  /** Resolves once both halves of a stream are closed. */
  closed(stream: unknown): Promise<unknown>;
  /** Lets go of a stream at once; its own socket is told, as of a reset. */
  drop(stream: unknown): void;
  /** Resolves once everything that is ready now has had its turn. */
  turn(): Promise<unknown>;
}

/** What `serve` of an adapter resolves to. */
export interface ContractServer {
  readonly port: number;
  /** Closes the connections with 1001; resolves when they are closed. */
  close(): Promise<unknown>;
}

/** What `listenBare` resolves to. */
export interface BareListener {
  readonly port: number;
  /** Takes no more sockets; leaves those that are there. */
  close(): unknown;
}

/** Gets what comes in over a bare socket. */
export interface BareHear {
  /** Bytes of the peer; they are the receiver's for good. */
  readonly chunk: (bytes: Uint8Array) => void;
  /** The peer has closed its half, or nothing can come for another reason. May be called twice. */
  readonly end: () => void;
}

/** Makes a bare socket of one that has come; called at once. */
export type OpenBare = (hear: BareHear) => BareSocket;

/** A TCP socket without a protocol. */
export interface BareSocket {
  write(bytes: Uint8Array): void;
  /** Closes our half, after what was written. */
  end(): void;
  /** Drops the connection by a reset. */
  reset(): void;
  /** Lets go of it, at the end of a case. */
  drop(): void;
  /** Stops reading, so that the buffers of the system fill up. */
  pause(): void;
  resume(): void;
}
