import { describe, expect, it } from '@jest/globals';
import {
  handshakeKey,
  handshakeRequest,
  handshakeResponse,
  headBeyondLimits,
  requestDefect,
  responseBytes,
  responseDefect,
  subprotocolOffer,
} from '@sansocket/testkit/arbitraries';
import { headText, serializeHead } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { type ViolationId, violations } from 'sansocket/violations';
import { connect, feed } from '../support/receive.ts';
import { sample, share, smallest } from '../support/smallest.ts';

const sampleRequest = {
  key: 'dGhlIHNhbXBsZSBub25jZQ==',
  subprotocols: ['chat', 'Chat'],
  extensions: [],
};
const offering = { subprotocols: sampleRequest.subprotocols };

describe('handshakeRequest()', () => {
  it('is read as it says', () => {
    fc.assert(
      fc.property(handshakeRequest(), (its) => {
        const [event, ...others] = feed(connect('server'), [serializeHead(its.head)]);
        const { target, host, origin, subprotocols, extensions } = its;
        expect(event).toMatchObject({ target, host, subprotocols, extensions });
        expect(event).toHaveProperty('origin', origin);
        expect(others.map(({ type }) => type)).toEqual(['open']);
      }),
      { numRuns: 500 },
    );
  });

  it('yields every freedom that HTTP leaves', () => {
    const texts = sample(handshakeRequest(), 1000).map(({ head }) => headText(head));
    const freedoms: readonly RegExp[] = [
      /^GET/,
      /^\r\n\r\nGET/,
      /GET http:/,
      /UPGRADE/,
      /\nuPgRaDe/,
      /keep-alive, Upgrade/,
      /:websocket/,
      /: {2}\t websocket/,
      /Connection: keep-alive\r\n(.*\r\n)*Connection: Upgrade/,
      /,,/,
      /\[::1\]/,
      /="?\\/,
      /[\x80-\xff]/,
      /Version(.*\r\n)*.*Host/,
    ];

    for (const freedom of freedoms) {
      expect(share(texts, (text) => freedom.test(text))).toBeGreaterThan(0.002);
    }
  });

  it('shrinks to the example of RFC 6455 §1.2 without its optional fields', () => {
    expect(headText(smallest(handshakeRequest()).head)).toBe(
      [
        'GET /chat HTTP/1.1',
        'Host: server.example.com',
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version: 13',
        '\r\n',
      ].join('\r\n'),
    );
  });
});

describe('handshakeResponse()', () => {
  it('is read as it says', () => {
    fc.assert(
      fc.property(handshakeResponse(sampleRequest), (its) => {
        const [event, ...others] = feed(connect('client', offering), [responseBytes(its)]);
        expect(event).toMatchObject({ type: 'open' });
        expect(event).toHaveProperty('subprotocol', its.subprotocol);
        expect(others).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('shrinks to the example of RFC 6455 §1.2 without its optional fields', () => {
    const { interim, head } = smallest(handshakeResponse(sampleRequest));

    expect(interim).toEqual([]);
    expect(headText(head)).toBe(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
        '\r\n',
      ].join('\r\n'),
    );
  });
});

describe('requestDefect()', () => {
  it('breaks the rule that it names at the offset that it names', () => {
    fc.assert(
      fc.property(requestDefect(), ({ rule, offset, bytes }) => {
        const events = feed(connect('server'), [bytes]);
        expect(events[0]).toMatchObject({ type: 'violation', rule, offset });
        expect(violations[rule].status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 800 },
    );
  });

  it('breaks every rule of requests but those of limits and policy', () => {
    const rules = new Set(sample(requestDefect(), 3000).map(({ rule }) => rule));
    const others =
      /too-long|too-many-(fields|early)|not-allowed|^status|answer|accept|^subprotocol-|^extension-/;
    // Header lists of HTTP/2 and HTTP/3 are no bytes.
    const ofStreams = /^RFC (?:8441|9113|9220)/;
    const expected = (Object.keys(violations) as ViolationId[]).filter(
      (rule) =>
        violations[rule].closeCode === 1006 &&
        !others.test(rule) &&
        !ofStreams.test(violations[rule].section),
    );

    expect([...rules].sort()).toEqual(expected.sort());
  });

  it('shrinks to the defect in the example of RFC 6455 §1.2', () => {
    const its = smallest(requestDefect(), ({ label }) => label === 'line-feed-alone');

    expect(String.fromCharCode(...its.bytes)).toMatch(
      /^GET \/chat HTTP\/1.1\r\nHost: server.example.com\nUpgrade: websocket\r\n/,
    );
  });
});

describe('responseDefect()', () => {
  it('breaks the rule that it names at the offset that it names', () => {
    fc.assert(
      fc.property(responseDefect(sampleRequest), ({ rule, offset, bytes }) => {
        const events = feed(connect('client', offering), [bytes]);
        expect(events[0]).toMatchObject({ type: 'violation', rule, offset });
      }),
      { numRuns: 800 },
    );
  });

  it('breaks every rule of responses but those of limits and of extensions in use', () => {
    const rules = new Set(sample(responseDefect(sampleRequest), 3000).map(({ rule }) => rule));

    expect([...rules].sort()).toEqual([
      'accept-value-wrong',
      'answer-connection-not-upgrade',
      'answer-upgrade-not-websocket',
      'extension-not-offered',
      'extensions-malformed',
      'field-line-folded',
      'field-name-before-space',
      'field-name-malformed',
      'field-repeated',
      'field-value-with-control',
      'head-carriage-return-without-line-feed',
      'head-line-feed-without-carriage-return',
      'http-version-unsupported',
      'status-line-malformed',
      'subprotocol-not-offered',
    ]);
  });
});

describe.each(['request', 'response'] as const)('headBeyondLimits() of a %s', (kind) => {
  it.each([
    undefined,
    { maxHandshakeBytes: 3000, maxHandshakeLineBytes: 1000, maxHandshakeFields: 9 },
  ])('goes beyond each limit by one: %j', (limits) => {
    const role = kind === 'request' ? 'server' : 'client';
    const labels = new Set<string>();
    fc.assert(
      fc.property(headBeyondLimits(kind, limits), ({ label, rule, offset, bytes }) => {
        labels.add(label);
        const events = feed(connect(role, { limits }), [bytes]);
        expect(events[0]).toMatchObject({ type: 'violation', rule, offset });
      }),
      { numRuns: 30 },
    );

    expect(labels.size).toBe(4);
  });
});

describe('handshakeKey()', () => {
  it('yields 16 bytes in base64, and shrinks to the key of RFC 6455 §1.3', () => {
    for (const key of sample(handshakeKey())) {
      expect(Buffer.from(key, 'base64')).toHaveLength(16);
      expect(Buffer.from(key, 'base64').toString('base64')).toBe(key);
    }
    expect(smallest(handshakeKey())).toBe(sampleRequest.key);
  });
});

describe('subprotocolOffer()', () => {
  it('yields tokens that are all different, some in case only', () => {
    const offers = sample(subprotocolOffer());

    expect(offers.every((offer) => new Set(offer).size === offer.length)).toBe(true);
    expect(offers).toContainEqual(expect.arrayContaining(['chat', 'Chat']));
    expect(smallest(subprotocolOffer())).toEqual(['chat']);
  });
});
