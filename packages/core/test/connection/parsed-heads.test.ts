/** Connections that take over from an HTTP implementation (RFC 6455 §4). @module */
import { describe, expect, it } from '@jest/globals';
import { ClientConnection, ServerConnection } from 'sansocket';
import { createRequest, type HandshakeRequest, type ResponseHead } from 'sansocket/handshake';
import {
  bytesOf,
  parseRequest,
  parseResponse,
  requestText,
  responseText,
  SAMPLE_ACCEPT,
  sampleNonce,
} from '../handshake/heads.ts';
import { hex, toHex } from '../support/bytes.ts';
import { End } from '../support/end.ts';
import { maskFrames } from '../support/masked-frames.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';

describe('ServerConnection.fromRequest()', () => {
  const { method, target, fields } = parseRequest(requestText());
  const taken = (request: HandshakeRequest) =>
    new End(ServerConnection.fromRequest(request, {}, 0));

  it('has the request as its first event and answers in bytes (§4.2.2)', () => {
    const end = taken({ method, target, fields });
    expect(end.events()).toMatchObject([{ type: 'handshake-request', target: '/chat', fields }]);
    end.connection.accept({}, 0);
    expect(end.text()).toContain(`\r\nSec-WebSocket-Accept: ${SAMPLE_ACCEPT}\r\n`);
    expect(end.types()).toEqual(['open']);
  });

  it('takes what came behind the head through receive, before or after the answer (§4.2.2)', () => {
    const end = taken({ method, target, fields }).receive(maskFrames(hex('81 02 68 69')));
    expect(end.types()).toEqual(['handshake-request']);
    end.connection.accept({}, 0);
    end.receive(maskFrames(hex('81 01 61')));
    expect(end.events()).toMatchObject([{ type: 'open' }, { data: 'hi' }, { data: 'a' }]);
  });

  it('counts offsets from the first byte that receive was given', () => {
    const end = taken({ method, target, fields });
    end.connection.accept({}, 0);
    end.receive(maskFrames(hex('81 01 61'))).receive('83');
    expect(end.events().at(-1)).toMatchObject({ rule: 'opcode-reserved', offset: 7 });
  });

  it('judges the request as if it had come as bytes (§4.2.1)', () => {
    const end = taken({ method: 'POST', target, fields, httpVersion: '1.1' });
    expect(end.events()).toMatchObject([{ type: 'violation', rule: 'method-not-get', offset: 0 }]);
    expect(end.text()).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n/);

    const old = taken({ method, target, fields, httpVersion: '1.0' });
    expect(old.events()).toMatchObject([{ rule: 'http-version-unsupported' }]);
  });

  it('reads the host from an absolute target, as from bytes (RFC 9112 §3.2.2)', () => {
    for (const absolute of ['http://localhost:80/x', 'ws://localhost:80/x']) {
      const end = taken({ method, target: absolute, fields });
      expect(end.events()).toMatchObject([{ target: '/x', host: 'localhost:80' }]);
    }
    const refused = taken({ method, target: 'ws://me:secret@localhost/x', fields });
    expect(refused.events()).toMatchObject([{ rule: 'target-malformed' }]);
  });

  it('counts the opening timeout from its making', () => {
    const end = new End(ServerConnection.fromRequest({ method, target, fields }, {}, 500));
    expect(end.connection.nextTimeout()).toEqual({ at: 10_500, reason: 'opening-handshake' });
  });
});

describe('ClientConnection.fromResponse()', () => {
  const request = createRequest('ws://server.example.com/chat', { key: sampleNonce });
  const taken = (response: ResponseHead) =>
    new End(ClientConnection.fromResponse(request, response, { fillRandom: sampleEntropy }, 0));

  it('is open at once and has written nothing (§4.1)', () => {
    const end = taken(parseResponse(responseText()));
    expect(end.outputs()).toEqual([]);
    expect(end.types()).toEqual(['open']);
    end.receive('81 02 68 69');
    expect(end.events()).toEqual([{ type: 'message', kind: 'text', data: 'hi' }]);
    end.connection.send('Hello');
    expect(end.output()).toEqual([toHex(maskFrames(hex('81 05 48 65 6c 6c 6f')))]);
  });

  it('judges the response as if it had come as bytes (§4.1)', () => {
    const end = taken(parseResponse(responseText({ 'sec-websocket-accept': 'x' })));
    expect(end.events()).toMatchObject([{ rule: 'accept-value-wrong', offset: 0 }]);
    expect(end.output()).toEqual(['end']);
  });

  it('waits for the body of a response that refuses (§4.1)', () => {
    const end = taken(parseResponse('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\n'));
    expect(end.events()).toEqual([]);
    end.receive(bytesOf('no'));
    expect(end.events()).toMatchObject([{ type: 'handshake-rejected', body: bytesOf('no') }]);
  });

  it('waits for a response when it is made of the request alone (§4.1)', () => {
    const end = new End(new ClientConnection(request, { fillRandom: sampleEntropy }, 0));
    expect(end.outputs()).toEqual([]);
    expect(end.receive(bytesOf(responseText())).types()).toEqual(['open']);
  });
});
