/**
 * The class `WebSocket` (WHATWG WebSockets §3.1) over any transport.
 *
 * @module
 */

import type { CloseEvent, ConnectionEvent } from 'sansocket/connection';
import { messageOf } from './message.ts';
import { type CloseInfo, Opener, type WebSocketClassOptions } from './open.ts';
import type { OpenedSocket } from './opened-socket.ts';
import { PayloadMeter } from './payload-meter.ts';
import { type BlobLike, withProperties } from './platform.ts';
import { Queue } from './queue.ts';
import { defineHandlers, defineInterface, namesOf, toText } from './web-idl.ts';
import type { BinaryType, WebSocketClass } from './web-socket-types.ts';

const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as const;
const { CONNECTING, OPEN, CLOSING, CLOSED } = STATES;
const HANDLERS = ['open', 'message', 'error', 'close'] as const;

/** What waits for the bytes of a `Blob` before it. */
type Task = { readonly data: string | Uint8Array | BlobLike; readonly size: number } | CloseInfo;

/**
 * Makes the class.
 *
 * @throws TypeError when an option cannot be used.
 *
 * @example
 * ```ts
 * import { connect } from '@sansocket/node';
 * import { webSocketClass } from '@sansocket/websocket';
 *
 * export const WebSocket = webSocketClass({ open: connect });
 * ```
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a class, made of the classes of a platform.
export function webSocketClass(options: WebSocketClassOptions): WebSocketClass {
  const opener = new Opener(options);
  const { EventTarget, Event, MessageEvent, CloseEvent, Blob } = opener.platform;
  const ErrorEvent = withProperties<{ readonly error: unknown }>(Event);

  class WebSocket extends EventTarget {
    readonly #url: string;
    readonly #origin: string;
    #socket: OpenedSocket | undefined;
    #readyState: 0 | 1 | 2 | 3 = CONNECTING;
    #protocol = '';
    #extensions = '';
    #binaryType: BinaryType = Blob === undefined ? 'arraybuffer' : 'blob';
    readonly #meter = new PayloadMeter();
    /** Payload bytes that no connection has taken: those that wait, and those that were dropped. */
    #kept = 0;
    readonly #waiting = new Queue<Task>();
    #error: unknown;

    constructor(url: unknown, protocols: unknown = []) {
      super();
      // biome-ignore lint/complexity/noArguments: `undefined` is a relative URL.
      if (arguments.length === 0) throw new TypeError('WebSocket needs 1 argument, got 0');
      this.#url = opener.readUrl(url);
      this.#origin = this.#url.replace(/^(wss?:\/\/)(?:[^/?#]*@)?([^/?#]*).*$/s, '$1$2');
      const subprotocols = opener.readProtocols(namesOf(protocols));
      try {
        this.#socket = opener.open(this.#url, subprotocols, (event) => this.#receive(event));
      } catch (error) {
        this.#error = error;
        void Promise.resolve().then(() => {
          this.#end({ type: 'close', code: 1006, reason: '', wasClean: false, endedBy: 'local' });
        });
      }
    }

    get url(): string {
      return this.#url;
    }

    get readyState(): 0 | 1 | 2 | 3 {
      return this.#readyState;
    }

    get bufferedAmount(): number {
      const unsent = this.#socket?.connection.bufferedAmount ?? 0;
      return this.#kept + this.#meter.unsent(unsent);
    }

    get protocol(): string {
      return this.#protocol;
    }

    get extensions(): string {
      return this.#extensions;
    }

    get binaryType(): BinaryType {
      return this.#binaryType;
    }

    set binaryType(type: BinaryType) {
      const name = toText(type);
      if (name === 'blob' || name === 'arraybuffer') this.#binaryType = name;
    }

    send(data: unknown): void {
      // biome-ignore lint/complexity/noArguments: the class of the standard has one parameter.
      if (arguments.length === 0) throw new TypeError('send needs 1 argument, got 0');
      const isBlob = Blob !== undefined && data instanceof Blob;
      const message = isBlob ? { data, size: data.size } : messageOf(data);
      if (this.#readyState === CONNECTING) {
        throw opener.error('InvalidStateError', 'The connection is not open yet');
      }
      this.#kept += message.size;
      if (this.#readyState !== OPEN) return;
      this.#waiting.add(message);
      if (this.#waiting.size === 1) this.#work();
    }

    close(...[code, reason]: [code?: unknown, reason?: unknown]): void {
      const info = opener.readClose(code, reason);
      if (this.#readyState === CLOSING || this.#readyState === CLOSED) return;
      this.#readyState = CLOSING;
      this.#waiting.add(info);
      if (this.#waiting.size === 1) this.#work();
    }

    /** Does what waits, in order; goes on later where it meets a `Blob`. */
    #work(): void {
      for (let task; (task = this.#waiting.first) !== undefined; ) {
        if (!('data' in task)) this.#socket?.close(task.code, task.reason);
        else if (typeof task.data === 'string' || task.data instanceof Uint8Array) {
          this.#send(task.data, task.size);
        } else {
          const { size } = task;
          task.data.arrayBuffer().then(
            (bytes) => this.#proceed(() => this.#send(new Uint8Array(bytes), size)),
            (error: unknown) => this.#proceed(() => this.#fail(error)),
          );
          return;
        }
        this.#waiting.removeFirst();
      }
    }

    #proceed(step: () => void): void {
      step();
      this.#waiting.removeFirst();
      this.#work();
    }

    #send(data: string | Uint8Array, size: number): void {
      if (this.#socket === undefined || this.#readyState === CLOSED) return;
      const { connection } = this.#socket;
      const before = connection.bufferedAmount;
      if (this.#socket.send(data) === 'closing') return;
      const after = connection.bufferedAmount;
      this.#kept -= size;
      this.#meter.add(size, after - before, after);
    }

    /** A `Blob` cannot be read. */
    #fail(error: unknown): void {
      this.#error = error;
      this.#readyState = CLOSING;
      this.#waiting.keepFirst();
      this.#socket?.close();
    }

    #receive(event: ConnectionEvent): void {
      switch (event.type) {
        case 'open':
          if (this.#readyState !== CONNECTING) return;
          this.#readyState = OPEN;
          this.#protocol = event.subprotocol ?? '';
          this.#extensions = event.extensions;
          this.dispatchEvent(new Event('open'));
          return;
        case 'message':
          if (this.#readyState !== OPEN) return;
          this.dispatchEvent(
            new MessageEvent('message', { data: this.#received(event.data), origin: this.#origin }),
          );
          return;
        case 'handshake-rejected':
        case 'violation':
          this.#error = event;
          return;
        case 'close-received':
          this.#readyState = CLOSING;
          return;
        case 'close':
          this.#end(event);
          return;
        default:
      }
    }

    #received(data: string | Uint8Array): unknown {
      if (typeof data === 'string') return data;
      const bytes = data.slice();
      return this.#binaryType === 'blob' && Blob !== undefined ? new Blob([bytes]) : bytes.buffer;
    }

    #end({ wasClean, code, reason, cause }: CloseEvent): void {
      // What has not been sent stays counted.
      this.#kept = this.bufferedAmount;
      this.#socket = undefined;
      this.#readyState = CLOSED;
      const error = this.#error ?? cause;
      if (!wasClean) this.dispatchEvent(new ErrorEvent('error', { error }));
      this.dispatchEvent(new CloseEvent('close', { wasClean, code, reason }));
    }
  }
  defineHandlers(WebSocket.prototype, HANDLERS);
  defineInterface(WebSocket, 'WebSocket', STATES);
  return WebSocket as unknown as WebSocketClass;
}
