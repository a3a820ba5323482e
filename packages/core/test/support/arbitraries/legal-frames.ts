/** @module */
import fc from 'fast-check';
import type { WireFrame } from '../wire-frame.ts';
import { cut } from './cuts.ts';
import { message } from './message.ts';

/** Codes that may stand in a Close frame (RFC 6455 §7.4). */
const CLOSE_CODES = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 4999];

/**
 * Messages in any fragments, control frames between them, and perhaps a Close frame at the end: legal
 * by construction (RFC 6455 §5.4, §5.5). None is masked.
 */
export function legalFrames(): fc.Arbitrary<readonly WireFrame[]> {
  return fc
    .tuple(fc.array(fragments(), { maxLength: 5 }), fc.option(closeFrame(), { nil: undefined }))
    .map(([messages, close]) => [...messages.flat(), ...(close === undefined ? [] : [close])]);
}

function fragments(): fc.Arbitrary<readonly WireFrame[]> {
  const sizes = fc.array(fc.nat({ max: 60 }), { maxLength: 4 });
  const controls = fc.array(fc.option(controlFrame(), { nil: undefined }), { maxLength: 5 });
  return fc.tuple(message(), sizes, controls).map(([{ kind, data }, cuts, between]) => {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    const pieces = cut(bytes, cuts);
    return pieces.flatMap((payload, i): WireFrame[] => {
      const opcode = i > 0 ? 0 : kind === 'text' ? 1 : 2;
      const control = between[i];
      const fragment = { opcode, fin: i === pieces.length - 1, payload };
      return control === undefined ? [fragment] : [fragment, control];
    });
  });
}

function controlFrame(): fc.Arbitrary<WireFrame> {
  return fc.record({ opcode: fc.constantFrom(9, 10), payload: fc.uint8Array({ maxLength: 12 }) });
}

function closeFrame(): fc.Arbitrary<WireFrame> {
  const reason = fc.string({ unit: 'binary', maxLength: 20 });
  return fc.option(fc.tuple(fc.constantFrom(...CLOSE_CODES), reason)).map((close) => {
    const text = new TextEncoder().encode(close?.[1] ?? '');
    const payload = close === null ? [] : [close[0] >> 8, close[0] & 0xff, ...text];
    return { opcode: 8, payload: Uint8Array.from(payload) };
  });
}
