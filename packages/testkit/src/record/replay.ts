/**
 * Repeats the calls of a log, and finds the first that has another result.
 *
 * A replay is a recording of the same calls with the same entropy, so two logs are compared, entry by entry. A
 * deterministic machine gives the same log.
 *
 * @module
 */

import {
  ClientConnection,
  type Connection,
  type ConnectionOptions,
  OpenConnection,
  type Role,
  ServerConnection,
  type Snapshot,
} from 'sansocket';
import type { Extension } from 'sansocket/extensions';
import type { HandshakeRequest, RequestHead, ResponseHead } from 'sansocket/handshake';
import type { FillRandom } from 'sansocket/masking';
import { type CallName, calls } from './calls.ts';
import type { Log, LogEntry } from './log.ts';
import { equalLogValues, fromLogValue, type LogValue } from './log-value.ts';
import { Recorder } from './recorder.ts';

/** The objects that a log cannot hold. */
export interface ReplayOptions {
  /** The extensions that the options in the log name. Default: none. */
  readonly extensions?: readonly Extension[];
  /**
   * Makes the connection, with this source of entropy and before any call: for a connection that was recorded by
   * `wrap`, or for another machine. Default: as the log says.
   */
  readonly connect?: (fillRandom: FillRandom) => Connection;
}

/** The first call with another result. */
export interface Difference {
  /** Its place in the log, from 0 up; in the text of the log its line is two more. */
  readonly index: number;
  /** The result in the log. */
  readonly expected: LogEntry;
  /** The result of the same call in the replay. */
  readonly got: LogEntry;
}

/**
 * Replays a log.
 *
 * @returns The first difference; `undefined` when there is none.
 * @throws TypeError when the log does not say how to make the connection and `connect` does not either;
 *   RangeError when it names an extension that was not given.
 */
export function replay(log: Log, options: ReplayOptions = {}): Difference | undefined {
  const player = new Player(options);
  for (const [index, expected] of log.entries()) {
    const got = player.repeat(expected);
    if (!isSame(expected, got)) return { index, expected, got };
  }
  return undefined;
}

/** The difference in a few lines. */
export function describeDifference({ index, expected, got }: Difference): string {
  const { call, args = {} } = expected;
  return [
    `Call ${index} came out otherwise: ${call} ${JSON.stringify(args)}`,
    `  expected ${JSON.stringify(outcomeOf(expected))}`,
    `  got      ${JSON.stringify(outcomeOf(got))}`,
  ].join('\n');
}

function isSame(expected: LogEntry, got: LogEntry): boolean {
  return equalLogValues(outcomeOf(expected), outcomeOf(got));
}

function outcomeOf({ entropy = [], returns, throws }: LogEntry): Record<string, LogValue> {
  return {
    ...(entropy.length > 0 && { entropy }),
    ...(returns !== undefined && { returns }),
    ...(throws !== undefined && { throws }),
  };
}

/** Makes calls from entries. */
class Player {
  readonly #recorder = new Recorder({ maxLogLength: Infinity });
  readonly #options: ReplayOptions;
  #connection: Connection | undefined;
  /** The entropy of the current entry. Draws beyond it give zeros, and the difference shows. */
  #entropy: LogValue[] = [];

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  /** @returns The entry of the repeated call. */
  repeat(entry: LogEntry): LogEntry {
    this.#entropy = [...(entry.entropy ?? [])];
    const args = entry.args ?? {};
    if (entry.call === 'create') this.#connection = this.#connect(args);
    else this.#perform(entry.call, this.#read(args));
    return this.#recorder.log.at(-1)!;
  }

  #connect(args: Readonly<Record<string, LogValue>>): Connection {
    const fillRandom = this.#fill.bind(this);
    const { connect } = this.#options;
    const recorder = this.#recorder;
    if (connect !== undefined) return recorder.wrap(connect(recorder.tap(fillRandom)));
    const { options: told, ...rest } = args;
    if (told === undefined) {
      throw new TypeError('Log does not say how to make the connection: say it with connect');
    }
    const options = this.#read(withoutFunctions(told));
    const all = { ...options, fillRandom, record: () => recorder };
    return remade(this.#read(rest), all).recorded();
  }

  /** An error of the connection is in the recorder's log. */
  #perform(call: CallName, args: Readonly<Record<string, unknown>>): void {
    if (this.#connection === undefined) throw new TypeError('Log does not begin with create');
    const method: unknown = Reflect.get(this.#connection, call);
    if (typeof method !== 'function') throw new TypeError(`Connection has no call ${call}`);
    try {
      const values = calls[call].map((name) => args[name]);
      Reflect.apply(method, this.#connection, values);
    } catch {
      // The recorder has logged it.
    }
  }

  #read(args: Readonly<Record<string, LogValue>>): Readonly<Record<string, unknown>> {
    const { extensions = [] } = this.#options;
    return fromLogValue(args, extensions) as Readonly<Record<string, unknown>>;
  }

  #fill(bytes: Uint8Array): void {
    const block = fromLogValue(this.#entropy.shift() ?? null);
    bytes.fill(0);
    if (block instanceof Uint8Array) bytes.set(block.subarray(0, bytes.length));
  }
}

/** The capabilities that the log names change nothing: the replay runs without them. */
function withoutFunctions(options: LogValue): Readonly<Record<string, LogValue>> {
  const { capabilities: _, ...others } = options as Readonly<Record<string, LogValue>>;
  return others;
}

/** Makes the connection from what the log says that it was made of. */
function remade(made: Readonly<Record<string, unknown>>, options: ConnectionOptions): Connection {
  const { role, now: time, url, request, response, snapshot, isOpen, inUse, ...more } = made;
  const now = Number(time);
  if (isOpen === true) {
    if (inUse !== '')
      throw new TypeError(`Replay needs connect: ${String(inUse)} is in use from the start`);
    return new OpenConnection(role as Role, { ...options, ...more, extensions: [] }, now);
  }
  if (role === 'server') {
    if (snapshot !== undefined) return ServerConnection.restore(snapshot as Snapshot, options, now);
    if (request === undefined) return new ServerConnection(options, now);
    return ServerConnection.fromRequest(request as HandshakeRequest, options, now);
  }
  if (snapshot !== undefined) return ClientConnection.restore(snapshot as Snapshot, options, now);
  const target = (request as RequestHead | undefined) ?? String(url);
  if (response === undefined) return new ClientConnection(target, options, now);
  return ClientConnection.fromResponse(
    target as RequestHead,
    response as ResponseHead,
    options,
    now,
  );
}
