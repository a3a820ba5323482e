/**
 * A stream through an HTTP proxy: the proxy is asked to CONNECT to the server, and passes bytes on then (RFC 9110
 * §9.3.6).
 *
 * @module
 */

import { isIP, type Socket as NetSocket, connect as netConnect } from 'node:net';
import { Duplex } from 'node:stream';
import { type ConnectionOptions as TlsOptions, connect as tlsConnect } from 'node:tls';
import { HeadParser, serializeHead, type UrlLike, urlTextOf } from 'sansocket/handshake';

/** The server that the proxy connects to. */
interface Target {
  readonly host: string;
  readonly port: number;
}

type Callback = (error?: Error | null) => void;

/**
 * Opens a stream to a server through a proxy; what is written to it before the proxy has answered waits.
 *
 * @param proxy - An http or https URL; its user information is sent as Basic credentials (RFC 7617).
 * @throws RangeError for another URL, or user information with a lone percent sign.
 */
export function openTunnel(proxy: UrlLike, { host, port }: Target, tls?: TlsOptions): NetSocket {
  const { protocol, hostname, port: proxyPort, username, password } = parse(proxy);
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const credentials = [username, password].map(decoded).join(':');
  const token = Buffer.from(credentials).toString('base64');
  const own = credentials === ':' ? [] : [['Proxy-Authorization', `Basic ${token}`] as const];
  const request = serializeHead({
    method: 'CONNECT',
    target: authority,
    httpVersion: '1.1',
    fields: [['Host', authority], ...own],
  });
  const name = hostname.replace(/^\[|\]$/g, '');
  const isSecure = protocol === 'https:';
  const place = { host: name, port: Number(proxyPort || (isSecure ? 443 : 80)) };
  const servername = isIP(name) ? '' : name;
  const beneath = isSecure ? tlsConnect({ servername, ...tls, ...place }) : netConnect(place);
  // All that is used of a socket is what a stream has.
  return new Tunnel(beneath, request) as unknown as NetSocket;
}

function parse(proxy: UrlLike): URL {
  const text = urlTextOf(proxy);
  // Credentials may be in it, so the error does not show the URL.
  if (!URL.canParse(text) || !/^https?:/i.test(text))
    throw new RangeError('proxy must be an http or https URL');
  return new URL(text);
}

function decoded(userInformation: string): string {
  try {
    return decodeURIComponent(userInformation);
  } catch {
    throw new RangeError('proxy must have a name and a password in which % begins an escape');
  }
}

class Tunnel extends Duplex {
  readonly #beneath: NetSocket;
  #parser: HeadParser<'response'> | undefined = new HeadParser({ head: 'response' });
  /** The write that waits for the answer of the proxy. */
  #waiting: (() => void) | undefined;

  constructor(beneath: NetSocket, request: Uint8Array) {
    super({ allowHalfOpen: true, autoDestroy: true });
    this.#beneath = beneath;
    beneath.allowHalfOpen = true;
    beneath.setNoDelay(true).write(request);
    beneath
      .on('data', (chunk: Uint8Array) => this.#receive(chunk))
      .on('end', () => this.#receiveEnd())
      .on('error', (error) => this.destroy(error))
      .on('close', () => this.destroy());
  }

  #receive(chunk: Uint8Array): void {
    const parser = this.#parser;
    if (parser === undefined) {
      if (!this.push(chunk)) this.#beneath.pause();
      return;
    }
    const result = parser.push(chunk);
    if (result.kind === 'need-more') return;
    const status = result.kind === 'done' ? result.head.status : 0;
    if (result.kind === 'violation') this.destroy(new Error('The proxy does not speak HTTP'));
    else if (status < 200 || status > 299)
      this.destroy(new Error(`The proxy refuses with status ${status}`));
    else this.#open(chunk.subarray(result.rest));
  }

  #open(rest: Uint8Array): void {
    this.#parser = undefined;
    this.#waiting?.();
    if (rest.length > 0) this.#receive(rest);
  }

  #receiveEnd(): void {
    if (this.#parser === undefined) this.push(null);
    else this.destroy(new Error('The proxy has closed the connection without an answer'));
  }

  override _read(): void {
    this.#beneath.resume();
  }

  override _write(chunk: Uint8Array, _encoding: string, callback: Callback): void {
    this.#whenOpen(() => this.#beneath.write(chunk, callback));
  }

  override _final(callback: Callback): void {
    this.#whenOpen(() => this.#beneath.end(callback));
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#beneath.destroy();
    callback(error);
  }

  /** A stream has one write under way. */
  #whenOpen(act: () => void): void {
    if (this.#parser === undefined) act();
    else this.#waiting = act;
  }
}
