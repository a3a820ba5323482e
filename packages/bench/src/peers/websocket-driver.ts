/**
 * `websocket-driver`: its server and client, without a socket.
 *
 * @module
 */

import {
  type DecodeWork,
  type EncodeWork,
  type Role,
  requestOf,
  type Task,
  textOf,
  trafficOf,
} from '../work/index.ts';
import { Deliveries } from './deliveries.ts';
import { loadPackage } from './load-package.ts';
import { answerer } from './memory-socket.ts';
import type { Peer } from './peer.ts';

interface Driver {
  readonly io: { on(event: 'data', listener: (data: Buffer) => void): void };
  readonly messages: { on(event: 'data', listener: (data: string | Buffer) => void): void };
  on(event: 'connect', listener: () => void): void;
  on(event: 'ping' | 'pong', listener: (event: { data: string }) => void): void;
  start(): boolean;
  parse(chunk: Uint8Array): void;
  text(data: string): boolean;
  binary(data: Uint8Array): boolean;
}

interface Library {
  server(options: object): Driver;
  client(url: string, options: object): Driver;
}

/** Made anew each time: the library writes into them. */
const options = (): object => ({ maxLength: 16_777_216 });

/** The library. */
export function websocketDriver(): Peer {
  const library = loadPackage('websocket-driver') as Library;
  return {
    decode: (work) => decoder(library, work),
    encode: (work) => encoder(library, work),
    handshake: ({ fields }) => handshake(library, requestOf(fields)),
  };
}

function decoder(library: Library, work: DecodeWork): Task {
  const { reads, units, delivered } = trafficOf(work);
  const { driver } = open(library, work.role);
  const deliveries = new Deliveries();
  driver.messages.on('data', (data) => deliveries.add(data));
  driver.on('ping', ({ data }) => deliveries.add(data));
  driver.on('pong', ({ data }) => deliveries.add(data));
  return {
    units,
    call: () =>
      deliveries.expect(delivered, () => {
        for (const read of reads) driver.parse(read);
      }),
  };
}

function encoder(library: Library, work: EncodeWork): Task {
  const { driver, takeWritten } = open(library, work.role);
  const text = textOf(work.bytes);
  const bytes = Buffer.from(text);
  const least = work.turn * work.bytes;
  return {
    units: work.turn,
    call() {
      for (let i = 0; i < work.turn; i++) {
        if (work.messages === 'text') driver.text(text);
        else driver.binary(bytes);
      }
      if (takeWritten() < least) throw new Error('Encoded too little');
    },
  };
}

function handshake(library: Library, request: Uint8Array): Task {
  return {
    units: 1,
    call() {
      const driver = library.server(options());
      const written: string[] = [];
      driver.io.on('data', (data) => written.push(data.toString()));
      driver.on('connect', () => driver.start());
      driver.parse(request);
      if (!written.join('').startsWith('HTTP/1.1 101')) throw new Error('Not accepted');
    },
  };
}

function open(library: Library, role: Role): { driver: Driver; takeWritten: () => number } {
  const driver =
    role === 'server' ? library.server(options()) : library.client('ws://localhost/', options());
  const answer = answerer();
  let bytes = 0;
  let response: Uint8Array | undefined;
  driver.io.on('data', (data) => {
    bytes += data.length;
    if (role === 'client') response ??= answer(data);
  });
  if (role === 'server') {
    driver.on('connect', () => driver.start());
    driver.parse(requestOf(5));
  } else {
    driver.start();
    driver.parse(response!);
  }
  return {
    driver,
    takeWritten() {
      const written = bytes;
      bytes = 0;
      return written;
    },
  };
}
