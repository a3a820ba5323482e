/**
 * The decoder and the encoder inside `ws`, which its types leave out.
 *
 * @module
 */

import * as ws from 'ws';

/** A stream of bytes that tells messages. */
export interface WsReceiver {
  write(chunk: Uint8Array): boolean;
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): void;
}

/** Writes messages to a socket. */
export interface WsSender {
  send(
    data: string,
    options: { fin: boolean; binary: boolean; mask: boolean; compress: boolean },
  ): void;
}

/** What the sender needs of a socket. */
export interface WsSink {
  cork(): void;
  uncork(): void;
  write(data: string | Uint8Array): boolean;
}

interface WsParts {
  readonly Receiver: new (options: { isServer: boolean; maxPayload: number }) => WsReceiver;
  readonly Sender: new (sink: WsSink) => WsSender;
}

const parts = ws as unknown as WsParts;

/** Decodes. */
export const Receiver: WsParts['Receiver'] = parts.Receiver;
/** Encodes. */
export const Sender: WsParts['Sender'] = parts.Sender;
