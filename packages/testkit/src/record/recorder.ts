/**
 * Logs everything that happens to one connection: every call with its time, the entropy that it drew, its result or
 * error.
 *
 * The recorded connection is the connection itself behind a proxy, so it can be used wherever the
 * connection can: a transport or an application does not see the difference.
 *
 * @module
 */

import {
  ClientConnection,
  type ClientOptions,
  type ConnectionRecorder,
  ServerConnection,
  type ServerOptions,
} from 'sansocket';
import { defaultFillRandom, type FillRandom } from 'sansocket/masking';
import { type Checks, checkOptions, fromZero } from 'sansocket/options';
import { type CallName, calls, isCallName } from './calls.ts';
import type { ConnectionFactory } from './connection-factory.ts';
import type { Log, LogEntry } from './log.ts';
import { type LogValue, toLogObject, toLogValue } from './log-value.ts';

/** The bound on a recording. */
export interface RecorderOptions {
  /** The most letters of the log as text, from 0 up. Default: 16 777 216. */
  readonly maxLogLength?: number | undefined;
}

const checks: Checks<RecorderOptions> = { maxLogLength: fromZero };

/**
 * Records one connection.
 *
 * @example
 * ```ts
 * import { formatLog, Recorder } from '@sansocket/testkit/record';
 *
 * const recorder = new Recorder();
 * const connection = recorder.server({ subprotocols: ['chat'] }, 0);
 * connection.receive(new TextEncoder().encode('GET / HTTP/1.1\r\n'), 1);
 * console.log(formatLog(recorder.log));
 * ```
 */
export class Recorder implements ConnectionFactory, ConnectionRecorder {
  readonly #entries: LogEntry[] = [];
  /** Letters that the log may still grow by. */
  #left: number;
  /** The entropy drawn since the last entry. */
  #drawn: LogValue[] = [];

  /**
   * @param options - The bound on the log. Default: see `RecorderOptions`.
   * @throws RangeError or TypeError when an option cannot be used.
   */
  constructor(options: RecorderOptions = {}) {
    checkOptions(options, checks);
    this.#left = options.maxLogLength ?? 16_777_216;
  }

  /** Whether the log has reached its bound: it ends before the first call that did not fit, and replays up to there. */
  get isFull(): boolean {
    return this.#left < 0;
  }

  /** The calls so far; grows with each. */
  get log(): Log {
    return this.#entries;
  }

  /**
   * Makes the connection and records it: `replay` needs nothing but the log, unless an option is an
   * extension or a function.
   *
   * @throws As the constructor of `ServerConnection`; TypeError when this recorder has a connection.
   */
  server(options: ServerOptions, now: number): ServerConnection {
    const { fillRandom: source, ...told } = options;
    const fillRandom = this.tap(source);
    const connection = new ServerConnection({ ...told, fillRandom }, now);
    return this.#record(connection, { role: 'server', options: toLogValue(told), now });
  }

  /** The same for a client. */
  client(url: string, options: ClientOptions, now: number): ClientConnection {
    const { fillRandom: source, ...told } = options;
    const fillRandom = this.tap(source);
    const connection = new ClientConnection(url, { ...told, fillRandom }, now);
    return this.#record(connection, { role: 'client', url, options: toLogValue(told), now });
  }

  /**
   * Records a connection that other code has made. `replay` has to be given a way to make it.
   *
   * @param connection - Before any call of it, and with `tap` of this recorder as its source of entropy.
   * @param made - What it was made of, for `replay`; functions are kept as their names. Default: its role.
   * @throws TypeError when this recorder has a connection.
   */
  wrap<C extends object>(
    connection: C,
    made: Readonly<Record<string, unknown>> = { role: Reflect.get(connection, 'role') },
  ): C {
    return this.#record(connection, toLogObject(made));
  }

  /**
   * A source of entropy that logs the bytes that it gives.
   *
   * @param fillRandom - The underlying source. Default: the engine's `crypto.getRandomValues`.
   */
  tap(fillRandom: FillRandom = defaultFillRandom): FillRandom {
    return (bytes) => {
      fillRandom(bytes);
      this.#drawn.push(toLogValue(bytes));
    };
  }

  #record<C extends object>(connection: C, args: Record<string, LogValue>): C {
    if (this.#entries.length > 0) {
      throw new TypeError('Recorder has a connection already: a log is of one');
    }
    this.#write('create', args, {});
    return new Proxy(connection, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          const call = (): unknown => Reflect.apply(member, target, args);
          return isCallName(name) ? this.#watch(name, namedArgs(calls[name], args), call) : call();
        };
      },
    });
  }

  #watch(call: CallName, args: Record<string, LogValue>, perform: () => unknown): unknown {
    try {
      const result = perform();
      this.#write(call, args, result === undefined ? {} : { returns: toLogValue(result) });
      return result;
    } catch (error) {
      this.#write(call, args, { throws: String(error) });
      throw error;
    }
  }

  #write(
    call: LogEntry['call'],
    args: Record<string, LogValue>,
    outcome: Pick<LogEntry, 'returns' | 'throws'>,
  ): void {
    const entropy = this.#drawn;
    this.#drawn = [];
    if (this.isFull) return;
    const entry = {
      call,
      ...(Object.keys(args).length > 0 && { args }),
      ...(entropy.length > 0 && { entropy }),
      ...outcome,
    };
    this.#left -= JSON.stringify(entry).length + 1;
    if (this.#left >= 0) this.#entries.push(entry);
  }
}

/** The arguments that were given. */
function namedArgs(names: readonly string[], args: readonly unknown[]): Record<string, LogValue> {
  return toLogObject(Object.fromEntries(names.map((name, i) => [name, args[i]])));
}
