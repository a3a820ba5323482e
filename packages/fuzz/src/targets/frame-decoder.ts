/**
 * Bytes to frames (RFC 6455 §5.2), by the decoder alone.
 *
 *     byte 0   settings: bit 0 server, bit 1 either role, bit 2 in place, bit 3 RSV1 is owned,
 *              bit 4 low limits
 *     bytes 1, 2   chunk sizes
 *
 * @module
 */
import { judgeFrames, type ModelViolation } from '@sansocket/testkit/model';
import {
  FrameDecoder,
  type FrameDecoderOptions,
  FrameEncoder,
  type FrameHeader,
  RSV1,
} from 'sansocket/framing';
import { applyMask } from 'sansocket/masking';
import { closeWords, frameWords } from './dictionary.ts';
import { expectEqual, expectThat } from './expect.ts';
import { bit, cut, Input } from './input.ts';
import type { Target } from './target.ts';

/** The decoder of frames. */
export const frameDecoder: Target = {
  name: 'frame-decoder',
  promise:
    'Frames, offsets and the violation do not depend on the cuts, equal the model’s, and encode to the bytes that they came from',
  maxBytes: 2048,
  stepsPerByte: 300,
  dictionary: [...frameWords, ...closeWords],
  run(bytes) {
    const input = new Input(bytes);
    const settings = input.byte();
    const sizes = input.chunkSizes();
    const stream = input.rest();
    const options = optionsOf(settings);
    const received = stream.slice();
    const whole = decode([received], options);
    if (options.inPlace !== true) expectEqual(received, stream, 'the chunk before and after');
    expectEqual(decode(cut(stream, sizes), options), whole, 'frames of the cut and whole stream');
    expectEqual(decode(cut(stream, [1, 1]), options), whole, 'frames byte by byte and at once');
    expectSameBytes(stream, whole);
    if (!bit(settings, 1) && !bit(settings, 3)) expectModel(stream, whole, options);
  },
};

function optionsOf(settings: number): FrameDecoderOptions {
  const limits = { maxFrameBytes: 200, maxMessageBytes: 600, maxEmptyFragments: 2 };
  return {
    role: bit(settings, 1) ? undefined : bit(settings, 0) ? 'server' : 'client',
    inPlace: bit(settings, 2),
    reservedBits: bit(settings, 3) ? RSV1 : 0,
    ...(bit(settings, 4) ? limits : {}),
  };
}

interface DecodedFrame {
  readonly header: FrameHeader;
  readonly offset: number;
  /** The payload so far, unmasked, as Latin-1. */
  readonly payload: string;
  readonly isWhole: boolean;
}

interface Decoded {
  readonly frames: readonly DecodedFrame[];
  readonly violation: unknown;
}

function decode(chunks: readonly Uint8Array[], options: FrameDecoderOptions): Decoded {
  const decoder = new FrameDecoder(options);
  const frames: DecodedFrame[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    let steps = 0;
    for (let step = decoder.next(); step !== 'need-input'; step = decoder.next()) {
      expectThat(++steps <= 2 * chunk.length + 2, 'Steps are bounded by the bytes of the chunk');
      if (step === 'violation') return { frames, violation: decoder.violation };
      takeStep(decoder, step, frames);
    }
  }
  return { frames, violation: undefined };
}

function takeStep(decoder: FrameDecoder, step: string, frames: DecodedFrame[]): void {
  if (step === 'header') {
    const { header, headerOffset: offset } = decoder;
    frames.push({ header, offset, payload: '', isWhole: false });
    return;
  }
  const frame = frames.pop();
  expectThat(frame !== undefined, 'A header comes first');
  const piece = step === 'payload' ? Buffer.from(decoder.payload()).toString('latin1') : '';
  frames.push({ ...frame, payload: frame.payload + piece, isWhole: step === 'end' });
}

/** Lengths are minimal, so a header can be written in one way only. */
function expectSameBytes(stream: Uint8Array, { frames }: Decoded): void {
  for (const { header, offset, payload, isWhole } of frames) {
    if (!isWhole) continue;
    const { maskingKey, payloadLength } = header;
    const plain = Uint8Array.from(Buffer.from(payload, 'latin1'));
    const begun = new FrameEncoder({ role: 'server' }).begin(header, payloadLength);
    if (maskingKey !== undefined) begun[1]! |= 0x80;
    const masked = maskingKey === undefined ? plain : applyMask(plain, maskingKey);
    const encoded = Buffer.concat([begun, maskingKey ?? new Uint8Array(0), masked]);
    const received = Buffer.from(stream.subarray(offset, offset + encoded.length));
    expectEqual(encoded, received, 'a frame encoded again and as it came');
  }
}

/** Rules that look into payloads: a decoder of frames does not know them. */
const payloadRules = ['text-not-utf8', 'close-code-invalid', 'close-reason-not-utf8'];

function expectModel(
  stream: Uint8Array,
  { frames, violation }: Decoded,
  options: FrameDecoderOptions,
): void {
  const { role = 'server', maxFrameBytes, maxMessageBytes, maxEmptyFragments } = options;
  const limits = { maxFrameBytes, maxMessageBytes, maxEmptyFragments };
  const model = judgeFrames(stream, { role, limits });
  const headers = model.events.filter((event) => event.type === 'frame');
  const compared = frames.slice(0, headers.length);
  expectEqual(
    compared.map(({ header, offset }) => ({ header, offset })),
    headers.map(({ header, offset }) => ({ header: { ...header }, offset })),
    'headers and those of the model',
  );
  if (model.closing.received || payloadRules.includes(model.violation?.rule ?? '')) return;
  expectEqual(brief(violation), brief(model.violation), 'the violation and the model’s');
}

function brief(violation: unknown): unknown {
  if (violation === undefined) return undefined;
  const { rule, offset } = violation as ModelViolation;
  return { rule, offset };
}
