/**
 * The laws' view of an implementation: bytes go in, events and bytes come out, and the caller gives the time.
 *
 * A method that an implementation does not support is absent, and a law that needs it says so. Nothing here waits: an
 * implementation that answers asynchronously cannot be a subject.
 *
 * @module
 */

import type { ExtensionOffer } from 'sansocket/extensions';
import type { Role } from 'sansocket/framing';
import type { OlderName } from '../model/index.ts';
import type { SubjectEvent } from './subject-event.ts';

/** Makes a fresh implementation with these limits and these timeouts. */
export type MakeSubject = (limits?: SubjectLimits, timeouts?: SubjectTimeouts) => Subject;

/** One end of a connection under test. */
export interface Subject {
  readonly role: Role;
  /** The version that it speaks, if that is one before RFC 6455. */
  readonly version?: OlderName | undefined;
  /** The bytes that its peer sends to open the connection. Absent: it is open from the beginning. */
  readonly opening?: Uint8Array | undefined;
  /** The limits that it obeys, of those that it was made with. */
  readonly limits?: SubjectLimits | undefined;
  /** The timeouts that it obeys, of those that it was made with. Absent: it has no timeouts. */
  readonly timeouts?: SubjectTimeouts | undefined;
  /** Whether it answers by itself whatever has to be answered: a ping, a Close frame, a violation. */
  readonly answers?: boolean | undefined;
  /**
   * Server: its subprotocols; of those that are offered it has to take the first one among them, which the client
   * prefers. Absent: its choice is not judged.
   */
  readonly subprotocols?: readonly string[] | undefined;
  /** Whether it reads RSV1 as the mark of a message in DEFLATE (RFC 7692 §6). */
  readonly inflates?: boolean | undefined;

  // The transport

  /** Receives the next bytes, which it owns from now on, as far as `chunks` says. Throws nothing. */
  readonly receive: (chunk: Uint8Array) => void;
  /**
   * The fate of a chunk. `copied`: it stays as it is, and may be overwritten as soon as it is received; `kept`: it
   * stays as it is; `given`: it may be changed. Absent: it is given.
   */
  readonly chunks?: 'copied' | 'kept' | 'given' | undefined;
  /** The peer sends no more. */
  readonly receiveEnd?: () => void;
  /** The transport has failed or was closed. */
  readonly receiveError?: () => void;
  /** The transport has sent everything that it was given, and everything that can still be taken. */
  readonly credit?: () => void;
  /**
   * So many bytes have left of those that the transport was given, and no more for now. Returns false when this has no
   * effect that the transport need look for; every other return value is ignored.
   */
  readonly sent?: (bytes: number) => unknown;
  /** Sets the transport's clock, in milliseconds; it may go back. It begins at 0. */
  readonly setClock?: (now: number) => void;
  /** Does everything that is due by the clock. */
  readonly timeOut?: () => void;
  /** Lets time pass, in milliseconds. */
  readonly wait?: (ms: number) => void;
  /** Milliseconds from the clock's time to the next deadline; `undefined` without one. */
  readonly nextTimeout?: () => number | undefined;

  // Output

  /**
   * Passes every event to `take`, in order; `take` may call inputs of the application. An implementation that pushes
   * its events may go on to pass them as they come.
   */
  readonly takeEvents: (take: (event: SubjectEvent) => void) => void;
  /** The bytes to send since the last call. */
  readonly takeOutput?: () => SubjectOutput;
  /**
   * In an implementation where everything is pulled, looks at one event or one piece of output at most, which
   * `takeEvents` and `takeOutput` still give.
   */
  readonly poll?: (what: Poll) => void;
  /** Bytes that were queued and have not left. */
  readonly unsent?: () => number;
  /** Whether the transport should read on. */
  readonly wantsInput?: () => boolean;
  /** All its other visible state. */
  readonly state?: () => Readonly<Record<string, unknown>>;

  // The application; a refusal is thrown

  /** Accepts the request. Absent: every request is accepted. */
  readonly accept?: () => void;
  /** Rejects the request. */
  readonly reject?: () => void;
  /** Sends a whole message. A return value that is a status counts. */
  readonly send?: (data: string | Uint8Array) => unknown;
  /** Sends a part of a message, the last one with `fin`. */
  readonly sendPart?: (data: string | Uint8Array, fin: boolean) => void;
  /** Sends a part of a text as UTF-8, cut anywhere; refuses a part that makes the text invalid UTF-8. */
  readonly sendTextPart?: (utf8: Uint8Array, fin: boolean) => void;
  /** Whether a part of a text may end between the two halves of a character (a surrogate pair). Default: false. */
  readonly takesHalves?: boolean | undefined;
  /** Sends a ping; returns as `send`. */
  readonly ping?: (payload: Uint8Array) => unknown;
  /** Sends an unsolicited pong; returns as `send`. */
  readonly pong?: () => unknown;
  /** Starts the closing handshake. */
  readonly close?: (code: number, reason: string) => void;
  /** Fails the connection. */
  readonly fail?: (code: number, reason: string) => void;
  /** Stops reading for a while. */
  readonly pause?: () => void;
  /** Reads again. */
  readonly resume?: () => void;
  /** Whether an error thrown to the application is a refusal and not a mistake. Absent: it always is. */
  readonly isRefusal?: (error: unknown) => boolean;

  /**
   * Client: makes one like this that has sent its request and waits for the answer. It asks for this, as far as it can
   * choose: its actual request is read from its output; without `takeOutput` it is exactly this.
   */
  readonly asking?: (request: SubjectRequest) => Subject;

  /** Makes ends like this one that share all they can: memory, entropy and anything else lent to them. */
  readonly neighbours?: (wanted?: NeighboursWanted) => Neighbours;

  /**
   * Saves itself as plain data and restores itself from a copy of that, on another clock, as after a move to another
   * process. Returns false where this is impossible for now: then it goes on unchanged.
   *
   * @param change - Changes the data on the way. Default: nothing.
   * @throws The error that such data causes on restoring; the subject goes on unchanged.
   */
  readonly moved?: (change?: (data: unknown) => unknown) => boolean;

  /** Replays its record, and names the first difference if there is one. */
  readonly replay?: () => string | undefined;
}

/** A client's request in the opening handshake (RFC 6455 §4.1). */
export interface SubjectRequest {
  /** Sec-WebSocket-Key: 16 bytes in base64. */
  readonly key: string;
  /** Subprotocols, all different; empty for none. */
  readonly subprotocols: readonly string[];
  /** The elements of Sec-WebSocket-Extensions; empty for none. */
  readonly extensions: readonly ExtensionOffer[];
}

/** Options for neighbours. */
export interface NeighboursWanted {
  /** The number of ends, two or more. Default: 2. */
  readonly count?: number;
  /** Limits of the third end, which override some of the common ones. Default: none. */
  readonly limitsOfThird?: SubjectLimits;
  /** The source of all entropy except an opening handshake's. Default: one that makes all masking keys the same. */
  readonly fillRandom?: (bytes: Uint8Array) => void;
}

/** Ends that share all they can, and faults to plant in the shared things. */
export interface Neighbours {
  readonly ends: readonly [Subject, Subject, ...Subject[]];
  /** Makes the `nth` request of any end from here on throw, once: an allocation, entropy, a capability; 0: none. */
  readonly plant: (nth: number) => void;
  /** Whether the fault has been met since it was planted. */
  readonly isHit: () => boolean;
  /** Bytes of shared memory in use: 0 once no output waits and no message has begun. Absent: not counted. */
  readonly inUse?: () => number;
}

/** Upper limits that a subject can be given, in bytes unless stated. */
export interface SubjectLimits {
  /** Payload of one frame, from 125 up. */
  readonly maxFrameBytes?: number;
  /** A message, as sent and as inflated. */
  readonly maxMessageBytes?: number;
  /** Fragments without payload in a row. */
  readonly maxEmptyFragments?: number;
  /** Head of the opening handshake. */
  readonly maxHandshakeBytes?: number;
  /** One line of it, its CR LF included. */
  readonly maxHandshakeLineBytes?: number;
  /** Its header fields, a number. */
  readonly maxHandshakeFields?: number;
  /** Server: the bytes after a request that the application has not answered. */
  readonly maxEarlyBytes?: number;
  /** Unsent bytes above which there is no room: a mark, not a hard limit. */
  readonly outputHighWaterBytes?: number;
  /** Unsent bytes above which the next message, ping or pong drops the connection. */
  readonly maxBufferedBytes?: number;
  /** Received bytes that wait for the application, above which reading stops: a mark, not a hard limit. */
  readonly inputHighWaterBytes?: number;
}

/** Timeouts that a subject can be given, in milliseconds, more than 0: `docs/reference/limits.md`. */
export interface SubjectTimeouts {
  readonly openingHandshakeMs?: number;
  readonly keepalivePingMs?: number;
  readonly keepalivePongMs?: number;
  readonly idleMs?: number;
  readonly closingHandshakeMs?: number;
  readonly lingerMs?: number;
  readonly slowPeerMs?: number;
}

/** Whether there is room for more; `closing` when nothing was sent. */
export type SubjectStatus = 'ok' | 'high-water' | 'closing';

/** A subject's output for its transport. */
export interface SubjectOutput {
  readonly bytes: Uint8Array;
  /**
   * The arrays that hold the bytes; they stay as they are until they are reported sent. Absent: the caller has a copy
   * of the bytes.
   */
  readonly pieces?: readonly Uint8Array[];
  /** After the bytes: the end of the stream, or of the transport. */
  readonly endings: readonly ('end' | 'abort')[];
}

/** The state that can be looked at. */
export type Poll = 'event' | 'output' | 'timeout' | 'state';

/**
 * A subject with some methods replaced.
 *
 * @param others - The replacements, called as they stand.
 */
export function replaced(subject: Subject, others: Partial<Subject>): Subject {
  return new Proxy(subject, {
    get(target, name) {
      if (name in others) return Reflect.get(others, name) as unknown;
      const own = Reflect.get(target, name) as unknown;
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}

/** The abilities that a subject may have. */
export type Ability =
  | Exclude<keyof Subject, 'role' | 'limits' | 'receive' | 'takeEvents'>
  | keyof SubjectLimits;

/** The needs of a law that the subject lacks. */
export function missingOf(subject: Subject, needed: readonly Ability[]): readonly Ability[] {
  const has = (ability: Ability): boolean =>
    ability.startsWith('max')
      ? subject.limits?.[ability as keyof SubjectLimits] !== undefined
      : Boolean(Reflect.get(subject, ability) as unknown);
  return needed.filter((ability) => !has(ability));
}
