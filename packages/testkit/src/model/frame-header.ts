/**
 * One frame header, judged byte after byte (RFC 6455 §5.1, §5.2, §5.4, §5.5).
 *
 * @module
 */

import type { ModelMessage } from './message.ts';
import {
  brokenForm,
  lengthBytes,
  lengthForm,
  possibleLengths,
  shortestLength,
} from './payload-length.ts';
import type { FrameRule } from './rule.ts';
import type { FrameSetup } from './setup.ts';
import { missingBytes } from './utf8.ts';

/** The contents of a header. */
export interface ModelHeader {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: number;
  /** Four bytes, if the frame is masked. */
  readonly maskingKey: Uint8Array | undefined;
  /** In bytes. */
  readonly payloadLength: number;
}

/** The result for the first bytes of a frame. */
export type HeaderReading =
  | { readonly kind: 'need-more' }
  | { readonly kind: 'broken'; readonly rule: FrameRule; readonly index: number }
  | { readonly kind: 'header'; readonly header: ModelHeader; readonly length: number };

/** The first two bytes of every frame, taken apart; byte 1 is missing at first. */
interface Start {
  readonly fin: boolean;
  readonly rsv: readonly [boolean, boolean, boolean];
  readonly opcode: number;
  readonly mask: boolean;
  readonly sevenBits: number;
}

/**
 * Reads the header at the beginning of some bytes.
 *
 * @param bytes - From byte 0 of the frame on; at least one.
 * @param message - The message in progress, if there is one.
 */
export function readHeader(
  bytes: Uint8Array,
  setup: FrameSetup,
  message: ModelMessage | undefined,
): HeaderReading {
  const start = startOf(bytes);
  const first = brokenByByte0(start, setup, message);
  if (first !== undefined) return { kind: 'broken', rule: first, index: 0 };
  if (bytes.length < 2) return { kind: 'need-more' };

  const digits = bytes.subarray(2, 2 + lengthBytes(start.sevenBits));
  const second = brokenByMask(start, setup) ?? brokenByShortLength(start, message, setup);
  if (second !== undefined) return { kind: 'broken', rule: second, index: 1 };
  for (let come = 0; come <= digits.length; come++) {
    const rule =
      brokenByLength(start, digits.subarray(0, come), message, setup) ??
      brokenByLongForm(start, digits.subarray(0, come), message, setup);
    if (rule !== undefined) return { kind: 'broken', rule, index: 1 + come };
  }
  return wholeHeader(bytes, start);
}

function startOf([byte0 = 0, byte1 = 0]: Uint8Array): Start {
  return {
    fin: bit(byte0, 7),
    rsv: [bit(byte0, 6), bit(byte0, 5), bit(byte0, 4)],
    opcode: byte0 % 16,
    mask: bit(byte1, 7),
    sevenBits: byte1 % 128,
  };
}

/** Whether a bit is set; 7 is the first on the wire. */
function bit(octet: number, place: number): boolean {
  return Math.floor(octet / 2 ** place) % 2 === 1;
}

/** "MUST be 0 unless an extension is negotiated"; RFC 7692 §6 assigns RSV1 to the first fragment. */
function brokenByByte0(
  { fin, rsv, opcode }: Start,
  { deflate }: FrameSetup,
  message: ModelMessage | undefined,
): FrameRule | undefined {
  const beginsMessage = opcode === 1 || opcode === 2;
  const [rsv1, rsv2, rsv3] = rsv;
  if (rsv2 || rsv3) return 'reserved-bit-set';
  if (rsv1 && !(beginsMessage && deflate !== undefined)) return 'reserved-bit-set';
  if (![0, 1, 2, 8, 9, 10].includes(opcode)) return 'opcode-reserved';
  if (opcode >= 8) return fin ? undefined : 'control-frame-fragmented';
  if (beginsMessage && message !== undefined) return 'message-interleaved';
  return opcode === 0 && message === undefined ? 'continuation-without-message' : undefined;
}

/** "A server MUST NOT mask any frames", "a client MUST mask all frames" (§5.1). */
function brokenByMask({ mask }: Start, { role }: FrameSetup): FrameRule | undefined {
  if (role === 'server') return mask ? undefined : 'frame-not-masked';
  return mask ? 'frame-masked' : undefined;
}

/** The rule that the seven bits break, in a control frame or a last fragment. */
function brokenByShortLength(
  { fin, opcode, sevenBits }: Start,
  message: ModelMessage | undefined,
  { limits = {} }: FrameSetup,
): FrameRule | undefined {
  if (opcode >= 8 && sevenBits > 125) return 'control-frame-too-long';
  if (opcode === 8 && sevenBits === 1) return 'close-payload-too-short';
  if (opcode >= 8) return undefined;
  const isPlainText = message?.kind === 'text' && !message.compressed;
  if (fin && isPlainText && sevenBits < missingBytes(message.payload)) return 'text-not-utf8';
  const isFragment = message !== undefined || !fin;
  const emptyFragments = (message?.emptyFragments ?? 0) + 1;
  const { maxEmptyFragments = Infinity } = limits;
  if (isFragment && sevenBits === 0 && emptyFragments > maxEmptyFragments) {
    return 'too-many-empty-fragments';
  }
  return undefined;
}

/** The length, as far as it has come: a form with no legal value left, or a limit. */
function brokenByLength(
  { opcode, sevenBits }: Start,
  digits: Uint8Array,
  message: ModelMessage | undefined,
  { limits = {}, isDraft = false }: FrameSetup,
): FrameRule | undefined {
  const possible = possibleLengths(sevenBits, digits);
  const form = brokenForm(sevenBits, possible, isDraft);
  if (form !== undefined || opcode >= 8) return form;
  const shortest = shortestLength(sevenBits, possible, isDraft);
  if (shortest > limitOf(limits.maxFrameBytes)) return 'frame-too-long';
  const before = BigInt(message?.payload.length ?? 0);
  return before + shortest > limitOf(limits.maxMessageBytes) ? 'message-too-long' : undefined;
}

/** A length of up to 125 in a long form, if that is legal, is judged like the seven bits. */
function brokenByLongForm(
  start: Start,
  digits: Uint8Array,
  message: ModelMessage | undefined,
  setup: FrameSetup,
): FrameRule | undefined {
  const { least, most } = possibleLengths(start.sevenBits, digits);
  if (start.sevenBits < 126 || least < most || least > 125n) return undefined;
  return brokenByShortLength({ ...start, sevenBits: Number(least) }, message, setup);
}

/** No limit exceeds the whole numbers that a double holds exactly. */
function limitOf(limit = Infinity): bigint {
  return BigInt(Math.min(limit, Number.MAX_SAFE_INTEGER));
}

function wholeHeader(
  bytes: Uint8Array,
  { fin, rsv, opcode, mask, sevenBits }: Start,
): HeaderReading {
  const keyAt = 2 + lengthBytes(sevenBits);
  const length = keyAt + (mask ? 4 : 0);
  if (bytes.length < length) return { kind: 'need-more' };
  const [rsv1, rsv2, rsv3] = rsv;
  const maskingKey = mask ? bytes.slice(keyAt, length) : undefined;
  const payloadLength = lengthIn(new DataView(bytes.buffer, bytes.byteOffset), sevenBits);
  const header = { fin, rsv1, rsv2, rsv3, opcode, maskingKey, payloadLength };
  return { kind: 'header', header, length };
}

function lengthIn(frame: DataView, sevenBits: number): number {
  switch (lengthForm(sevenBits)) {
    case 7:
      return sevenBits;
    case 16:
      return frame.getUint16(2);
    case 64:
      return Number(frame.getBigUint64(2));
  }
}
