/**
 * A relay between a client and a server (RFC 6455 §5.4, §5.8, §9; RFC 9110 §7.6): two connections, joined. It has no
 * I/O: each connection has a transport of its own, and the relay moves what one receives to the other.
 *
 * - Frames: extensions are negotiated end to end, and frames pass as they are, except for masking keys. Payloads are
 *   neither collected nor decompressed.
 * - Messages: each side has its own extensions, and messages pass in whatever frames and parts they come.
 *
 * The end of one side ends the other:
 *
 *     on one side                              on the other side
 *     Close frame                              Close frame with the same code and reason
 *     a broken rule: fails with its code       1014 to the client, 1001 to the server
 *     a timeout                                the same
 *     end of the stream without a Close frame  end of the stream
 *     reset                                    reset
 *
 * @module
 */

import {
  ClientConnection,
  type ClientOptions,
  type CloseEvent,
  type Connection,
  type ConnectionEvent,
  clientChecks,
  type HandshakeRejectedEvent,
  type HandshakeRequestEvent,
  machineOf,
  type OpenEvent,
  type PingEvent,
  type PongEvent,
  ServerConnection,
  type ServerOptions,
  serverChecks,
} from '../connection/index.ts';
import type { MessageKind } from '../fragmentation/index.ts';
import { CloseCode } from '../framing/index.ts';
import type { Fields, Rejection, UrlLike } from '../handshake/index.ts';
import { aFunction, type Checks, checkOptions } from '../options/index.ts';
import { StateError } from '../violations/index.ts';
import type { FramePayloadEvent } from './frame-passage.ts';
import { FrameSides, frameLimits } from './frame-sides.ts';
import { passedFields } from './passed-fields.ts';

/** A side of a relay, by the peer on it. */
export type RelaySide = 'client' | 'server';

/** An event of one of the two connections. Messages are no events here: see `edit`. */
export interface RelayEvent {
  /** The side whose connection has the event. */
  readonly from: RelaySide;
  readonly event: ConnectionEvent | FramePayloadEvent;
}

/** A whole message on its way. */
export interface RelayMessage {
  readonly from: RelaySide;
  readonly kind: MessageKind;
  /** A string for a text. */
  readonly data: string | Uint8Array;
}

/** The options of the connection to the client, those of the relay, and those that both connections share. */
export interface RelayOptions
  extends Omit<ServerOptions, 'versions' | 'subprotocols' | 'messages' | 'text' | 'answers'> {
  /**
   * `frames`: extensions are agreed on end to end, and frames pass unchanged; `extensions` has no effect. `messages`:
   * the extensions in `extensions` for the client, and those of `connect` for the server. Default: `frames`.
   */
  readonly mode?: 'frames' | 'messages' | undefined;
  /**
   * Pings, pongs and Close frames are passed on, so that each end gets the answers of the other end, and the relay sends
   * no pings; or each side answers them itself, and sends pings to see whether its peer is alive. Default: `pass`.
   */
  readonly controls?: 'pass' | 'answer' | undefined;
  /**
   * With `messages`, receives each whole message before it is passed on. Returns the data to pass on instead, of any
   * kind; or `undefined` to drop the message. An error that it throws is thrown by `nextEvent`, and the message is lost.
   * Default: messages pass in parts, as they come.
   */
  readonly edit?: ((message: RelayMessage) => string | Uint8Array | undefined) | undefined;
  /** The fields of the server's response to pass on to the client. Default: `passedFields`. */
  readonly responseFields?: ((fields: Fields) => Fields) | undefined;
}

/** The server's side: the request to it, and what it alone has. The other options are those of the relay. */
export type RelayTarget = Pick<
  ClientOptions,
  'headers' | 'origin' | 'subprotocols' | 'credentials' | 'extensions' | 'limits' | 'timeouts'
>;

const {
  versions: _versions,
  subprotocols: _subprotocols,
  messages: _messages,
  text: _text,
  answers: _answers,
  ...shared
} = serverChecks;

const relayChecks: Checks<RelayOptions> = {
  ...shared,
  mode: "'frames' or 'messages'",
  controls: "'pass' or 'answer'",
  edit: aFunction,
  responseFields: aFunction,
};

const targetChecks: Checks<RelayTarget> = {
  headers: clientChecks.headers,
  origin: clientChecks.origin,
  subprotocols: clientChecks.subprotocols,
  credentials: clientChecks.credentials,
  extensions: clientChecks.extensions,
  limits: clientChecks.limits,
  timeouts: clientChecks.timeouts,
};

/**
 * Joins the connection to a client with a connection to a server.
 *
 * Each transport calls `receive`, `receiveEnd`, `receiveError`, `outputSent` and `handleTimeout` of its connection,
 * `client` or `server`; then events are read here until `undefined`, and outputs of both connections. Nobody else
 * reads events of the two connections. A chunk may be changed only once both connections have closed.
 *
 * @example
 * ```ts
 * import { Relay } from 'sansocket/relay';
 *
 * const relay = new Relay({}, 0);
 * relay.client.receive(new TextEncoder().encode('GET / HTTP/1.1\r\n'), 1);
 * for (let told; (told = relay.nextEvent()) !== undefined; ) {
 *   if (told.event.type === 'handshake-request') relay.connect('ws://10.0.0.1/', {}, 1);
 * }
 * ```
 */
export class Relay {
  /** The connection to the client. A request can be refused with its `reject`. */
  readonly client: ServerConnection;
  readonly #options: RelayOptions;
  readonly #sides: FrameSides | undefined;
  #server: ClientConnection | undefined;
  /** Set while the client waits for the answer to its request. */
  #request: HandshakeRequestEvent | undefined;
  /** When the client must have an answer, once a server was asked for it. */
  #answerBy: number | undefined;
  /** The answer to the client, unless the application connects to another server first. */
  #refusal: Rejection | undefined;
  /** The sides whose end was passed on to the other side. */
  readonly #ended: Record<RelaySide, boolean> = { client: false, server: false };
  readonly #paused: Record<RelaySide, boolean> = { client: false, server: false };

  /**
   * Waits for the bytes of a request.
   *
   * @param now - Milliseconds on the caller's monotonic clock.
   * @throws RangeError or TypeError for an option that cannot be used.
   */
  constructor(options: RelayOptions, now: number) {
    checkOptions(options, relayChecks);
    const { mode = 'frames', controls = 'pass', edit, responseFields: _, ...others } = options;
    if (mode === 'frames' && edit !== undefined) {
      throw new TypeError("edit needs the mode 'messages': frames pass unchanged");
    }
    this.#options = options;
    const answers = controls === 'answer';
    if (mode === 'frames') {
      const { fillRandom, capabilities } = options;
      this.#sides = new FrameSides({ fillRandom, mask: capabilities?.mask, answers });
    }
    this.client = new ServerConnection({ ...others, ...this.#sideOptions('client', {}) }, now);
    if (this.#sides !== undefined) this.#sides.client = this.client;
  }

  /** The request of the client, while it has no answer. */
  get request(): HandshakeRequestEvent | undefined {
    return this.#request;
  }

  /** The connection to the server; `undefined` before `connect`. */
  get server(): ClientConnection | undefined {
    return this.#server;
  }

  /**
   * Connects to a server for the request of the client: after the event `handshake-request`, at once or later; and
   * again when a server has refused or was not reached, before the next event is read.
   *
   * @param url - The server, and the target of the request to it.
   * @param options - Default of `headers`, `origin` and `subprotocols`: those of the client's request, the headers by
   *   `passedFields`.
   * @returns The connection to the server, which needs a transport.
   * @throws StateError when no request waits; RangeError or TypeError for a URL or an option that cannot be used.
   */
  connect(url: UrlLike, options: RelayTarget, now: number): ClientConnection {
    checkOptions(options, targetChecks);
    const request = this.#request;
    const isTaken = this.#server !== undefined && this.#server.readyState !== 'closed';
    if (request === undefined || (isTaken && this.#refusal === undefined)) {
      throw new StateError('Cannot connect: no handshake request waits');
    }
    const sides = this.#sides;
    if (sides !== undefined) sides.offers = request.extensions;
    const { copy, inPlace, memory, capabilities, fillRandom, frames } = this.#options;
    const server = new ClientConnection(
      url,
      {
        copy,
        inPlace,
        memory,
        capabilities,
        fillRandom,
        frames,
        headers: passedFields(request.fields),
        origin: request.origin,
        subprotocols: request.subprotocols,
        ...options,
        ...this.#sideOptions('server', options),
      },
      now,
    );
    this.#refusal = undefined;
    this.#server = server;
    this.#ended.server = false;
    this.#boundAnswer(server, now);
    if (sides !== undefined) sides.server = server;
    return server;
  }

  /** @returns The next event of either side; `undefined` when there is no event for now. */
  nextEvent(): RelayEvent | undefined {
    this.#refuse();
    return this.#nextOf('client') ?? this.#nextOf('server') ?? this.#nextOf('client');
  }

  #nextOf(from: RelaySide): RelayEvent | undefined {
    const connection = this.#connection(from);
    if (connection === undefined) return undefined;
    while (this.#mayRead(from, connection)) {
      const event = connection.nextEvent();
      if (event === undefined) break;
      if (this.#actOn(from, event)) return { from, event };
    }
    // What was passed on may be too much for the other side.
    this.#mayRead(from, connection);
    return undefined;
  }

  /** Whether the other side keeps up. If it does not, this side is not read any further. */
  #mayRead(from: RelaySide, connection: Connection): boolean {
    const to = this.#connection(other(from));
    const { outputHighWaterBytes } = machineOf(to ?? connection).limits;
    const isOpen = to !== undefined && machineOf(connection).canSend && machineOf(to).canSend;
    const most = this.#paused[from] ? outputHighWaterBytes / 2 : outputHighWaterBytes;
    const isFull = isOpen && to.bufferedAmount > most;
    if (isFull !== this.#paused[from]) {
      this.#paused[from] = isFull;
      if (isFull) connection.pauseReceiving();
      else connection.resumeReceiving();
    }
    return !isFull;
  }

  /** @returns Whether the application is told. */
  #actOn(from: RelaySide, event: ConnectionEvent): boolean {
    switch (event.type) {
      case 'handshake-request':
        this.#request = event;
        break;
      case 'open':
        if (from === 'server') this.#accept(event);
        break;
      case 'handshake-rejected':
        this.#refusal = this.#refusalOf(event);
        break;
      case 'message-part':
        this.#send(from, event.data, event.kind, event.fin);
        return false;
      case 'message':
        this.#edit({ from, kind: event.kind, data: event.data });
        return false;
      case 'drain':
        return false;
      case 'ping':
      case 'pong':
        this.#passControl(from, event);
        break;
      case 'close-received':
        this.#endOther(from, event.code, event.reason);
        break;
      case 'violation':
        // The client need not wait until the server has closed its transport.
        if (from === 'server' && this.#request !== undefined) this.#refusal = { status: 502 };
        else this.#endOther(from);
        break;
      case 'close':
        this.#endAfter(from, event);
        break;
      default:
        break;
    }
    return true;
  }

  // The opening handshake

  /** The time of the client is up for the server that is asked: the client then gets a 504, and not a 503 of its own. */
  #boundAnswer(server: ClientConnection, now: number): void {
    const { deadlines } = machineOf(this.client);
    const own = deadlines.all().find(({ reason }) => reason === 'opening-handshake');
    this.#answerBy ??= own?.at ?? Infinity;
    deadlines.clear('opening-handshake');
    machineOf(server).deadlines.hasten('opening-handshake', this.#answerBy - now);
  }

  #accept({ subprotocol, fields }: OpenEvent): void {
    const { responseFields = passedFields } = this.#options;
    const headers = responseFields(fields);
    this.#request = undefined;
    this.client.accept({ subprotocol: subprotocol ?? null, headers }, this.#now);
  }

  /** A status below 300 does not refuse: as an answer to a handshake it is a fault of the server. */
  #refusalOf({ status, fields, body }: HandshakeRejectedEvent): Rejection {
    if (status < 300) return { status: 502 };
    const { responseFields = passedFields } = this.#options;
    return { status, headers: responseFields(fields), body };
  }

  #refuse(): void {
    const refusal = this.#refusal;
    this.#refusal = undefined;
    if (refusal === undefined || this.#request === undefined) return;
    this.#request = undefined;
    this.client.reject(refusal, this.#now);
  }

  // Messages

  #edit(message: RelayMessage): void {
    const data = this.#options.edit!(message);
    if (data !== undefined) {
      this.#send(message.from, data, typeof data === 'string' ? 'text' : 'binary', true);
    }
  }

  #send(from: RelaySide, data: string | Uint8Array, kind: MessageKind, fin: boolean): void {
    const to = this.#connection(other(from));
    if (to !== undefined && machineOf(to).canSend) to.send(data, { kind, fin });
  }

  #passControl(from: RelaySide, { type, payload }: PingEvent | PongEvent): void {
    const to = this.#connection(other(from));
    if (to === undefined || this.#options.controls === 'answer') return;
    if (type === 'ping') to.ping(payload, this.#now);
    else to.pong(payload);
  }

  // The end

  /** The time of the side that was called last. */
  get #now(): number {
    const ofServer = this.#server && machineOf(this.#server).deadlines.now;
    return Math.max(machineOf(this.client).deadlines.now, ofServer ?? -Infinity);
  }

  /** A side ends with a Close frame, or with none that could be passed on. */
  #endOther(from: RelaySide, code?: number, reason?: string): void {
    this.#ended[from] = true;
    const to = other(from);
    const connection = this.#connection(to);
    if (connection === undefined || !machineOf(connection).canSend) return;
    if (this.#sides?.isWithinFrameTo(to) === true) machineOf(connection).breakOff('end');
    else if (code === CloseCode.noStatusReceived) connection.close(undefined, undefined, this.#now);
    else connection.close(...this.#closeFor(to, code, reason), this.#now);
  }

  /** A server may not send 1010, which only clients send. */
  #closeFor(
    to: RelaySide,
    code: number | undefined,
    reason: string | undefined,
  ): [code: number, reason: string | undefined] {
    const own = to === 'client' ? CloseCode.badGateway : CloseCode.goingAway;
    const isSendable =
      code !== undefined && !(to === 'client' && code === CloseCode.mandatoryExtension);
    return isSendable ? [code, reason] : [own, undefined];
  }

  #endAfter(from: RelaySide, { endedBy }: CloseEvent): void {
    const to = this.#connection(other(from));
    const { streamEnd } = machineOf(this.#connection(from)!).inbox;
    if (this.#request !== undefined) this.#endOpening(from, endedBy);
    else if (this.#ended[from]) return;
    else if (endedBy === 'timeout' || streamEnd === undefined) this.#endOther(from);
    else if (to !== undefined && machineOf(to).canSend) {
      machineOf(to).deadlines.tick(this.#now);
      machineOf(to).breakOff(streamEnd.reset ? 'reset' : 'end');
    }
  }

  /** One side has ended before the client had its answer. */
  #endOpening(from: RelaySide, endedBy: CloseEvent['endedBy']): void {
    if (from === 'client') {
      this.#request = undefined;
      this.#server?.close(undefined, undefined, this.#now);
    } else {
      this.#refusal ??= { status: endedBy === 'timeout' ? 504 : 502 };
    }
  }

  #connection(side: RelaySide): Connection | undefined {
    return side === 'client' ? this.client : this.#server;
  }

  /** The options of one side that follow from those of the relay. */
  #sideOptions(side: RelaySide, target: RelayTarget): ServerOptions & ClientOptions {
    const { controls = 'pass', edit, extensions } = this.#options;
    const sides = this.#sides;
    const isPassed = controls === 'pass';
    const timeouts = { ...this.#options.timeouts, ...target.timeouts };
    return {
      answers: isPassed ? 'manual' : 'automatic',
      timeouts: isPassed ? { ...timeouts, keepalivePingMs: Infinity } : timeouts,
      limits: { ...(sides && frameLimits), ...this.#options.limits, ...target.limits },
      messages: edit === undefined ? 'parts' : 'whole',
      text: edit === undefined ? 'bytes' : 'string',
      extensions: sides === undefined ? (target.extensions ?? extensions) : [],
      ...(sides &&
        (side === 'client' ? { versions: [sides.ofClient] } : { version: sides.ofServer })),
    };
  }
}

function other(side: RelaySide): RelaySide {
  return side === 'client' ? 'server' : 'client';
}
