/**
 * The machine: bytes and calls in, events and bytes out (RFC 6455 §4 to §8).
 *
 * The contract in four rules:
 *
 * 1. Whatever the peer sends, no input from the transport throws; a broken rule is a `violation` event in
 *    its place among the others.
 * 2. A call of the application that throws, for whatever reason, has changed nothing: what can throw comes first.
 * 3. Outputs are pulled until `undefined`, in any order, at any time. What the peer did takes effect when its
 *    event is taken, not before.
 * 4. The same inputs give the same outputs: time and entropy come from the caller.
 *
 * Longer than most: all that may be called stands here, with what it promises.
 *
 * @module
 */

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
import type { Opening, OpeningStep } from './opening.ts';
import { count } from './option-checks.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import type { OutputQueue } from './output-queue.ts';
import { assertMessage, PreparedMessage } from './prepared-message.ts';
import { type SendOptions, sendChecks } from './sender.ts';
import type { Snapshot } from './snapshot.ts';
import { type ReadyState, readyStates } from './states.ts';
import { resumeSnapshot, takeSnapshot } from './take-snapshot.ts';
import type { MessageSender } from './version-frames.ts';

/** One end of a connection; `ServerConnection` and `ClientConnection` add their opening handshake. */
export abstract class Connection {
  readonly #machine: Machine;

  protected constructor(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    opening: Opening,
    now: number,
  ) {
    this.#machine = new Machine(role, options, limits, opening, now);
  }

  get role(): Role {
    return this.#machine.role;
  }

  // Inputs from the transport

  /**
   * Takes bytes that the transport received.
   *
   * @param chunk - Given away until the connection has closed: core hands out views of it. It is not changed,
   *   unless the option `inPlace` says so; with `copy` it may be reused at once.
   * @param now - Milliseconds on the caller's monotonic clock, as everywhere.
   * @throws TypeError when the chunk is no Uint8Array. Never because of what it holds.
   */
  receive(chunk: Uint8Array, now: number): void {
    assertBytes(chunk, 'chunk');
    this.#machine.hear(chunk, now);
  }

  /** The peer has closed its half of the transport: FIN, END_STREAM. Idempotent. */
  receiveEnd(now: number): void {
    this.#machine.deadlines.tick(now);
    this.#machine.hearEnd({ reset: false });
  }

  /** The transport is gone: RST, RST_STREAM, a failed write. */
  receiveError(cause: unknown, now: number): void {
    this.#machine.deadlines.tick(now);
    this.#machine.hearEnd({ reset: true, cause });
  }

  /**
   * The transport has taken bytes of `write` outputs. Backpressure rests on it: a transport that never
   * says so fills the connection up to its high water.
   *
   * @param bytes - How many since the last call: a whole number from 0 up.
   * @returns Whether anything may come of it: mostly not, and then nobody need look for events, outputs and timeouts.
   * @throws RangeError for any other number.
   */
  outputSent(bytes: number, now: number): boolean {
    if (!(Number.isSafeInteger(bytes) && bytes >= 0)) checkKind('bytes', bytes, count);
    this.#machine.deadlines.tick(now);
    return this.#machine.sent(bytes);
  }

  /** Time has come to what `nextTimeout` said. Too early, it does nothing. */
  handleTimeout(now: number): void {
    this.#machine.deadlines.tick(now);
    this.#machine.timeOut();
  }

  // Inputs from the application

  /**
   * Sends a message, or with `fin: false` a part of one (RFC 6455 §6.1).
   *
   * @param data - `prepareMessage` makes one that goes to many. Bytes are not changed. A server passes 16 KiB or more on without a copy: they must not be
   *   changed until `bufferedAmount` says that they are sent.
   * @returns `high-water` when the peer does not keep up: wait for `drain`; the data is queued all the same.
   *   `closing` when the closing handshake has begun, or more than `maxBufferedBytes` wait, which ends the connection: the
   *   data is dropped.
   * @throws StateError before the connection is open; TypeError and RangeError when data and options do not fit.
   */
  send(data: string | Uint8Array | PreparedMessage, options?: SendOptions): SendStatus {
    if (data instanceof PreparedMessage) return this.#sendPrepared(data, options);
    if (typeof data !== 'string' && !(data instanceof Uint8Array)) assertMessage(data);
    if (options !== undefined) checkOptions(options, sendChecks);
    const sender = this.#sendable('send');
    if (sender === undefined) return 'closing';
    if (options !== undefined || sender.whole?.(data) !== true) sender.message(data, options ?? {});
    return this.#machine.commit();
  }

  /**
   * Sends a ping (§5.5.2). The `pong` event that answers it tells the latency, up to when it is taken.
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

  /** Sends a pong that nobody asked for (§5.5.3): a heartbeat in one direction. As `ping`. */
  pong(payload?: Uint8Array): SendStatus {
    const bytes = controlPayload(payload);
    const sender = this.#sendable('pong');
    if (sender === undefined) return 'closing';
    sender.control(Opcode.pong, bytes);
    return this.#machine.commit();
  }

  /**
   * Starts the closing handshake (§7.1.2). While it is connecting, drops the connection. Idempotent.
   *
   * @param code - 1000 to 1003, 1007 to 1014 (1010 for clients only) or 3000 to 4999; `undefined` for none.
   * @param reason - At most 123 bytes of UTF-8.
   * @throws RangeError when the code is not sendable or the reason too long; TypeError for a reason without a code.
   */
  close(code: number | undefined, reason: string | undefined, now: number): void {
    const payload = this.#closePayload(code, reason);
    this.#machine.deadlines.tick(now);
    if (this.#machine.state === 'connecting') {
      this.#machine.outbox.queue.abort('closed before the opening handshake was complete');
      this.#machine.finish('local');
    } else if (this.#machine.state === 'open') {
      this.#machine.startClosing(payload, 'local');
    }
  }

  /** Fails the connection (§7.1.7): sends a Close frame, ends the output, waits for no answer. Throws as `close`. */
  fail(code: number | undefined, reason: string | undefined, now: number): void {
    const payload = this.#closePayload(code, reason);
    this.#machine.deadlines.tick(now);
    if (this.#machine.state === 'connecting') this.close(undefined, undefined, now);
    else if (this.#machine.state !== 'closed' && this.#machine.state !== 'ending')
      this.#machine.fail(payload, 'local');
  }

  /**
   * `wantsInput` is false until `resumeReceiving`, or until we close or fail the connection. What comes all the same is
   * still delivered: a connection whose ping is not answered in time reads one chunk, to see whether the peer is there,
   * until more than `inputHighWaterBytes` have come so.
   */
  pauseReceiving(): void {
    this.#machine.paused = true;
  }

  resumeReceiving(): void {
    this.#machine.paused = false;
    this.#machine.looked = 0;
  }

  // Outputs

  /** @returns The next event, in wire order; `undefined` when there is none for now. */
  nextEvent(): ConnectionEvent | undefined {
    return this.#machine.nextEvent();
  }

  /** @returns What the transport is to do next; `undefined` when there is nothing for now. */
  nextOutput(): Output | undefined {
    return this.#machine.outbox.queue.next();
  }

  /** @returns When to call `handleTimeout`; changes with every input. */
  nextTimeout(): Deadline | undefined {
    return this.#machine.deadlines.next();
  }

  /** Whether the transport should read on. */
  get wantsInput(): boolean {
    return this.#machine.wantsInput;
  }

  /** Bytes that were queued and that the transport has not reported sent. */
  get bufferedAmount(): number {
    return this.#machine.outbox.queue.unsent;
  }

  get readyState(): ReadyState {
    return readyStates[this.#machine.state];
  }

  /** Milliseconds from the last answered ping to its pong. */
  get latency(): number | undefined {
    return this.#machine.outbox.keepalive.latency;
  }

  /** The subprotocol in use (§1.9). */
  get subprotocol(): string | undefined {
    return this.#machine.agreement?.subprotocol;
  }

  /** The version of the protocol: 13, that of RFC 6455, unless both ends have agreed on an older one. */
  get version(): ProtocolVersion {
    return this.#machine.version?.name ?? 13;
  }

  /** The extensions in use, as the field of the response names them. */
  get extensions(): string {
    return this.#machine.agreement?.field ?? '';
  }

  /**
   * The connection as plain data, to go on elsewhere: `ServerConnection.restore`, `ClientConnection.restore`.
   * It changes nothing here; only one of the two may go on.
   *
   * @throws StateError unless the connection is open, its events and outputs are taken, and no extension is in use.
   */
  snapshot(): Snapshot {
    return takeSnapshot(this.#machine);
  }

  // For the two roles

  /** Goes on where a snapshot was taken. */
  protected resume(snapshot: Snapshot): void {
    resumeSnapshot(this.#machine, snapshot);
  }

  /** Goes on with the opening handshake. */
  protected proceed(next: () => OpeningStep | undefined, now: number): void {
    this.#machine.deadlines.tick(now);
    this.#machine.proceed(next);
  }

  /** Answers a handshake request, unless the connection has ended while the application looked things up. */
  protected answer(decide: (output: OutputQueue) => OpeningStep, now: number): 'ok' | 'closing' {
    this.#machine.deadlines.tick(now);
    const { state } = this.#machine;
    if (state === 'ending' || state === 'closed') return 'closing';
    const { queue } = this.#machine.outbox;
    queue.begin();
    const step = decide(queue);
    queue.commit();
    this.#machine.take(step);
    return 'ok';
  }

  /** Queues bytes of the opening handshake. */
  protected write(bytes: Uint8Array): void {
    this.#machine.outbox.queue.add(bytes);
  }

  /** @returns The sender, `undefined` once the closing handshake has begun. */
  #sendable(what: string): MessageSender | undefined {
    if (this.#machine.state === 'connecting') {
      throw new StateError(`Cannot ${what}: the connection is not open yet`);
    }
    if (this.#machine.outbox.isOverfull && this.#machine.state === 'open') this.#machine.overflow();
    return this.#machine.state === 'open' ? this.#machine.outbox.sender : undefined;
  }

  #sendPrepared(message: PreparedMessage, options?: SendOptions): SendStatus {
    const isSent = options === undefined && this.#sendable('send')?.prepared?.(message);
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
