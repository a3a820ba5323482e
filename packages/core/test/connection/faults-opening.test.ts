/** A function of the application that throws while the peer's opening handshake is judged (RFC 6455 §4). @module */
import { describe, expect, it } from '@jest/globals';
import {
  ClientConnection,
  type ClientOptions,
  ServerConnection,
  type ServerOptions,
} from 'sansocket';
import type { Extension } from 'sansocket/extensions';
import { hybi8, versionsOf } from 'sansocket/legacy';
import {
  bytesOf,
  parseRequest,
  parseResponse,
  requestText,
  responseText,
  sampleRequest,
} from '../handshake/heads.ts';
import { byteByByte, hex } from '../support/bytes.ts';
import { End } from '../support/end.ts';
import { maskFrames } from '../support/masked-frames.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';
import { tagging } from '../support/toy-extensions.ts';

const cause = new Error('In the application');

function fail(): never {
  throw cause;
}

const endedByThat = {
  type: 'close',
  code: 1006,
  reason: '',
  wasClean: false,
  endedBy: 'local',
  cause,
};

/** Closes once the transport has ended. */
function closeOf(end: End): unknown {
  return end.receiveEnd().events();
}

describe('a server whose policy throws', () => {
  const policies: readonly (readonly [string, ServerOptions, string])[] = [
    ['allowedOrigins', { allowedOrigins: fail }, requestText()],
    ['allowedHosts', { allowedHosts: fail }, requestText()],
    ['versions.find', { versions: { ...versionsOf(hybi8), find: fail } }, requestText()],
    [
      'allowedOrigins for an older version',
      { versions: versionsOf(hybi8), allowedOrigins: fail },
      requestText({ 'sec-websocket-version': '8' }),
    ],
  ];

  it.each(policies)('answers 500, and its end tells what %s threw', (_, options, text) => {
    const bytes = bytesOf(text);
    for (const chunks of [[bytes], byteByByte(bytes)]) {
      const end = new End(new ServerConnection(options, 0));
      for (const chunk of chunks) end.receive(chunk);
      expect(end.events()).toEqual([]);
      expect(end.text()).toBe(
        'HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      );
      expect(end.connection.readyState).toBe('closing');
      expect(end.connection.nextTimeout()).toEqual({ at: 2000, reason: 'linger' });
      end.receive(maskFrames(hex('81 01 61')));
      expect(closeOf(end)).toEqual([endedByThat]);
    }
  });

  it('does so for a request that another server has parsed', () => {
    const connection = ServerConnection.fromRequest(
      parseRequest(requestText()),
      { allowedOrigins: fail },
      0,
    );
    const end = new End(connection);
    expect(end.text()).toMatch(/^HTTP\/1\.1 500 /);
    expect(closeOf(end)).toEqual([endedByThat]);
  });

  it('tells that rather than a reset which came later', () => {
    const end = new End(new ServerConnection({ allowedOrigins: fail }, 0));
    end.receive(bytesOf(requestText()));
    end.connection.receiveError(new Error('reset'), 0);
    expect(end.events()).toEqual([endedByThat]);
  });

  it('takes a promise at run time for a no', () => {
    const allowedOrigins = (() => Promise.resolve(true)) as unknown as () => boolean;
    const end = new End(new ServerConnection({ allowedOrigins }, 0));
    expect(end.receive(bytesOf(requestText())).events()).toMatchObject([
      { type: 'violation', rule: 'origin-not-allowed' },
    ]);
  });
});

describe('a client that cannot judge the response', () => {
  const closed: string[] = [];
  const tag = tagging('tag', 0x40, 1, () => closed.push('tag'));
  const others: readonly (readonly [string, Partial<Extension>, unknown])[] = [
    ['activate throws', { activate: fail }, cause],
    [
      'a session claims bits that there are not',
      { activate: () => ({ reservedBits: 0x80 }) },
      expect.any(TypeError),
    ],
  ];

  it.each(others)('fails where %s, and ends what it has begun', (_, part, thrown) => {
    closed.length = 0;
    const other = { ...tagging('other', 0x20, 2), ...part };
    const end = asking({ extensions: [tag, other] });
    end.receive(bytesOf(responseText({ 'sec-websocket-extensions': 'tag, other' })));
    expect(end.events()).toEqual([]);
    expect(end.output()).toEqual(['end']);
    expect(closeOf(end)).toEqual([{ ...endedByThat, cause: thrown }]);
    expect(closed).toEqual(['tag']);
  });

  it('fails where the hash throws (§4.1)', () => {
    const end = asking({ capabilities: { sha1: fail } });
    end.receive(bytesOf(responseText()));
    expect(end.output()).toEqual(['end']);
    expect(closeOf(end)).toEqual([endedByThat]);
  });

  it('says so of a response that another client has parsed', () => {
    const [request, response] = [sampleRequest(), parseResponse(responseText())];
    const options = { capabilities: { sha1: fail } };
    const end = new End(ClientConnection.fromResponse(request, response, options, 0));
    expect(end.output()).toEqual(['end']);
    expect(closeOf(end)).toEqual([endedByThat]);
  });
});

describe('an extension whose session cannot be ended', () => {
  it('is told of by the close event, and the others are ended', () => {
    const closed: string[] = [];
    const end = asking({
      extensions: [
        tagging('tag', 0x40, 1, fail),
        tagging('other', 0x20, 2, () => closed.push('other')),
      ],
    });
    end.receive(bytesOf(responseText({ 'sec-websocket-extensions': 'tag, other' })));
    expect(end.types()).toEqual(['open']);
    expect(closeOf(end)).toEqual([{ ...endedByThat, endedBy: 'transport' }]);
    expect(closed).toEqual(['other']);
  });
});

function asking(options: ClientOptions): End {
  const all = { ...options, fillRandom: sampleEntropy };
  const end = new End(new ClientConnection('ws://example.com/chat', all, 0));
  end.outputs();
  return end;
}
