/**
 * Gives an Upgrade request back to the HTTP server that let go of its socket: the server reads it again, without the
 * wish to upgrade.
 *
 * Only for servers that cannot be asked before: Node up to 22.20 and 24.8.
 *
 * @module
 */

import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/** What Node tells of an Upgrade request, once it has let go of the socket. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  /** What came behind the head of the request: its body, or requests behind it. */
  readonly head: Uint8Array;
}

export function handBack(server: Server, { request, stream, head }: Upgrade): void {
  stream.unshift(Buffer.concat([Buffer.from(headOf(request), 'latin1'), head]));
  // Set for the request before, it would run while this one is answered.
  if (stream instanceof Socket) stream.setTimeout(0);
  server.emit(stream instanceof TLSSocket ? 'secureConnection' : 'connection', stream);
}

/** No longer than it was, since it has to fit into the limit again. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  let head = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    const value = rawHeaders[i + 1]!;
    head += `${name}:${/^connection$/i.test(name) ? withoutUpgrade(value) : value}\r\n`;
  }
  return `${head}\r\n`;
}

/** Upgrade counts only where Connection names it (RFC 9110 §7.8); where it does not, the field tells what the client can do. */
function withoutUpgrade(options: string): string {
  return options
    .split(',')
    .filter((option) => option.trim().toLowerCase() !== 'upgrade')
    .join();
}
