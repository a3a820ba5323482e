/**
 * A request from its bytes to the server's verdict (RFC 9112 §2, RFC 6455 §4.2.1).
 *
 *     byte 0   settings: bit 0 low limits
 *     bytes 1, 2   chunk sizes
 *
 * @module
 */
import { judgeRequest, type RequestJudgement } from '@sansocket/testkit/model';
import { type HandshakeOffer, readRequest, serializeHead } from 'sansocket/handshake';
import type { Violation } from 'sansocket/violations';
import { extensionWords, headWords } from './dictionary.ts';
import { expectEqual, expectThat } from './expect.ts';
import { bit, cut, Input } from './input.ts';
import { type HeadLimits, lowLimits, type ParsedHead, parseHead } from './parse-head.ts';
import type { Target } from './target.ts';

/** The head parser, and the reading of a request from its result. */
export const requestHead: Target = {
  name: 'request-head',
  promise:
    'Head and verdict do not depend on the cuts and equal the model’s; the head written and parsed is the same',
  maxBytes: 2048,
  stepsPerByte: 250,
  dictionary: [...headWords, ...extensionWords],
  run(bytes) {
    const input = new Input(bytes);
    const limits = bit(input.byte(), 0) ? lowLimits : {};
    const sizes = input.chunkSizes();
    const stream = input.rest();
    const whole = parseHead('request', [stream], limits);
    expectEqual(
      parseHead('request', cut(stream, sizes), limits),
      whole,
      'the head of a cut stream',
    );
    expectEqual(parseHead('request', cut(stream, [1, 1]), limits), whole, 'the head byte by byte');
    if (whole.kind === 'done') {
      const again = parseHead('request', [serializeHead(whole.head)], {});
      expectThat(again.kind === 'done', 'A head that was written is complete');
      expectEqual(again.head, whole.head, 'the head written and parsed');
    }
    expectVerdict(whole, judgeRequest(stream, modelLimits(limits)));
  },
};

function modelLimits({
  maxBytes = 16_384,
  maxFields = 100,
  maxLineBytes = 16_384,
}: HeadLimits): object {
  return {
    maxHandshakeBytes: maxBytes,
    maxHandshakeFields: maxFields,
    maxHandshakeLineBytes: maxLineBytes,
  };
}

function expectVerdict(parsed: ParsedHead<'request'>, model: RequestJudgement): void {
  if (parsed.kind === 'need-more') {
    expectEqual(model.kind, 'need-more', 'the verdict and the model’s');
  } else if (parsed.kind === 'violation') {
    expectRefused(parsed.violation, model);
  } else {
    const reading = readRequest(parsed.head, {}, parsed.length - 1);
    if (reading.ok) expectOffer(reading.offer, parsed.length, model);
    else expectRefused(reading.violation, model);
  }
}

function expectOffer(offer: HandshakeOffer, length: number, model: RequestJudgement): void {
  const { target, host, origin, subprotocols, extensions } = offer;
  expectThat(model.kind === 'acceptable', `The model says ${model.kind} to an offer`);
  const { request } = model;
  expectEqual(
    { target, host, origin, subprotocols, extensions, length },
    {
      target: request.target,
      host: request.host,
      origin: request.origin,
      subprotocols: request.subprotocols,
      extensions: request.extensions,
      length: model.length,
    },
    'the offer and the model’s',
  );
}

function expectRefused({ rule, offset }: Violation, model: RequestJudgement): void {
  expectThat(model.kind === 'refused', `The model says ${model.kind} to ${rule}`);
  expectEqual(offset, model.violation.offset, `the offset of ${rule}`);
  const broken: readonly string[] = model.broken;
  expectThat(broken.includes(rule), `${rule} is one of ${broken.join()}`);
}
