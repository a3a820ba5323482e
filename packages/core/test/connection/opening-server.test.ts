/** The server's opening handshake on a connection (RFC 6455 §4.2). @module */
import { describe, expect, it } from '@jest/globals';
import { ServerConnection, type ServerOptions, StateError } from 'sansocket';
import { bytesOf, requestText, SAMPLE_ACCEPT } from '../handshake/heads.ts';
import { byteByByte, concat, hex } from '../support/bytes.ts';
import { End } from '../support/end.ts';
import { maskFrames } from '../support/masked-frames.ts';

const GOLDEN_RESPONSE = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  `Sec-WebSocket-Accept: ${SAMPLE_ACCEPT}`,
];

/** The frame `81 05 Hello` of RFC 6455 §5.7, masked. */
const HELLO = maskFrames(hex('81 05 48 65 6c 6c 6f'));

function server(options: ServerOptions = {}): End<ServerConnection> {
  return new End(new ServerConnection(options, 0));
}

/** A server whose application has the request before it. */
function asked(options: ServerOptions = {}, changes = {}): End<ServerConnection> {
  const end = server(options).receive(bytesOf(requestText(changes)));
  end.events();
  return end;
}

function responseOf(...lines: readonly string[]): string {
  return [...lines, '', ''].join('\r\n');
}

describe('opening handshake of a server', () => {
  it('shows the request and answers with the response of RFC 6455 §1.3 (§4.2.2)', () => {
    const end = server();
    end.receive(bytesOf(requestText({ origin: 'http://example.com', cookie: ['a=1', 'b=2'] })));

    const [request, ...more] = end.events();
    expect(more).toEqual([]);
    expect(request).toMatchObject({
      type: 'handshake-request',
      version: 13,
      method: 'GET',
      target: '/chat',
      host: 'server.example.com',
      origin: 'http://example.com',
      cookies: ['a=1', 'b=2'],
      subprotocols: [],
      extensions: [],
    });
    expect(end.outputs()).toEqual([]);
    expect(end.connection.readyState).toBe('connecting');

    expect(end.connection.accept({}, 1)).toBe('ok');
    expect(end.text()).toBe(responseOf(...GOLDEN_RESPONSE));
    expect(end.types()).toEqual(['open']);
    expect(end.connection.readyState).toBe('open');
  });

  it('says nothing before the head is whole, however it is cut (§4.2.1)', () => {
    const end = server();
    const chunks = byteByByte(bytesOf(requestText()));
    for (const chunk of chunks.slice(0, -1)) {
      expect(end.receive(chunk).events()).toEqual([]);
    }
    expect(end.receive(chunks.at(-1)!).types()).toEqual(['handshake-request']);
    expect(end.outputs()).toEqual([]);
  });

  it('parses the bytes behind the head as frames in the same call (§4.2.2)', () => {
    const end = server().receive(concat(bytesOf(requestText()), HELLO));
    expect(end.types()).toEqual(['handshake-request']);
    end.connection.accept({}, 0);
    expect(end.events()).toMatchObject([
      { type: 'open' },
      { type: 'message', kind: 'text', data: 'Hello' },
    ]);
  });

  it('keeps the bytes that come while the application decides (§4.2.2)', () => {
    const end = asked();
    for (const chunk of byteByByte(HELLO)) end.receive(chunk);
    expect(end.events()).toEqual([]);
    expect(end.connection.wantsInput).toBe(false);

    end.connection.accept({}, 5);
    expect(end.connection.wantsInput).toBe(true);
    expect(end.events()).toMatchObject([{ type: 'open' }, { data: 'Hello' }]);
  });

  it('has room for exactly maxEarlyBytes, one more is answered with 413 (§10.4)', () => {
    const room = { limits: { maxEarlyBytes: HELLO.length } };
    const fits = asked(room).receive(HELLO);
    expect(fits.events()).toEqual([]);
    fits.connection.accept({}, 0);
    expect(fits.types()).toEqual(['open', 'message']);

    const end = asked(room).receive(HELLO).receive('00');
    expect(end.events()).toMatchObject([
      {
        type: 'violation',
        rule: 'too-many-early-bytes',
        closeCode: 1006,
        section: 'RFC 6455 §10.4',
        offset: requestText().length + HELLO.length,
        detail: `More than ${HELLO.length} bytes came before the answer to the handshake request`,
      },
    ]);
    expect(end.text()).toMatch(/^HTTP\/1\.1 413 /);
    expect(end.connection.accept({}, 0)).toBe('closing');
  });

  it('takes any number of early bytes when the request is accepted at once (§10.4)', () => {
    const connection = new ServerConnection({ limits: { maxEarlyBytes: 0 } }, 0);
    connection.receive(concat(bytesOf(requestText()), HELLO), 0);
    const types: string[] = [];
    for (let event; (event = connection.nextEvent()) !== undefined; ) {
      types.push(event.type);
      if (event.type === 'handshake-request') connection.accept({}, 0);
    }
    expect(types).toEqual(['handshake-request', 'open', 'message']);
  });

  it('chooses the first offered subprotocol that it speaks, in the spelling of the client (§4.2.2)', () => {
    const end = asked({ subprotocols: ['b', 'c'] }, { 'sec-websocket-protocol': 'A, c, b' });
    end.connection.accept({}, 0);
    expect(end.text()).toBe(responseOf(...GOLDEN_RESPONSE, 'Sec-WebSocket-Protocol: c'));
    expect(end.events()).toMatchObject([{ type: 'open', subprotocol: 'c' }]);
    expect(end.connection.subprotocol).toBe('c');
  });

  it('sends no subprotocol when none is common or the application wants none (§4.2.2)', () => {
    const none = asked({ subprotocols: ['x'] }, { 'sec-websocket-protocol': 'a' });
    none.connection.accept({}, 0);
    expect(none.text()).toBe(responseOf(...GOLDEN_RESPONSE));

    const refused = asked({ subprotocols: ['a'] }, { 'sec-websocket-protocol': 'a' });
    refused.connection.accept({ subprotocol: null }, 0);
    expect(refused.text()).toBe(responseOf(...GOLDEN_RESPONSE));
    expect(refused.connection.subprotocol).toBeUndefined();
  });

  it('adds the fields of the application to the response (§4.2.2)', () => {
    const end = asked();
    end.connection.accept({ headers: [['Set-Cookie', 'a=1']] }, 0);
    expect(end.text()).toBe(responseOf(...GOLDEN_RESPONSE, 'Set-Cookie: a=1'));
  });

  it.each([
    ['a subprotocol that was not offered', { subprotocol: 'x' }, RangeError],
    ['an empty subprotocol', { subprotocol: '' }, RangeError],
    ['a field of the handshake itself', { headers: [['Upgrade', 'h2c']] as const }, TypeError],
    ['a field that ends its line', { headers: [['X', 'a\r\nY: b']] as const }, TypeError],
  ])('throws for %s and still waits for the answer', (_, answer, error) => {
    const end = asked();
    expect(() => end.connection.accept(answer, 0)).toThrow(error);
    expect(end.outputs()).toEqual([]);
    expect(end.events()).toEqual([]);
    expect(end.connection.readyState).toBe('connecting');
    expect(end.connection.accept({}, 0)).toBe('ok');
    expect(end.text()).toBe(responseOf(...GOLDEN_RESPONSE));
  });

  it('throws a StateError when no request waits, and changes nothing', () => {
    const early = server();
    expect(() => early.connection.accept({}, 0)).toThrow(
      new StateError('Cannot accept: no handshake request waits'),
    );
    expect(() => early.connection.reject({ status: 403 }, 0)).toThrow(
      new StateError('Cannot reject: no handshake request waits'),
    );
    expect(early.outputs()).toEqual([]);
    expect(early.receive(bytesOf(requestText())).types()).toEqual(['handshake-request']);

    early.connection.accept({}, 0);
    early.outputs();
    early.events();
    expect(() => early.connection.accept({}, 0)).toThrow(
      new StateError('Cannot accept: no handshake request waits'),
    );
    expect(() => early.connection.reject({ status: 403 }, 0)).toThrow(
      new StateError('Cannot reject: no handshake request waits'),
    );
    expect(early.outputs()).toEqual([]);
    expect(early.connection.readyState).toBe('open');
  });

  it('lets the connection end while the application decides', () => {
    const end = asked().receiveEnd();
    expect(end.events()).toEqual([
      { type: 'close', code: 1006, reason: '', wasClean: false, endedBy: 'transport' },
    ]);
    expect(end.connection.accept({}, 1)).toBe('closing');
    expect(end.connection.reject({ status: 403 }, 1)).toBe('closing');
    expect(end.output()).toEqual(['end']);
    expect(end.events()).toEqual([]);
  });
});
