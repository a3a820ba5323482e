/** What is used of websocket-driver, which has no types of its own. */
declare module 'websocket-driver' {
  import type { EventEmitter } from 'node:events';

  interface Options {
    /** Of a message, in bytes. */
    readonly maxLength?: number;
    /** Whether a server takes requests of Hixie as well. */
    readonly allowDrafts?: boolean;
    /** Those that a client offers. */
    readonly protocols?: string[];
  }

  interface Driver extends EventEmitter {
    /** Bytes in by `write`, bytes out as events `data`. */
    readonly io: EventEmitter & { write(chunk: Buffer): boolean };
    /** Which version it speaks, once it is connected. */
    readonly version: string;
    /** The subprotocol in use, once it is open. */
    readonly protocol: string | null;
    start(): boolean;
    text(data: string): boolean;
    binary(data: Buffer): boolean;
    ping(payload: Buffer): boolean;
    close(reason: string, code: number): boolean;
  }

  export function server(options: Options): Driver;
  export function client(url: string, options: Options): Driver;
}
