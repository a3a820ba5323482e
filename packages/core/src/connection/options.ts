/**
 * What a connection is told when it is made: limits, timeouts, capabilities. Each has a default, and a
 * limit can be raised but not be forgotten.
 *
 * @module
 */

import type { Allocate, DecodeAscii, DecodeText, EncodeText } from '../bytes/index.ts';
import type { Extension } from '../extensions/index.ts';
import type { Role } from '../framing/index.ts';
import type { Sha1 } from '../handshake/index.ts';
import type { FillRandom, Masker } from '../masking/index.ts';
import type { SharedMemory } from './shared-memory.ts';

/** Sizes in bytes unless the name says otherwise. `docs/reference/limits.md` argues each default. */
export interface Limits {
  /** Head of the opening handshake. Default: 16 384. */
  readonly maxHandshakeBytes: number;
  /** One line of it. Default: 16 384, or `maxHandshakeBytes` if that is more. */
  readonly maxHandshakeLineBytes: number;
  /** Its header fields, a number. Default: 100. */
  readonly maxHandshakeFields: number;
  /** Server: bytes after the head that wait for an answer that is not given at once. Default: 65 536. */
  readonly maxEarlyBytes: number;
  /** Client: body of a rejecting response that is kept. Default: 4 096. */
  readonly maxRejectedBodyBytes: number;
  /** Payload of one frame. Default: 16 777 216. */
  readonly maxFrameBytes: number;
  /** A message, on the wire and after an extension has undone its work. Default: 16 777 216. */
  readonly maxMessageBytes: number;
  /** Fragments without payload in a row, a number. Default: 16. */
  readonly maxEmptyFragments: number;
  /** Payload of a frame that is sent; longer messages are fragmented. Default: no limit. */
  readonly maxFragmentBytes: number;
  /** Unsent bytes beyond which `send` says `high-water` and pongs are coalesced. Default: 65 536. */
  readonly outputHighWaterBytes: number;
  /**
   * Unsent bytes beyond which the next `send`, `ping` or `pong` drops the connection, since the peer takes nothing; a
   * single message may be longer. Default: 67 108 864.
   */
  readonly maxBufferedBytes: number;
  /** Received bytes that nobody has taken the events of, beyond which `wantsInput` is false. Default: 65 536. */
  readonly inputHighWaterBytes: number;
}

export const defaultLimits: Limits = {
  maxHandshakeBytes: 16_384,
  maxHandshakeLineBytes: 16_384,
  maxHandshakeFields: 100,
  maxEarlyBytes: 65_536,
  maxRejectedBodyBytes: 4_096,
  maxFrameBytes: 16_777_216,
  maxMessageBytes: 16_777_216,
  maxEmptyFragments: 16,
  maxFragmentBytes: Infinity,
  outputHighWaterBytes: 65_536,
  maxBufferedBytes: 67_108_864,
  inputHighWaterBytes: 65_536,
};

/** In milliseconds; `Infinity` turns one off. */
export interface Timeouts {
  /**
   * From the beginning to the end of the opening handshake. Default: 10 000; for a client 15 000, so that the server's
   * answer comes first.
   */
  readonly openingHandshakeMs: number;
  /** Silence of the peer after which a ping is sent. Default: 30 000. */
  readonly keepalivePingMs: number;
  /** Silence after that ping has left, or the last output before it, which ends the connection. Default: 20 000. */
  readonly keepalivePongMs: number;
  /** Time without any of a data frame from the peer: then it is closed with 1001. Default: off. */
  readonly idleMs: number;
  /** From when our Close frame or the last output before it left to the peer's, and for a client to the end of the transport. Default: 10 000. */
  readonly closingHandshakeMs: number;
  /** From when our last output left to the end of the peer's, before the transport is dropped. Default: 2 000. */
  readonly lingerMs: number;
  /**
   * The most that all of the end may take, from its beginning, however steadily bytes move. On a connection that stays at
   * high water, output is looked at as often: what waited the last time and has not left drops it. Default: 300 000.
   */
  readonly slowPeerMs: number;
}

export const defaultTimeouts: Timeouts = {
  openingHandshakeMs: 10_000,
  keepalivePingMs: 30_000,
  keepalivePongMs: 20_000,
  idleMs: Infinity,
  closingHandshakeMs: 10_000,
  lingerMs: 2_000,
  slowPeerMs: 300_000,
};

/** Those of a client. */
export const defaultClientTimeouts: Timeouts = {
  ...defaultTimeouts,
  openingHandshakeMs: 15_000,
};

/**
 * What a runtime does better than portable code. None of it changes what a connection does; each has a portable
 * default, and any can be shared by all connections.
 */
export interface Capabilities {
  /** Masks payloads from 1 KiB on: `createWasmMasker` makes one, and `createNativeMasker` of an add-on. */
  readonly mask?: Masker | undefined;
  /**
   * Decodes `bytes[start, end)`, from 25 bytes on: a whole text, or a piece of one between two code points;
   * `undefined` when it is not UTF-8. A byte order mark stays. The bytes are lent for the call.
   */
  readonly decodeText?: DecodeText | undefined;
  /** Decodes `bytes[start, end)`, from 25 bytes on, all of them ASCII. The bytes are lent for the call. */
  readonly decodeAscii?: DecodeAscii | undefined;
  /** Encodes text from 25 UTF-16 units on. */
  readonly encodeText?: EncodeText | undefined;
  /**
   * Makes an array, whatever is in it: it is filled before anybody sees it, and is the application's then. It may be a
   * part of a longer one, which whoever keeps it keeps alive. Default: an array of its own, filled with zeros first.
   */
  readonly allocate?: Allocate | undefined;
  /** SHA-1 of a text's UTF-8, in base64: of the key of an opening handshake (RFC 6455 §4.2.2). */
  readonly sha1?: Sha1 | undefined;
}

/** What both roles take. */
export interface ConnectionOptions {
  /** Sizes that are held against the peer. Default: those of `docs/reference/limits.md`. */
  readonly limits?: Partial<Limits> | undefined;
  /** How long each step may take, in milliseconds. Default: those of `docs/reference/limits.md`. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Extensions that may be negotiated, in order of preference. Default: none. */
  readonly extensions?: readonly Extension[] | undefined;
  /** Deliver messages whole, or in parts as they come; bytes from 512 on as views of the chunk. Default: `whole`. */
  readonly messages?: 'whole' | 'parts' | undefined;
  /** Deliver text as strings, or as validated UTF-8. Default: `string`. */
  readonly text?: 'string' | 'bytes' | undefined;
  /** Deliver an event for each frame header as well. Default: false. */
  readonly frames?: boolean | undefined;
  /** Copy each chunk on `receive`: for transports that reuse their read buffer. Default: false. */
  readonly copy?: boolean | undefined;
  /** Unmask in the chunks, which the transport gives away then. Default: false. */
  readonly inPlace?: boolean | undefined;
  /**
   * Working memory to share with other connections: then bytes of a `write` are lent until they are reported sent,
   * instead of given for good. Default: none.
   */
  readonly memory?: SharedMemory | undefined;
  /** What the runtime does better than portable code. Default: nothing. */
  readonly capabilities?: Capabilities | undefined;
  /** Source of masking keys and of the handshake's key. Default: the engine's `crypto.getRandomValues`. */
  readonly fillRandom?: FillRandom | undefined;
}

export function resolveLimits(given: Partial<Limits> | undefined): Limits {
  if (given === undefined) return defaultLimits;
  // Where a longer head is allowed, a longer line is too, unless somebody says otherwise.
  const maxHandshakeLineBytes = Math.max(16_384, given.maxHandshakeBytes ?? 0);
  return withDefaults({ ...defaultLimits, maxHandshakeLineBytes }, given);
}

export function resolveTimeouts(given: Partial<Timeouts> | undefined, role: Role): Timeouts {
  const defaults = role === 'client' ? defaultClientTimeouts : defaultTimeouts;
  return given === undefined ? defaults : withDefaults(defaults, given);
}

/** A value that is `undefined` is as good as absent. */
function withDefaults<T extends object>(defaults: T, given: Partial<T>): T {
  const resolved = { ...defaults };
  for (const name in defaults) if (given[name] !== undefined) resolved[name] = given[name]!;
  return resolved;
}
