/**
 * Clients that get updates, each over one connection that stays open. They count bytes.
 *
 * @module
 */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { requestOf } from '../work/index.ts';
import { updateOf } from './update.ts';

/** Receives updates and counts them. */
export interface UpdateClient {
  /** Asks, and resolves with the answer. */
  ask(): Promise<void>;
  /** Resolves once it has so many updates. */
  has(updates: number): Promise<void>;
  /** Bytes that it has sent and received. */
  readonly bytes: number;
  close(): void;
}

/** The header fields of a browser's request from a page. */
const fields = [
  'Host: chat.example:9001',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Accept: application/json',
  'Accept-Language: de-DE,de;q=0.9,en;q=0.8',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Referer: https://chat.example/quotes',
  'Cookie: session=3f2a9c1be07d4f6da8c0; theme=dark',
  'Connection: keep-alive',
  'Sec-Fetch-Dest: empty',
  'Sec-Fetch-Mode: cors',
  'Sec-Fetch-Site: same-origin',
].join('\r\n');

/** The number of updates that a client has, to be waited for. */
class Count {
  #value = 0;
  #waits: { value: number; done: () => void } | undefined;

  get value(): number {
    return this.#value;
  }

  set value(value: number) {
    this.#value = value;
    if (this.#waits !== undefined && value >= this.#waits.value) this.#waits.done();
  }

  async reaches(value: number): Promise<void> {
    if (this.#value >= value) return;
    await new Promise<void>((done) => {
      this.#waits = { value, done };
    });
  }
}

/** @param path - `/poll`, or `/wait`: that one asks again as soon as it has an answer. */
export async function openHttpClient(port: number, path: string): Promise<UpdateClient> {
  const socket = await open(port);
  const count = new Count();
  let text = '';
  let answered: (() => void) | undefined;
  const ask = (): void => {
    socket.write(`GET ${path}?after=${count.value} HTTP/1.1\r\n${fields}\r\n\r\n`);
  };
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const body = bodyOf(text);
    if (body === undefined) return;
    text = '';
    count.value += (JSON.parse(body) as unknown[]).length;
    answered?.();
    if (path === '/wait') ask();
  });
  return {
    async ask() {
      ask();
      if (path === '/wait') return;
      await new Promise<void>((resolve) => {
        answered = resolve;
      });
    },
    has: (updates) => count.reaches(updates),
    get bytes() {
      return socket.bytesRead + socket.bytesWritten;
    },
    close: () => socket.destroy(),
  };
}

/** @returns The body of a response, once it is whole. */
function bodyOf(response: string): string | undefined {
  const end = response.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [, length = '0'] = /Content-Length: (\d+)/.exec(response) ?? [];
  const body = response.slice(end + 4);
  return body.length < Number(length) ? undefined : body;
}

/** Bytes of a text frame of a server around an update, and of a ping and of the pong that answers it. */
const FRAME_BYTES = 2 + updateOf(0).length;
const PING = 0x89;
const pong = Uint8Array.of(0x8a, 0x80, 0x12, 0x34, 0x56, 0x78);

/** Frames of updates are all of one length: this counts them, and answers pings. */
export async function openSocketClient(port: number): Promise<UpdateClient> {
  const socket = await open(port);
  const count = new Count();
  socket.write(requestOf(15));
  await once(socket, 'data');
  const opening = socket.bytesRead + socket.bytesWritten;
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length > 0) {
      const length = rest[0] === PING ? 2 : FRAME_BYTES;
      if (rest.length < length) break;
      if (rest[0] === PING) socket.write(pong);
      else count.value++;
      rest = rest.subarray(length);
    }
  });
  return {
    ask: () => Promise.resolve(),
    has: (updates) => count.reaches(updates),
    get bytes() {
      return socket.bytesRead + socket.bytesWritten - opening;
    },
    close: () => socket.destroy(),
  };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}
