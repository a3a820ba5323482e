import { describe, expect, it } from '@jest/globals';
import { hixie75, hixie76, hybi7, hybi8, olderVersions, retryWith } from '@sansocket/legacy';
import { ClientConnection, ServerConnection } from 'sansocket';
import type { HandshakeRejectedEvent, Version } from 'sansocket/connection';
import { bytesOf, requestText, textOf } from '../../core/test/handshake/heads.ts';
import { concat, hex } from '../../core/test/support/bytes.ts';
import { End } from '../../core/test/support/end.ts';
import { challenges } from './support/challenges.ts';
import { olderServer } from './support/ends.ts';
import { converse } from './support/join.ts';
import { request75, request76, requestHybi } from './support/requests.ts';

const [first] = challenges;

/** What a server says to a request: the version that it knows it as, or its answer. */
function verdict(request: Uint8Array, versions?: readonly Version[]): unknown {
  const end = new End(new ServerConnection({ versions }, 0));
  const [event] = end.receive(request).events();
  if (event?.type === 'handshake-request') return event.version;
  const text = end.text();
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
  const list = /\r\nSec-WebSocket-Version: (.*)\r\n/.exec(text)?.[1];
  return list === undefined ? status : [status, list];
}

const plain = bytesOf(requestText());
const withKeys = (version: string) =>
  bytesOf(requestText({ 'sec-websocket-version': version, 'sec-websocket-key1': '0 x' }));

describe('a server of all versions on one port', () => {
  it.each([
    ['RFC 6455', plain, 13],
    ['HyBi-8', requestHybi(8), 8],
    ['HyBi-7', requestHybi(7), 7],
    ['Hixie-76', request76(first!), 'hixie-76'],
    ['Hixie-76 with draft 0', request76(first!, 'Sec-WebSocket-Draft: 0'), 'hixie-76'],
    ['Hixie-75', request75(), 'hixie-75'],
    ['Hixie-75 with the field of nobody', request75('Sec-WebSocket-Keys: x'), 'hixie-75'],
    ['Hixie-75 with another', request75('X-Sec-WebSocket-Key: x'), 'hixie-75'],
    ['the newer of two versions', withKeys('13'), 13],
    ['the newer of two drafts', withKeys('8'), 8],
  ])('knows %s', (_, request, version) => {
    expect(verdict(request, olderVersions)).toBe(version);
  });

  it.each([
    ['HyBi-6', requestHybi(6)],
    ['HyBi-4', requestHybi(4)],
    ['a version to come', requestHybi(14)],
    ['draft 2', request76(first!, 'Sec-WebSocket-Draft: 2')],
    ['a key without a version', bytesOf(requestText({ 'sec-websocket-version': [] }))],
    ['keys with the version of none', request76(first!, 'Sec-WebSocket-Version: 6')],
    ['keys with that of RFC 6455', request76(first!, 'Sec-WebSocket-Key: x')],
    ['an origin with a key', request75('Sec-WebSocket-Key: x')],
    ['an origin without an upgrade', bytesOf(textOf(request75()).replace('WebSocket', 'h2c'))],
    ['no upgrade at all', bytesOf(requestText({ upgrade: 'h2c' }))],
    [
      'neither keys nor an origin',
      bytesOf(requestText({ 'sec-websocket-version': [], 'sec-websocket-key': [] })),
    ],
  ])('answers %s with 426 and what it serves (§4.4)', (_, request) => {
    expect(verdict(request, olderVersions)).toEqual([426, '13, 8, 7']);
  });

  it('lists and serves what it is told to, and nothing older by itself (§4.4)', () => {
    const requests = [plain, requestHybi(8), requestHybi(7), request76(first!), request75()];
    const verdicts = (versions?: readonly Version[]) =>
      requests.map((request) => verdict(request, versions));
    const refused = [426, '13'];
    expect(verdicts()).toEqual([13, refused, refused, refused, refused]);
    expect(verdicts([hybi8, hixie76])).toEqual([13, 8, [426, '13, 8'], 'hixie-76', [426, '13, 8']]);
    // Without hixie-76, its request is no request of hixie-75.
    expect(verdicts([hixie75])).toEqual([13, refused, refused, refused, 'hixie-75']);
  });

  it('goes on in the version that it has agreed on', () => {
    const end = olderServer();
    end.receive(plain).events();
    end.connection.accept({}, 0);
    end.events();
    expect(end.connection.version).toBe(13);
    expect(end.receive(hex('81 fe 00 01 00 00 00 00 41')).events()).toMatchObject([
      { rule: 'length-not-minimal' },
    ]);
  });

  it('counts early bytes and keys against the limit', () => {
    const end = olderServer({ limits: { maxEarlyBytes: 8 } });
    expect(end.receive(request76(first!)).types()).toEqual(['handshake-request']);
    expect(end.receive(hex('00')).events()).toMatchObject([{ rule: 'too-many-early-bytes' }]);
    const other = olderServer({ limits: { maxEarlyBytes: 8 } });
    other.receive(request76(first!)).events();
    other.connection.accept({}, 0);
    expect(other.receive(concat(hex('00'), new Uint8Array(100), hex('ff'))).types()).toEqual([
      'open',
      'message',
    ]);
  });
});

describe('a client that is refused', () => {
  /** Asks a server, and tells what it was told. */
  function ask(versions: readonly Version[] | undefined, version = hybi8): HandshakeRejectedEvent {
    const server = new End(new ServerConnection({ versions }, 0));
    const client = new End(new ClientConnection('ws://example.com/', { version }, 0));
    let rejected: HandshakeRejectedEvent | undefined;
    converse(client, server, (event) => {
      if (event.type === 'handshake-rejected') rejected = event;
    });
    return rejected!;
  }

  it('learns what to retry with (§4.4)', () => {
    const event = ask([hybi7, hixie76]);
    expect(event).toMatchObject({ status: 426, supportedVersions: [13, 7] });
    expect(retryWith(event, 8, [hybi8, hybi7])).toEqual({ version: undefined });
    const old = { ...event, supportedVersions: [8, 7] };
    expect(retryWith(old, 13, [hybi7, hybi8])).toEqual({ version: hybi7 });
    expect(retryWith(old, 8, [hybi8, hybi7])).toEqual({ version: hybi7 });
    expect(retryWith(old, 8, [hybi8, hixie76])).toBeUndefined();
    expect(retryWith({ ...event, supportedVersions: [13] }, 13, [hybi8])).toBeUndefined();
    expect(retryWith({ ...event, supportedVersions: [] }, 8, [hybi7])).toBeUndefined();
  });

  it('retries over another transport', () => {
    const retry = retryWith(ask(undefined), 8, [hybi7]);
    const server = new End(new ServerConnection({}, 0));
    const client = new End(new ClientConnection('ws://example.com/', { ...retry }, 0));
    const types: string[] = [];
    converse(client, server, (event) => {
      types.push(event.type);
      if (event.type === 'handshake-request') server.connection.accept({}, 0);
    });
    expect(types).toEqual(['handshake-request', 'open', 'open']);
  });
});
