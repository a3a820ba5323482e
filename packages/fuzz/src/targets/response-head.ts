/**
 * A response from its bytes to the client's verdict (RFC 9112 §2, RFC 6455 §4.1).
 *
 *     byte 0   settings: bit 0 low limits, bit 1 subprotocols and an extension are offered, bit 2 a
 *              subprotocol is required
 *     bytes 1, 2   chunk sizes
 *
 * @module
 */
import { judgeResponse, type ResponseJudgement } from '@sansocket/testkit/model';
import {
  type RequestHead,
  type ResponseOptions,
  readResponse,
  serializeHead,
} from 'sansocket/handshake';
import { extensionWords, headWords } from './dictionary.ts';
import { expectEqual, expectThat } from './expect.ts';
import { bit, cut, Input } from './input.ts';
import { lowLimits, type ParsedHead, parseHead } from './parse-head.ts';
import type { Target } from './target.ts';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const EXTENSION = 'x-a; b; c=d';

/** The head parser, and the reading of a response from its result. */
export const responseHead: Target = {
  name: 'response-head',
  promise:
    'Head and verdict do not depend on the cuts and equal the model’s; the head written and parsed is the same',
  maxBytes: 2048,
  stepsPerByte: 250,
  dictionary: [...headWords, ...extensionWords],
  run(bytes) {
    const input = new Input(bytes);
    const settings = input.byte();
    const limits = bit(settings, 0) ? lowLimits : {};
    const sizes = input.chunkSizes();
    const stream = input.rest();
    const whole = parseHead('response', [stream], limits);
    expectEqual(
      parseHead('response', cut(stream, sizes), limits),
      whole,
      'the head of a cut stream',
    );
    expectEqual(parseHead('response', cut(stream, [1, 1]), limits), whole, 'the head byte by byte');
    expectWritten(whole);
    if (whole.kind === 'done' && isInterim(whole.head.status)) return;
    expectVerdict(whole, stream, settings);
  },
};

/** A status with fewer than three digits and a reason outside ASCII cannot be written. */
function expectWritten(parsed: ParsedHead<'response'>): void {
  if (parsed.kind !== 'done') return;
  const { head } = parsed;
  if (head.status < 100 || /[^\t\x20-\x7e]/.test(head.reason)) return;
  const again = parseHead('response', [serializeHead(head)], {});
  expectThat(again.kind === 'done', 'A head that was written is complete');
  expectEqual(again.head, head, 'the head written and parsed');
}

function expectVerdict(parsed: ParsedHead<'response'>, stream: Uint8Array, settings: number): void {
  const model = modelOf(stream, settings);
  if (parsed.kind === 'need-more') {
    expectEqual(model.kind, 'need-more', 'the verdict and the model’s');
    return;
  }
  const options: ResponseOptions = { requireSubprotocol: bit(settings, 2) };
  const reading =
    parsed.kind === 'violation'
      ? parsed
      : readResponse(parsed.head, request(settings), options, parsed.length - 1);
  if (reading.kind === 'rejected') {
    expectThat(model.kind === 'rejected', `The model says ${model.kind} to a rejection`);
    expectEqual(reading.status, model.status, 'the status and the model’s');
  } else if (reading.kind === 'accepted') {
    expectThat(model.kind === 'established', `The model says ${model.kind} to an acceptance`);
    expectEqual(reading.subprotocol, model.subprotocol, 'the subprotocol and the model’s');
    expectEqual(reading.extensions, model.extensions, 'the extensions and the model’s');
  } else {
    const { rule, offset } = reading.violation;
    expectThat(model.kind === 'failed', `The model says ${model.kind} to ${rule}`);
    expectEqual(offset, model.violation.offset, `the offset of ${rule}`);
    const broken: readonly string[] = model.broken;
    expectThat(broken.includes(rule), `${rule} is one of ${broken.join()}`);
  }
}

function modelOf(stream: Uint8Array, settings: number): ResponseJudgement {
  const isLow = bit(settings, 0);
  const offers = bit(settings, 1);
  return judgeResponse(stream, {
    key: KEY,
    maxHandshakeBytes: isLow ? 300 : 16_384,
    maxHandshakeFields: isLow ? 7 : 100,
    maxHandshakeLineBytes: isLow ? 90 : 16_384,
    subprotocols: offers ? ['chat', 'superchat'] : [],
    extensions: offers ? EXTENSION : undefined,
    requireSubprotocol: bit(settings, 2),
  });
}

/** The request that the response answers. */
function request(settings: number): RequestHead {
  const offers = [
    ['Sec-WebSocket-Protocol', 'chat, superchat'],
    ['Sec-WebSocket-Extensions', EXTENSION],
  ] as const;
  const fields = [
    ['Host', 'a'],
    ['Sec-WebSocket-Key', KEY],
    ...(bit(settings, 1) ? offers : []),
  ] as const;
  return { method: 'GET', target: '/', httpVersion: '1.1', fields };
}

/** An answer that another follows (RFC 9110 §15.2). */
function isInterim(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101;
}
