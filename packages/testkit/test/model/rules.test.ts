/** Each rule broken by hand: its name, its byte, and what answers it, beside the table of core. */
import { describe, expect, it } from '@jest/globals';
import {
  type FrameSetup,
  judgeFrames,
  judgeRequest,
  judgeResponse,
  type RequestSetup,
} from '@sansocket/testkit/model';
import { hex, latin1 } from '@sansocket/testkit/wire';
import { type ViolationId, violations } from 'sansocket/violations';
import { ZERO_KEY } from './support/core-opening.ts';

type FrameRow = readonly [rule: ViolationId, bytes: string, offset: number, Partial<FrameSetup>?];

const frames: readonly FrameRow[] = [
  ['reserved-bit-set', '81 00 c1', 2],
  ['reserved-bit-set', '41 00 40', 2, { deflate: {} }],
  ['opcode-reserved', '83', 0],
  ['control-frame-fragmented', '09', 0],
  ['continuation-without-message', '80', 0],
  ['message-interleaved', '01 00 01', 2],
  ['frame-not-masked', '81 05', 1, { role: 'server' }],
  ['frame-masked', '81 85', 1],
  ['control-frame-too-long', '89 7e', 1],
  ['length-not-minimal', '82 7e 00 7d', 3],
  ['length-not-minimal', '82 7f 00 00 00 00 00 00 ff ff', 7],
  ['length-over-63-bits', '82 7f 80', 2],
  ['frame-too-long', '82 7e 00 c9', 3, { limits: { maxFrameBytes: 200 } }],
  ['frame-too-long', '82 7f 00 20', 3],
  ['message-too-long', '02 01 61 80 02', 4, { limits: { maxMessageBytes: 2 } }],
  ['too-many-empty-fragments', '01 00 00 00 00 00', 5, { limits: { maxEmptyFragments: 2 } }],
  ['text-not-utf8', '81 03 61 ff 62', 3],
  ['text-not-utf8', '01 01 e2 80 01', 4],
  ['extension-data-invalid', '81 00 c1 01 06', 2, { deflate: {} }],
  ['close-payload-too-short', '88 01', 1],
  ['close-code-invalid', '88 02 03 ed', 3],
  ['close-code-invalid', '88 02 04', 2],
  ['close-reason-not-utf8', '88 04 03 e8 c3 28', 5],
];

const legal: Readonly<Record<string, string | undefined>> = {
  Host: 'server.example.com',
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
};

function head(firstLine: string, fields: Readonly<Record<string, string | undefined>>): Uint8Array {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}\r\n`],
  );
  return latin1(`${firstLine}\r\n${lines.join('')}\r\n`);
}

function request(changes: Readonly<Record<string, string | undefined>>): Uint8Array {
  return head('GET / HTTP/1.1', { ...legal, ...changes });
}

const many = Array.from({ length: 17 }, (_, i) => `a${i}`).join();

/** A request of which the last byte, or the one at the offset, is wrong. */
const requests: readonly (readonly [ViolationId, Uint8Array, RequestSetup?])[] = [
  ['head-line-feed-without-carriage-return', latin1('GET / HTTP/1.1\r\nA: b\n')],
  ['head-carriage-return-without-line-feed', latin1('GET / HTTP/1.1\r\nA: b\rc')],
  ['request-line-malformed', latin1('GET  ')],
  ['field-line-folded', latin1('GET / HTTP/1.1\r\nA: b\r\n ')],
  ['field-name-malformed', latin1('GET / HTTP/1.1\r\nA(')],
  ['field-name-before-space', latin1('GET / HTTP/1.1\r\nA ')],
  ['field-value-with-control', latin1('GET / HTTP/1.1\r\nA: \0')],
  ['request-line-too-long', latin1('GET / HT'), { maxHandshakeLineBytes: 7 }],
  [
    'head-line-too-long',
    latin1('GET / HTTP/1.1\r\nA: 56789012345678'),
    { maxHandshakeLineBytes: 16 },
  ],
  ['head-too-long', latin1('GET / HTTP/1.1\r\nA'), { maxHandshakeBytes: 16 }],
  ['too-many-fields', latin1('GET / HTTP/1.1\r\nA: b\r\nC'), { maxHandshakeFields: 1 }],
  ['http-version-unsupported', head('GET / HTTP/1.0', legal)],
  ['method-not-get', head('POST / HTTP/1.1', legal)],
  ['target-malformed', head('GET * HTTP/1.1', legal)],
  ['field-repeated', request({ origin: 'a', Origin: 'a' })],
  ['host-malformed', request({ Host: undefined })],
  ['request-with-body', request({ 'Content-Length': '1' })],
  ['expectation-unsupported', request({ Expect: '100-continue' })],
  ['upgrade-not-websocket', request({ Upgrade: undefined })],
  ['connection-not-upgrade', request({ Connection: 'close' })],
  ['version-unsupported', request({ 'Sec-WebSocket-Version': '8' })],
  ['key-malformed', request({ 'Sec-WebSocket-Key': 'AAAA' })],
  ['subprotocols-malformed', request({ 'Sec-WebSocket-Protocol': 'a, a' })],
  ['extensions-malformed', request({ 'Sec-WebSocket-Extensions': 'a;' })],
  ['too-many-offers', request({ 'Sec-WebSocket-Extensions': many })],
  ['host-not-allowed', request({}), { allowedHosts: ['a'] }],
  ['origin-not-allowed', request({}), { allowedOrigins: ['http://a'] }],
];

const agreed: Readonly<Record<string, string | undefined>> = {
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Accept': 'ICX+Yqv66kxgM0FcWaLWlFLwTAI=',
  'Sec-WebSocket-Protocol': 'chat',
};

function response(changes: Readonly<Record<string, string | undefined>>): Uint8Array {
  return head('HTTP/1.1 101 Switching Protocols', { ...agreed, ...changes });
}

const extensions = 'Sec-WebSocket-Extensions';
const deflate = 'permessage-deflate';

const responses: readonly (readonly [ViolationId, Uint8Array])[] = [
  ['status-line-malformed', latin1('HTTP/1.1 2000')],
  ['answer-upgrade-not-websocket', response({ Upgrade: 'h2c' })],
  ['answer-connection-not-upgrade', response({ Connection: undefined })],
  ['accept-value-wrong', response({ 'Sec-WebSocket-Accept': undefined })],
  ['subprotocol-not-offered', response({ 'Sec-WebSocket-Protocol': 'Chat' })],
  ['subprotocol-missing', response({ 'Sec-WebSocket-Protocol': undefined })],
  ['extension-not-offered', response({ [extensions]: 'a' })],
  ['extension-repeated', response({ [extensions]: `${deflate}, ${deflate}` })],
  ['extension-answer-illegal', response({ [extensions]: `${deflate}; foo` })],
];

/** A row with the name of its test: a row of its own would hand its holes to the test. */
function named<Row extends readonly unknown[]>(row: Row): readonly [string, Row] {
  return [String(row[0]), row];
}

describe('each rule', () => {
  it.each(frames.map(named))('of frames: %s', (_, [rule, bytes, offset, setup]) => {
    const { violation } = judgeFrames(hex(bytes), { role: 'client', ...setup });
    expect(violation).toEqual({ rule, offset, closeCode: violations[rule].closeCode });
    const before = judgeFrames(hex(bytes).subarray(0, offset), { role: 'client', ...setup });
    expect(before.violation).toBeUndefined();
  });

  it.each(requests.map(named))('of requests: %s', (_, [rule, bytes, setup]) => {
    const judgement = judgeRequest(bytes, setup);
    const { closeCode, status } = violations[rule];
    const violation = { rule, offset: bytes.length - 1, closeCode, status };
    expect(judgement).toEqual({ kind: 'refused', violation, broken: [rule] });
    expect(judgeRequest(bytes.subarray(0, -1), setup).kind).toBe('need-more');
  });

  it.each(responses)('of responses: %s', (rule, bytes) => {
    const setup = {
      key: ZERO_KEY,
      subprotocols: ['chat'],
      extensions: deflate,
      requireSubprotocol: true,
    };
    const violation = { rule, offset: bytes.length - 1, closeCode: violations[rule].closeCode };
    expect(judgeResponse(bytes, setup)).toEqual({ kind: 'failed', violation, broken: [rule] });
    expect(judgeResponse(bytes.subarray(0, -1), setup).kind).toBe('need-more');
  });

  it('of core is here, but for those that no bytes alone can break', () => {
    const here = [...frames, ...requests, ...responses].map(([rule]) => rule);
    // Header lists of HTTP/2 and HTTP/3 are no bytes.
    const ofBytes = Object.entries(violations).filter(
      ([, { section }]) => !/^RFC (?:8441|9113|9220)/.test(section),
    );
    const missing = ofBytes.flatMap(([rule]) => (here.some((its) => its === rule) ? [] : [rule]));
    expect(missing.sort()).toEqual(['extension-bits-overlap', 'too-many-early-bytes']);
  });
});

describe('what breaks no rule', () => {
  it('is told with what it says', () => {
    const judgement = judgeRequest(request({ 'Sec-WebSocket-Protocol': 'a, b' }));
    expect(judgement).toMatchObject({
      kind: 'acceptable',
      request: {
        target: '/',
        host: 'server.example.com',
        origin: undefined,
        subprotocols: ['a', 'b'],
      },
    });
    // RFC 6455 §1.3
    expect(judgement).toMatchObject({ request: { accept: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' } });
  });

  it('names all rules when several are broken', () => {
    const judgement = judgeRequest(request({ Upgrade: 'h2c', Expect: 'x', Host: undefined }));
    const broken = ['host-malformed', 'expectation-unsupported', 'upgrade-not-websocket'];
    expect(judgement).toMatchObject({ kind: 'refused', broken });
  });
});
