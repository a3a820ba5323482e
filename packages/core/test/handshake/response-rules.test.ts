import { describe, expect, it } from '@jest/globals';
import { readResponse } from 'sansocket/handshake';
import {
  clientVerdict,
  parseResponse,
  responseText,
  SAMPLE_ACCEPT,
  sampleRequest,
} from './heads.ts';

const established = { status: 101 };

describe('validation of the response (§4.1)', () => {
  it.each(['1.0', '0.9', '2.0'])('fails on 101 in HTTP/%s (§4.1)', (version) => {
    const text = responseText({}, `HTTP/${version} 101 Switching Protocols`);
    expect(clientVerdict(text)).toEqual({ rule: 'http-version-unsupported' });
  });

  it.each(['1.0', '11.1', '1.10', '1.1x'])(
    'tells the version %j of a response that came parsed (§4.1)',
    (httpVersion) => {
      const response = { ...parseResponse(responseText()), httpVersion };
      const told = /x|10/.test(httpVersion) ? '4 characters' : httpVersion;
      expect(readResponse(response, sampleRequest())).toMatchObject({
        violation: {
          rule: 'http-version-unsupported',
          detail: `First line: version ${told}, status 101`,
        },
      });
    },
  );

  it('accepts Upgrade in any case (§4.1)', () => {
    expect(clientVerdict(responseText({ upgrade: 'WebSocket' }))).toEqual(established);
  });

  it.each([
    [],
    ['websockets'],
    ['h2c'],
    ['websocket, foo'],
    ['websocket', 'foo'],
    ['websocket', 'websocket'],
  ])('fails on Upgrade: %j %j (§4.1)', (...upgrade) => {
    const verdict = clientVerdict(responseText({ upgrade }));
    expect(verdict).toEqual({ rule: 'answer-upgrade-not-websocket' });
  });

  it('accepts Connection as a list over several lines (§4.1)', () => {
    for (const connection of [['keep-alive, Upgrade'], ['keep-alive', 'UPGRADE']]) {
      expect(clientVerdict(responseText({ connection }))).toEqual(established);
    }
  });

  it.each([[], ['close'], ['upgraded'], ['keep-alive']])(
    'fails on Connection: %j (§4.1)',
    (...connection) => {
      const verdict = clientVerdict(responseText({ connection }));
      expect(verdict).toEqual({ rule: 'answer-connection-not-upgrade' });
    },
  );

  it('accepts white space around Sec-WebSocket-Accept (§4.1)', () => {
    const text = responseText({ 'sec-websocket-accept': `  ${SAMPLE_ACCEPT} \t` });
    expect(clientVerdict(text)).toEqual(established);
  });

  it.each([
    [],
    [''],
    ['s3pPLMBiTxaQ9kYGzzhZRbK+xOp='],
    ['S3pPLMBiTxaQ9kYGzzhZRbK+xOo='],
    ['s3pPLMBiTxaQ9kYGzzhZRbK+xOo'],
    [`${SAMPLE_ACCEPT}\xe9`],
    [`${SAMPLE_ACCEPT}, ${SAMPLE_ACCEPT}`],
  ])('fails on Sec-WebSocket-Accept: %j (§4.1)', (...accept) => {
    const verdict = clientVerdict(responseText({ 'sec-websocket-accept': accept }));
    expect(verdict).toEqual({ rule: 'accept-value-wrong' });
  });

  it('fails on two lines of Sec-WebSocket-Accept (§11.3.3)', () => {
    const text = responseText({ 'sec-websocket-accept': [SAMPLE_ACCEPT, SAMPLE_ACCEPT] });
    expect(clientVerdict(text)).toEqual({ rule: 'field-repeated' });
  });

  it.each(['Chat', 'superchat', 'chat, x', 'chat, chat', '', 'ch\xe4t'])(
    'fails on the subprotocol %j when chat was offered (§4.1, §11.5)',
    (subprotocol) => {
      const text = responseText({ 'sec-websocket-protocol': subprotocol });
      expect(clientVerdict(text, sampleRequest(['chat']))).toEqual({
        rule: 'subprotocol-not-offered',
      });
    },
  );

  it('fails on a subprotocol when none was offered (§4.1)', () => {
    const text = responseText({ 'sec-websocket-protocol': 'chat' });
    expect(clientVerdict(text)).toEqual({ rule: 'subprotocol-not-offered' });
  });

  it('fails on two lines of Sec-WebSocket-Protocol (§11.3.4)', () => {
    const text = responseText({ 'sec-websocket-protocol': ['chat', 'chat'] });
    expect(clientVerdict(text, sampleRequest(['chat']))).toEqual({ rule: 'field-repeated' });
  });

  it('accepts no subprotocol although some were offered, unless one is required', () => {
    const request = sampleRequest(['chat']);
    const options = { requireSubprotocol: true };
    expect(clientVerdict(responseText(), request)).toEqual(established);
    expect(clientVerdict(responseText(), request, options)).toEqual({
      rule: 'subprotocol-missing',
    });
    expect(clientVerdict(responseText(), sampleRequest(), options)).toEqual(established);
    const text = responseText({ 'sec-websocket-protocol': 'chat' });
    expect(clientVerdict(text, request, options)).toEqual(established);
  });

  it('accepts offered extensions over one or several lines (§11.3.2, erratum 3433)', () => {
    const request = sampleRequest([], 'foo, bar; baz');
    for (const extensions of [['bar; baz=1, foo'], ['bar; baz=1', 'foo']]) {
      const text = responseText({ 'sec-websocket-extensions': extensions });
      expect(readResponse(parseResponse(text), request)).toMatchObject({
        extensions: [
          { name: 'bar', parameters: [['baz', '1']] },
          { name: 'foo', parameters: [] },
        ],
      });
    }
  });

  it.each(['permessage-deflate', 'foo, permessage-deflate', 'Foo'])(
    'fails on the extensions %j when foo was offered (§4.1)',
    (extensions) => {
      const text = responseText({ 'sec-websocket-extensions': extensions });
      expect(clientVerdict(text, sampleRequest([], 'foo'))).toEqual({
        rule: 'extension-not-offered',
      });
    },
  );

  it('fails on an extension when none was offered (§4.1)', () => {
    const text = responseText({ 'sec-websocket-extensions': 'foo' });
    expect(clientVerdict(text)).toEqual({ rule: 'extension-not-offered' });
  });

  it.each(['', 'foo; =1', 'foo;;bar', 'foo=1', '"foo"', 'f\xf6\xf6'])(
    'fails on the extensions %j, which are no list (§9.1)',
    (extensions) => {
      const text = responseText({ 'sec-websocket-extensions': extensions });
      expect(clientVerdict(text, sampleRequest([], 'foo'))).toEqual({
        rule: 'extensions-malformed',
      });
    },
  );

  it('passes over a body announced by 101 and over Sec-WebSocket-Version in it (§11.3.5)', () => {
    const text = responseText({
      'content-length': '5',
      'transfer-encoding': 'chunked',
      'sec-websocket-version': '13',
    });
    expect(clientVerdict(text)).toEqual(established);
  });
});
