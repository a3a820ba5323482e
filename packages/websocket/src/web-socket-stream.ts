/**
 * The class `WebSocketStream`: messages as streams, with backpressure in both directions. Its proposal is
 * https://github.com/whatwg/websockets/pull/48.
 *
 * @module
 */

import type { CloseEvent, ConnectionEvent } from 'sansocket/connection';
import { aSignal, type Signal } from 'sansocket/driving';
import { anObject, type Checks, checkKind, checkOptions, strings } from 'sansocket/options';
import { messageOf } from './message.ts';
import { Opener, type WebSocketClassOptions } from './open.ts';
import type { OpenedSocket } from './opened-socket.ts';
import { defineInterface } from './web-idl.ts';
import type {
  OpenedStreams,
  ReadableMessages,
  WebSocketCloseInfo,
  WebSocketStreamClass,
  WebSocketStreamOptions,
  WritableMessages,
} from './web-socket-stream-types.ts';

const checks: Checks<WebSocketStreamOptions> = {
  protocols: strings,
  signal: aSignal,
};

/**
 * Makes the class.
 *
 * @throws TypeError when an option cannot be used, or the engine has no streams.
 *
 * @example
 * ```ts
 * import { connect } from '@sansocket/node';
 * import { webSocketStreamClass } from '@sansocket/websocket';
 *
 * export const WebSocketStream = webSocketStreamClass({ open: connect });
 * ```
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a class, made of the classes of a platform.
export function webSocketStreamClass(options: WebSocketClassOptions): WebSocketStreamClass {
  const opener = new Opener(options);
  const { ReadableStream, WritableStream } = opener.platform;
  if (ReadableStream === undefined || WritableStream === undefined) {
    throw new TypeError(
      'This engine has no ReadableStream or no WritableStream: pass them in the option platform',
    );
  }

  class WebSocketStream {
    readonly #url: string;
    readonly #opened = new Promised<OpenedStreams>();
    readonly #closed = new Promised<{ readonly closeCode: number; readonly reason: string }>();
    readonly #signal: Signal | undefined;
    #socket: OpenedSocket | undefined;
    #reading: ReadingEnd | undefined;
    #writing: WritingEnd | undefined;
    /** A writer that waits for room. */
    #drained: (() => void) | undefined;
    /** The first cause of an end that is not clean. */
    #cause: unknown;

    constructor(url: unknown, given: WebSocketStreamOptions = {}) {
      checkOptions(given, checks);
      const { protocols = [], signal } = given;
      this.#url = opener.readUrl(url);
      const subprotocols = opener.readProtocols(protocols);
      this.#signal = signal;
      if (signal?.aborted === true) {
        this.#reject(signal.reason);
        return;
      }
      try {
        this.#socket = opener.open(this.#url, subprotocols, (event) => this.#receive(event));
      } catch (error) {
        this.#reject(errorOf(opener, 1006, '', error));
        return;
      }
      signal?.addEventListener('abort', this.#abort);
    }

    get url(): string {
      return this.#url;
    }

    get opened(): Promise<OpenedStreams> {
      return this.#opened.promise;
    }

    get closed(): Promise<{ readonly closeCode: number; readonly reason: string }> {
      return this.#closed.promise;
    }

    close(info: WebSocketCloseInfo = {}): void {
      checkKind('info', info, anObject);
      const { code, reason } = opener.readClose(info.closeCode, info.reason);
      this.#socket?.close(code, reason);
    }

    readonly #abort = (): void => {
      this.#reject(this.#signal?.reason);
      this.#socket?.close();
    };

    #receive(event: ConnectionEvent): void {
      switch (event.type) {
        case 'open':
          this.#signal?.removeEventListener('abort', this.#abort);
          this.#opened.resolve({
            readable: this.#makeReadable(),
            writable: this.#makeWritable(),
            protocol: event.subprotocol ?? '',
            extensions: event.extensions,
          });
          return;
        case 'message':
          this.#reading?.enqueue(typeof event.data === 'string' ? event.data : event.data.slice());
          this.#socket?.pauseReceiving();
          return;
        case 'drain':
          this.#drained?.();
          return;
        case 'handshake-rejected':
        case 'violation':
          this.#cause = event;
          return;
        case 'close':
          this.#end(event);
          return;
        default:
      }
    }

    #makeReadable(): ReadableMessages {
      this.#socket?.pauseReceiving();
      const source = {
        start: (controller: ReadingEnd) => {
          this.#reading = controller;
        },
        pull: () => this.#socket?.resumeReceiving(),
        cancel: (reason: unknown) => {
          this.#reading = undefined;
          // What is received is dropped from now on.
          this.#socket?.resumeReceiving();
          return this.#closeFor(reason);
        },
      };
      return new ReadableStream!(source, { highWaterMark: 0 }) as ReadableMessages;
    }

    #makeWritable(): WritableMessages {
      const sink = {
        start: (controller: WritingEnd) => {
          this.#writing = controller;
        },
        write: (message: unknown) => this.#send(messageOf(message).data),
        close: () => this.#closeFor(undefined),
        abort: (reason: unknown) => this.#closeFor(reason),
      };
      return new WritableStream!(sink) as WritableMessages;
    }

    async #send(data: string | Uint8Array): Promise<void> {
      if (this.#socket?.send(data) !== 'high-water') return;
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }

    /** @param reason - A `WebSocketError` has the code. */
    async #closeFor(reason: unknown): Promise<void> {
      const { closeCode, reason: text } = (reason ?? {}) as WebSocketCloseInfo;
      const isError = reason instanceof Error && reason.name === 'WebSocketError';
      this.close(isError ? { closeCode, reason: text } : {});
      await this.#closed.promise.catch(() => undefined);
    }

    #end({ wasClean, code, reason, cause }: CloseEvent): void {
      this.#signal?.removeEventListener('abort', this.#abort);
      this.#socket = undefined;
      this.#drained?.();
      const error = errorOf(opener, code, reason, this.#cause ?? cause);
      if (!wasClean) this.#reject(error);
      else {
        this.#closed.resolve({ closeCode: code, reason });
        this.#reading?.close();
      }
      if (!wasClean) this.#reading?.error(error);
      this.#writing?.error(error);
    }

    #reject(error: unknown): void {
      this.#opened.reject(error);
      this.#closed.reject(error);
    }
  }
  defineInterface(WebSocketStream, 'WebSocketStream');
  return WebSocketStream;
}

/** The controller of a `ReadableStream`. */
interface ReadingEnd {
  enqueue(message: string | Uint8Array): void;
  close(): void;
  error(error: unknown): void;
}

/** The controller of a `WritableStream`. */
interface WritingEnd {
  error(error: unknown): void;
}

/** A promise that may be rejected before anybody asks for it. */
class Promised<T> {
  readonly promise: Promise<T>;
  resolve!: (value: T) => void;
  reject!: (error: unknown) => void;

  constructor() {
    this.promise = new Promise<T>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => undefined);
  }
}

function errorOf(opener: Opener, closeCode: number, reason: string, cause: unknown): Error {
  const error = opener.error('WebSocketError', 'The connection was not closed cleanly');
  for (const [name, value] of Object.entries({ closeCode, reason, cause })) {
    Object.defineProperty(error, name, { value });
  }
  return error;
}
