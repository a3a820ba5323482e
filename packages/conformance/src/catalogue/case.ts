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
 * An ability of the testee that a case needs beside RFC 6455 itself. `takeover`: a compressed message may refer to the
 * one before, since the testee does not answer with client_no_context_takeover (RFC 7692 §7.1.1.2).
 */
export type Ability = 'deflate' | 'echo' | 'takeover';

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
  /** Sec-WebSocket-Extensions of the request. */
  readonly extensions?: string;
  readonly subprotocols?: readonly string[];
  /** How the bytes are cut into writes; default: one write between two steps that wait. */
  readonly chunks?: Chunks;
}

/** One input of a case. In the files it leaves out what is the case's; `loadCatalogue` fills that in. */
export interface Variant {
  readonly name: string;
  readonly request?: RequestChange;
  /** After the opening handshake. Default: none. */
  readonly steps?: readonly Step[];
  readonly strict: readonly string[];
  readonly tolerated: readonly string[];
  readonly extensions?: string;
  readonly subprotocols?: readonly string[];
  readonly chunks?: Chunks;
}

/** `each`: one byte a write; `cr`: a cut behind each CR; numbers: cuts behind so many bytes. */
export type Chunks = 'each' | 'cr' | readonly number[];

/**
 * How a request differs from the usual one. In its texts `{path}`, `{host}` and `{key}` are filled in, `{long:N}` is N
 * letters and `{times:N:text}` is a text N times.
 */
export interface RequestChange {
  /** The request line. */
  readonly line?: string;
  /** Bytes before the request line. */
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
  /** Another key than the usual one. */
  readonly random?: number;
  /** Frames go into the write of the request: all bytes, or so many. */
  readonly early?: true | number;
  /** A valid request follows on the same connection. */
  readonly again?: true;
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

/** A frame, legal or not. The payload is `text`, or `hex`, or so many position-dependent `bytes`; default: empty. */
export interface FrameStep {
  readonly opcode: number;
  /** Default: true. */
  readonly fin?: boolean;
  /** RSV1 to RSV3 as the bits 4, 2 and 1. Default: 0. */
  readonly rsv?: number;
  readonly text?: string;
  readonly hex?: string;
  readonly bytes?: number;
  /** Default: as the sender's role requires. */
  readonly masked?: boolean;
  /** The masking key in hex. Default: one that depends on the frame's place. */
  readonly key?: string;
  /** Bits of the length. Default: as few as it needs. */
  readonly form?: 7 | 16 | 64;
  /** The length that the header says, in decimal digits. Default: the payload's. */
  readonly length?: string;
}

/** A sentence of an RFC. */
export interface Rule {
  /** Such as `RFC 6455 §5.2`. */
  readonly ref: string;
  readonly text: string;
}
