/**
 * Frames with the meaning of each field (RFC 6455 §5.2), from the bytes of one direction of a connection.
 *
 * @module
 */

import { ByteQueue } from 'sansocket/bytes';
import { FrameDecoder, type FrameHeader, headerLength, isControl, Opcode } from 'sansocket/framing';

/** Consecutive bytes of a frame and their meaning. */
export interface AnnotatedField {
  readonly kind: 'header' | 'masking-key' | 'payload';
  readonly bytes: Uint8Array;
  readonly meaning: string;
}

export interface AnnotatedFrame {
  /** Such as `text`, or `continuation, last`. */
  readonly name: string;
  readonly fields: readonly AnnotatedField[];
}

/** Takes the bytes after the opening handshake, cut in any way. */
export class FrameAnnotator {
  readonly #decoder = new FrameDecoder();
  /** Of the frame in progress: its bytes as they came, and its payload unmasked. */
  readonly #frame = new ByteQueue();
  readonly #payload = new ByteQueue();

  /**
   * @returns The frames that end in this chunk.
   * @throws RangeError when it holds no frame.
   */
  push(chunk: Uint8Array): AnnotatedFrame[] {
    const frames: AnnotatedFrame[] = [];
    const decoder = this.#decoder;
    const chunkOffset = decoder.offset;
    let taken = 0;
    decoder.push(chunk);
    for (let step = decoder.next(); step !== 'need-input'; step = decoder.next()) {
      if (step === 'violation') throw new RangeError(decoder.violation?.detail);
      if (step === 'payload') this.#payload.append(decoder.payload());
      if (step !== 'end') continue;
      const end = decoder.offset - chunkOffset;
      this.#frame.append(chunk, taken, end);
      taken = end;
      frames.push(annotateFrame(decoder.header, this.#frame.take(), this.#payload.take()));
    }
    this.#frame.append(chunk, taken);
    return frames;
  }
}

/**
 * @param frame - The whole frame as it came.
 * @param payload - Its payload, unmasked.
 */
export function annotateFrame(
  header: FrameHeader,
  frame: Uint8Array,
  payload: Uint8Array,
): AnnotatedFrame {
  const { maskingKey, payloadLength } = header;
  const masked = maskingKey !== undefined;
  const payloadStart = headerLength(payloadLength, masked);
  const keyStart = masked ? payloadStart - 4 : payloadStart;
  const fields: AnnotatedField[] = [
    { kind: 'header', bytes: frame.subarray(0, 1), meaning: meaningOfByte0(header) },
    { kind: 'header', bytes: frame.subarray(1, 2), meaning: meaningOfByte1(header, keyStart - 2) },
    {
      kind: 'header',
      bytes: frame.subarray(2, keyStart),
      meaning: `payload length ${payloadLength}`,
    },
    { kind: 'masking-key', bytes: frame.subarray(keyStart, payloadStart), meaning: 'masking key' },
    ...payloadFields(header, frame.subarray(payloadStart), payload),
  ];
  return { name: nameOf(header), fields: fields.filter(({ bytes }) => bytes.length > 0) };
}

function nameOf({ opcode, fin }: FrameHeader): string {
  const name = opcodeName(opcode);
  if (opcode === Opcode.continuation) return fin ? `${name}, last` : name;
  return fin || isControl(opcode) ? name : `${name}, first of several`;
}

function opcodeName(opcode: number): string {
  const names = Object.entries(Opcode);
  return names.find(([, value]) => value === opcode)?.[0] ?? `opcode ${opcode}`;
}

function meaningOfByte0({ fin, rsv1, rsv2, rsv3, opcode }: FrameHeader): string {
  const reserved = [rsv1, rsv2, rsv3].map(Number).join('');
  return `fin ${Number(fin)}, rsv ${reserved}, opcode ${opcode.toString(16)}: ${opcodeName(opcode)}`;
}

function meaningOfByte1({ maskingKey, payloadLength }: FrameHeader, extended: number): string {
  const mask = `mask ${maskingKey === undefined ? 0 : 1}`;
  if (extended === 0) return `${mask}, payload length ${payloadLength}`;
  return `${mask}, length ${extended === 2 ? 126 : 127}: see the next ${extended} bytes`;
}

function payloadFields(
  { opcode, maskingKey }: FrameHeader,
  wire: Uint8Array,
  payload: Uint8Array,
): AnnotatedField[] {
  const unmasked = maskingKey === undefined ? '' : ', unmasked';
  if (opcode !== Opcode.close || payload.length < 2) {
    const said = opcode === Opcode.binary ? start(payload) : quote(payload);
    return [{ kind: 'payload', bytes: wire, meaning: `payload${unmasked}: ${said}` }];
  }
  const code = payload[0]! * 256 + payload[1]!;
  const reason = `reason${unmasked}: ${quote(payload.subarray(2))}`;
  return [
    { kind: 'payload', bytes: wire.subarray(0, 2), meaning: `close code${unmasked}: ${code}` },
    { kind: 'payload', bytes: wire.subarray(2), meaning: reason },
  ];
}

function start(bytes: Uint8Array): string {
  return bytes.length <= 8 ? hex(bytes) : `${hex(bytes.subarray(0, 7))} …`;
}

function quote(text: Uint8Array): string {
  return JSON.stringify(new TextDecoder().decode(text));
}

/** @returns `0a ff …`. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
