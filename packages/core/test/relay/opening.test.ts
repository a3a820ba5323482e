/** The opening handshake through a relay (RFC 6455 §4, RFC 9110 §7.6.1, §7.8). @module */
import { describe, expect, it } from '@jest/globals';
import type { ServerConnection } from 'sansocket';
import { passedFields, Relay } from 'sansocket/relay';
import { Relayed } from '../support/relayed.ts';
import { runLengths } from '../support/toy-extensions.ts';

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

describe('passedFields()', () => {
  it('leaves out fields of one hop, those that Connection names, and those of the handshake', () => {
    const fields = [
      ['Host', 'a'],
      ['Cookie', 'b=1'],
      ['Connection', 'Upgrade, X-Hop'],
      ['X-Hop', '1'],
      ['Upgrade', 'websocket'],
      ['Keep-Alive', 'timeout=5'],
      ['Proxy-Authorization', 'Basic x'],
      ['TE', 'trailers'],
      ['Sec-WebSocket-Key', 'k'],
      ['Authorization', 'Bearer t'],
      ['cookie', 'c=2'],
    ] as const;
    expect(passedFields(fields)).toEqual([
      ['Cookie', 'b=1'],
      ['Authorization', 'Bearer t'],
      ['cookie', 'c=2'],
    ]);
  });
});

describe('the request to the server', () => {
  it('has the target that the application names, and the fields, origin and subprotocols of the client', () => {
    const it = new Relayed({
      client: {
        origin: 'https://a.example',
        subprotocols: ['chat', 'v2'],
        headers: [['Cookie', 'id=7']],
      },
      server: { subprotocols: ['v2'] },
    }).run();
    const request = it.ofServer[0];
    expect(request).toMatchObject({
      type: 'handshake-request',
      host: 'server.example',
      target: '/app',
      origin: 'https://a.example',
      cookies: ['id=7'],
      subprotocols: ['chat', 'v2'],
    });
    expect(it.client.subprotocol).toBe('v2');
  });

  it('has the fields that the application chooses instead', () => {
    const it = new Relayed({
      target: { headers: [['X-Forwarded-For', '192.0.2.1']], origin: 'https://b.example' },
      client: { headers: [['Cookie', 'id=7']], origin: 'https://a.example' },
    }).run();
    expect(it.ofServer[0]).toMatchObject({ origin: 'https://b.example', cookies: [] });
    expect(text(it.written.server)).toContain('\r\nX-Forwarded-For: 192.0.2.1\r\n');
  });

  it('has a key of its own: each side proves its own handshake', () => {
    const it = new Relayed().run();
    const keys = [it.told[0], it.ofServer[0]].map((one) => {
      const event = one !== undefined && 'from' in one ? one.event : one;
      return event?.type === 'handshake-request'
        ? event.fields.find(([name]) => name === 'Sec-WebSocket-Key')?.[1]
        : undefined;
    });
    expect(keys[0]).not.toBe(keys[1]);
    expect(it.client.readyState).toBe('open');
  });

  it('has a key of its own even if Connection names the key, and the client still gets its own answer', () => {
    const relay = new Relay({}, 0);
    const request =
      'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade, Sec-WebSocket-Key\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
    relay.client.receive(new TextEncoder().encode(request), 0);
    expect(relay.nextEvent()?.event.type).toBe('handshake-request');
    relay.connect('ws://b/', {}, 0);
    const output = relay.server!.nextOutput();
    expect(output?.type === 'write' && text(output.bytes)).toMatch(
      /\r\nSec-WebSocket-Key: \S{24}\r\n/,
    );
  });

  it('is made once only', () => {
    const it = new Relayed().run();
    expect(() => it.relay.connect('ws://c/', {}, 0)).toThrow(
      'Cannot connect: no handshake request waits',
    );
    expect(() => new Relay({}, 0).connect('ws://c/', {}, 0)).toThrow('no handshake request waits');
  });
});

describe('the answer of the server', () => {
  it('passes with its fields, and extensions that only the ends know', () => {
    const it = new Relayed({
      client: { extensions: [runLengths()] },
      server: { extensions: [runLengths()] },
      answer: (server) => server.accept({ headers: [['Set-Cookie', 'a=1']] }, 0),
    }).run();
    const opened = it.ofClient[0];
    expect(opened?.type === 'open' && opened.fields).toContainEqual(['Set-Cookie', 'a=1']);
    expect(opened).toMatchObject({ extensions: 'run-lengths' });
  });

  it('passes with the fields that the application leaves', () => {
    const it = new Relayed({
      relay: { responseFields: (fields) => fields.filter(([name]) => name === 'X-Kept') },
      answer: (server) =>
        server.accept(
          {
            headers: [
              ['Server', 'secret'],
              ['X-Kept', '1'],
            ],
          },
          0,
        ),
    }).run();
    expect(text(it.written.client)).toMatch(/\r\nX-Kept: 1\r\n/);
    expect(text(it.written.client)).not.toContain('secret');
  });

  it('passes as a refusal with status, fields and body', () => {
    const it = new Relayed({
      answer: (server) =>
        server.reject(
          { status: 401, headers: [['WWW-Authenticate', 'Bearer']], body: 'Who is it?' },
          0,
        ),
    }).run();
    const refused = it.ofClient[0];
    expect(refused).toMatchObject({ type: 'handshake-rejected', status: 401 });
    if (refused?.type !== 'handshake-rejected') return;
    expect(refused.fields).toContainEqual(['WWW-Authenticate', 'Bearer']);
    expect(text(refused.body)).toBe('Who is it?');
    expect(it.types()).toEqual([
      'client handshake-request',
      'server handshake-rejected',
      'server close',
      'client close',
    ]);
  });

  it.each([
    ['a status below 300', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['no accept value', 'HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'],
    ['another protocol', 'HTTP/1.1 101 S\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
  ])('with %s becomes a 502', (_, response) => {
    const it = new Relayed({ answer: () => {} }).run();
    it.relay.server!.receive(new TextEncoder().encode(response), 0);
    it.run();
    expect(it.ofClient[0]).toMatchObject({ type: 'handshake-rejected', status: 502 });
  });

  it('that breaks a rule becomes a 502 at once, though the server keeps its transport', () => {
    const it = new Relayed({ answer: () => {} }).run();
    it.stuck.add('server');
    it.relay.server!.receive(new TextEncoder().encode('SSH-2.0-OpenSSH\r\n\r\n'), 0);
    it.run();
    expect(it.relay.server!.readyState).not.toBe('closed');
    expect(it.ofClient[0]).toMatchObject({ type: 'handshake-rejected', status: 502 });
  });

  it('that never comes becomes a 502 when the transport fails, a 504 when the time is over', () => {
    const lost = new Relayed({ answer: () => {} }).run();
    lost.relay.server!.receiveError(new Error('refused'), 0);
    expect(lost.run().ofClient[0]).toMatchObject({ status: 502 });
    const late = new Relayed({
      answer: () => {},
      target: { timeouts: { openingHandshakeMs: 5 } },
    }).run();
    late.relay.server!.handleTimeout(5);
    expect(late.run().ofClient[0]).toMatchObject({ status: 504 });
  });

  it('that never comes becomes a 504 when the time of the client is over, and not its own 503', () => {
    const it = new Relayed({ answer: () => {} }).run();
    it.relay.client.handleTimeout(10_000);
    it.relay.server!.handleTimeout(10_000);
    expect(it.run().ofClient[0]).toMatchObject({ type: 'handshake-rejected', status: 504 });
  });

  it('of another server has to come in the time that the first one has left', () => {
    const target = { timeouts: { openingHandshakeMs: 6_000 } };
    let asked = 0;
    const it = new Relayed({
      onEvent: ({ from, event }, { relay }) => {
        const isFree = event.type === 'handshake-request' || event.type === 'close';
        if (!isFree || (from === 'client' && event.type === 'close')) return;
        if (asked < 2) relay.connect('ws://silent.example/', target, 6_000 * asked++);
      },
    });
    it.stuck.add('server');
    it.run().relay.server!.handleTimeout(6_000);
    it.run().relay.client.handleTimeout(10_000);
    it.relay.server!.handleTimeout(10_000);
    expect(it.run().ofClient[0]).toMatchObject({ type: 'handshake-rejected', status: 504 });
    expect(asked).toBe(2);
  });

  it('that is none can be replaced by that of another server, before the next event is read', () => {
    let asked = 0;
    const it = new Relayed({
      answer: (server: ServerConnection) => server.accept({}, 0),
      onEvent: ({ from, event }, { relay }) => {
        if (event.type === 'handshake-request') relay.connect('ws://dead.example/', {}, 0);
        else if (from === 'server' && event.type === 'close' && asked++ === 0)
          relay.connect('ws://alive.example/', {}, 0);
      },
    });
    const output = it.client.nextOutput();
    if (output?.type !== 'write') throw new Error('No request');
    it.relay.client.receive(output.bytes, 0);
    it.relay.nextEvent();
    it.relay.connect('ws://dead.example/', {}, 0);
    it.relay.server!.receiveError(new Error('refused'), 0);
    expect(it.relay.nextEvent()).toMatchObject({ from: 'server', event: { type: 'close' } });
    it.relay.connect('ws://alive.example/', {}, 0);
    it.run();
    expect(it.ofServer[0]).toMatchObject({ host: 'alive.example' });
    expect(it.client.readyState).toBe('open');
  });

  it('may have frames behind it in the same chunk', () => {
    const it = new Relayed({
      answer: (server) => {
        server.accept({}, 0);
        server.send('early');
      },
    }).run();
    expect(it.messages('client')).toEqual(['early']);
  });
});

describe('the client', () => {
  it('that asks for another version is answered by the relay with 426', () => {
    const relay = new Relay({}, 0);
    const request =
      'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 777\r\n\r\n';
    relay.client.receive(new TextEncoder().encode(request), 0);
    const output = relay.client.nextOutput();
    expect(output?.type === 'write' && text(output.bytes)).toMatch(
      /^HTTP\/1\.1 426 .*\r\nSec-WebSocket-Version: 13\r\n/s,
    );
  });

  it('that leaves before the answer takes its request to the server along', () => {
    const it = new Relayed({ answer: () => {} }).run();
    it.relay.client.receiveError(undefined, 0);
    it.run();
    expect(it.done.server).toEqual(['abort']);
    expect(it.types()).toEqual(['client handshake-request', 'client close', 'server close']);
  });

  it('can be refused by the application', () => {
    const it = new Relayed({
      onEvent: ({ event }, { relay }) => {
        if (event.type === 'handshake-request') relay.client.reject({ status: 403 }, 0);
      },
    }).run();
    expect(it.ofClient[0]).toMatchObject({ type: 'handshake-rejected', status: 403 });
    expect(() => it.relay.connect('ws://c/', {}, 0)).toThrow('no handshake request waits');
  });
});
