/**
 * What is used of Deno, by its own names. The types are written down here, so that nobody needs Deno's to
 * compile; `deno check` compares them with the real ones.
 *
 * @module
 */

/** A TCP, TLS or Unix socket, or anything that reads and writes like one. */
export interface Conn {
  readonly remoteAddr: Addr;
  readonly localAddr: Addr;
  /** Resolves with the number of bytes, null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Resolves with the number of bytes that were taken, which may be fewer. */
  write(bytes: Uint8Array): Promise<number>;
  closeWrite(): Promise<void>;
  close(): void;
  setNoDelay?(noDelay: boolean): void;
}

/** Where a socket is; Unix sockets have a path. */
export type Addr =
  | { readonly transport: 'tcp' | 'udp'; readonly hostname: string; readonly port: number }
  | { readonly transport: 'unix' | 'unixpacket'; readonly path: string }
  | { readonly transport: 'vsock'; readonly cid: number; readonly port: number };

/** Takes sockets. */
export interface Listener {
  readonly addr: Addr;
  accept(): Promise<Conn>;
  close(): void;
}

/** The server's certificate and key, in PEM. */
export interface TlsServerOptions {
  readonly cert: string;
  readonly key: string;
}

/** Whom the client trusts. */
export interface TlsClientOptions {
  /** Certificates in PEM, besides those that Deno trusts. */
  readonly caCerts?: string[];
}

interface Host {
  readonly hostname: string;
  readonly port: number;
}

interface UnixPath {
  readonly transport: 'unix';
  readonly path: string;
}

interface Alpn {
  readonly alpnProtocols: string[];
}

/** The global `Deno`, as far as it is used. */
export interface DenoRuntime {
  listen(options: Host | UnixPath): Listener;
  listenTls(options: Host & Alpn & TlsServerOptions): Listener;
  connect(options: Host | UnixPath): Promise<Conn>;
  connectTls(options: Host & Alpn & TlsClientOptions): Promise<Conn>;
  /** @param timer - What `setTimeout` has returned. */
  unrefTimer(timer: unknown): void;
}
