/**
 * The codec of ws as a subject: its receiver and its sender, each alone, without the socket that joins
 * them in that package. So it answers nothing by itself.
 *
 * @module
 */

import type { EventEmitter } from 'node:events';
import type { MakeSubject, Subject, SubjectLimits } from '@sansocket/testkit/laws';
import { concat } from '@sansocket/testkit/wire';
import type { Role } from 'sansocket';
import * as ws from 'ws';
import { EventOutlet } from './event-outlet.ts';

/** What the package exports besides what its types say. */
const { Receiver, Sender } = ws as unknown as {
  readonly Receiver: new (options: object) => WsReceiver;
  readonly Sender: new (
    socket: object,
    extensions: object,
    mask: (key: Buffer) => void,
  ) => WsSender;
};

interface WsReceiver extends EventEmitter {
  _write(chunk: Buffer, encoding: string, done: (error?: Error) => void): void;
}

interface WsSender {
  send(data: Buffer | string, options: object): void;
  ping(data: Buffer, mask: boolean): void;
  pong(data: Buffer, mask: boolean): void;
  close(code: number, reason: string, mask: boolean): void;
}

/** Makes subjects; the longest message is the only limit that the receiver has. */
export function wsSubject(role: Role): MakeSubject {
  return ({ maxMessageBytes }: SubjectLimits = {}) => ({
    role,
    limits: maxMessageBytes === undefined ? {} : { maxMessageBytes },
    ...receiverOf(role, maxMessageBytes),
    ...senderOf(role === 'client'),
  });
}

function receiverOf(role: Role, maxPayload = 0): Pick<Subject, 'receive' | 'takeEvents'> {
  const receiver = new Receiver({ isServer: role === 'server', maxPayload });
  const events = new EventOutlet();
  let isFailed = false;
  receiver.on('message', (data: Buffer, isBinary: boolean) => {
    const kind = isBinary ? 'binary' : 'text';
    events.push({ type: 'message', kind, data: isBinary ? data : data.toString() });
  });
  receiver.on('ping', (payload: Buffer) => events.push({ type: 'ping', payload }));
  receiver.on('pong', (payload: Buffer) => events.push({ type: 'pong', payload }));
  receiver.on('conclude', (code: number, reason: Buffer) => {
    events.push({ type: 'close-received', code, reason: reason.toString() });
  });
  return {
    receive(chunk) {
      if (isFailed) return;
      // The stream around it would tell of an error later; nothing else of the stream is used.
      receiver._write(
        Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length),
        'buffer',
        (error) => {
          if (!error) return;
          isFailed = true;
          events.push({ type: 'violation', closeCode: closeCodeOf(error) });
        },
      );
    },
    takeEvents: events.takeEvents,
  };
}

/** The code is a property without a public name. */
function closeCodeOf(error: Error): number {
  const symbol = Object.getOwnPropertySymbols(error).find(
    ({ description }) => description === 'status-code',
  );
  return Number(Reflect.get(error, symbol ?? ''));
}

function senderOf(
  mask: boolean,
): Pick<Required<Subject>, 'takeOutput' | 'send' | 'sendPart' | 'ping' | 'pong' | 'close'> {
  const pieces: Uint8Array[] = [];
  const socket = {
    cork: () => {},
    uncork: () => {},
    write: (piece: Buffer | string) => pieces.push(Buffer.from(piece as Buffer)),
  };
  let last = 0;
  const sender = new Sender(socket, {}, (key) => key.fill(++last));
  const send = (data: string | Uint8Array, fin: boolean): void => {
    const binary = typeof data !== 'string';
    sender.send(binary ? Buffer.from(data) : data, { fin, binary, mask, compress: false });
  };
  return {
    takeOutput: () => ({ bytes: concat(...pieces.splice(0)), endings: [] }),
    send: (data) => send(data, true),
    sendPart: send,
    ping: (payload) => sender.ping(Buffer.from(payload), mask),
    pong: () => sender.pong(Buffer.alloc(0), mask),
    close: (code, reason) => sender.close(code, reason, mask),
  };
}
