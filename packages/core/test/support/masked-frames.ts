/**
 * Frames masked as a client masks them (RFC 6455 §5.3): the tests' own reading of the frame layout, so
 * that core's encoder is not its own judge.
 *
 * @module
 */

/** The masking key of the examples in RFC 6455 §5.7, used for every frame of the tests. */
export const SAMPLE_MASKING_KEY: Uint8Array = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** The same unmasked frames with the mask bit, the sample key and a masked payload; the last may be cut. */
export function maskFrames(frames: Uint8Array): Uint8Array {
  const masked: number[] = [];
  for (let at = 0; at < frames.length; ) {
    const { start, end } = extentOf(frames, at);
    const payload = frames.subarray(start, end);
    masked.push(frames[at]!, 0x80 | frames[at + 1]!, ...frames.subarray(at + 2, start));
    masked.push(...SAMPLE_MASKING_KEY);
    for (const [i, byte] of payload.entries()) masked.push(byte ^ SAMPLE_MASKING_KEY[i % 4]!);
    at = end;
  }
  return Uint8Array.from(masked);
}

/** Where the byte at `index` of the unmasked frames stands in `maskFrames(frames)`. */
export function maskedIndexOf(frames: Uint8Array, index: number): number {
  let keys = 0;
  for (let at = 0; at < frames.length; ) {
    const { start, end } = extentOf(frames, at);
    if (start <= index) keys++;
    at = end;
  }
  return index + 4 * keys;
}

/** A whole unmasked frame: byte 0, the length in its shortest form, the payload. */
export function frameOf(byte0: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const header =
    length < 126
      ? [length]
      : length < 0x1_0000
        ? [126, length >>> 8, length]
        : [127, 0, 0, 0, 0, length >>> 24, length >>> 16, length >>> 8, length];
  const frame = new Uint8Array(1 + header.length + length);
  frame.set([byte0, ...header]);
  frame.set(payload, 1 + header.length);
  return frame;
}

/** Where the payload of the unmasked frame at `at` starts and ends. */
function extentOf(frames: Uint8Array, at: number): { start: number; end: number } {
  const length = frames[at + 1]! & 0x7f;
  const start = at + (length === 127 ? 10 : length === 126 ? 4 : 2);
  const payloadLength = length < 126 ? length : numberOf(frames.subarray(at + 2, start));
  return { start, end: start + payloadLength };
}

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
