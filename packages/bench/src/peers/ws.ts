/**
 * `ws`: its receiver and sender, and its handshake with Node's HTTP server.
 *
 * @module
 */

import { type DecodeWork, type EncodeWork, type Task, textOf, trafficOf } from '../work/index.ts';
import { loadPackage } from './load-package.ts';
import { type HandleUpgrade, upgradeTask } from './node-upgrade.ts';
import { assertDelivered, type Peer } from './peer.ts';
import { deflater, idleCompressed, inflater, type WsDeflate } from './ws-deflate.ts';

interface Receiver {
  write(chunk: Uint8Array): boolean;
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): void;
  on(event: 'ping' | 'pong', listener: (data: Buffer) => void): void;
}

interface Sender {
  send(data: string | Uint8Array, options: object): void;
  pong(data: Uint8Array, mask: boolean, done: () => void): void;
}

interface Ws {
  readonly Receiver: new (options: object) => Receiver;
  readonly Sender: new (sink: object) => Sender;
  readonly Server: new (options: object) => { handleUpgrade: HandleUpgrade };
}

const MAX_PAYLOAD = 16_777_216;

/** With `bufferutil` unless the environment says WS_NO_BUFFER_UTIL. */
export function ws(): Peer {
  const library = loadPackage('ws') as Ws & WsDeflate;
  return {
    decode: (work) => decoder(library, work),
    encode: (work) => encoder(library, work),
    inflate: (work) => inflater(library, work),
    deflate: (work) => deflater(library, work),
    idle: (work) => idleCompressed(library, work),
    handshake({ fields }) {
      const server = new library.Server({ noServer: true });
      return upgradeTask(fields, server.handleUpgrade.bind(server));
    },
  };
}

function decoder({ Receiver, Sender }: Ws, work: DecodeWork): Task {
  const { reads, units, delivered } = trafficOf(work);
  const sender = new Sender(sink().socket);
  const isServer = work.role === 'server';
  const receiver = new Receiver({ isServer, maxPayload: MAX_PAYLOAD });
  let length = 0;
  receiver.on('message', (data, isBinary) => {
    length += isBinary ? data.length : data.toString().length;
  });
  receiver.on('ping', (data) => {
    length += data.length;
    sender.pong(data, !isServer, () => undefined);
  });
  receiver.on('pong', (data) => {
    length += data.length;
  });
  return {
    units,
    call() {
      length = 0;
      for (const read of reads) receiver.write(read);
      assertDelivered(length, delivered);
    },
  };
}

function encoder({ Sender }: Ws, work: EncodeWork): Task {
  const { socket, takeWritten } = sink();
  const sender = new Sender(socket);
  const text = textOf(work.bytes);
  const data = work.messages === 'text' ? text : Buffer.from(text);
  const binary = work.messages === 'binary';
  const options = { fin: true, binary, mask: work.role === 'client', compress: false };
  const least = work.turn * work.bytes;
  return {
    units: work.turn,
    call() {
      for (let i = 0; i < work.turn; i++) sender.send(data, { ...options });
      if (takeWritten() < least) throw new Error('Encoded too little');
    },
  };
}

/** A socket that counts. A string costs what a socket would pay to encode it. */
function sink(): { socket: object; takeWritten: () => number } {
  const scratch = Buffer.alloc(MAX_PAYLOAD / 8);
  let bytes = 0;
  return {
    socket: {
      cork: () => undefined,
      uncork: () => undefined,
      write(data: string | Uint8Array) {
        bytes += typeof data === 'string' ? scratch.write(data) : data.length;
        return true;
      },
    },
    takeWritten() {
      const written = bytes;
      bytes = 0;
      return written;
    },
  };
}
