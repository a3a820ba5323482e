/**
 * Both ends as the laws see them: a fresh machine, and what its peer sends first.
 *
 * @module
 */

import {
  ClientConnection,
  type ClientOptions,
  type Connection,
  type Role,
  ServerConnection,
  type ServerOptions,
} from 'sansocket';
import { bytesOf, requestText, responseText } from '../handshake/heads.ts';
import { sampleEntropy } from './sample-entropy.ts';

export interface Subject {
  readonly role: Role;
  /** A machine at time 0 whose entropy is known. */
  readonly connect: (options?: ClientOptions & ServerOptions) => Connection;
  /** The head that the peer sends: a server takes it, a client is established by it. */
  readonly head: (extensions?: string) => Uint8Array;
  /** The masking key of the frames that it receives. */
  readonly key: Uint8Array | undefined;
}

export const subjects: readonly Subject[] = [
  {
    role: 'server',
    connect: (options = {}) => new ServerConnection(options, 0),
    head: (extensions) => bytesOf(requestText(extensionField(extensions))),
    key: Uint8Array.of(0x37, 0xfa, 0x21, 0x3d),
  },
  {
    role: 'client',
    connect: (options = {}) =>
      new ClientConnection(
        'ws://server.example.com/chat',
        { fillRandom: sampleEntropy, ...options },
        0,
      ),
    head: (extensions) => bytesOf(responseText(extensionField(extensions))),
    key: undefined,
  },
];

function extensionField(extensions: string | undefined): Record<string, string> {
  return extensions === undefined ? {} : { 'sec-websocket-extensions': extensions };
}
