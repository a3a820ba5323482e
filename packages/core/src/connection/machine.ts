/**
 * The inside of a connection: the transitions, the automatic answers, and when each timeout is armed
 * (RFC 6455 §5.5, §7). `Connection` checks the calls; the machine carries them out.
 *
 * A frame of the peer takes effect when its event is read: each read decodes one event and no more.
 * So the application answers a message before the Close frame after it, whether both came in one chunk
 * or in two. A peer that sends faster than the application reads costs the memory of its bytes, nothing more.
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: the transitions, what causes them and what bounds each in time are one concept.

import { copyBytes, plainBytes } from '../bytes/index.ts';
import { closeExtensions } from '../extensions/index.ts';
import { CloseCode, type Role, serializeClosePayload } from '../framing/index.ts';
import { agreementOf } from './agreement.ts';
import { Codecs } from './codecs.ts';
import { Deadlines, type TimeoutReason } from './deadlines.ts';
import { withDrain } from './drain.ts';
import { Ending } from './ending.ts';
import type {
  CloseReceivedEvent,
  ConnectionEvent,
  EndedBy,
  FrameEvent,
  SendStatus,
} from './events.ts';
import { Inbox, type StreamEnd } from './inbox.ts';
import { needStack } from './need-stack.ts';
import type { Agreement, Established, Opening, OpeningStep } from './opening.ts';
import { type ConnectionOptions, type Limits, resolveTimeouts } from './options.ts';
import { Outbox } from './outbox.ts';
import { type Input, type State, transitions } from './states.ts';
import { addStats, type ConnectionStats } from './stats.ts';
import type { VersionFrames } from './version-frames.ts';

/** The state of one connection. */
export class Machine {
  readonly role: Role;
  readonly options: ConnectionOptions;
  readonly limits: Limits;
  opening: Opening | undefined;
  readonly inbox: Inbox = new Inbox();
  readonly outbox: Outbox;
  readonly deadlines: Deadlines;
  /** Events that do not come from frames; they are delivered before input is decoded. */
  events: ConnectionEvent[] | undefined;
  /** Subprotocol and extensions that both ends agreed on. */
  agreement: Agreement | undefined;
  /** Whether the application has paused receiving. */
  paused = false;
  /** Receiving is paused, and a ping was not answered: one chunk is wanted, to see whether the peer is alive. */
  isLooking = false;
  /** Bytes received while looking, since input was last wanted otherwise. */
  looked = 0;
  /** Counts of events and bytes received; `before`: of the connection before the snapshot that it continues. */
  #bytesReceived = 0;
  #messagesReceived = 0;
  #pingsReceived = 0;
  #violations = 0;
  before: ConnectionStats | undefined;
  /** The times at which the connection was opened and closed. */
  #openedAt: number | undefined;
  #closedAt: number | undefined;
  /** Set once a version other than RFC 6455 is established. */
  version: VersionFrames | undefined;
  /** Whether the transport is a stream of HTTP/2 or HTTP/3. */
  isStream = false;
  /** Whether the idle timeout is on. */
  readonly #hasIdle: boolean;
  /** Whether the application answers pings and Close frames. */
  readonly #answersByHand: boolean;
  /** Whether the opening handshake was made elsewhere. */
  readonly #beganOpen: boolean;
  #state: State = 'connecting';
  /** Set from the first cause of the end. */
  #itsEnding: Ending | undefined;

  constructor(
    role: Role,
    options: ConnectionOptions,
    limits: Limits,
    opening: Opening | Established,
    now: number,
  ) {
    this.role = role;
    this.options = options;
    this.limits = limits;
    this.deadlines = new Deadlines(resolveTimeouts(options.timeouts, role), now);
    this.#hasIdle = this.deadlines.hasIdle;
    this.#answersByHand = options.answers === 'manual';
    this.outbox = new Outbox(limits, options.memory);
    this.#beganOpen = 'kind' in opening;
    if ('kind' in opening) this.apply(opening);
    else {
      this.opening = opening;
      this.deadlines.arm('opening-handshake');
    }
  }

  get state(): State {
    return this.#state;
  }

  /** Whether our Close frame may follow, and data before it (§5.5.1). */
  get canSend(): boolean {
    return this.#state === 'open' || this.#state === 'close-received';
  }

  /** Whether a pong may be sent: until the peer's Close frame, pings are answered (§5.5.2). */
  get canPong(): boolean {
    return this.canSend || (this.#answersByHand && this.#state === 'close-sent');
  }

  /** The first cause begins the end, and arms the timeout for the whole end. */
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

  get stats(): ConnectionStats {
    const { queue, pingsSent } = this.outbox;
    const { counts } = this.inbox;
    const { now } = this.deadlines;
    const stats = {
      bytesReceived: this.#bytesReceived,
      bytesSent: queue.reported,
      framesReceived: counts.frames,
      framesSent: queue.frames,
      messagesReceived: this.#messagesReceived,
      messagesSent: queue.messages,
      payloadBytesReceived: counts.payloadBytes,
      payloadBytesSent: queue.payloadBytes,
      messageBytesReceived: counts.messageBytes,
      messageBytesSent: queue.messageBytes,
      pingsReceived: this.#pingsReceived,
      pingsSent,
      violations: this.#violations,
      openMs: (this.#closedAt ?? now) - (this.#openedAt ?? now),
    };
    return this.before === undefined ? stats : addStats(stats, this.before);
  }

  /** Whether there are pings to ask for a sign of life, and close codes to report a failure. */
  get #hasControls(): boolean {
    const frames = this.version?.frames;
    return frames === undefined || frames.hasControls === true;
  }

  get #hasRoom(): boolean {
    return this.inbox.unread <= this.limits.inputHighWaterBytes;
  }

  /** @returns The next event; `undefined` when none is complete. */
  nextEvent(): ConnectionEvent | undefined {
    if (this.#state === 'connecting' && this.events === undefined)
      this.proceed((opening) => opening.overflow());
    if (this.events !== undefined) return this.#takeEvent();
    const event = this.inbox.next();
    if (this.#hasIdle && this.inbox.receivedData() && this.#state === 'open')
      this.deadlines.arm('idle');
    if (event === undefined) return this.inbox.streamEnd && this.#endOfStream(this.inbox.streamEnd);
    if (event.type !== 'message') return this.#actOn(event);
    this.#messagesReceived++;
    return event;
  }

  #actOn(event: ConnectionEvent): ConnectionEvent {
    switch (event.type) {
      case 'message-part':
        if (event.fin) this.#messagesReceived++;
        break;
      case 'ping':
        this.#pingsReceived++;
        if (!this.#answersByHand) this.outbox.answerPing(event.payload);
        break;
      case 'pong':
        return this.outbox.ponged(event.payload, this.deadlines.now);
      case 'close-received':
        this.#receiveClose(event);
        break;
      case 'violation':
        this.#violations++;
        this.fail(serializeClosePayload(event.closeCode), 'violation');
        break;
      default:
        break;
    }
    return event;
  }

  /** Removes the next event. An empty list would keep the memory that it has grown to, so it is dropped. */
  #takeEvent(): ConnectionEvent | undefined {
    const event = this.events?.shift();
    if (this.events?.length === 0) this.events = undefined;
    return event;
  }

  /** Receives a chunk: a Uint8Array or any subclass of it. */
  receive(chunk: Uint8Array, now: number): void {
    this.deadlines.tick(now);
    if (chunk.length === 0 || this.inbox.streamEnd !== undefined) return;
    if (this.#state !== 'closed') this.#bytesReceived += chunk.length;
    const { copy } = this.options;
    if (this.#state === 'connecting') {
      this.proceed((opening) =>
        opening.receive(copy ? copyBytes(chunk) : plainBytes(chunk, 'chunk')),
      );
    } else {
      if (this.isLooking) this.looked += chunk.length;
      else if (this.looked > 0 && this.wantsInput) this.looked = 0;
      this.inbox.push(chunk, copy);
      this.#received();
    }
  }

  /** The stream of bytes from the peer has ended. The end takes effect after these bytes. */
  receiveEnd(end: StreamEnd): void {
    this.inbox.end(end);
    if (end.reset) this.outbox.queue.clear();
    if (this.#state === 'connecting') this.proceed((opening) => opening.end());
    if (this.#state === 'closed' && end.reset) this.deadlines.clearAll();
  }

  /** Queues the draft of the output. @returns Whether there is room for more. */
  commit(): SendStatus {
    const { outbox } = this;
    const { outputHighWaterBytes } = this.limits;
    if (!outbox.isFull && outbox.queue.ahead > outputHighWaterBytes) needStack(16);
    if (outbox.commit() <= outputHighWaterBytes) return 'ok';
    if (!outbox.isFull && this.#state === 'open') this.deadlines.arm('slow-peer');
    outbox.isFull = true;
    return 'high-water';
  }

  /** The transport has sent bytes. @returns Whether events, outputs or the timeout may have changed. */
  sent(bytes: number): boolean {
    const { outbox } = this;
    const { isFull, queue } = outbox;
    const before = queue.reported;
    const drained = outbox.sent(bytes);
    if (queue.reported === before) return false;
    if (drained && this.canSend) this.events = withDrain(this.events);
    if (this.#state !== 'open') return this.#sentInEnding(before);
    if (drained) this.deadlines.clear('slow-peer');
    // When a full transport sends bytes, the peer has read: a sign of life.
    const isAwaited = isFull && this.#received();
    if (!isFull && outbox.pingEnd > before) this.deadlines.postpone('keepalive-pong');
    return isAwaited || this.events !== undefined || !queue.isTaken;
  }

  /**
   * The timeouts of the end run from the last time that bytes were sent. Bytes that were sent may take as long again to
   * arrive: systems between the ends hold some MiB for a peer that reads slowly.
   */
  #sentInEnding(before: number): boolean {
    const { queue } = this.outbox;
    const { closeEnd = 0, since = 0 } = this.#itsEnding ?? {};
    const elapsed = this.deadlines.now - since;
    this.deadlines.postpone('linger', elapsed);
    if (closeEnd > before) this.deadlines.postpone('closing-handshake', elapsed);
    if (this.#state === 'closed' && queue.unsent === 0) this.deadlines.clearAll();
    return this.#state !== 'connecting' || this.events !== undefined || !queue.isTaken;
  }

  #endOfStream(streamEnd: StreamEnd): ConnectionEvent | undefined {
    if (this.#state === 'closed') return undefined;
    // The peer has closed its half behind its Close frame; the application has not answered that yet.
    if (this.#state === 'close-received' && !streamEnd.reset) return undefined;
    this.outbox.queue.end();
    // It is not known yet whether our Close frame will be sent.
    const { received, closeEnd = Infinity } = this.#itsEnding ?? {};
    const isWaiting = received !== undefined && closeEnd < Infinity && !this.#isCloseSent;
    if (isWaiting && !streamEnd.reset) return undefined;
    this.finish('transport', streamEnd.cause);
    return this.#takeEvent();
  }

  /**
   * Whether our Close frame was sent. A transport that has reported nothing since the opening handshake is assumed to
   * send at once; without one here, the Close frame may be the first thing to report.
   */
  get #isCloseSent(): boolean {
    const { reported } = this.outbox.queue;
    const end = this.#itsEnding?.closeEnd ?? Infinity;
    const isSilent = reported === 0 && !this.#beganOpen && !this.outbox.isFull;
    return reported >= end || (end !== Infinity && isSilent);
  }

  /**
   * Runs the next step of the opening handshake. An error that a function of the application throws meanwhile is not
   * thrown to the transport: it refuses the handshake and ends the connection.
   */
  proceed(next: (opening: Opening) => OpeningStep | undefined): void {
    const { opening } = this;
    let step: OpeningStep | undefined;
    try {
      step = opening && next(opening);
    } catch (cause) {
      step = { kind: 'over', endedBy: 'local', cause, bytes: opening?.giveUp(500) };
    }
    this.apply(step);
  }

  /** Carries out a step of the opening handshake. */
  apply(step: OpeningStep | undefined): void {
    if (step === undefined) return;
    if (step.bytes !== undefined) this.outbox.queue.add(step.bytes);
    if (step.event !== undefined) (this.events ??= []).push(step.event);
    if (step.event?.type === 'violation') this.#violations++;
    if (step.kind === 'hastened') this.deadlines.hasten('opening-handshake', step.withinMs);
    if (step.kind === 'continued') {
      this.opening = step.opening;
      this.proceed((opening) => opening.receive(step.rest));
    }
    if (step.kind === 'established') this.#establish(step);
    if (step.kind === 'over') this.#end('fail', step.endedBy, step.cause);
  }

  /** §7.1.2: sends a Close frame, and arms the timeout for its answer; or sends the answer to that of the peer. */
  startClosing(payload: Uint8Array, endedBy: EndedBy): void {
    if (this.version?.frames?.endsSilently) this.#end('fail', endedBy);
    else if (this.#state === 'close-received') this.#answerClose(payload, endedBy);
    else {
      this.#sendClose(payload, endedBy);
      this.deadlines.awaitEnd('closing-handshake');
    }
  }

  /** §7.1.7: sends a Close frame, unless one was sent, and ends the output; later input is discarded. */
  fail(payload: Uint8Array, endedBy: EndedBy): void {
    if (this.canSend && this.#hasControls) this.#queueClose(payload, endedBy);
    this.#end('fail', endedBy);
  }

  /** The transport is closed in both directions: queues the last event. */
  finish(endedBy: EndedBy, cause?: unknown): void {
    const ending = this.#endsBy(endedBy);
    const { queue } = this.outbox;
    this.inbox.close();
    this.outbox.forgetPings();
    this.#transition('transport-closed');
    this.#closedAt = this.deadlines.now;
    // Output that the peer does not read must not keep the transport for ever.
    if (queue.unsent > 0) this.deadlines.awaitEnd('linger');
    else this.deadlines.clearAll();
    const thrown = closeExtensions(this.agreement?.extensions ?? []);
    (this.events ??= []).push(ending.event(cause ?? thrown, this.#isCloseSent));
  }

  /** Acts on every timeout that is due. */
  timeOut(): void {
    for (let due; (due = this.deadlines.nextDue()) !== undefined; ) this.#timeOut(due);
  }

  #timeOut(reason: TimeoutReason): void {
    switch (reason) {
      case 'opening-handshake':
        this.#openingTimedOut();
        break;
      case 'keepalive-ping':
        this.outbox.keepAlive(this.deadlines.now);
        this.deadlines.arm('keepalive-pong');
        // When silence is no fault, the pings still keep the path through the network open.
        if (!this.deadlines.hasPong) this.#received();
        break;
      case 'keepalive-pong':
        // A peer whose bytes wait to be read is not silent: a paused connection reads one chunk first.
        if (this.wantsInput)
          this.fail(serializeClosePayload(CloseCode.internalError, 'keepalive timeout'), 'timeout');
        else if (this.looked > this.limits.inputHighWaterBytes) this.#received();
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
        if (this.#state === 'close-received') this.#end('fail', 'timeout');
        else if (this.#itsEnding?.received !== undefined) this.#end('end-output', 'timeout');
        else if (this.inbox.unread > 0) this.deadlines.arm('closing-handshake');
        else this.drop('the peer did not answer the Close frame');
        break;
      case 'linger':
        this.drop('the peer did not close the transport');
        break;
      case 'slow-peer':
        if (this.#state === 'open' && !this.outbox.isStuck()) this.deadlines.arm('slow-peer');
        else this.drop('the peer took too long to take what was sent');
    }
  }

  #openingTimedOut(): void {
    this.proceed((opening) => opening.end());
    if (this.#state === 'ending') return;
    const response = this.opening?.giveUp();
    if (response === undefined) this.drop('the opening handshake took too long');
    else this.apply({ kind: 'over', endedBy: 'timeout', bytes: response });
  }

  /** More bytes are unsent than allowed. The peer does not read, so it would not see a Close frame. */
  overflow(): void {
    const cause = new RangeError(
      `More than ${this.limits.maxBufferedBytes} bytes wait to be sent (maxBufferedBytes)`,
    );
    this.drop(cause.message, 'local', cause);
  }

  /** Ends an open connection without a Close frame, as its peer would see it end: with a FIN, or with a reset. */
  breakOff(how: 'end' | 'reset'): void {
    if (how === 'end') this.#end('fail', 'local');
    else this.drop('the other side was reset', 'local');
  }

  /** Drops the transport at once, without a Close frame. */
  drop(reason: string, endedBy: EndedBy = 'timeout', cause?: unknown): void {
    this.outbox.queue.abort(reason);
    if (this.#state !== 'closed') this.finish(endedBy, cause);
    else this.deadlines.clearAll();
  }

  #establish(step: Established): void {
    this.#transition('establish');
    this.#openedAt = this.deadlines.now;
    this.opening = undefined;
    this.deadlines.clear('opening-handshake');
    this.agreement = agreementOf(step);
    this.version = step.version;
    this.isStream = step.isStream === true;
    const codecs = Codecs.of(this.role, this.options, this.limits, step.extensions, step.version);
    const tell = (frames: readonly FrameEvent[]): void => {
      (this.events ??= []).push(...frames);
    };
    this.outbox.open(codecs, this.options.frames && !this.version?.frames ? tell : undefined);
    this.inbox.open(codecs, step.offset, step.rest);
    this.#received();
    this.deadlines.arm('idle');
  }

  /**
   * Any byte from the peer is a sign of life. Versions with their own frames have no pings to ask for one.
   *
   * @returns Whether a sign of life was awaited: the next ping may be due sooner than that wait would have ended.
   */
  #received(): boolean {
    if (this.#state !== 'open' || !this.#hasControls) return false;
    this.isLooking = false;
    return this.deadlines.received();
  }

  #sendClose(payload: Uint8Array, endedBy: EndedBy): void {
    const isQueued = this.#queueClose(payload, endedBy);
    const ending = this.#endsBy(endedBy);
    if (isQueued) ending.closeEnd = this.outbox.queue.position;
    this.#transition('send-close');
  }

  /** @returns Whether a Close frame was queued. The error of a failure is thrown only to a call of the application. */
  #queueClose(payload: Uint8Array, endedBy: EndedBy): boolean {
    try {
      this.outbox.close(payload);
      return true;
    } catch (error) {
      if (endedBy === 'local') throw error;
      return false;
    }
  }

  /** Answers a Close frame with its own code (§5.5.1), unless ours was sent. Later input is discarded. */
  #receiveClose(event: CloseReceivedEvent): void {
    const ending = this.#endsBy('peer');
    this.inbox.close();
    ending.received = event;
    this.outbox.forgetPings();
    const answers = this.#state === 'open';
    this.#transition('receive-close');
    const code = event.code === CloseCode.noStatusReceived ? undefined : event.code;
    if (!answers) this.#closed();
    else if (this.#answersByHand) this.deadlines.awaitEnd('closing-handshake');
    else this.#answerClose(serializeClosePayload(code), 'peer');
  }

  #answerClose(payload: Uint8Array, endedBy: EndedBy): void {
    this.#sendClose(payload, endedBy);
    this.#closed();
  }

  /** Both Close frames are exchanged. */
  #closed(): void {
    // §7.1.1: the server closes the transport first, so that it holds the TIME_WAIT state. A stream has none.
    if (this.role === 'server' || this.isStream) this.#end('end-output', 'peer');
    else this.deadlines.awaitEnd('closing-handshake');
  }

  /** Ends our half and waits for the peer to end its half: a reset could destroy bytes that have not arrived. */
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
