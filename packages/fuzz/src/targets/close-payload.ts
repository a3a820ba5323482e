/**
 * The payload of a Close frame (RFC 6455 §5.5.1).
 *
 *     bytes 0, 1   chunk sizes
 *
 * @module
 */
import { judgeFrames } from '@sansocket/testkit/model';
import { ClosePayloadDecoder, serializeClosePayload } from 'sansocket/framing';
import { closeWords, utf8Words } from './dictionary.ts';
import { expectEqual } from './expect.ts';
import { cut, Input } from './input.ts';
import type { Target } from './target.ts';

/** Bytes of the header before the payload in the model's frame. */
const HEADER = 2;

/** The decoder of Close payloads, which are never of 1 byte: the header rules see to that. */
export const closePayload: Target = {
  name: 'close-payload',
  promise: 'Code, reason and offence are the model’s, however the payload is cut',
  maxBytes: 127,
  stepsPerByte: 100,
  dictionary: [...closeWords, ...utf8Words],
  run(bytes) {
    const input = new Input(bytes);
    const sizes = input.chunkSizes();
    const payload = input.rest();
    if (payload.length === 1) return;
    const expected = modelOf(payload);
    expectEqual(read([payload]), expected, 'the payload and the model’s');
    expectEqual(read(cut(payload, sizes)), expected, 'the cut payload and the model’s');
    expectEqual(read(cut(payload, [1, 1])), expected, 'the payload byte by byte and the model’s');
    if (!('code' in expected)) return;
    const code = expected.code === 1005 ? undefined : expected.code;
    const serialized = serializeClosePayload(code, expected.reason);
    expectEqual(serialized, payload, 'the payload serialized again and as it came');
  },
};

type Reading = { code: number; reason: string } | { rule: string; index: number };

function read(chunks: readonly Uint8Array[]): Reading {
  const decoder = new ClosePayloadDecoder();
  let at = 0;
  let left = chunks.reduce((length, chunk) => length + chunk.length, 0);
  for (const chunk of chunks) {
    left -= chunk.length;
    const offence = decoder.push(chunk, left);
    if (offence !== undefined) return { rule: offence.rule, index: at + offence.index };
    at += chunk.length;
  }
  return { ...decoder.end() };
}

function modelOf(payload: Uint8Array): Reading {
  const frame = Uint8Array.of(0x88, payload.length, ...payload);
  const { violation, closing } = judgeFrames(frame, { role: 'client' });
  if (violation === undefined) return { code: closing.code, reason: closing.reason };
  return { rule: violation.rule, index: violation.offset - HEADER };
}
