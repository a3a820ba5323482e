/**
 * Annotates a frame field by field (RFC 6455 §5.2), valid or not, complete or not.
 *
 * @module
 */

import { closeCodeName, isControl, opcodeName, opcodes } from './names.ts';
import type { Field, Part } from './part.ts';

/** The bytes at hand, and where the frame begins. */
interface Reading {
  readonly bytes: Uint8Array;
  readonly start: number;
}

/**
 * Annotates one frame, which ends where its declared length or the bytes do.
 *
 * @param start - Position of the frame's first byte, which has come.
 */
export function annotateFrame(bytes: Uint8Array, start: number): Part {
  const byte0 = bytes[start]!;
  const byte1 = bytes[start + 1] ?? 0;
  const masked = (byte1 & 0x80) !== 0;
  const short = byte1 & 0x7f;
  const lengthEnd = start + 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
  const keyEnd = lengthEnd + (masked ? 4 : 0);
  const length = short < 126 ? short : numberOf(bytes.subarray(start + 2, lengthEnd));
  const end = Math.min(keyEnd + length, bytes.length);
  const key = masked ? bytes.subarray(lengthEnd, keyEnd) : undefined;
  const payload = { bytes: unmask(bytes.subarray(keyEnd, end), key), start: keyEnd };
  const fields = [
    flagsOf(byte0, start),
    lengthOf(byte1, start + 1),
    extendedOf(length, start + 2, lengthEnd),
    keyOf(lengthEnd, keyEnd),
    ...payloadOf(byte0, length, payload, masked),
  ];
  const isWhole = keyEnd + length === end && end > start + 1;
  const header = {
    fin: byte0 >= 0x80,
    rsv: (byte0 >> 4) & 7,
    opcode: byte0 & 0x0f,
    isMasked: masked,
    form: short < 126 ? 7 : short === 126 ? 16 : 64,
    length,
    maskingKey: key,
    payloadStart: keyEnd,
    payload: payload.bytes,
  } as const;
  return {
    kind: 'frame',
    title: titleOf(byte0),
    header,
    start,
    end,
    isWhole,
    fields: fields
      .map((field) => ({ ...field, end: Math.min(field.end, bytes.length) }))
      .filter((field) => field.start < field.end),
  };
}

function titleOf(byte0: number): string {
  const opcode = byte0 & 0x0f;
  const name = `${opcodeName(opcode)} frame`;
  if (byte0 >= 0x80) return opcode === 0 ? `${name}, the last` : name;
  return isControl(opcode) || opcode === 0 ? name : `${name}, the first of several`;
}

function flagsOf(byte0: number, start: number): Field {
  const opcode = byte0 & 0x0f;
  const bits = byte0.toString(2).padStart(8, '0');
  return {
    start,
    end: start + 1,
    kind: 'flags',
    name: 'fin, rsv, opcode',
    meaning: `opcode 0x${opcode.toString(16)} is ${opcodeName(opcode)}`,
    bits: [
      ['fin', bits.slice(0, 1)],
      ['rsv', bits.slice(1, 4)],
      ['opcode', bits.slice(4)],
    ],
  };
}

function lengthOf(byte1: number, start: number): Field {
  const bits = byte1.toString(2).padStart(8, '0');
  const short = byte1 & 0x7f;
  const next = short === 126 ? ': see the next 2 bytes' : ': see the next 8 bytes';
  return {
    start,
    end: start + 1,
    kind: 'length',
    name: 'mask, length',
    meaning: `${byte1 < 0x80 ? 'not masked' : 'masked'}, ${short}${short < 126 ? ' bytes' : next}`,
    bits: [
      ['mask', bits.slice(0, 1)],
      ['length', bits.slice(1)],
    ],
  };
}

function extendedOf(length: number, start: number, end: number): Field {
  return { start, end, kind: 'length', name: 'extended length', meaning: `${length} bytes` };
}

function keyOf(start: number, end: number): Field {
  const meaning = 'XORed with the payload, byte by byte (§5.3)';
  return { start, end, kind: 'key', name: 'masking key', meaning };
}

function payloadOf(byte0: number, length: number, payload: Reading, masked: boolean): Field[] {
  const { bytes, start } = payload;
  const end = start + bytes.length;
  const suffix = `${masked ? ', unmasked' : ''}${bytes.length < length ? `, ${bytes.length} of ${length} bytes` : ''}`;
  if ((byte0 & 0x0f) === opcodes.close && bytes.length >= 2) {
    const code = bytes[0]! * 256 + bytes[1]!;
    return [
      { start, end: start + 2, kind: 'code', name: `close code${suffix}`, meaning: codeOf(code) },
      {
        start: start + 2,
        end,
        kind: 'payload',
        name: `reason${suffix}`,
        meaning: quote(bytes.subarray(2)),
      },
    ];
  }
  const isCompressed = (byte0 & 0x40) !== 0;
  const isText = (byte0 & 0x0f) !== opcodes.binary && !isCompressed;
  const meaning = isText ? quote(bytes) : `${hexStart(bytes)}${isCompressed ? ', compressed' : ''}`;
  return [{ start, end, kind: 'payload', name: `payload${suffix}`, meaning }];
}

function codeOf(code: number): string {
  const name = closeCodeName(code);
  return name === undefined ? String(code) : `${code}, ${name}`;
}

const MAX_QUOTED = 160;
const MAX_DIGITS = 16;

function quote(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, MAX_QUOTED));
  return `${JSON.stringify(text)}${bytes.length > MAX_QUOTED ? ' …' : ''}`;
}

function hexStart(bytes: Uint8Array): string {
  const digits = Array.from(bytes.subarray(0, MAX_DIGITS), (byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return `${digits.join(' ')}${bytes.length > MAX_DIGITS ? ' …' : ''}`;
}

function unmask(bytes: Uint8Array, key: Uint8Array | undefined): Uint8Array {
  if (key === undefined || key.length < 4) return bytes;
  return bytes.map((byte, i) => byte ^ key[i & 3]!);
}

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}
