/** Messages through a relay: extensions of one hop, frames merged and split (RFC 6455 §5.4, §5.8). @module */
import { describe, expect, it } from '@jest/globals';
import type { RelayMessage } from 'sansocket/relay';
import { Relay } from 'sansocket/relay';
import { hex, pattern } from '../support/bytes.ts';
import { Relayed } from '../support/relayed.ts';
import { runLengths, tagging } from '../support/toy-extensions.ts';

const messages = { mode: 'messages' } as const;

describe.each([[1], [3], [1000]])('messages in chunks of %i bytes', (chunkBytes) => {
  it('pass both ways, whole or in fragments', () => {
    const it = new Relayed({ chunkBytes, relay: messages }).run();
    it.client.send('Grü');
    it.client.send('ße, ', { fin: false });
    it.client.send('alle', { fin: true });
    it.client.send(pattern(300));
    it.client.send('');
    it.server.send('zurück');
    it.run();
    expect(it.messages('server')).toEqual(['Grü', 'ße, alle', pattern(300), '']);
    expect(it.messages('client')).toEqual(['zurück']);
  });

  it('have the extensions of their own hop', () => {
    const it = new Relayed({
      chunkBytes,
      relay: { ...messages, extensions: [runLengths()] },
      target: { extensions: [tagging('tag', 0x20, 7)] },
      client: { extensions: [runLengths()] },
      server: { extensions: [tagging('tag', 0x20, 7)] },
    }).run();
    expect(it.client.extensions).toBe('run-lengths');
    expect(it.server.extensions).toBe('tag');
    it.client.send('abc');
    it.server.send('def');
    it.run();
    expect(it.messages('server')).toEqual(['abc']);
    expect(it.messages('client')).toEqual(['def']);
  });
});

describe('edit', () => {
  it('sees each whole message, and may change its data and kind', () => {
    const seen: RelayMessage[] = [];
    const it = new Relayed({
      chunkBytes: 2,
      relay: {
        ...messages,
        edit(message) {
          seen.push(message);
          return message.from === 'client' ? `${String(message.data)}!` : Uint8Array.of(7);
        },
      },
    }).run();
    it.client.send('a', { fin: false });
    it.client.send('b');
    it.server.send('c');
    it.run();
    expect(seen).toEqual([
      { from: 'client', kind: 'text', data: 'ab' },
      { from: 'server', kind: 'text', data: 'c' },
    ]);
    expect(it.messages('server')).toEqual(['ab!']);
    expect(it.messages('client')).toEqual([Uint8Array.of(7)]);
  });

  it('may drop a message', () => {
    const edit = ({ data }: RelayMessage) => (data === 'no' ? undefined : data);
    const it = new Relayed({ relay: { ...messages, edit } }).run();
    for (const data of ['yes', 'no', 'yes']) it.client.send(data);
    it.run();
    expect(it.messages('server')).toEqual(['yes', 'yes']);
  });

  it('throws its errors to the reader of events, and only its message is lost', () => {
    const edit = ({ data }: RelayMessage) => {
      if (data === 'bad') throw new Error('Not this one');
      return data;
    };
    const it = new Relayed({ relay: { ...messages, edit } }).run();
    for (const data of ['bad', 'good']) it.client.send(data);
    expect(() => it.run()).toThrow('Not this one');
    it.run();
    expect(it.messages('server')).toEqual(['good']);
  });

  it('needs the mode messages', () => {
    expect(() => new Relay({ edit: () => undefined }, 0)).toThrow(
      "edit needs the mode 'messages': frames pass unchanged",
    );
  });
});

describe('a message of the application', () => {
  it('is sent by either side', () => {
    const it = new Relayed({ relay: messages }).run();
    it.relay.client.send('to the client');
    it.relay.server!.send('to the server');
    it.run();
    expect(it.messages('client')).toEqual(['to the client']);
    expect(it.messages('server')).toEqual(['to the server']);
  });
});

describe('pings', () => {
  it('pass from end to end, as pongs do', () => {
    const it = new Relayed({ relay: messages }).run();
    it.client.ping(hex('01'), 0);
    it.server.ping(hex('02'), 0);
    it.run();
    expect(it.ofServer).toContainEqual({ type: 'ping', payload: hex('01') });
    expect(it.ofClient).toContainEqual({ type: 'ping', payload: hex('02') });
    expect(it.ofClient).toContainEqual({ type: 'pong', payload: hex('01'), latency: 0 });
    expect(it.ofServer).toContainEqual({ type: 'pong', payload: hex('02'), latency: 0 });
    expect(it.relay.client.nextTimeout()).toBeUndefined();
  });

  it('are answered at each side with controls: answer', () => {
    const it = new Relayed({ relay: { ...messages, controls: 'answer' } }).run();
    it.client.ping(hex('01'), 0);
    it.run();
    expect(it.ofClient).toContainEqual({ type: 'pong', payload: hex('01'), latency: 0 });
    expect(it.ofServer.some(({ type }) => type === 'ping')).toBe(false);
    expect(it.relay.client.nextTimeout()?.reason).toBe('keepalive-ping');
  });
});

describe('frames: true', () => {
  it('tells each frame that is received, and each that is sent on', () => {
    const it = new Relayed({ relay: { ...messages, frames: true } }).run();
    it.client.send('a', { fin: false });
    it.client.send('b');
    it.run();
    expect(it.types().slice(3)).toEqual([
      'client frame',
      'client frame',
      'server frame',
      'server frame',
    ]);
  });
});

describe('options', () => {
  it('are checked, and those of neither mode are unknown', () => {
    expect(() => new Relay({ mode: 'bytes' as 'frames' }, 0)).toThrow(
      "mode must be 'frames' or 'messages', got 'bytes'",
    );
    expect(() => new Relay({ messages: 'parts' } as object, 0)).toThrow(
      'There is no option messages',
    );
    const relay = new Relay({}, 0);
    expect(() => relay.connect('ws://a/', { frames: true } as object, 0)).toThrow(
      'There is no option frames',
    );
  });
});
