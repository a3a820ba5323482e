/**
 * Gives an Upgrade request back to the HTTP server that gave away its socket: the server reads the request again,
 * without `upgrade` in its Connection field.
 *
 * Only for servers without `shouldUpgradeCallback`: Node up to 22.20 and 24.8.
 *
 * @module
 */

import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/** The arguments of Node's `upgrade` event, after which the socket is ours. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  /** The bytes after the head of the request: its body, or later requests. */
  readonly head: Uint8Array;
}

/** Gives the request back; the server answers it as an ordinary request. */
export function handBack(server: Server, { request, stream, head }: Upgrade): void {
  stream.unshift(Buffer.concat([Buffer.from(headOf(request), 'latin1'), head]));
  // A timeout set for the previous request would run while this one is answered.
  if (stream instanceof Socket) stream.setTimeout(0);
  server.emit(stream instanceof TLSSocket ? 'secureConnection' : 'connection', stream);
}

/** At most as long as the original head, since it has to fit into the limit again. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  let head = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    const value = rawHeaders[i + 1]!;
    head += `${name}:${/^connection$/i.test(name) ? withoutUpgrade(value) : value}\r\n`;
  }
  return `${head}\r\n`;
}

/** Upgrade counts only if Connection names it (RFC 9110 §7.8); otherwise it only says what the client supports. */
function withoutUpgrade(options: string): string {
  return options
    .split(',')
    .filter((option) => option.trim().toLowerCase() !== 'upgrade')
    .join();
}
