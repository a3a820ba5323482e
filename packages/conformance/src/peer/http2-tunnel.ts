/**
 * A stream of HTTP/2 that looks like a connection of HTTP/1.1 (RFC 8441): the request that is written becomes an extended
 * CONNECT, its answer is read as a 101, and all other bytes go through as they are.
 *
 * @module
 */

import { createHash } from 'node:crypto';
import {
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { Duplex } from 'node:stream';

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Fields of HTTP/1.1 that an extended CONNECT does without (RFC 8441 §5). */
const replaced = ['host', 'upgrade', 'connection', 'sec-websocket-key'];

type Done = (error?: Error | null) => void;

/** One stream, on a connection of its own. */
export class Http2Tunnel extends Duplex {
  readonly #session: ReturnType<typeof connect>;
  readonly #scheme: string;
  #head: Buffer = Buffer.alloc(0);
  #stream: ClientHttp2Stream | undefined;

  /**
   * @param origin - `http:` means prior knowledge of HTTP/2 (RFC 9113 §3.3).
   * @param transport - Of TLS, or of TCP.
   * @param onOpen - Called once the server's settings allow an extended CONNECT. Without them the tunnel ends in an error.
   */
  constructor(origin: URL, transport: () => Duplex, onOpen: () => void) {
    super({ allowHalfOpen: true });
    this.#scheme = origin.protocol.slice(0, -1);
    this.#session = connect(origin, { createConnection: transport });
    this.#session.on('error', (error: Error) => this.destroy(error));
    this.#session.on('close', () => this.destroy());
    this.#session.once('remoteSettings', ({ enableConnectProtocol }) => {
      if (enableConnectProtocol === true) onOpen();
      else {
        const name = 'SETTINGS_ENABLE_CONNECT_PROTOCOL';
        this.destroy(new Error(`its first settings do not have ${name} = 1 (RFC 8441 §3)`));
      }
    });
  }

  override _write(chunk: Buffer, _: unknown, done: Done): void {
    if (this.#stream !== undefined) {
      this.#stream.write(chunk, done);
      return;
    }
    this.#head = Buffer.concat([this.#head, chunk]);
    const end = this.#head.indexOf('\r\n\r\n') + 4;
    if (end < 4) {
      done();
      return;
    }
    this.#stream = this.#ask(this.#head.subarray(0, end).toString('latin1'));
    const rest = this.#head.subarray(end);
    if (rest.length === 0) done();
    else this.#stream.write(rest, done);
  }

  override _read(): void {
    this.#stream?.resume();
  }

  override _final(done: Done): void {
    this.#stream?.end();
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#stream?.close(constants.NGHTTP2_CANCEL);
    this.#session.destroy();
    done(error);
  }

  #ask(head: string): ClientHttp2Stream {
    const [line = '', ...lines] = head.trimEnd().split('\r\n');
    const fields: [string, string][] = lines.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    });
    const valueIn = (name: string): string => fields.find(([it]) => it === name)?.[1] ?? '';
    const headers: OutgoingHttpHeaders = {
      ':method': 'CONNECT',
      ':protocol': 'websocket',
      ':scheme': this.#scheme,
      ':authority': valueIn('host'),
      ':path': line.split(' ')[1],
    };
    for (const [name, value] of fields) {
      if (!replaced.includes(name)) headers[name] = value;
    }
    const stream = this.#session.request(headers, { endStream: false });
    stream.on('response', (answer) =>
      this.push(this.#answer(answer, valueIn('sec-websocket-key'))),
    );
    stream.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stream.pause();
    });
    stream.on('end', () => this.push(null));
    stream.on('error', (error: Error) => this.destroy(error));
    // A stream that is reset by CANCEL has no error of its own.
    stream.on('aborted', () => this.destroy(new Error('The stream was reset')));
    return stream;
  }

  #answer(headers: IncomingHttpHeaders, key: string): Buffer {
    const status = Number(headers[':status']);
    const fields = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
    const lines = fields.map(([name, value]) => `${name}: ${String(value)}`);
    const accept = createHash('sha1')
      .update(key + guid)
      .digest('base64');
    const head =
      status === 200
        ? [
            'HTTP/1.1 101 Switching Protocols',
            'Upgrade: websocket',
            'Connection: Upgrade',
            `Sec-WebSocket-Accept: ${accept}`,
          ]
        : [`HTTP/1.1 ${status} Refused`];
    return Buffer.from([...head, ...lines, '', ''].join('\r\n'), 'latin1');
  }
}
