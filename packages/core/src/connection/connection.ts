/**
 * The machine: bytes and calls in, events and bytes out (RFC 6455 §4 to §8).
 *
 * The contract in four rules:
 *
 * 1. Whatever the peer sends, no input from the transport throws; a broken rule is a `violation` event, in
 *    order among the other events.
 * 2. A call of the application that throws, for whatever reason, has changed nothing: the code that can
 *    throw runs first.
 * 3. Events and outputs are read until `undefined`, in any order, at any time. A frame of the peer takes effect
 *    when its event is read, not before.
 * 4. The same inputs give the same outputs: time and entropy come from the caller.
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: all that may be called stands here, with what it promises.

import { assertBytes, copyBytes, plainBytes } from '../bytes/index.ts';
import {
  assertSendable,
  MAX_CONTROL_PAYLOAD,
  Opcode,
  type Role,
  serializeClosePayload,
} from '../framing/index.ts';
import type { ProtocolVersion } from '../handshake/index.ts';
import { checkKind, checkOptions } from '../options/index.ts';
import { StateError } from '../violations/index.ts';
import type { Deadline } from './deadlines.ts';
import type { ConnectionEvent, Output, SendStatus } from './events.ts';
import { Machine } from './machine.ts';
import { needStack } from './need-stack.ts';
import type { Established, Opening, OpeningStep } from './opening.ts';
import { count } from './option-checks.ts';
import type { ConnectionOptions, ConnectionRecorder, Limits } from './options.ts';
import type { OutputQueue } from './output-queue.ts';
import { assertMessage, PreparedMessage } from './prepared-message.ts';
import { type Recording, recordingOf } from './recording.ts';
import { type SendOptions, sendChecks } from './sender.ts';
import type { Snapshot } from './snapshot.ts';
import { type ReadyState, readyStates } from './states.ts';
import type { ConnectionStats } from './stats.ts';
import { resumeSnapshot, takeSnapshot } from './take-snapshot.ts';
import type { MessageSender } from './version-frames.ts';

/** The machine of a connection, for a relay, which joins two of them. */
// eslint-disable-next-line no-restricted-syntax -- set once, by the only code that sees the machine.
export let machineOf: (connection: Connection) => Machine;

/** One end of a connection; `ServerConnection` and `ClientConnection` add the opening handshake. */
export abstract class Connection {
  static {
    machineOf = (connection) => connection.#machine;
  }

  readonly #machine: Machine;
  readonly #recording: Recording | undefined;
  /** This connection as it is recorded, once `recorded` was called. */
  #recorded: this | undefined;

  protected constructor(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    opening: Opening | Established,
    now: number,
  ) {
    this.#recording = recordingOf(options, now);
    this.#machine = new Machine(role, options, limits, opening, now);
  }

  get role(): Role {
    return this.#machine.role;
  }

  // Inputs from the transport

  /**
   * Receives bytes from the transport.
   *
   * @param chunk - Do not change it until the connection has closed: core delivers views of it. Core changes it only
   *   with the option `inPlace`; with the option `copy` it may be reused at once.
   * @param now - Milliseconds on the caller's monotonic clock, as everywhere.
   * @throws TypeError when the chunk is no Uint8Array; never because of the bytes in it.
   */
  receive(chunk: Uint8Array, now: number): void {
    assertBytes(chunk, 'chunk');
    this.#machine.receive(chunk, now);
  }

  /** The peer has closed its half of the transport: FIN, END_STREAM. Idempotent. */
  receiveEnd(now: number): void {
    this.#machine.deadlines.tick(now);
    this.#machine.receiveEnd({ reset: false });
  }

  /** The transport has failed in both directions: RST, RST_STREAM, a failed write. */
  receiveError(cause: unknown, now: number): void {
    this.#machine.deadlines.tick(now);
    this.#machine.receiveEnd({ reset: true, cause });
  }

  /**
   * The transport has sent bytes of `write` outputs. Backpressure depends on this call: without it, the
   * unsent bytes reach the high-water mark and stay there.
   *
   * @param bytes - The number of bytes sent since the last call: a whole number from 0 up.
   * @returns Whether events, outputs or the timeout may have changed; if `false`, they need not be read.
   * @throws RangeError for any other number.
   */
  outputSent(bytes: number, now: number): boolean {
    if (!(Number.isSafeInteger(bytes) && bytes >= 0)) checkKind('bytes', bytes, count);
    this.#machine.deadlines.tick(now);
    return this.#machine.sent(bytes);
  }

  /** Acts on the timeouts that are due, at the time of `nextTimeout`. Called too early, it does nothing. */
  handleTimeout(now: number): void {
    this.#machine.deadlines.tick(now);
    this.#machine.timeOut();
  }

  // Inputs from the application

  /**
   * Sends a message, or with `fin: false` a part of one (RFC 6455 §6.1).
   *
   * @param data - A string, bytes, or a message of `prepareMessage` for many connections. Core does not change the bytes.
   *   A server does not copy 16 KiB or more: do not change them until `bufferedAmount` shows that they are sent.
   * @returns `high-water` when the peer does not keep up: wait for `drain`; the data is queued nevertheless.
   *   `closing` when the data is dropped: the closing handshake has begun, or more than `maxBufferedBytes` are unsent,
   *   which ends the connection.
   * @throws StateError before the connection is open; TypeError or RangeError when data or options are invalid.
   */
  send(data: string | Uint8Array | PreparedMessage, options?: SendOptions): SendStatus {
    if (data instanceof PreparedMessage) return this.#sendPrepared(data, options);
    if (typeof data !== 'string' && !(data instanceof Uint8Array)) assertMessage(data);
    if (options !== undefined) checkOptions(options, sendChecks);
    const { outbox } = this.#machine;
    const sender = this.#sendable('send');
    if (sender === undefined) return 'closing';
    if (options !== undefined || sender.whole?.(data, outbox.queue) !== true)
      outbox.message(data, options ?? {});
    return this.#machine.commit();
  }

  /**
   * Sends a ping (§5.5.2). The `pong` event for its answer has the latency, measured when the event is read.
   *
   * @param payload - At most 125 bytes; copied. Default: none.
   * @throws StateError before the connection is open; RangeError when the payload is too long.
   */
  ping(payload: Uint8Array | undefined, now: number): SendStatus {
    const bytes = controlPayload(payload);
    this.#machine.deadlines.tick(now);
    const sender = this.#sendable('ping');
    if (sender === undefined) return 'closing';
    this.#machine.outbox.ping(bytes, this.#machine.deadlines.now);
    return this.#machine.commit();
  }

  /**
   * Sends a pong (§5.5.3): the answer to a ping with the option `answers: 'manual'`; else unsolicited, a heartbeat in one
   * direction. Parameters, result, errors: as for `ping`.
   */
  pong(payload?: Uint8Array): SendStatus {
    const bytes = controlPayload(payload);
    const sender = this.#sendable('pong', this.#machine.canPong);
    if (sender === undefined) return 'closing';
    sender.control(Opcode.pong, bytes, this.#machine.outbox.queue);
    return this.#machine.commit();
  }

  /**
   * Starts the closing handshake (§7.1.2), or answers the Close frame of the peer if that was not done yet. Before the
   * connection is open, drops it. Idempotent.
   *
   * @param code - 1000 to 1003, 1007 to 1014 (1010 for clients only) or 3000 to 4999; `undefined`: no code.
   * @param reason - At most 123 bytes of UTF-8.
   * @throws RangeError when the code is not sendable or the reason too long; TypeError for a reason without a code.
   */
  close(code: number | undefined, reason: string | undefined, now: number): void {
    const payload = this.#closePayload(code, reason);
    this.#machine.deadlines.tick(now);
    if (this.#machine.state === 'connecting') {
      this.#machine.outbox.queue.abort('closed before the opening handshake was complete');
      this.#machine.finish('local');
    } else if (this.#machine.canSend) {
      this.#machine.startClosing(payload, 'local');
    }
  }

  /** Fails the connection (§7.1.7): sends a Close frame, ends the output. Awaits nothing. Throws as `close`. */
  fail(code: number | undefined, reason: string | undefined, now: number): void {
    const payload = this.#closePayload(code, reason);
    this.#machine.deadlines.tick(now);
    if (this.#machine.state === 'connecting') this.close(undefined, undefined, now);
    else if (this.#machine.state !== 'closed' && this.#machine.state !== 'ending')
      this.#machine.fail(payload, 'local');
  }

  /**
   * Drops the connection at once: no Close frame is sent, and output that waits is discarded. Idempotent.
   *
   * @param cause - For the `close` event; `undefined`: none.
   */
  terminate(cause: unknown, now: number): void {
    this.#machine.deadlines.tick(now);
    this.#machine.drop('the application has terminated the connection', 'local', cause);
  }

  /**
   * Makes `wantsInput` false until `resumeReceiving`, or until we close or fail the connection. Bytes that are
   * received nevertheless are still delivered. When a ping is not answered in time, the connection wants one chunk more,
   * to see whether the peer is alive, until more than `inputHighWaterBytes` were received in this way.
   */
  pauseReceiving(): void {
    this.#machine.paused = true;
  }

  resumeReceiving(): void {
    this.#machine.paused = false;
    this.#machine.looked = 0;
  }

  // Outputs

  /** @returns The next event, in wire order; `undefined` when there is no event for now. */
  nextEvent(): ConnectionEvent | undefined {
    return this.#machine.nextEvent();
  }

  /** @returns The next task for the transport; `undefined` when there is no output for now. */
  nextOutput(): Output | undefined {
    return this.#machine.outbox.queue.next();
  }

  /** @returns The time at which to call `handleTimeout`; it may change with every input. */
  nextTimeout(): Deadline | undefined {
    return this.#machine.deadlines.next();
  }

  /** Whether the transport should read on. */
  get wantsInput(): boolean {
    return this.#machine.wantsInput;
  }

  /** Bytes that are queued or written, and that the transport has not reported sent. */
  get bufferedAmount(): number {
    return this.#machine.outbox.queue.unsent;
  }

  /** Whether `send` says `high-water`: a `drain` event follows once there is room. */
  get isFull(): boolean {
    return this.#machine.state === 'open' && this.#machine.outbox.isFull;
  }

  get readyState(): ReadyState {
    return readyStates[this.#machine.state];
  }

  /** Milliseconds from the last answered ping to its pong. */
  get latency(): number | undefined {
    return this.#machine.outbox.keepalive.latency;
  }

  /** Counts of what was received and sent, in a new object. */
  get stats(): ConnectionStats {
    return this.#machine.stats;
  }

  /** The subprotocol in use (§1.9). */
  get subprotocol(): string | undefined {
    return this.#machine.agreement?.subprotocol;
  }

  /** The version of the protocol: 13 (RFC 6455), unless both ends have agreed on an older version. */
  get version(): ProtocolVersion {
    return this.#machine.version?.name ?? 13;
  }

  /** The extensions in use, as a Sec-WebSocket-Extensions field; empty when no extension is in use. */
  get extensions(): string {
    return this.#machine.agreement?.field ?? '';
  }

  /**
   * The connection as plain data, to continue elsewhere with `ServerConnection.restore` or `ClientConnection.restore`.
   * This connection does not change; continue only one of the two.
   *
   * @throws StateError unless the connection is open, all events and outputs are read, no extension is in use, and the
   *   transport is none of the streams of a connection.
   */
  snapshot(): Snapshot {
    return takeSnapshot(this.#machine);
  }

  /** The recorder that the option `record` has given for this connection. */
  get recorder(): ConnectionRecorder | undefined {
    return this.#recording?.recorder;
  }

  /**
   * This connection as it is recorded, with the option `record`: to be used in its place from the first call on. A
   * `Socket` does. Without the option, this connection itself.
   */
  recorded(): this {
    if (this.#recording === undefined) return this;
    const { recorder, made } = this.#recording;
    return (this.#recorded ??= recorder.wrap(this, { role: this.role, ...made }));
  }

  // For the two roles

  /** Notes what else this connection was made of. */
  protected madeOf(made: Readonly<Record<string, unknown>>): void {
    if (this.#recording !== undefined) Object.assign(this.#recording.made, made);
  }

  /** Continues from a snapshot. */
  protected resume(snapshot: Snapshot): void {
    this.madeOf({ snapshot });
    resumeSnapshot(this.#machine, snapshot);
  }

  /** Runs the next step of the opening handshake. */
  protected proceed(next: () => OpeningStep | undefined, now: number): void {
    this.#machine.deadlines.tick(now);
    this.#machine.proceed(next);
  }

  /** Answers a handshake request, unless the connection has ended meanwhile. */
  protected answer(decide: (output: OutputQueue) => OpeningStep, now: number): 'ok' | 'closing' {
    this.#machine.deadlines.tick(now);
    const { state } = this.#machine;
    if (state === 'ending' || state === 'closed') return 'closing';
    const { queue } = this.#machine.outbox;
    queue.begin();
    const step = decide(queue);
    queue.commit();
    this.#machine.apply(step);
    return 'ok';
  }

  /** Queues bytes of the opening handshake. */
  protected queue(bytes: Uint8Array): void {
    this.#machine.outbox.queue.add(bytes);
  }

  /** @returns The sender; `undefined` once the closing handshake has begun. */
  #sendable(what: string, may = this.#machine.canSend): MessageSender | undefined {
    if (this.#machine.state === 'connecting') {
      throw new StateError(`Cannot ${what}: the connection is not open yet`);
    }
    if (!may) return undefined;
    const { outbox } = this.#machine;
    if (!outbox.isOverfull) return outbox.sender;
    this.#machine.overflow();
    return undefined;
  }

  #sendPrepared(message: PreparedMessage, options?: SendOptions): SendStatus {
    const isSent =
      options === undefined &&
      this.#sendable('send')?.prepared?.(message, this.#machine.outbox.queue);
    return isSent === true ? this.#machine.commit() : this.send(message.data, options);
  }

  #closePayload(code: number | undefined, reason: string | undefined): Uint8Array {
    needStack();
    const assert = this.#machine.version?.assertSendable ?? assertSendable;
    const payload = serializeClosePayload(code, reason);
    if (code !== undefined) assert(code, this.role);
    return payload;
  }
}

function controlPayload(payload: Uint8Array = new Uint8Array(0)): Uint8Array {
  const bytes = copyBytes(plainBytes(payload, 'payload'));
  if (bytes.length > MAX_CONTROL_PAYLOAD) {
    throw new RangeError(
      `Payload has ${bytes.length} bytes, more than ${MAX_CONTROL_PAYLOAD} (RFC 6455 §5.5)`,
    );
  }
  return bytes;
}
