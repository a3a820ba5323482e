/** A proxy that is right, as far as the cases can tell, and has a switch for each bug. @module */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Each with a case that finds it. */
export const proxyBugs = {
  'tunnels whatever the origin answers': 'PX-001',
  'tunnels after 200': 'PX-002',
  'mends a 101 without accept': 'PX-003',
  'takes any protocol for its own': 'PX-004',
  'loses what comes with the 101': 'PX-005',
  'closes with 1000 always': 'PX-006',
  'keeps the end to itself': 'PX-007',
  'clears the reserved bits': 'PX-008',
  'loses segments of one byte': 'PX-009',
  'takes off the mask': 'PX-010',
  'answers a body with 101': 'PX-011',
  'makes a key of its own': 'PX-012',
  'reads without end': 'PX-013',
} as const;

/** One of them. */
export type ProxyBug = keyof typeof proxyBugs;

const RIGHT = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';

/** @param bug - The one that it has. Default: none. */
export async function openProxy(
  originPort: number,
  bug?: ProxyBug,
): Promise<{ readonly port: number; readonly close: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    sockets.add(client);
    new Passage(client, originPort, (it) => it === bug, sockets);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

class Passage {
  readonly #client: Socket;
  readonly #has: (bug: ProxyBug) => boolean;
  #input = Buffer.alloc(0);
  #response = Buffer.alloc(0);
  #origin: Socket | undefined;

  constructor(client: Socket, port: number, has: (bug: ProxyBug) => boolean, all: Set<Socket>) {
    this.#client = client;
    this.#has = has;
    client.on('error', () => client.destroy());
    const onRequest = (chunk: Buffer): void => {
      this.#input = Buffer.concat([this.#input, chunk]);
      const end = this.#input.indexOf('\r\n\r\n') + 4;
      if (end < 4) return;
      client.off('data', onRequest);
      const head = this.#input.subarray(0, end).toString('latin1');
      if (/\r\ncontent-length: *[1-9]/i.test(head) && !has('answers a body with 101')) {
        client.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
        return;
      }
      const origin = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
      all.add(origin);
      this.#origin = origin;
      origin.on('error', () => client.destroy());
      origin.write(this.#head(head), 'latin1');
      origin.on('data', this.#onResponse);
    };
    client.on('data', onRequest);
  }

  #head(head: string): string {
    const isNamed = /\r\nconnection:[^\r]*sec-websocket-key/i.test(head);
    if (!isNamed || !this.#has('makes a key of its own')) return head;
    return head.replace(/(\r\nsec-websocket-key: )[^\r]*/i, '$1dGhlIHNhbXBsZSBub25jZQ==');
  }

  readonly #onResponse = (chunk: Buffer): void => {
    const [client, origin, has] = [this.#client, this.#origin!, this.#has];
    this.#response = Buffer.concat([this.#response, chunk]);
    const end = this.#response.indexOf('\r\n\r\n') + 4;
    if (end < 4) return;
    origin.off('data', this.#onResponse);
    const head = this.#response.subarray(0, end).toString('latin1');
    const rest = this.#response.subarray(end);
    const is101 = /^HTTP\/1\.1 101/.test(head);
    const isTunnel =
      (is101 && /\r\nupgrade: websocket\r\n/i.test(head)) ||
      has('tunnels whatever the origin answers') ||
      (has('tunnels after 200') && head.startsWith('HTTP/1.1 200'));
    if (has('answers a body with 101') && !is101) {
      client.end(`${RIGHT}Sec-WebSocket-Accept: ${'A'.repeat(27)}=\r\n\r\n`);
      return;
    }
    client.write(this.#answered(head), 'latin1');
    if (!isTunnel) {
      client.end(rest);
      origin.destroy();
      return;
    }
    if (!has('loses what comes with the 101')) client.write(rest);
    this.#tunnel(origin, client);
    this.#tunnel(client, origin);
  };

  #answered(head: string): string {
    const accept = this.#accept;
    const isBare = !head.includes('Sec-WebSocket-Accept');
    if (this.#has('mends a 101 without accept') && /^HTTP\/1\.1 101/.test(head) && isBare) {
      return `${RIGHT}Sec-WebSocket-Accept: ${accept}\r\n\r\n`;
    }
    if (this.#has('takes any protocol for its own'))
      return head.replace('Upgrade: h2c', 'Upgrade: websocket');
    return head;
  }

  get #accept(): string {
    const key = /sec-websocket-key: *([^\r]*)/i.exec(this.#input.toString('latin1'))?.[1] ?? '';
    return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  }

  #tunnel(from: Socket, to: Socket): void {
    const has = this.#has;
    from.on('data', (chunk: Buffer) => {
      if (has('loses segments of one byte') && chunk.length === 1) return;
      const hasRoom = to.write(this.#changed(chunk));
      if (hasRoom || has('reads without end')) return;
      from.pause();
      to.once('drain', () => from.resume());
    });
    from.on('end', () => {
      if (!has('keeps the end to itself')) to.end();
    });
    from.on('close', () => {
      if (from.destroyed && from.errored !== null) to.destroy();
    });
  }

  /** Of one frame of less than 126 bytes. */
  #changed(chunk: Buffer): Buffer {
    const has = this.#has;
    const bytes = Buffer.from(chunk);
    const isMasked = bytes.length > 1 && bytes[1]! > 127;
    if (has('clears the reserved bits')) bytes[0]! &= 0x8f;
    if (has('closes with 1000 always') && bytes[0] === 0x88 && bytes.length > 3) {
      const at = isMasked ? 6 : 2;
      bytes[at] = 0x03 ^ (isMasked ? bytes[2]! : 0);
      bytes[at + 1] = 0xe8 ^ (isMasked ? bytes[3]! : 0);
    }
    if (!has('takes off the mask') || !isMasked) return bytes;
    const key = bytes.subarray(2, 6);
    const plain = bytes.subarray(6).map((byte, i) => byte ^ key[i % 4]!);
    return Buffer.concat([Uint8Array.of(bytes[0]!, bytes[1]! & 0x7f), plain]);
  }
}
