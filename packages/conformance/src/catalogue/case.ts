/**
 * The catalogue's cases, as `catalogue/*.json` holds them; `catalogue/catalogue.schema.json` describes the same.
 *
 * @module
 */

/** How strongly the RFC asks for the strict outcome; `info`: the case is recorded and never fails. */
export type Level = 'MUST' | 'SHOULD' | 'MAY' | 'info';

/** `quick` takes seconds, `full` adds long inputs, `hostile` adds floods. */
export const profiles = ['quick', 'full', 'hostile'] as const;

/** One of them; it has the cases of those before it. */
export type Profile = (typeof profiles)[number];

/**
 * An ability of the testee that a case needs beside RFC 6455 itself. Of clients alone: `no-deflate` offers no
 * permessage-deflate; `client-bits` offers client_max_window_bits with it, `no-client-bits` does not; `subprotocol`
 * offers a subprotocol. `takeover`: a compressed message may refer to the one before, since the testee does not answer
 * with client_no_context_takeover (RFC 7692 §7.1.1.2).
 */
export type Ability =
  | 'deflate'
  | 'echo'
  | 'no-deflate'
  | 'client-bits'
  | 'no-client-bits'
  | 'subprotocol'
  | 'takeover';

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

/** `each`: one byte a write; `cr`: a cut behind each CR; a number: so many bytes a write; numbers: cuts behind so many. */
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
 * How a request differs from the usual one. In its texts `{path}`, `{host}` and `{key}` are filled in, `{long:N}` is N
 * letters and `{times:N:text}` is a text N times.
 */
export interface RequestChange extends HeadChange {
  /** Another key than the usual one. */
  readonly random?: number;
  /** A valid request follows on the same connection. */
  readonly again?: true;
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
  /** The end of our half, or of both, behind it. */
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
  | { readonly end: 'fin' | 'rst' };

/**
 * A frame, legal or not. The payload is `text`, or `hex`, or so many position-dependent `bytes`, or so many bytes of
 * position-dependent `words`, which compress; default: empty.
 */
export interface FrameStep {
  readonly opcode: number;
  /** Default: true. */
  readonly fin?: boolean;
  /** RSV1 to RSV3 as the bits 4, 2 and 1. Default: 0. */
  readonly rsv?: number;
  readonly text?: string;
  readonly hex?: string;
  readonly bytes?: number;
  readonly words?: number;
  /** The payload is compressed, in a window of its own, and RSV1 is set (RFC 7692 §7.2.1). */
  readonly deflated?: true;
  /** The frame is cut into fragments with so many bytes of payload; the last one may have fewer. */
  readonly fragments?: number;
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

/** A sentence of an RFC. */
export interface Rule {
  /** Such as `RFC 6455 §5.2`. */
  readonly ref: string;
  readonly text: string;
}
