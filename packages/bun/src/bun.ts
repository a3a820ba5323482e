/**
 * The parts of Bun that are used, with Bun's names. The types are declared here, so that Bun's types are not needed to
 * compile; the tests run in Bun.
 *
 * @module
 */

/** A TCP, TLS or Unix socket. */
export interface BunSocket {
  /** Data attached to the socket: its pipe. */
  data: unknown;
  readonly remoteAddress: string;
  /** Negative once the socket is closed. */
  readonly readyState: number;
  /** @returns How many bytes were accepted; -1 when the socket is closed. */
  write(bytes: Uint8Array): number;
  /** Closes our half. */
  shutdown(): void;
  /** Closes the socket; written bytes are still sent. */
  end(): void;
  /** Drops the connection by a reset. */
  terminate(): void;
  pause(): void;
  resume(): void;
  setNoDelay(noDelay: boolean): boolean;
}

/** The events of Bun's sockets. */
export interface SocketHandlers {
  open(socket: BunSocket): void;
  /** The TLS handshake has ended. */
  handshake(socket: BunSocket, success: boolean, error: Error | null): void;
  data(socket: BunSocket, chunk: Uint8Array): void;
  drain(socket: BunSocket): void;
  /** The peer has closed its half. */
  end(socket: BunSocket): void;
  error(socket: BunSocket, error: Error): void;
  close(socket: BunSocket, error?: Error): void;
}

/** A listening server. */
export interface Listener {
  readonly hostname: string;
  readonly port: number;
  /** Accepts no more sockets; leaves the open ones. */
  stop(): void;
}

/** Keys and certificates in PEM, under Bun's own names. */
export interface TlsOptions {
  readonly key?: string;
  readonly cert?: string;
  /** Trusted certificates, instead of those that Bun trusts. */
  readonly ca?: string | string[];
}

interface ListenOptions {
  readonly allowHalfOpen: boolean;
  readonly socket: SocketHandlers;
  readonly tls?: TlsOptions | undefined;
}

interface ConnectOptions extends ListenOptions {
  readonly tls?:
    | (TlsOptions & { readonly ALPNProtocols: string; readonly serverName: string })
    | undefined;
}

interface Host {
  readonly hostname: string;
  readonly port: number;
}

interface UnixPath {
  readonly unix: string;
}

/** The global `Bun`, as far as it is used. */
export interface BunRuntime {
  listen(options: ListenOptions & (Host | UnixPath)): Listener;
  connect(options: ConnectOptions & (Host | UnixPath)): Promise<BunSocket>;
}
