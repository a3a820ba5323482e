/** The client's opening handshake on a connection (RFC 6455 §4.1). @module */
import { describe, expect, it } from '@jest/globals';
import { ClientConnection, type ClientOptions, StateError } from 'sansocket';
import { bytesOf, type Changes, responseText, SAMPLE_KEY } from '../handshake/heads.ts';
import { byteByByte, concat, hex } from '../support/bytes.ts';
import { End } from '../support/end.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';

const URL = 'ws://server.example.com/chat';

function client(options: ClientOptions = {}): End<ClientConnection> {
  return new End(new ClientConnection(URL, { fillRandom: sampleEntropy, ...options }, 0));
}

describe('opening handshake of a client', () => {
  it('sends the request of RFC 6455 §1.3, then waits (§4.1)', () => {
    const end = client({ subprotocols: ['chat', 'superchat'], origin: 'http://example.com' });
    expect(end.text()).toBe(
      [
        'GET /chat HTTP/1.1',
        'Host: server.example.com',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Key: ${SAMPLE_KEY}`,
        'Origin: http://example.com',
        'Sec-WebSocket-Protocol: chat, superchat',
        'Sec-WebSocket-Version: 13',
        '',
        '',
      ].join('\r\n'),
    );
    expect(end.outputs()).toEqual([]);
    expect(end.events()).toEqual([]);
    expect(end.connection.readyState).toBe('connecting');
    expect(end.connection.wantsInput).toBe(true);
  });

  it('opens at the last byte of the response, however it is cut (§4.1)', () => {
    const end = client({ subprotocols: ['chat'] });
    end.outputs();
    const chunks = byteByByte(bytesOf(responseText({ 'sec-websocket-protocol': 'chat' })));
    for (const chunk of chunks.slice(0, -1)) {
      expect(end.receive(chunk).events()).toEqual([]);
      expect(end.connection.readyState).toBe('connecting');
    }
    expect(end.receive(chunks.at(-1)!).events()).toMatchObject([
      { type: 'open', subprotocol: 'chat', extensions: '' },
    ]);
    expect(end.connection.subprotocol).toBe('chat');
    expect(end.outputs()).toEqual([]);
  });

  it('parses the bytes behind the response as frames in the same call (§4.1)', () => {
    const end = client().receive(
      concat(bytesOf(responseText()), hex('81 05 48 65 6c 6c 6f 88 02 03 e8')),
    );
    const [open, message, close] = end.events();
    expect(open).toMatchObject({ type: 'open', subprotocol: undefined, extensions: '' });
    expect(message).toEqual({ type: 'message', kind: 'text', data: 'Hello' });
    expect(close).toEqual({ type: 'close-received', code: 1000, reason: '' });
  });

  it('refuses to send anything before it is open (§4.1)', () => {
    const end = client();
    end.outputs();
    expect(() => end.connection.send('a')).toThrow(StateError);
    expect(() => end.connection.ping(undefined, 0)).toThrow(StateError);
    expect(() => end.connection.pong()).toThrow(StateError);
    expect(end.outputs()).toEqual([]);
    expect(end.receive(bytesOf(responseText())).types()).toEqual(['open']);
  });

  it.each(['ftp://h/', 'ws://h/#f', 'ws://h:70000/', 'ws:h', 'ws://a b/'])(
    'throws for the URL %s before a byte is made (§4.1)',
    (url) => {
      const asked: number[] = [];
      const fillRandom = (bytes: Uint8Array) => void asked.push(bytes.length);
      expect(() => new ClientConnection(url, { fillRandom }, 0)).toThrow(RangeError);
    },
  );

  it('asks for 16 bytes of entropy for its key, then for masking keys when it sends (§4.1, §5.3)', () => {
    const asked: number[] = [];
    const fillRandom = (bytes: Uint8Array) => {
      asked.push(bytes.length);
      sampleEntropy(bytes);
    };
    const end = client({ fillRandom });
    expect(asked).toEqual([16]);
    end.receive(bytesOf(responseText()));
    end.connection.send('a');
    expect(asked).toEqual([16, 64]);
  });

  it('has another key in every request (§4.1)', () => {
    const keys = Array.from({ length: 1000 }, () => {
      const request = new End(new ClientConnection(URL, {}, 0)).text();
      return /\r\nSec-WebSocket-Key: (.{24})\r\n/.exec(request)?.[1];
    });
    expect(new Set(keys).size).toBe(1000);
    expect(keys).not.toContain(undefined);
  });

  it('skips interim responses, all heads together bounded by maxHandshakeBytes (§4.1)', () => {
    const interim = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    const text = `HTTP/1.1 100 Continue\r\n\r\n${interim}${responseText()}`;
    const fits = client({ limits: { maxHandshakeBytes: text.length } });
    expect(fits.receive(bytesOf(text)).types()).toEqual(['open']);

    const end = client({ limits: { maxHandshakeBytes: text.length - 1 } });
    for (const chunk of byteByByte(bytesOf(text))) end.receive(chunk);
    expect(end.events()).toMatchObject([
      { type: 'violation', rule: 'head-too-long', closeCode: 1006, offset: text.length - 1 },
    ]);
  });

  const wrong: readonly [string, Changes][] = [
    ['accept-value-wrong', { 'sec-websocket-accept': 'x' }],
    ['accept-value-wrong', { 'sec-websocket-accept': [] }],
    ['answer-upgrade-not-websocket', { upgrade: 'h2c' }],
    ['answer-connection-not-upgrade', { connection: 'close' }],
    ['subprotocol-not-offered', { 'sec-websocket-protocol': 'x' }],
    ['extension-not-offered', { 'sec-websocket-extensions': 'x' }],
  ];

  it.each(wrong)('fails with %s for %j, without a Close frame (§4.1, §7.2.1)', (rule, changes) => {
    const end = client();
    end.outputs();
    const head = responseText(changes);
    end.receive(concat(bytesOf(head), hex('81 01 61')));

    expect(end.events()).toMatchObject([
      { type: 'violation', rule, closeCode: 1006, offset: head.length - 1 },
    ]);
    expect(end.output()).toEqual(['end']);
    expect(end.receiveEnd().events()).toEqual([
      { type: 'close', code: 1006, reason: '', wasClean: false, endedBy: 'violation' },
    ]);
    expect(end.output()).toEqual([]);
  });

  it('ends uncleanly with 1006 when the server ends the transport first (§7.1.4)', () => {
    const end = client();
    end.outputs();
    end.receive(bytesOf('HTTP/1.1 101 Swi')).receiveEnd();
    expect(end.events()).toEqual([
      { type: 'close', code: 1006, reason: '', wasClean: false, endedBy: 'transport' },
    ]);
    expect(end.output()).toEqual(['end']);
  });
});
