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
    const length = frames[at + 1]! & 0x7f;
    const extended = length === 127 ? 8 : length === 126 ? 2 : 0;
    const start = at + 2 + extended;
    const digits = frames.subarray(at + 2, start);
    const payloadLength = extended === 0 ? length : numberOf(digits);
    const payload = frames.subarray(start, start + payloadLength);
    masked.push(frames[at]!, 0x80 | length, ...digits, ...SAMPLE_MASKING_KEY);
    payload.forEach((byte, i) => masked.push(byte ^ SAMPLE_MASKING_KEY[i % 4]!));
    at = start + payloadLength;
  }
  return Uint8Array.from(masked);
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

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
