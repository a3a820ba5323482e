/**
 * One end of a connection in time: which timeout runs, what is done when it is due, what is sent when, which end closes
 * what, and how the connection ends (RFC 6455 §5.5, §7.1). It covers the duties of both ends by the RFC, and core's
 * additional promises: `docs/reference/limits.md`, `docs/explanation/closing-handshake.md`.
 *
 * Its input comes frame by frame, not as bytes.
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: the state, what changes it and what bounds each wait in time are one concept.

import { ModelDeadlines, type ModelTimeout, type ModelTimeouts } from './deadlines.ts';
import { ModelOutput, type ModelOutputs } from './output.ts';
import type { ModelRole } from './setup.ts';

/** The options of an end. */
export interface EndSetup {
  readonly role: ModelRole;
  readonly timeouts: ModelTimeouts;
  /** Unsent bytes above which there is no room. Default: any number. */
  readonly outputHighWaterBytes?: number | undefined;
  /** Unsent bytes above which the next call that sends drops the connection. Default: any number. */
  readonly maxBufferedBytes?: number | undefined;
  /** Bytes received and not yet reported to the application, above which reading stops. Default: any number. */
  readonly inputHighWaterBytes?: number | undefined;
  /** Whether the opening handshake has ended. */
  readonly isOpen: boolean;
  /** The initial time of the clock. */
  readonly now: number;
}

/** The peer's input. */
export type ModelArrival =
  | { readonly type: 'ping'; readonly payload: Uint8Array }
  | { readonly type: 'pong'; readonly payload: Uint8Array }
  /** A part of a message, not its end. */
  | { readonly type: 'data' }
  | { readonly type: 'message'; readonly data: Uint8Array }
  | { readonly type: 'close-received'; readonly code: number; readonly reason: string }
  /** A broken rule. */
  | { readonly type: 'violation'; readonly closeCode: number };

/** The cause of the connection's end. */
export type ModelCause = 'local' | 'peer' | 'violation' | 'timeout' | 'transport';

/** The events for the application. */
export type ModelTold =
  | Exclude<ModelArrival, { readonly type: 'data' | 'pong' }>
  /** The latency, in milliseconds, where it is the first answer to the last ping of this end. */
  | { readonly type: 'pong'; readonly payload: Uint8Array; readonly latency: number | undefined }
  | { readonly type: 'drain' }
  | {
      readonly type: 'close';
      readonly code: number;
      readonly reason: string;
      readonly wasClean: boolean;
      readonly endedBy: ModelCause;
    };

/** `closing` is the state of a client that has both Close frames; in `ending` it has ended its half. */
type ModelState = 'connecting' | 'open' | 'close-sent' | 'closing' | 'ending' | 'closed';

const NOTHING = new Uint8Array(0);

/** One end. Each input is a method; `takeEvents` and `takeOutput` return its results. */
export class ModelEnd {
  state: ModelState;
  readonly #role: ModelRole;
  /** There is no opening handshake. */
  readonly #wasOpen: boolean;
  readonly #highWater: number;
  readonly #maxBuffered: number;
  readonly #inputHighWater: number;
  readonly #deadlines: ModelDeadlines;
  readonly #output: ModelOutput;
  /** Server: the request is complete, and not answered. */
  #decides = false;
  #arrivals: ModelArrival[] = [];
  /** Bytes received that have not been reported to the application. */
  #unread = 0;
  #streamEnd: 'none' | 'end' | 'reset' = 'none';
  #told: ModelTold[] = [];
  /** There is no room, and no drain was reported since. */
  #isFull = false;
  /** The end of the output when its progress was last checked. */
  #looked = 0;
  /** An end that reads nothing, paused or without room, does read before it declares the peer silent. */
  #isLooking = false;
  #isPaused = false;
  /** Bytes received since reading stopped, because of that reading. */
  #found = 0;
  #pings = 0;
  /** Where the last ping of the keepalive ends in the output. */
  #pingEnd = 0;
  /** The latest ping that waits for its answer. */
  #unanswered: Uint8Array | undefined;
  /** This end's last ping, and the time when it was sent, until it is answered. */
  #asked: { readonly payload: Uint8Array; readonly at: number } | undefined;
  #cause: ModelCause | undefined;
  /** The time when the closing began. */
  #since = 0;
  #received: { readonly code: number; readonly reason: string } | undefined;
  /** The end position of this end's Close frame in the output. */
  #closeEnd = Infinity;

  constructor(setup: EndSetup) {
    this.#role = setup.role;
    this.#wasOpen = setup.isOpen;
    this.#highWater = setup.outputHighWaterBytes ?? Infinity;
    this.#maxBuffered = setup.maxBufferedBytes ?? Infinity;
    this.#inputHighWater = setup.inputHighWaterBytes ?? Infinity;
    this.#deadlines = new ModelDeadlines(setup.timeouts, setup.now);
    this.#output = new ModelOutput(setup.role);
    this.state = 'connecting';
    this.#deadlines.begin('openingHandshakeMs');
    if (setup.isOpen) this.#establish();
    else if (setup.role === 'client') this.#output.addHead('request');
  }

  // Its visible state

  /** The time of the next deadline; `undefined` without one. */
  get nextTimeout(): number | undefined {
    return this.#deadlines.next;
  }

  /** Bytes that were queued and have not left. */
  get unsent(): number {
    return this.#output.unsent;
  }

  /** Bytes given to the transport that may leave. */
  get mayLeave(): number {
    return this.#output.mayLeave;
  }

  /** Whether the output has a head, to be taken and reported by `wroteHead` before anything else. */
  get hasHead(): boolean {
    return this.#output.hasHead;
  }

  /** Whether it wants more input; `undefined` before it is open, where the model does not say. */
  get wantsInput(): boolean | undefined {
    if (this.state === 'connecting') return undefined;
    const hasRoom = this.#unread <= this.#inputHighWater;
    if (this.state === 'open') return this.#isLooking || (hasRoom && !this.#isPaused);
    if (this.state === 'close-sent') return hasRoom;
    return this.state !== 'closed';
  }

  /** Whether the application may answer a request. */
  get decides(): boolean {
    return this.#decides && this.state === 'connecting';
  }

  takeOutput(): ModelOutputs {
    return this.#output.take();
  }

  /** Sets the length in bytes of the head that was taken last. */
  wroteHead(bytes: number): void {
    this.#output.wroteHead(bytes);
  }

  /** All waiting events; the peer's input takes effect when its event is taken. */
  takeEvents(): readonly ModelTold[] {
    const told: ModelTold[] = [];
    for (;;) {
      const event = this.#told.shift();
      if (event !== undefined) told.push(event);
      else if (this.#arrivals.length > 0) this.#take(this.#arrivals.shift()!);
      else if (!this.#takeStreamEnd()) break;
    }
    this.#unread = 0;
    return told;
  }

  // The clock

  tick(now: number): void {
    this.#deadlines.tick(now);
  }

  /** Does everything that is due, in order. @returns The timeouts that were due. */
  timeOut(): readonly ModelTimeout[] {
    const done: ModelTimeout[] = [];
    for (let due; (due = this.#deadlines.takeDue()) !== undefined; ) {
      this.#timeOut(due);
      done.push(due);
    }
    return done;
  }

  // The opening handshake

  /** The head of the peer is complete. */
  hearHead(): void {
    if (this.state !== 'connecting' || this.#streamEnd !== 'none') return;
    if (this.#role === 'client') this.#establish();
    else this.#decides = true;
  }

  /** The application answers the request. */
  answer(status: 101 | 403): void {
    this.#output.addHead(status);
    this.#decides = false;
    if (status === 101) this.#establish();
    else this.#endOutput('local');
  }

  // The transport

  /** Receives a chunk of so many bytes, with the items that it completes, perhaps none. */
  hear(arrivals: readonly ModelArrival[], bytes: number): void {
    if (this.#streamEnd !== 'none') return;
    if (this.state !== 'open' && this.state !== 'close-sent') return;
    if (this.#isLooking) this.#found += bytes;
    else if (this.wantsInput === true) this.#found = 0;
    this.#arrivals.push(...arrivals);
    this.#unread += bytes;
    this.#signOfLife();
  }

  /** The peer sends no more; or the transport has failed. */
  hearEnd(end: 'end' | 'reset'): void {
    if (this.#streamEnd !== 'reset') this.#streamEnd = end;
    if (end === 'end') return;
    this.#output.drop();
    if (this.state === 'closed') this.#deadlines.stopAll();
  }

  /** Bytes have left. */
  leave(bytes: number): void {
    const { left } = this.#output;
    if (!this.#output.leave(bytes)) return;
    const wasFull = this.#isFull;
    const isDrained = wasFull && this.unsent <= this.#highWater / 2;
    if (isDrained) this.#isFull = false;
    if (this.unsent <= this.#highWater) this.#answerPing();
    if (this.state === 'open') {
      if (isDrained) {
        if (this.#told.at(-1)?.type !== 'drain') this.#told.push({ type: 'drain' });
        this.#deadlines.stop('slowPeerMs');
      }
      if (wasFull) this.#signOfLife();
      else if (left < this.#pingEnd) this.#deadlines.beginAgain('keepalivePongMs');
      return;
    }
    // Bytes that left late may arrive equally late.
    const took = this.#deadlines.now - this.#since;
    this.#deadlines.beginAgain('lingerMs', took);
    if (left < this.#closeEnd) this.#deadlines.beginAgain('closingHandshakeMs', took);
    if (this.state === 'closed' && this.unsent === 0) this.#deadlines.stopAll();
  }

  // The application

  /** Stops reading for now, or reads again. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (!isPaused) this.#found = 0;
  }

  /** Sends a frame. @returns Whether there is room for more. */
  send(opcode: number, payload: Uint8Array): 'ok' | 'high-water' | 'closing' {
    const isOverfull = this.unsent > this.#maxBuffered;
    if (this.state === 'open' && isOverfull) this.#drop('local');
    if (this.state !== 'open') return 'closing';
    this.#output.add(opcode, payload);
    if (opcode === 9) this.#asked = { payload, at: this.#deadlines.now };
    if (this.unsent <= this.#highWater) return 'ok';
    if (!this.#isFull) this.#deadlines.begin('slowPeerMs');
    this.#isFull = true;
    return 'high-water';
  }

  /** Starts the closing handshake. */
  close(payload: Uint8Array): void {
    if (this.state === 'connecting') this.#drop('local');
    else if (this.state === 'open') this.#startClosing(payload, 'local');
  }

  /** Fails the connection. */
  fail(payload: Uint8Array): void {
    if (this.state === 'connecting') this.#drop('local');
    else if (this.state !== 'ending' && this.state !== 'closed') this.#fail(payload, 'local');
  }

  // The effects

  #establish(): void {
    this.state = 'open';
    this.#decides = false;
    this.#deadlines.stop('openingHandshakeMs');
    this.#deadlines.begin('idleMs');
    this.#signOfLife();
  }

  #signOfLife(): void {
    if (this.state !== 'open') return;
    this.#isLooking = false;
    this.#deadlines.begin('keepalivePingMs');
    this.#deadlines.stop('keepalivePongMs');
  }

  #take(arrival: ModelArrival): void {
    const told = this.#toldOf(arrival);
    if (told !== undefined) this.#told.push(told);
    switch (arrival.type) {
      case 'data':
      case 'message':
        if (this.state === 'open') this.#deadlines.begin('idleMs');
        break;
      case 'ping':
        this.#unanswered = arrival.payload;
        if (this.unsent <= this.#highWater) this.#answerPing();
        break;
      case 'close-received':
        this.#receiveClose(arrival);
        break;
      case 'violation':
        this.#fail(closeBody(arrival.closeCode), 'violation');
        break;
      default:
        break;
    }
  }

  #toldOf(arrival: ModelArrival): ModelTold | undefined {
    if (arrival.type === 'data') return undefined;
    if (arrival.type !== 'pong') return arrival;
    const { payload } = arrival;
    const { payload: asked, at = 0 } = this.#asked ?? {};
    if (String(asked) !== String(payload)) return { type: 'pong', payload, latency: undefined };
    this.#asked = undefined;
    return { type: 'pong', payload, latency: this.#deadlines.now - at };
  }

  #answerPing(): void {
    if (this.#unanswered !== undefined) this.#output.add(10, this.#unanswered);
    this.#unanswered = undefined;
  }

  /** @returns Whether anything has changed. */
  #takeStreamEnd(): boolean {
    if (this.#streamEnd === 'none' || this.state === 'closed') return false;
    this.#output.end();
    const isReset = this.#streamEnd === 'reset';
    // This end's Close frame has not left: the peer may still receive it.
    const isOnItsWay = this.#closeEnd < Infinity && !this.#hasCloseLeft;
    if (this.#received !== undefined && isOnItsWay && !isReset) return false;
    this.#finish('transport');
    return true;
  }

  /**
   * A transport that has reported nothing is taken to send at once, until there is no room. The transport of a
   * connection that was open from the beginning has reported its head sent.
   */
  get #hasCloseLeft(): boolean {
    if (this.#closeEnd === Infinity) return false;
    const { left } = this.#output;
    const isSilent = left === 0 && !this.#wasOpen;
    return left >= this.#closeEnd || (isSilent && !this.#isFull);
  }

  #receiveClose(frame: { readonly code: number; readonly reason: string }): void {
    this.#begins('peer');
    this.#received = frame;
    this.#discard();
    if (this.state === 'open') this.#writeClose(closeBody(frame.code));
    // The server ends the transport first, whichever end began (§7.1.1).
    if (this.#role === 'server') this.#endOutput('peer');
    else {
      this.state = 'closing';
      this.#waitFor('closingHandshakeMs');
    }
  }

  #startClosing(payload: Uint8Array, by: ModelCause): void {
    this.#begins(by);
    this.#writeClose(payload);
    this.state = 'close-sent';
    this.#waitFor('closingHandshakeMs');
  }

  #fail(payload: Uint8Array, by: ModelCause): void {
    if (this.state === 'open') this.#writeClose(payload);
    this.#endOutput(by);
  }

  /** A pong that is due comes first. */
  #writeClose(payload: Uint8Array): void {
    this.#answerPing();
    this.#closeEnd = this.#output.add(8, payload) ?? Infinity;
  }

  /** Ends this end's half, and waits for the peer. */
  #endOutput(by: ModelCause): void {
    this.#begins(by);
    this.#discard();
    this.state = 'ending';
    this.#output.end();
    this.#waitFor('lingerMs');
  }

  /** The last event. */
  #finish(by: ModelCause): void {
    const endedBy = this.#begins(by);
    this.#discard();
    this.state = 'closed';
    if (this.unsent > 0) this.#waitFor('lingerMs');
    else this.#deadlines.stopAll();
    const { code, reason } = this.#received ?? { code: 1006, reason: '' };
    const wasClean = this.#received !== undefined && this.#hasCloseLeft;
    this.#told.push({ type: 'close', code, reason, wasClean, endedBy });
  }

  #drop(by: ModelCause): void {
    this.#output.abort();
    if (this.state === 'closed') this.#deadlines.stopAll();
    else this.#finish(by);
  }

  /** The first cause counts; from then on the whole closing is bounded in time. */
  #begins(by: ModelCause): ModelCause {
    if (this.#cause === undefined) {
      this.#cause = by;
      this.#since = this.#deadlines.now;
      this.#deadlines.begin('slowPeerMs');
    }
    return this.#cause;
  }

  #waitFor(timeout: ModelTimeout): void {
    this.#deadlines.stopAllBut('slowPeerMs');
    this.#deadlines.begin(timeout);
  }

  /** Later input from the peer is ignored and not answered. */
  #discard(): void {
    this.#arrivals = [];
    this.#unread = 0;
    this.#unanswered = undefined;
  }

  #timeOut(due: ModelTimeout): void {
    switch (due) {
      case 'openingHandshakeMs':
        if (this.#role === 'client') this.#drop('timeout');
        else {
          this.#output.addHead(this.#decides ? 503 : 408);
          this.#endOutput('timeout');
        }
        break;
      case 'keepalivePingMs':
        this.#asked = { payload: bigEndian(this.#pings++), at: this.#deadlines.now };
        this.#pingEnd = this.#output.add(9, this.#asked.payload) ?? 0;
        this.#deadlines.begin('keepalivePongMs');
        if (this.#deadlines.lengthOf('keepalivePongMs') === Infinity) this.#signOfLife();
        break;
      case 'keepalivePongMs':
        if (this.wantsInput === true) this.#fail(closeBody(1011, 'keepalive timeout'), 'timeout');
        // Its bytes are enough to show that the peer is there, and no end may be made to keep more.
        else if (this.#found > this.#inputHighWater) this.#signOfLife();
        else {
          this.#isLooking = true;
          this.#deadlines.begin('keepalivePongMs');
        }
        break;
      case 'idleMs':
        if (this.#isPaused || this.#unread > 0) this.#deadlines.begin('idleMs');
        else this.#startClosing(closeBody(1001, 'idle'), 'timeout');
        break;
      case 'closingHandshakeMs':
        if (this.#received !== undefined) this.#endOutput('timeout');
        else if (this.#unread > 0) this.#deadlines.begin('closingHandshakeMs');
        else this.#drop('timeout');
        break;
      case 'lingerMs':
        this.#drop('timeout');
        break;
      case 'slowPeerMs':
        this.#judgeOutput();
        break;
    }
  }

  /** The bytes that waited at the last check must have left. */
  #judgeOutput(): void {
    const isStuck = this.#looked > this.#output.left;
    this.#looked = this.#output.queued;
    if (this.state === 'open' && !isStuck) this.#deadlines.begin('slowPeerMs');
    else this.#drop('timeout');
  }
}

/** The payload of a Close frame (§5.5.1); 1005 stands for an empty one. */
export function closeBody(code: number, reason = ''): Uint8Array {
  if (code === 1005) return NOTHING;
  const letters = Array.from(reason, (letter) => letter.charCodeAt(0));
  return Uint8Array.of(Math.floor(code / 256), code % 256, ...letters);
}

function bigEndian(count: number): Uint8Array {
  return Uint8Array.from([24, 16, 8, 0], (bits) => Math.floor(count / 2 ** bits) % 256);
}
