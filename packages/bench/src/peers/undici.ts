/**
 * `undici`: its WebSocket, a client, over a socket in memory that its dispatcher returns.
 *
 * @module
 */

import { type DecodeWork, type EncodeWork, type Task, textOf, trafficOf } from '../work/index.ts';
import { Deliveries } from './deliveries.ts';
import { loadPackage } from './load-package.ts';
import { answerer, MemorySocket } from './memory-socket.ts';
import type { Peer } from './peer.ts';

interface Handler {
  onUpgrade(status: number, headers: Buffer[], socket: MemorySocket): void;
}

interface Socket {
  binaryType: string;
  onopen: () => void;
  onerror: (event: unknown) => void;
  onmessage: (event: { data: string | ArrayBuffer }) => void;
  send(data: string | Uint8Array): void;
}

interface Library {
  readonly Dispatcher: new () => object;
  readonly WebSocket: new (url: string, options: object) => Socket;
}

/** The library. It has no server. */
export function undici(): Peer {
  const library = loadPackage('undici') as Library;
  return {
    decode: async (work) => decoder(library, work),
    encode: async (work) => encoder(library, work),
  };
}

async function decoder(library: Library, work: DecodeWork): Promise<Task> {
  const { reads, units, delivered } = trafficOf(work);
  const { webSocket, socket } = await open(library);
  const deliveries = new Deliveries();
  webSocket.onmessage = ({ data }) => {
    deliveries.add(typeof data === 'string' ? data : { length: data.byteLength });
  };
  return {
    units,
    call: () =>
      deliveries.expect(delivered, () => {
        for (const read of reads) socket.receive(read);
      }),
  };
}

async function encoder(library: Library, work: EncodeWork): Promise<Task> {
  const { webSocket, socket } = await open(library);
  const text = textOf(work.bytes);
  const data = work.messages === 'text' ? text : Buffer.from(text);
  const least = work.turn * work.bytes;
  return {
    units: work.turn,
    call() {
      for (let i = 0; i < work.turn; i++) webSocket.send(data);
      if (socket.takeWritten() < least) throw new Error('Encoded too little');
    },
  };
}

async function open(library: Library): Promise<{ webSocket: Socket; socket: MemorySocket }> {
  const socket = new MemorySocket();
  const dispatcher = memoryDispatcher(library, socket);
  const webSocket = new library.WebSocket('ws://localhost/', { dispatcher });
  webSocket.binaryType = 'arraybuffer';
  await new Promise<void>((resolve, reject) => {
    webSocket.onopen = resolve;
    webSocket.onerror = () => reject(new Error('WebSocket did not open'));
  });
  return { webSocket, socket };
}

/** Answers every request with 101 and the socket. */
function memoryDispatcher({ Dispatcher }: Library, socket: MemorySocket): object {
  return new (class extends Dispatcher {
    dispatch(options: { headers: [string, string][] }, handler: Handler): boolean {
      const key = Object.fromEntries(pairs(options.headers))['sec-websocket-key'] ?? '';
      handler.onUpgrade(101, responseTo(key), socket);
      return true;
    }
  })();
}

/** @returns Names and values of our server's response, in turn. */
function responseTo(key: string): Buffer[] {
  const request = [
    'GET / HTTP/1.1',
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
  ];
  const response = answerer()(Buffer.from(`${request.join('\r\n')}\r\n\r\n`)) ?? Buffer.alloc(0);
  const lines = response.toString('latin1').split('\r\n').slice(1, -2);
  return lines.flatMap((line) => line.split(': ')).map((part) => Buffer.from(part));
}

function pairs(headers: unknown): [string, string][] {
  if (!Array.isArray(headers)) return Object.entries(headers as Record<string, string>);
  return headers as [string, string][];
}
