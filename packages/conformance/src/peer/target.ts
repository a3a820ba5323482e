/**
 * The address of the testee, and how to connect to it: TCP, TLS or a Unix socket, with HTTP/2 on it or not.
 *
 * @module
 */

import { connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { Mistake } from '@sansocket/command-line';
import { Http2Tunnel } from './http2-tunnel.ts';

/** How to reach a server. */
export interface Target {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Path and query of the request. */
  readonly path: string;
  /** The value of the Host field. */
  readonly authority: string;
  readonly isSecure: boolean;
  /** A Unix socket to connect to instead of host and port. */
  readonly socketPath: string | undefined;
  /** Of TLS: certificates in PEM that are trusted, the name to ask for, and whether any certificate will do. */
  readonly ca: string | undefined;
  readonly serverName: string | undefined;
  readonly isInsecure: boolean;
  /** The protocols that ALPN offers (RFC 7301). Default: no ALPN. */
  readonly alpn?: readonly string[] | undefined;
  /** Whether each connection is a stream of HTTP/2 (RFC 8441). */
  readonly isHttp2?: boolean;
}

/** The options of a command line in addition to the URL. */
export interface TargetOptions {
  readonly unix?: string | undefined;
  readonly ca?: string | undefined;
  readonly sni?: string | undefined;
  readonly insecure?: boolean;
  readonly http2?: boolean;
}

/**
 * Reads a `ws:` or `wss:` URL.
 *
 * @throws Mistake for any other text.
 */
export function parseTarget(text: string, options: TargetOptions = {}): Target {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['ws:', 'wss:'].includes(url.protocol)) {
    throw new Mistake(`URL must begin with ws:// or wss://, got '${text}'`);
  }
  const isSecure = url.protocol === 'wss:';
  return {
    url: url.href,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    authority: url.host,
    isSecure,
    socketPath: options.unix,
    ca: options.ca,
    serverName: options.sni,
    isInsecure: options.insecure === true,
    isHttp2: options.http2 === true,
  };
}

/** Whether the testee is on this machine. */
export function isLoopback({ host, socketPath }: Target): boolean {
  return socketPath !== undefined || /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
}

/** Begins to connect. `onOpen` is called once bytes can be written. */
export function openTransport(target: Target, onOpen: () => void): Duplex {
  if (target.isHttp2 !== true) return openSocket(target, onOpen);
  const origin = new URL(target.isSecure ? 'https://host' : 'http://host');
  const socket = (): Socket => openSocket({ ...target, alpn: ['h2'] }, () => undefined);
  return new Http2Tunnel(origin, socket, onOpen);
}

function openSocket(target: Target, onOpen: () => void): Socket {
  const { host, port, socketPath: path, isSecure, ca, serverName, isInsecure, alpn } = target;
  const address = path === undefined ? { host, port } : { path };
  const options = { ...address, noDelay: true, allowHalfOpen: true };
  if (!isSecure) return connect(options, onOpen);
  return connectTls(
    {
      socket: connect(options),
      // A name is no address (RFC 6066 §3).
      servername: serverName ?? (isIP(host) > 0 ? '' : host),
      rejectUnauthorized: !isInsecure,
      ...(ca === undefined ? {} : { ca }),
      ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
    },
    onOpen,
  );
}
