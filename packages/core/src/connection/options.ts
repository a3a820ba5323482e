/**
 * The options of a new connection: limits, timeouts, capabilities. Each has a default, so no limit is ever
 * missing.
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
  /** The head of the opening handshake. Default: 16 384. */
  readonly maxHandshakeBytes: number;
  /** One line of the head. Default: 16 384, or `maxHandshakeBytes` if that is more. */
  readonly maxHandshakeLineBytes: number;
  /** The number of header fields in the head. Default: 100. */
  readonly maxHandshakeFields: number;
  /** Server: bytes after the head that are kept until the application answers. Default: 65 536. */
  readonly maxEarlyBytes: number;
  /** Client: bytes that are kept of the body of a rejecting response. Default: 4 096. */
  readonly maxRejectedBodyBytes: number;
  /** The payload of one received frame. Default: 16 777 216. */
  readonly maxFrameBytes: number;
  /** A received message, both on the wire and after the extensions. Default: 16 777 216. */
  readonly maxMessageBytes: number;
  /** The number of fragments without payload in a row. Default: 16. */
  readonly maxEmptyFragments: number;
  /** The payload of a frame that is sent; longer messages are fragmented. Default: no limit. */
  readonly maxFragmentBytes: number;
  /** Unsent bytes above which `send` returns `high-water` and pongs are coalesced. Default: 65 536. */
  readonly outputHighWaterBytes: number;
  /**
   * Unsent bytes above which the next `send`, `ping` or `pong` drops the connection, since the peer does not read; a
   * single message may be longer. Default: 67 108 864.
   */
  readonly maxBufferedBytes: number;
  /** Received bytes not yet decoded to events, above which `wantsInput` is false. Default: 65 536. */
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

/** Durations in milliseconds; `Infinity` turns a timeout off. */
export interface Timeouts {
  /**
   * From the beginning to the end of the opening handshake. Default: 10 000; for a client 15 000, so that the server
   * answers before.
   */
  readonly openingHandshakeMs: number;
  /** Silence of the peer after which a ping is sent. Default: 30 000. */
  readonly keepalivePingMs: number;
  /** Silence after that ping was sent, or the last output before it, that ends the connection. Default: 20 000. */
  readonly keepalivePongMs: number;
  /** Time without any part of a data frame from the peer, after which core closes with 1001. Default: off. */
  readonly idleMs: number;
  /**
   * From the sending of our Close frame, or of the last output before it, to the peer's Close frame, and for a client
   * to the end of the transport. With `answers: 'manual'` also from the peer's Close frame to ours. Default: 10 000.
   */
  readonly closingHandshakeMs: number;
  /** From the sending of our last output to the end of the peer's; then the transport is dropped. Default: 2 000. */
  readonly lingerMs: number;
  /**
   * The most time for the whole end, from its beginning, even if bytes move steadily. A connection that stays at high
   * water is checked at this interval too: it is dropped if output that waited at the last check is still unsent.
   * Default: 300 000.
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

/** The default timeouts of a client. */
export const defaultClientTimeouts: Timeouts = {
  ...defaultTimeouts,
  openingHandshakeMs: 15_000,
};

/**
 * Functions that a runtime does better than portable code. They do not change the behaviour of a connection; each has
 * a portable default, and all connections can share each.
 */
export interface Capabilities {
  /** Masks payloads of 1 KiB or more: `createWasmMasker` makes one, and `createNativeMasker` makes one of an add-on. */
  readonly mask?: Masker | undefined;
  /**
   * Decodes `bytes[start, end)`, 25 bytes or more: a whole text, or a piece of a text between two code points. Returns
   * `undefined` when it is not UTF-8. A byte order mark is kept. The bytes are lent for the call.
   */
  readonly decodeText?: DecodeText | undefined;
  /** Decodes `bytes[start, end)`, 25 bytes or more, all of them ASCII. The bytes are lent for the call. */
  readonly decodeAscii?: DecodeAscii | undefined;
  /** Encodes text of 25 UTF-16 units or more. */
  readonly encodeText?: EncodeText | undefined;
  /**
   * Makes an array with any content: core fills it before the application receives it for good. It may be a view of a
   * longer buffer, which then lives as long as the view. Default: an array of its own, filled with zeros.
   */
  readonly allocate?: Allocate | undefined;
  /** SHA-1 of a text's UTF-8, in base64, for the key of an opening handshake (RFC 6455 §4.2.2). */
  readonly sha1?: Sha1 | undefined;
}

/** The options of both roles. */
export interface ConnectionOptions {
  /** Limits on sizes. Default: see `docs/reference/limits.md`. */
  readonly limits?: Partial<Limits> | undefined;
  /** The most time for each step, in milliseconds. Default: see `docs/reference/limits.md`. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Extensions that may be negotiated, in order of preference. Default: none. */
  readonly extensions?: readonly Extension[] | undefined;
  /** Deliver messages whole, or in parts as received; 512 bytes or more as views of the chunk. Default: `whole`. */
  readonly messages?: 'whole' | 'parts' | undefined;
  /** Deliver text as strings, or as validated UTF-8. Default: `string`. */
  readonly text?: 'string' | 'bytes' | undefined;
  /** Deliver an event for each frame header as well. Default: false. */
  readonly frames?: boolean | undefined;
  /**
   * Answer pings and Close frames; or leave the answers to the application: `pong` for a ping, `close` for a Close frame.
   * Messages may be sent until that `close`; without it, the connection ends after `closingHandshakeMs` without a Close
   * frame of ours. Default: `automatic`.
   */
  readonly answers?: 'automatic' | 'manual' | undefined;
  /** Copy each chunk on `receive`: for transports that reuse their read buffer. Default: false. */
  readonly copy?: boolean | undefined;
  /** Unmask within the chunks, which the transport then may not use again. Default: false. */
  readonly inPlace?: boolean | undefined;
  /**
   * Working memory to share with other connections: then the bytes of a `write` are lent until they are reported sent,
   * instead of given for good. Default: none.
   */
  readonly memory?: SharedMemory | undefined;
  /** Functions that the runtime does better than portable code. Default: none. */
  readonly capabilities?: Capabilities | undefined;
  /** Source of masking keys and of the handshake's key. Default: the engine's `crypto.getRandomValues`. */
  readonly fillRandom?: FillRandom | undefined;
}

/** Completes limits with their defaults. */
export function resolveLimits(given: Partial<Limits> | undefined): Limits {
  if (given === undefined) return defaultLimits;
  // If a longer head is allowed, a longer line is allowed too, unless the options limit it.
  const maxHandshakeLineBytes = Math.max(16_384, given.maxHandshakeBytes ?? 0);
  return withDefaults({ ...defaultLimits, maxHandshakeLineBytes }, given);
}

/** Completes timeouts with the defaults of a role. */
export function resolveTimeouts(given: Partial<Timeouts> | undefined, role: Role): Timeouts {
  const defaults = role === 'client' ? defaultClientTimeouts : defaultTimeouts;
  return given === undefined ? defaults : withDefaults(defaults, given);
}

/** A value of `undefined` counts as absent. */
function withDefaults<T extends object>(defaults: T, given: Partial<T>): T {
  const resolved = { ...defaults };
  for (const name in defaults) if (given[name] !== undefined) resolved[name] = given[name]!;
  return resolved;
}
