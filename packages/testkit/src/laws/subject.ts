/**
 * What the laws see of an implementation: bytes go in, events and bytes come out, and time is told.
 *
 * What an implementation cannot do is absent, and a law that needs it says so. Nothing here waits: an
 * implementation that answers later than it is asked cannot be a subject.
 *
 * @module
 */

import type { ExtensionOffer } from 'sansocket/extensions';
import type { Role } from 'sansocket/framing';
import type { OlderName } from '../model/index.ts';
import type { SubjectEvent } from './subject-event.ts';

/** Makes a fresh implementation, told to take no more than this, and to wait no longer. */
export type MakeSubject = (limits?: SubjectLimits, timeouts?: SubjectTimeouts) => Subject;

/** One end of a connection under test. */
export interface Subject {
  readonly role: Role;
  /** The version that it speaks, when that is one before RFC 6455. */
  readonly version?: OlderName | undefined;
  /** What its peer sends to open the connection. Absent: it is open from the beginning. */
  readonly opening?: Uint8Array | undefined;
  /** Of the limits that it was made with, those that it obeys. */
  readonly limits?: SubjectLimits | undefined;
  /** Of the timeouts that it was made with, those that it obeys. Absent: it knows nothing of time. */
  readonly timeouts?: SubjectTimeouts | undefined;
  /** Whether it answers by itself what has to be answered: a ping, a Close frame, a violation. */
  readonly answers?: boolean | undefined;
  /** Whether RSV1 marks a message in DEFLATE to it (RFC 7692 §6). */
  readonly inflates?: boolean | undefined;

  // The transport

  /** Takes the next bytes, which are its own from here on, as far as `chunks` says. Throws nothing. */
  readonly receive: (chunk: Uint8Array) => void;
  /**
   * What becomes of a chunk. `copied`: it stays as it is, and may be written over as soon as it is received; `kept`: it
   * stays as it is; `given`: it may be changed. Absent: it is given.
   */
  readonly chunks?: 'copied' | 'kept' | 'given' | undefined;
  /** The peer sends no more. */
  readonly receiveEnd?: () => void;
  /** The transport is gone. */
  readonly receiveError?: () => void;
  /** The transport has sent all that it was given, and what can be taken. */
  readonly credit?: () => void;
  /**
   * So many bytes have left of those that the transport was given, and no more for now. Returns false when nothing comes
   * of it that the transport need look for; what else it returns does not count.
   */
  readonly sent?: (bytes: number) => unknown;
  /** The clock of the transport says so from here on, in milliseconds; it may go back. It begins at 0. */
  readonly setClock?: (now: number) => void;
  /** What is due by the clock is to be done. */
  readonly timeOut?: () => void;
  /** Time goes by, in milliseconds. */
  readonly wait?: (ms: number) => void;
  /** Milliseconds from what the clock says to what is due next; `undefined` when nothing is. */
  readonly nextTimeout?: () => number | undefined;

  // What it gives

  /**
   * Gives every event to `take`, in order, which may call inputs of the application. An implementation
   * that pushes its events may go on to give them to it as they come.
   */
  readonly takeEvents: (take: (event: SubjectEvent) => void) => void;
  /** What it has to send since the last call. */
  readonly takeOutput?: () => SubjectOutput;
  /**
   * Looks at one thing, where everything is pulled: an event or a piece of output at most, which stays
   * to be given by `takeEvents` and `takeOutput`.
   */
  readonly poll?: (what: Poll) => void;
  /** Bytes that were queued and that have not left. */
  readonly unsent?: () => number;
  /** Whether the transport should read on. */
  readonly wantsInput?: () => boolean;
  /** All else that it shows of itself. */
  readonly state?: () => Readonly<Record<string, unknown>>;

  // The application; to refuse is to throw

  /** Answers the request with yes. Absent: every request is accepted. */
  readonly accept?: () => void;
  /** Answers the request with no. */
  readonly reject?: () => void;
  /** Sends a whole message. What it returns counts where that is a status. */
  readonly send?: (data: string | Uint8Array) => unknown;
  /** Sends a part of a message, the last one with `fin`. */
  readonly sendPart?: (data: string | Uint8Array, fin: boolean) => void;
  /** Sends a part of a text as UTF-8, cut anywhere; a part that makes no UTF-8 of it is refused. */
  readonly sendTextPart?: (utf8: Uint8Array, fin: boolean) => void;
  /** Whether a part of a text may end between the two halves of a character (a surrogate pair). Default: false. */
  readonly takesHalves?: boolean | undefined;
  /** Sends a ping; returns as `send`. */
  readonly ping?: (payload: Uint8Array) => unknown;
  /** Sends a pong that nobody asked for; returns as `send`. */
  readonly pong?: () => unknown;
  /** Starts the closing handshake. */
  readonly close?: (code: number, reason: string) => void;
  /** Fails the connection. */
  readonly fail?: (code: number, reason: string) => void;
  /** Wants nothing more for a while. */
  readonly pause?: () => void;
  /** Wants it again. */
  readonly resume?: () => void;
  /** Whether what the application was thrown is a refusal and not a mistake. Absent: it always is. */
  readonly isRefusal?: (error: unknown) => boolean;

  /**
   * Client: makes one like this that has sent its request and waits for the answer. It asks for this, as far
   * as it can choose: what it has asked for in fact is read from its output, and without `takeOutput` it is this.
   */
  readonly asking?: (request: SubjectRequest) => Subject;

  /** Makes ends like this one that share what they can: memory, entropy, whatever else they are lent. */
  readonly neighbours?: (wanted?: NeighboursWanted) => Neighbours;

  /**
   * Puts itself down as plain data and goes on from a copy of that, on another clock, as after a move to another process.
   * Returns false where it cannot for now: then it goes on as it was.
   *
   * @param change - What becomes of the data on the way. Default: nothing.
   * @throws What is thrown to who would go on from such data; it goes on as it was.
   */
  readonly moved?: (change?: (data: unknown) => unknown) => boolean;

  /** Does all of it once more from a record, and names the first difference if there is one. */
  readonly replay?: () => string | undefined;
}

/** What a client asks for in the request of the opening handshake (RFC 6455 §4.1). */
export interface SubjectRequest {
  /** Sec-WebSocket-Key: 16 bytes in base64. */
  readonly key: string;
  /** All different; empty for none. */
  readonly subprotocols: readonly string[];
  /** The elements of Sec-WebSocket-Extensions; empty for none. */
  readonly extensions: readonly ExtensionOffer[];
}

/** Which neighbours there are to be. */
export interface NeighboursWanted {
  /** Two or more. Default: 2. */
  readonly count?: number;
  /** Limits of the third one, which are put in the place of some of those of all. Default: none. */
  readonly limitsOfThird?: SubjectLimits;
  /** Where all entropy comes from but that of an opening handshake. Default: where all masking keys are the same. */
  readonly fillRandom?: (bytes: Uint8Array) => void;
}

/** Ends that share what they can, and faults to plant in it. */
export interface Neighbours {
  readonly ends: readonly [Subject, Subject, ...Subject[]];
  /** Has the `nth` thing that any asks for from here on throw, once: an allocation, entropy, a capability; 0: nothing. */
  readonly plant: (nth: number) => void;
  /** Whether the fault has been met since it was planted. */
  readonly isHit: () => boolean;
  /** Bytes of shared memory that are in use: none once no output waits and no message has begun. Absent: nobody counts. */
  readonly inUse?: () => number;
}

/** What a subject can be told to take at most, in bytes where nothing else is said. */
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
  /** Server: what comes behind a request that the application has not answered. */
  readonly maxEarlyBytes?: number;
  /** Unsent bytes beyond which there is no room: a mark, not a wall. */
  readonly outputHighWaterBytes?: number;
  /** Unsent bytes beyond which the next message, ping or pong drops the connection. */
  readonly maxBufferedBytes?: number;
  /** Received bytes that wait for the application, beyond which no more are wanted: a mark, not a wall. */
  readonly inputHighWaterBytes?: number;
}

/** How long a subject can be told to wait, in milliseconds, more than 0: `docs/reference/limits.md`. */
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

/** What a subject has for its transport. */
export interface SubjectOutput {
  readonly bytes: Uint8Array;
  /**
   * The arrays that the bytes are in, which stay as they are until they are reported sent. Absent: who has taken the
   * bytes has a copy.
   */
  readonly pieces?: readonly Uint8Array[];
  /** Behind the bytes: the end of the stream, or of the transport. */
  readonly endings: readonly ('end' | 'abort')[];
}

/** What can be looked at. */
export type Poll = 'event' | 'output' | 'timeout' | 'state';

/**
 * A subject, but for what is put in the place of something.
 *
 * @param others - Called as they stand.
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

/** What a subject can have or not have. */
export type Ability =
  | Exclude<keyof Subject, 'role' | 'limits' | 'receive' | 'takeEvents'>
  | keyof SubjectLimits;

/** Of what a law needs, what the subject has not. */
export function missingOf(subject: Subject, needed: readonly Ability[]): readonly Ability[] {
  const has = (ability: Ability): boolean =>
    ability.startsWith('max')
      ? subject.limits?.[ability as keyof SubjectLimits] !== undefined
      : Boolean(Reflect.get(subject, ability) as unknown);
  return needed.filter((ability) => !has(ability));
}
