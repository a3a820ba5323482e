/**
 * What this end sends once the connection is established, and how far the transport keeps up:
 * messages, pings and pongs, backpressure (RFC 6455 §5.5.2, §5.5.3, §6.1).
 *
 * Whether a pong waits depends on bytes that the transport has not reported sent, never on when output
 * was taken: the peer sees the same bytes however the caller polls.
 *
 * @module
 */

import { Opcode } from '../framing/index.ts';
import type { PongEvent, SendStatus } from './events.ts';
import { Keepalive } from './keepalive.ts';
import { type Established, senderOf } from './open-frames.ts';
import { OutputQueue } from './output-queue.ts';
import type { Principal } from './sender.ts';
import type { SharedMemory } from './shared-memory.ts';
import type { Snapshot } from './snapshot.ts';
import type { MessageSender } from './version-frames.ts';

export class Outbox implements Principal {
  readonly queue: OutputQueue;
  #keepalive: Keepalive | undefined;
  readonly #highWaterBytes: number;
  /** There from the establishment on, and what it makes once something is sent. */
  #established: Established | undefined;
  #sender: MessageSender | undefined;
  /** The latest ping that came while output was at its high water. */
  #pendingPong: Uint8Array | undefined;
  /** `high-water` has been said and `drain` is due. */
  #full = false;

  constructor(highWaterBytes: number, memory: SharedMemory | undefined) {
    this.queue = new OutputQueue(memory);
    this.#highWaterBytes = highWaterBytes;
  }

  /** Made when it is asked for: a connection that is busy sends no pings of its own. */
  get keepalive(): Keepalive {
    return (this.#keepalive ??= new Keepalive());
  }

  get sender(): MessageSender | undefined {
    if (this.#established !== undefined) this.#sender ??= senderOf(this.#established, this);
    return this.#sender;
  }

  loseSender(): void {
    this.#sender = undefined;
  }

  /** The connection is established. */
  open(established: Established): void {
    this.#established = established;
  }

  /** Sends a ping and measures how long its pong takes. */
  ping(payload: Uint8Array, now: number): void {
    this.sender?.control(Opcode.ping, payload);
    this.keepalive.pinged(payload, now);
  }

  /** Only the latest of the pings that wait has to be answered (§5.5.3). */
  answerPing(payload: Uint8Array): void {
    this.#pendingPong = payload;
    if (this.queue.unsent <= this.#highWaterBytes) this.#flushPong();
  }

  /** @returns The event of a pong, with the latency if it answers the last ping. */
  ponged(payload: Uint8Array, now: number): PongEvent {
    return { type: 'pong', payload, latency: this.keepalive.ponged(payload, now) };
  }

  /** No pong is due once a Close frame has come (§5.5.2). */
  forgetPings(): void {
    this.#pendingPong = undefined;
  }

  /** Sends a Close frame, behind the pong that is due. */
  close(payload: Uint8Array): void {
    this.#flushPong();
    this.sender?.control(Opcode.close, payload);
  }

  /** @returns Whether there is room again after `high-water`. */
  sent(bytes: number): boolean {
    this.queue.sent(bytes);
    const { unsent } = this.queue;
    if (unsent <= this.#highWaterBytes) this.#flushPong();
    if (!this.#full || unsent > this.#highWaterBytes / 2) return false;
    this.#full = false;
    return true;
  }

  /** Whether there is room for more, after something was sent. */
  status(): SendStatus {
    if (this.queue.unsent <= this.#highWaterBytes) return 'ok';
    this.#full = true;
    return 'high-water';
  }

  /** What of the outbox a snapshot keeps. */
  snapshot(now: number): Pick<Snapshot, 'sending' | 'unsent' | 'full' | 'pendingPing' | 'pings'> {
    return {
      sending: this.#sender?.part,
      unsent: this.queue.unsent,
      full: this.#full,
      pendingPing: this.#pendingPong,
      pings: this.keepalive.snapshot(now),
    };
  }

  /** Goes on where a snapshot was taken. */
  resume({ sending, unsent, full, pendingPing, pings }: Snapshot, now: number): void {
    if (sending !== undefined) {
      this.sender?.message(sending.data, { kind: sending.kind, fin: false });
    }
    this.queue.resume(unsent);
    this.#full = full;
    this.#pendingPong = pendingPing;
    this.keepalive.resume(pings, now);
  }

  #flushPong(): void {
    if (this.#pendingPong === undefined) return;
    this.sender?.control(Opcode.pong, this.#pendingPong);
    this.#pendingPong = undefined;
  }
}
