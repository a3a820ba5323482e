/**
 * Both roles as a table for `describe.each`: an open connection of the role, and what its frames look
 * like on the wire. Frames are written unmasked; the table masks those of clients.
 *
 * @module
 */

import { ClientConnection, type ConnectionOptions, type Role, ServerConnection } from 'sansocket';
import { bytesOf, requestText, responseText } from '../handshake/heads.ts';
import { hex, toHex } from './bytes.ts';
import { End } from './end.ts';
import { maskFrames } from './masked-frames.ts';
import { sampleEntropy } from './sample-entropy.ts';

export interface RoleCase {
  readonly role: Role;
  /** An open connection of this role at time 0, its opening handshake taken and credited. */
  readonly open: (options?: ConnectionOptions) => End;
  /** A connection of this role that waits for the peer's head. */
  readonly connecting: (options?: ConnectionOptions) => End;
  /** The frames as this role sends them, as a line of `End.output`. */
  readonly sent: (frames: string) => string;
  /** The frames as this role receives them. */
  readonly received: (frames: string | Uint8Array) => Uint8Array;
}

export const roles: readonly RoleCase[] = [
  {
    role: 'server',
    open: openServer,
    connecting: (options = {}) => new End(new ServerConnection(options, 0)),
    sent: (frames) => toHex(hex(frames)),
    received: (frames) => maskFrames(bytesFrom(frames)),
  },
  {
    role: 'client',
    open: openClient,
    connecting: (options = {}) => {
      const end = new End(connectingClient(options));
      end.outputs();
      return end.credit();
    },
    sent: (frames) => toHex(maskFrames(hex(frames))),
    received: bytesFrom,
  },
];

/** An open server; every extension of the options is offered by its name. */
export function openServer(options: ConnectionOptions = {}): End<ServerConnection> {
  const end = new End(new ServerConnection(options, 0));
  const head = bytesOf(requestText(extensionField(options)));
  end.receive(head).events();
  end.connection.accept({}, 0);
  return opened(end, head.length);
}

/** An open client; the server accepts every extension of the options by its name. */
export function openClient(options: ConnectionOptions = {}): End<ClientConnection> {
  const end = new End(connectingClient(options));
  const head = bytesOf(responseText(extensionField(options)));
  return opened(end.receive(head), head.length);
}

function connectingClient(options: ConnectionOptions): ClientConnection {
  const target = 'ws://server.example.com/chat';
  // Who brings entropy may count on its options being the same object for many.
  const all =
    options.fillRandom === undefined ? { fillRandom: sampleEntropy, ...options } : options;
  return new ClientConnection(target, all, 0);
}

function opened<E extends End>(end: E, headLength: number): E {
  const types = end.types();
  if (types.join() !== 'open') throw new Error(`Connection is not open: ${types.join()}`);
  end.outputs();
  end.credit();
  end.base = headLength;
  return end;
}

function extensionField({ extensions = [] }: ConnectionOptions): Record<string, string> {
  if (extensions.length === 0) return {};
  return { 'sec-websocket-extensions': extensions.map(({ name }) => name).join(', ') };
}

function bytesFrom(frames: string | Uint8Array): Uint8Array {
  return typeof frames === 'string' ? hex(frames) : frames;
}
