/**
 * The catalogue's cases, as `catalogue/*.json` holds them; `catalogue/catalogue.schema.json` describes the same.
 *
 * @module
 */

/** How strongly the RFC asks for the strict outcome; `info`: the case is recorded and never fails. */
export type Level = 'MUST' | 'SHOULD' | 'MAY' | 'info';

/** `quick` takes seconds, `full` adds long inputs, `hostile` adds floods and long waits. */
export const profiles = ['quick', 'full', 'hostile'] as const;

/** One of them; it has the cases of those before it. */
export type Profile = (typeof profiles)[number];

/**
 * An ability that a case needs beside RFC 6455 itself. A probe finds:
 *
 * - `echo`: messages come back. `deflate`: permessage-deflate is agreed on.
 * - `closes`: the text `close:CODE:REASON` makes the testee close with this code and reason.
 * - `surrogates`: the text `surrogate:d800` makes it send a string that is this lone surrogate.
 * - `takeover`: a compressed message may refer to the one before, since the testee does not answer with
 *   client_no_context_takeover (RFC 7692 §7.1.1.2).
 *
 * Of clients alone:
 *
 * - `no-deflate`: permessage-deflate is not offered. `client-bits`: it is, with client_max_window_bits;
 *   `no-client-bits`: it is, without.
 *
 * The command line tells of:
 *
 * - `limit`: the length of the longest message. `origin`: an Origin, and others are refused.
 * - `subprotocol`: one that the testee agrees on; of a client, one that it offers. `tls`: the connection is encrypted.
 *
 * `empty-records` is an ability of the sender: TLS records without data. Node's TLS has no way to send them.
 */
export type Ability =
  | 'client-bits'
  | 'closes'
  | 'deflate'
  | 'echo'
  | 'empty-records'
  | 'limit'
  | 'no-client-bits'
  | 'no-deflate'
  | 'origin'
  | 'subprotocol'
  | 'surrogates'
  | 'takeover'
  | 'tls';

/** One case. */
export interface Case {
  /** Area and number, such as `FR-001`. It never changes. */
  readonly id: string;
  readonly title: string;
  readonly testee: 'server' | 'client' | 'both' | 'proxy';
  readonly level: Level;
  readonly profile: Profile;
  /** Keys of the sentences in `rules.json` that the strict outcome follows from. */
  readonly rules: readonly string[];
  readonly needs?: readonly Ability[];
  /** Rules of the reference model that fail the case when the testee breaks one on any connection of the run. */
  readonly watches?: readonly string[];
  readonly variants: readonly Variant[];
  /** Outcomes that pass; see `outcome.ts` for their language. */
  readonly strict: readonly string[];
  /** Outcomes that an implementation is free to choose, or that many choose. */
  readonly tolerated?: readonly string[];
  /** Sec-WebSocket-Extensions of our request, or of our response to a client. */
  readonly extensions?: string;
  readonly subprotocols?: readonly string[];
  /** How the bytes are cut into writes; default: one write between two steps that wait. */
  readonly chunks?: Chunks;
}

/** One input of a case. In the files it leaves out what is the case's; `loadCatalogue` fills that in. */
export interface Variant {
  readonly name: string;
  /** Of a server. */
  readonly request?: RequestChange;
  /** Of a client: such a variant is a case of the opening handshake. */
  readonly response?: ResponseChange;
  /** After the opening handshake. Default: none. */
  readonly steps?: readonly Step[];
  readonly strict: readonly string[];
  readonly tolerated: readonly string[];
  readonly extensions?: string;
  readonly subprotocols?: readonly string[];
  readonly chunks?: Chunks;
  /** Of a case for proxies: what the two ends do. */
  readonly proxy?: ProxyPlay;
  /** So many connections do the same at once, and one more has to be served before they end. */
  readonly connections?: number;
  /** So many connections do the same, one after the other. */
  readonly turns?: number;
  /** The variant is run with four times its repetitions as well, and the times are compared. */
  readonly growth?: true;
}

/** Both ends of a proxy. Default of each: nothing. */
export interface ProxyPlay {
  /** The lines of the origin's response, in which `{accept}` is filled in. Default: a right 101. */
  readonly response?: readonly string[];
  /** Frames in the write of the response. */
  readonly early?: readonly Step[];
  /** Steps of each end after a 101: frames, and the end of the stream. */
  readonly client?: readonly Step[];
  readonly origin?: readonly Step[];
  /** Bytes in hex that the client sends after any other response. */
  readonly after?: string;
  /** The client sends so many MiB that the origin does not read. */
  readonly flood?: number;
  /** So many seconds without a message, a ping each 20 seconds. */
  readonly idle?: number;
}

/** `each`: one byte a write; `cr`: a cut after each CR; a number: so many bytes a write; numbers: cuts after so many. */
export type Chunks = 'each' | 'cr' | number | readonly number[];

/** How the head of a request or a response differs from the usual one. */
export interface HeadChange {
  /** The request line or the status line. */
  readonly line?: string;
  /** Bytes before that line. */
  readonly before?: string;
  /** Names of fields to leave out. */
  readonly without?: readonly string[];
  /** Lines of fields to add. */
  readonly with?: readonly string[];
  /** So many fields are added. */
  readonly fields?: number;
  /** The end of each line. Default: CR LF. */
  readonly eol?: string;
  /** Bytes after the head, in hex. */
  readonly body?: string;
  /** Frames go into the write of the head: all bytes, or so many. */
  readonly early?: true | number;
}

/**
 * How a request differs from the usual one. In its texts `{path}`, `{host}`, `{key}`, `{subprotocol}` and `{origin}` are
 * filled in, `{long:N}` is N letters and `{times:N:text}` is a text N times.
 */
export interface RequestChange extends HeadChange {
  /** Another key than the usual one. */
  readonly random?: number;
  /** A valid request follows on the same connection. */
  readonly again?: true;
  /** Only so many bytes are sent. */
  readonly stop?: number;
  /** Seconds for the response. Default: the time for a reaction. */
  readonly idle?: number;
  /** The request goes to a port with TLS as it is. */
  readonly plain?: true;
  /** The protocols that ALPN offers (RFC 7301). Default: no ALPN. */
  readonly alpn?: readonly string[];
}

/**
 * How a response differs from the usual 101. In its texts `{long:N}` and `{times:N:text}` are as in a request; filled
 * in are `{key}` of the request, `{offered}`, the first subprotocol offered, `{offered:swapped}`, the same with small
 * and capital letters exchanged, and `{accept}`, the value of Sec-WebSocket-Accept. That is wrong as
 * `{accept:other}`, of another key, `{accept:bare}`, made without the GUID, `{accept:hex}`, in hex, and
 * `{accept:swapped}`.
 */
export interface ResponseChange extends HeadChange {
  /** So many bytes of it are sent. Default: all. */
  readonly only?: number;
  /** The end of our half, or of both, after it. */
  readonly end?: 'fin' | 'rst';
}

/** The steps after the opening handshake, one after the other. */
export type Step =
  | { readonly frame: FrameStep }
  /** Bytes in hex. */
  | { readonly raw: string }
  | { readonly repeat: number; readonly steps: readonly Step[] }
  /** Sends a ping and waits for its pong. */
  | { readonly fence: 'ping' }
  /** Waits for the testee's Close frame. */
  | { readonly wait: 'close' }
  /** A pause; a beat is a fraction of the testee's own time. */
  | { readonly beats: number }
  /** Sends nothing for so many seconds, or until the testee ends the stream. */
  | { readonly idle: number }
  /** Stops reading, or reads on. */
  | { readonly reading: boolean }
  | { readonly end: 'fin' | 'rst' };

/**
 * A frame, legal or not. The payload is `text`, or `hex`, or so many position-dependent `bytes`, or so many bytes of
 * position-dependent `words`, which compress, or the blocks of `deflate`; default: empty.
 */
export interface FrameStep {
  readonly opcode: number;
  /** Default: true. */
  readonly fin?: boolean;
  /** RSV1 to RSV3 as the bits 4, 2 and 1. Default: 0. */
  readonly rsv?: number;
  readonly text?: string;
  readonly hex?: string;
  /** `limit`: as many as the longest message of the testee has. */
  readonly bytes?: number | 'limit' | 'limit + 1';
  readonly words?: number;
  readonly deflate?: readonly BlockStep[];
  /** The payload is repeated so many times. */
  readonly times?: number;
  /** The payload is compressed, in a window of its own, and RSV1 is set (RFC 7692 §7.2.1). */
  readonly deflated?: true;
  /** The frame is cut into a message of so many frames, */
  readonly fragments?: number;
  /** or into frames with so many bytes of payload; the last one may have fewer. */
  readonly fragmentBytes?: number;
  /** Default: as the sender's role requires. */
  readonly masked?: boolean;
  /** The masking key in hex. Default: one that depends on the frame's place. */
  readonly key?: string;
  /** Bits of the length. Default: as few as it needs. */
  readonly form?: 7 | 16 | 64;
  /** The length that the header says, in decimal digits. Default: the payload's. */
  readonly length?: string;
  /** So many bytes of the frame are sent. Default: all. */
  readonly only?: number;
}

/** One block of DEFLATE (RFC 1951 §3.2), with or without compression. */
export type BlockStep = {
  /** Default: false. */
  readonly final?: boolean;
  /** So many such blocks. */
  readonly times?: number;
} & (
  | { readonly stored: { readonly text?: string; readonly hex?: string; readonly bytes?: number } }
  | { readonly fixed: readonly TokenStep[] }
  | { readonly dynamic: readonly TokenStep[] }
);

/** Literals, or a copy so many times: length 3 to 258, distance 1 to 32,768. */
export type TokenStep = string | readonly [length: number, distance: number, times?: number];

/** A sentence of an RFC. */
export interface Rule {
  /** Such as `RFC 6455 §5.2`. */
  readonly ref: string;
  readonly text: string;
}
