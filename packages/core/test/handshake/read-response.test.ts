import { describe, expect, it } from '@jest/globals';
import {
  acceptRequest,
  HeadParser,
  type ResponseHead,
  readRequest,
  readResponse,
} from 'sansocket/handshake';
import { isInterim } from '../../src/handshake/index.ts';
import { bytesOf, parseResponse, responseText, sampleRequest } from './heads.ts';

describe('readResponse()', () => {
  it('refuses an offset of another kind at the door', () => {
    const response = parseResponse(responseText());
    expect(() => readResponse(response, sampleRequest(), {}, NaN)).toThrow(
      new RangeError('offset must be a whole number from 0 up, got NaN'),
    );
  });

  it('accepts the response of RFC 6455 §1.3', () => {
    const response = parseResponse(responseText({ 'sec-websocket-protocol': 'chat' }));
    expect(readResponse(response, sampleRequest(['chat', 'superchat']))).toEqual({
      kind: 'accepted',
      subprotocol: 'chat',
      extensions: [],
      fields: response.fields,
    });
  });

  it('accepts what acceptRequest() answers', () => {
    const request = sampleRequest(['b', 'a'], 'foo; x=1, bar');
    const reading = readRequest(request);
    if (!reading.ok) throw new Error('Request is refused');
    const response = acceptRequest(reading.offer, {
      subprotocol: 'a',
      extensions: 'bar, foo; x=1',
    });
    expect(readResponse(response, request)).toMatchObject({
      kind: 'accepted',
      subprotocol: 'a',
      extensions: [
        { name: 'bar', parameters: [] },
        { name: 'foo', parameters: [['x', '1']] },
      ],
    });
  });

  it('leaves the subprotocol undefined when there is none (§4.1)', () => {
    const reading = readResponse(parseResponse(responseText()), sampleRequest());
    expect(reading).toMatchObject({ kind: 'accepted', subprotocol: undefined, extensions: [] });
  });

  it('compares field names in any case (§4.1)', () => {
    const { fields, ...line } = parseResponse(responseText());
    const upper = fields.map(([name, value]) => [name.toUpperCase(), value] as const);
    expect(readResponse({ ...line, fields: upper }, sampleRequest()).kind).toBe('accepted');
  });

  it('reports a rule on the whole head at its last byte', () => {
    const text = responseText({ upgrade: 'h2c' });
    const result = new HeadParser({ head: 'response' }).push(bytesOf(text));
    if (result.kind !== 'done') throw new Error('Head is not complete');
    expect(readResponse(result.head, sampleRequest(), {}, result.length - 1)).toEqual({
      kind: 'violation',
      violation: {
        rule: 'answer-upgrade-not-websocket',
        offset: text.length - 1,
        detail: 'Field upgrade: 3 characters',
      },
    });
  });
});

describe('responses other than 101', () => {
  it.each([200, 301, 401, 404, 407, 426, 500])(
    'are rejections with their status: %i (§4.1)',
    (status) => {
      const response = parseResponse(`HTTP/1.0 ${status} Because\r\nA: b\r\n\r\n`);
      expect(readResponse(response, sampleRequest())).toEqual({
        kind: 'rejected',
        status,
        reason: 'Because',
        fields: [['A', 'b']],
        supportedVersions: [],
      });
    },
  );

  it('tell the versions that the server speaks, over one or several lines (§4.4, §11.3.5)', () => {
    const versionsIn = (lines: string): unknown => {
      const response = parseResponse(`HTTP/1.1 400 Bad Request\r\n${lines}\r\n`);
      const reading = readResponse(response, sampleRequest());
      return reading.kind === 'rejected' ? reading.supportedVersions : reading.kind;
    };
    expect(versionsIn('Sec-WebSocket-Version: 13, 8, 7\r\n')).toEqual([13, 8, 7]);
    expect(versionsIn('Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8, 7\r\n')).toEqual([
      13, 8, 7,
    ]);
    expect(versionsIn('Sec-WebSocket-Version: 0, 255, 013, 256, -1, 13 8, x\r\n')).toEqual([
      0, 255,
    ]);
  });

  it('are interim when they are 1xx but not 101 (RFC 9110 §15.2)', () => {
    const statuses = [99, 100, 101, 102, 103, 199, 200];
    const interim = statuses.filter((status) => {
      const head: ResponseHead = { status, reason: '', httpVersion: '1.1', fields: [] };
      return isInterim(head);
    });
    expect(interim).toEqual([100, 102, 103, 199]);
  });
});
