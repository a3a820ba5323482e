/**
 * What happens inside a connection: the transitions, who answers what, and which timeout is armed when
 * (RFC 6455 §5.5, §7). `Connection` says what may be called; this does it.
 *
 * What the peer did takes effect when its event is taken: `parse` goes on by one event and no further.
 * So the application answers a message before the Close frame behind it, whether both came in one chunk
 * or in two, and a peer that sends faster than the application takes costs its bytes and nothing more.
 *
 * Longer than most: the transitions, what causes them and what bounds each in time are one concept.
 *
 * @module
 */

import { copyBytes, plainBytes } from '../bytes/index.ts';
import { closeExtensions } from '../extensions/index.ts';
import { CloseCode, type Role, serializeClosePayload } from '../framing/index.ts';
import { agreementOf } from './agreement.ts';
import { Deadlines, type TimeoutReason } from './deadlines.ts';
import { withDrain } from './drain.ts';
import { Ending } from './ending.ts';
import type { CloseReceivedEvent, ConnectionEvent, EndedBy, SendStatus } from './events.ts';
import { Inbox, type StreamEnd } from './inbox.ts';
import { needStack } from './need-stack.ts';
import type { Agreement, Established, Opening, OpeningStep } from './opening.ts';
import { type ConnectionOptions, type Limits, resolveTimeouts } from './options.ts';
import { Outbox } from './outbox.ts';
import { type Input, type State, transitions } from './states.ts';
import type { VersionFrames } from './version-frames.ts';

export class Machine {
  readonly role: Role;
  readonly options: ConnectionOptions;
  readonly limits: Limits;
  opening: Opening | undefined;
  readonly inbox: Inbox = new Inbox();
  readonly outbox: Outbox;
  readonly deadlines: Deadlines;
  /** Events that are not frames; they come before what is to be parsed. */
  events: ConnectionEvent[] | undefined;
  /** What both ends agreed on. */
  agreement: Agreement | undefined;
  /** The application wants no more bytes for now. */
  paused = false;
  /** Nothing is read, and the peer has not answered: one chunk is read to see whether it is there. */
  isLooking = false;
  /** Bytes that came of looking since input was last wanted. */
  looked = 0;
  /** There once one is established that is not RFC 6455. */
  version: VersionFrames | undefined;
  /** Whether the idle timeout is ever due. */
  readonly #hasIdle: boolean;
  #state: State = 'connecting';
  /** There once something tends to it. */
  #itsEnding: Ending | undefined;

  constructor(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    opening: Opening,
    now: number,
  ) {
    this.role = role;
    this.options = options;
    this.limits = limits;
    this.deadlines = new Deadlines(resolveTimeouts(options.timeouts, role), now);
    this.#hasIdle = this.deadlines.hasIdle;
    this.opening = opening;
    this.outbox = new Outbox(limits, options.memory);
    this.deadlines.arm('opening-handshake');
  }

  get state(): State {
    return this.#state;
  }

  /** With its first cause the end begins, and a time for all of it. */
  #endsBy(cause: EndedBy, thrown?: unknown): Ending {
    if (this.#itsEnding === undefined) {
      this.#itsEnding = new Ending(cause, this.deadlines.now, thrown);
      this.deadlines.arm('slow-peer');
    }
    return this.#itsEnding;
  }

  /** Whether the transport should read on. */
  get wantsInput(): boolean {
    switch (this.#state) {
      case 'connecting':
        return this.opening?.wantsInput === true;
      case 'open':
        return this.isLooking || (!this.paused && this.#hasRoom);
      case 'close-sent':
        return this.#hasRoom;
      default:
        return this.#state !== 'closed';
    }
  }

  get #hasRoom(): boolean {
    return this.inbox.unread <= this.limits.inputHighWaterBytes;
  }

  /** @returns The next event; `undefined` when there is no whole one. */
  nextEvent(): ConnectionEvent | undefined {
    if (this.#state === 'connecting' && this.events === undefined)
      this.proceed((opening) => opening.overflow());
    if (this.events !== undefined) return this.#takeEvent();
    const event = this.inbox.next();
    if (this.#hasIdle && this.inbox.heardData() && this.#state === 'open')
      this.deadlines.arm('idle');
    if (event === undefined) return this.#endOfStream();
    return event.type === 'message' ? event : this.#actOn(event);
  }

  #actOn(event: ConnectionEvent): ConnectionEvent {
    switch (event.type) {
      case 'ping':
        this.outbox.answerPing(event.payload);
        break;
      case 'pong':
        return this.outbox.ponged(event.payload, this.deadlines.now);
      case 'close-received':
        this.#receiveClose(event);
        break;
      case 'violation':
        this.fail(serializeClosePayload(event.closeCode), 'violation');
        break;
      default:
        break;
    }
    return event;
  }

  /** The list grows with its first event, and an empty one keeps what it has grown by: so it is left behind. */
  #takeEvent(): ConnectionEvent | undefined {
    const event = this.events?.shift();
    if (this.events?.length === 0) this.events = undefined;
    return event;
  }

  /** Takes a chunk, of whatever subclass its bytes are. */
  hear(chunk: Uint8Array, now: number): void {
    this.deadlines.tick(now);
    if (chunk.length === 0 || this.inbox.streamEnd !== undefined) return;
    const { copy } = this.options;
    if (this.#state === 'connecting') {
      this.proceed((opening) =>
        opening.receive(copy ? copyBytes(chunk) : plainBytes(chunk, 'chunk')),
      );
    } else {
      if (this.isLooking) this.looked += chunk.length;
      else if (this.looked > 0 && this.wantsInput) this.looked = 0;
      this.inbox.push(chunk, copy);
      this.#heard();
    }
  }

  /** The stream of bytes from the peer is over. It takes its place behind them. */
  hearEnd(end: StreamEnd): void {
    this.inbox.end(end);
    if (end.reset) this.outbox.queue.clear();
    if (this.#state === 'connecting') this.proceed((opening) => opening.end());
    if (this.#state === 'closed' && end.reset) this.deadlines.clearAll();
  }

  /** Queues what was written. @returns Whether there is room for more. */
  commit(): SendStatus {
    const { outbox } = this;
    const { outputHighWaterBytes } = this.limits;
    if (!outbox.isFull && outbox.queue.ahead > outputHighWaterBytes) needStack(16);
    if (outbox.queue.commit() <= outputHighWaterBytes) return 'ok';
    if (!outbox.isFull) this.deadlines.arm('slow-peer');
    outbox.isFull = true;
    return 'high-water';
  }

  /** The transport has taken bytes. @returns Whether anything may come of it. */
  sent(bytes: number): boolean {
    const { outbox } = this;
    const { isFull, queue } = outbox;
    const before = queue.reported;
    const drained = outbox.sent(bytes);
    if (queue.reported === before) return false;
    if (this.#state !== 'open') return this.#sentInEnding(before);
    if (drained) {
      this.events = withDrain(this.events);
      this.deadlines.clear('slow-peer');
    }
    // What leaves a transport that was full makes room because the peer reads.
    const isAwaited = isFull && this.#heard();
    if (!isFull && outbox.pingEnd > before) this.deadlines.postpone('keepalive-pong');
    return isAwaited || this.events !== undefined || !queue.isTaken;
  }

  /**
   * The clocks of the end run from when something left last. What has left may take as long again to arrive: a system
   * between holds some MiB for a peer that reads slowly.
   */
  #sentInEnding(before: number): boolean {
    const { queue } = this.outbox;
    const { closeEnd = 0, since = 0 } = this.#itsEnding ?? {};
    const took = this.deadlines.now - since;
    this.deadlines.postpone('linger', took);
    if (closeEnd > before) this.deadlines.postpone('closing-handshake', took);
    if (this.#state === 'closed' && queue.unsent === 0) this.deadlines.clearAll();
    return this.#state !== 'connecting' || this.events !== undefined || !queue.isTaken;
  }

  #endOfStream(): ConnectionEvent | undefined {
    const { streamEnd } = this.inbox;
    if (streamEnd === undefined || this.#state === 'closed') return undefined;
    this.outbox.queue.end();
    // Our Close frame may leave yet, or not.
    const { received, closeEnd = Infinity } = this.#itsEnding ?? {};
    const isWaiting = received !== undefined && closeEnd < Infinity && !this.#isCloseSent;
    if (isWaiting && !streamEnd.reset) return undefined;
    this.finish('transport', streamEnd.cause);
    return this.#takeEvent();
  }

  /** Whether our Close frame has left. A transport that reports nothing is taken to send at once. */
  get #isCloseSent(): boolean {
    const { reported } = this.outbox.queue;
    const end = this.#itsEnding?.closeEnd ?? Infinity;
    return reported >= end || (end !== Infinity && reported === 0 && !this.outbox.isFull);
  }

  /**
   * Goes on with the opening handshake. What a function of the application throws meanwhile allows nothing, and is no
   * concern of the transport: it ends the connection.
   */
  proceed(next: (opening: Opening) => OpeningStep | undefined): void {
    const { opening } = this;
    let step: OpeningStep | undefined;
    try {
      step = opening && next(opening);
    } catch (cause) {
      step = { kind: 'over', endedBy: 'local', cause, bytes: opening?.giveUp(500) };
    }
    this.take(step);
  }

  /** Does what the opening handshake has come to. */
  take(step: OpeningStep | undefined): void {
    if (step === undefined) return;
    if (step.bytes !== undefined) this.outbox.queue.add(step.bytes);
    if (step.event !== undefined) (this.events ??= []).push(step.event);
    if (step.kind === 'hastened') this.deadlines.hasten('opening-handshake', step.withinMs);
    if (step.kind === 'continued') {
      this.opening = step.opening;
      this.proceed((opening) => opening.receive(step.rest));
    }
    if (step.kind === 'established') this.#establish(step);
    if (step.kind === 'over') this.#end('fail', step.endedBy, step.cause);
  }

  /** §7.1.2: a Close frame, and a time for its answer. */
  startClosing(payload: Uint8Array, endedBy: EndedBy): void {
    if (this.version?.frames?.endsSilently) this.#end('fail', endedBy);
    else {
      this.#sendClose(payload, endedBy);
      this.deadlines.awaitEnd('closing-handshake');
    }
  }

  /** §7.1.7: a Close frame, unless one is out, then the end; what comes after is not looked at. */
  fail(payload: Uint8Array, endedBy: EndedBy): void {
    // Frames without close codes cannot say that something failed.
    if (this.#state === 'open' && !this.version?.frames) this.#writeClose(payload, endedBy);
    this.#end('fail', endedBy);
  }

  /** The transport is closed, both ways: the last event. */
  finish(endedBy: EndedBy, cause?: unknown): void {
    const ending = this.#endsBy(endedBy);
    const { queue } = this.outbox;
    this.inbox.close();
    this.outbox.forgetPings();
    this.#transition('transport-closed');
    // What is still on its way to a peer that does not take it must not keep the transport for ever.
    if (queue.unsent > 0) this.deadlines.awaitEnd('linger');
    else this.deadlines.clearAll();
    const thrown = closeExtensions(this.agreement?.extensions ?? []);
    (this.events ??= []).push(ending.event(cause ?? thrown, this.#isCloseSent));
  }

  /** Acts on every timeout that is due. */
  timeOut(): void {
    for (let due; (due = this.deadlines.takeDue()) !== undefined; ) this.#timeOut(due);
  }

  #timeOut(reason: TimeoutReason): void {
    switch (reason) {
      case 'opening-handshake':
        this.#openingTimedOut();
        break;
      case 'keepalive-ping':
        this.outbox.keepAlive(this.deadlines.now);
        this.deadlines.arm('keepalive-pong');
        // Where silence is no fault, the pings still keep the way open.
        if (!this.deadlines.hasPong) this.#heard();
        break;
      case 'keepalive-pong':
        // A peer whose bytes wait to be read is not silent: a connection that reads nothing looks first.
        if (this.wantsInput)
          this.fail(serializeClosePayload(CloseCode.internalError, 'keepalive timeout'), 'timeout');
        else if (this.looked > this.limits.inputHighWaterBytes) this.#heard();
        else {
          this.isLooking = true;
          this.deadlines.arm('keepalive-pong');
        }
        break;
      case 'idle':
        if (this.paused || this.inbox.unread > 0) this.deadlines.arm('idle');
        else this.startClosing(serializeClosePayload(CloseCode.goingAway, 'idle'), 'timeout');
        break;
      case 'closing-handshake':
        if (this.#itsEnding?.received !== undefined) this.#end('end-output', 'timeout');
        else if (this.inbox.unread > 0) this.deadlines.arm('closing-handshake');
        else this.#drop('the peer did not answer the Close frame');
        break;
      case 'linger':
        this.#drop('the peer did not close the transport');
        break;
      case 'slow-peer':
        if (this.#state === 'open' && !this.outbox.isStuck()) this.deadlines.arm('slow-peer');
        else this.#drop('the peer took too long to take what was sent');
        break;
    }
  }

  #openingTimedOut(): void {
    this.proceed((opening) => opening.end());
    if (this.#state === 'ending') return;
    const response = this.opening?.giveUp();
    if (response === undefined) this.#drop('the opening handshake took too long');
    else this.take({ kind: 'over', endedBy: 'timeout', bytes: response });
  }

  /** The application has sent more than may wait: nobody takes it, so nobody would see a Close frame. */
  overflow(): void {
    const cause = new RangeError(
      `More than ${this.limits.maxBufferedBytes} bytes wait to be sent (maxBufferedBytes)`,
    );
    this.#drop(cause.message, 'local', cause);
  }

  #drop(reason: string, endedBy: EndedBy = 'timeout', cause?: unknown): void {
    this.outbox.queue.abort(reason);
    if (this.#state !== 'closed') this.finish(endedBy, cause);
    else this.deadlines.clearAll();
  }

  #establish(step: Established): void {
    this.#transition('establish');
    this.opening = undefined;
    this.deadlines.clear('opening-handshake');
    this.agreement = agreementOf(step);
    this.version = step.version;
    this.outbox.open(this);
    this.inbox.open(this, step.offset, step.rest);
    this.#heard();
    this.deadlines.arm('idle');
  }

  /**
   * Any byte from the peer is a sign of life. Frames of another kind have no pings to ask for one.
   *
   * @returns Whether one was waited for: the next ping may be due sooner than that wait would have ended.
   */
  #heard(): boolean {
    if (this.#state !== 'open' || this.version?.frames) return false;
    this.isLooking = false;
    return this.deadlines.heard();
  }

  #sendClose(payload: Uint8Array, endedBy: EndedBy): void {
    const isQueued = this.#writeClose(payload, endedBy);
    const ending = this.#endsBy(endedBy);
    if (isQueued) ending.closeEnd = this.outbox.queue.position;
    this.#transition('send-close');
  }

  /** @returns Whether there is a Close frame. Where none can be made, it is thrown to the application, to nobody else. */
  #writeClose(payload: Uint8Array, endedBy: EndedBy): boolean {
    try {
      this.outbox.close(payload);
      return true;
    } catch (error) {
      if (endedBy === 'local') throw error;
      return false;
    }
  }

  /** Answers a Close frame with its own code (§5.5.1), unless ours is out. What follows it is discarded. */
  #receiveClose(event: CloseReceivedEvent): void {
    const ending = this.#endsBy('peer');
    this.inbox.close();
    ending.received = event;
    this.outbox.forgetPings();
    const answers = this.#state === 'open';
    this.#transition('receive-close');
    if (answers) {
      const code = event.code === CloseCode.noStatusReceived ? undefined : event.code;
      this.#sendClose(serializeClosePayload(code), 'peer');
    }
    // §7.1.1: the server closes the transport first, so that it holds the TIME_WAIT state.
    if (this.role === 'server') this.#end('end-output', 'peer');
    else this.deadlines.awaitEnd('closing-handshake');
  }

  /** Ends our half and waits for the peer to end its own: a reset could destroy what is on its way. */
  #end(input: 'fail' | 'end-output', endedBy: EndedBy, thrown?: unknown): void {
    this.#endsBy(endedBy, thrown);
    this.inbox.close();
    this.outbox.forgetPings();
    this.#transition(input);
    this.outbox.queue.end();
    this.deadlines.awaitEnd('linger');
  }

  #transition(input: Input): void {
    const next = transitions[this.#state][input];
    if (next === undefined) throw new Error(`No transition from ${this.#state} by ${input}`);
    this.#state = next;
  }
}
