/**
 * The output of an established connection: messages, pings and pongs, and backpressure
 * (RFC 6455 §5.5.2, §5.5.3, §6.1).
 *
 * Whether a pong waits depends on bytes that the transport has not reported sent, never on when output
 * was read: the peer receives the same bytes however the caller polls.
 *
 * @module
 */

import { Opcode } from '../framing/index.ts';
import type { Codecs } from './codecs.ts';
import type { FrameEvent, PongEvent } from './events.ts';
import { Keepalive } from './keepalive.ts';
import { needStack } from './need-stack.ts';
import type { Limits } from './options.ts';
import { OutputQueue } from './output-queue.ts';
import type { SendOptions } from './sender.ts';
import { SentFrames } from './sent-frames.ts';
import type { SharedMemory } from './shared-memory.ts';
import type { Snapshot } from './snapshot.ts';
import type { MessageSender } from './version-frames.ts';

/** The output of one connection. */
export class Outbox {
  readonly queue: OutputQueue;
  #keepalive: Keepalive | undefined;
  readonly #limits: Limits;
  /** Set once the connection is established. */
  #codecs: Codecs | undefined;
  /** Set while a message is sent in parts. */
  #sender: MessageSender | undefined;
  /** The payload of the latest ping that was received while output was at its high water. */
  #pendingPong: Uint8Array | undefined;
  /** Whether `high-water` was returned and `drain` is due. */
  isFull = false;

  /** Told the frames that are queued, with the option `frames`. */
  #tell: ((frames: readonly FrameEvent[]) => void) | undefined;
  #frames: SentFrames | undefined;

  /** Position at which the output ended at the last call of `isStuck`. */
  #waited = 0;

  constructor(limits: Limits, memory: SharedMemory | undefined) {
    this.queue = new OutputQueue(memory);
    this.#limits = limits;
  }

  /** Whether more bytes are unsent than `maxBufferedBytes`. */
  get isOverfull(): boolean {
    return this.queue.unsent > this.#limits.maxBufferedBytes;
  }

  /** Position in the output at which the last ping of `keepAlive` ends. */
  get pingEnd(): number {
    return this.#keepalive?.end ?? 0;
  }

  get pingsSent(): number {
    return this.#keepalive?.sent ?? 0;
  }

  /** @returns Whether output that waited at the last call is still unsent. */
  isStuck(): boolean {
    const isStuck = this.#waited > this.queue.reported;
    this.#waited = this.queue.position;
    return isStuck;
  }

  /** Made on first use: a busy connection sends no pings of its own. */
  get keepalive(): Keepalive {
    return (this.#keepalive ??= new Keepalive());
  }

  /** Begins a draft of the output, which `commit` queues. To be read anew for each frame. */
  get sender(): MessageSender | undefined {
    this.queue.begin();
    return this.#sender ?? this.#codecs?.senderFor(this.queue);
  }

  /** Writes a message, or a part of one, to the draft. */
  message(data: string | Uint8Array, options: SendOptions): void {
    this.#sender ??= this.#codecs!.takeSender(this.queue);
    this.#sender.message(data, options, this.queue);
  }

  /** Queues the draft. @returns The number of unsent bytes. */
  commit(): number {
    const sender = this.#sender;
    if (sender !== undefined && sender.part === undefined) {
      // The code that may throw runs before anything is queued.
      this.#codecs!.giveSender(sender);
      this.#sender = undefined;
    }
    if (this.#tell !== undefined) return this.#commitTold(this.#tell);
    return this.queue.commit();
  }

  /**
   * The connection is established.
   *
   * @param tell - Receives the frames that are queued, before they are. Default: they are not told.
   */
  open(codecs: Codecs, tell?: (frames: readonly FrameEvent[]) => void): void {
    this.#codecs = codecs;
    this.#tell = tell;
  }

  /** Writes a ping, and starts to measure the time until its pong. */
  ping(payload: Uint8Array, now: number): void {
    const { keepalive } = this;
    this.sender?.control(Opcode.ping, payload, this.queue);
    needStack();
    keepalive.pinged(payload, now);
  }

  /** Sends a keepalive ping, if it can be made. */
  keepAlive(now: number): void {
    const { keepalive } = this;
    const payload = keepalive.nextPayload();
    if (!this.#own(Opcode.ping, payload)) return;
    keepalive.pinged(payload, now);
    keepalive.end = this.queue.position;
  }

  /** Only the latest of the waiting pings has to be answered (§5.5.3). */
  answerPing(payload: Uint8Array): void {
    this.#pendingPong = payload;
    if (this.queue.unsent <= this.#limits.outputHighWaterBytes) this.#flushPong();
  }

  /** @returns The event of a pong, with the latency if it answers the last ping. */
  ponged(payload: Uint8Array, now: number): PongEvent {
    return { type: 'pong', payload, latency: this.keepalive.ponged(payload, now) };
  }

  /** No pong is due once a Close frame was received (§5.5.2). */
  forgetPings(): void {
    this.#pendingPong = undefined;
  }

  /** Sends a Close frame, after the pong that is due. */
  close(payload: Uint8Array): void {
    const { sender } = this;
    if (this.#pendingPong !== undefined)
      sender?.control(Opcode.pong, this.#pendingPong, this.queue);
    sender?.control(Opcode.close, payload, this.queue);
    this.commit();
    this.#pendingPong = undefined;
  }

  /** @returns Whether there is room again after `high-water`. */
  sent(bytes: number): boolean {
    this.queue.sent(bytes);
    const { unsent } = this.queue;
    const { outputHighWaterBytes } = this.#limits;
    if (unsent <= outputHighWaterBytes) this.#flushPong();
    if (!this.isFull || unsent > outputHighWaterBytes / 2) return false;
    this.isFull = false;
    return true;
  }

  /** The state of the outbox for a snapshot. */
  snapshot(
    now: number,
  ): Pick<Snapshot, 'sending' | 'sent' | 'unsent' | 'waited' | 'full' | 'pendingPing' | 'pings'> {
    return {
      sending: this.#sender?.part,
      sent: this.queue.reported,
      unsent: this.queue.unsent,
      waited: this.#waited,
      full: this.isFull,
      pendingPing: this.#pendingPong,
      pings: this.keepalive.snapshot(now),
    };
  }

  /** Continues from a snapshot. */
  resume({ sending, sent, unsent, waited, full, pendingPing, pings }: Snapshot, now: number): void {
    if (sending !== undefined) {
      this.queue.begin();
      this.message(sending.data, { kind: sending.kind, fin: false });
    }
    this.queue.resume(sent, unsent);
    this.#waited = waited;
    this.isFull = full;
    this.#pendingPong = pendingPing;
    this.keepalive.resume(pings, now);
  }

  #commitTold(tell: (frames: readonly FrameEvent[]) => void): number {
    const { draft, position } = this.queue;
    if (position !== Infinity) tell((this.#frames ??= new SentFrames()).read(draft, position));
    return this.queue.commit();
  }

  #flushPong(): void {
    if (this.#pendingPong === undefined || !this.#own(Opcode.pong, this.#pendingPong)) return;
    this.#pendingPong = undefined;
  }

  /** Sends a frame without a call of the application, so it throws nothing. @returns Whether it could be made. */
  #own(opcode: Opcode, payload: Uint8Array): boolean {
    try {
      this.sender?.control(opcode, payload, this.queue);
      this.commit();
      return true;
    } catch {
      return false;
    }
  }
}
