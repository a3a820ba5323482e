/**
 * Laws of Extended CONNECT (RFC 8441 §4, §5): a request is judged as the same request of HTTP/1.1 is, one defect is named
 * wherever it stands, and two ends agree on what they have agreed on.
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import { extensionOffer, handshakeRequest, subprotocolOffer } from '@sansocket/testkit/arbitraries';
import fc from 'fast-check';
import { OpenConnection } from 'sansocket';
import { activateExtensions, negotiateExtensions, offerExtensions } from 'sansocket/extensions';
import {
  acceptConnect,
  createConnect,
  type Fields,
  readConnect,
  readConnectResponse,
  rejectConnect,
} from 'sansocket/handshake';
import { tagging } from '../support/toy-extensions.ts';

type Field = Fields[number];

const RUNS = 150 * Number(process.env['FUZZ_RUNS'] ?? 1);

/** Fields of HTTP/1.1 that a stream does not have. */
const GONE = /^(?:host|upgrade|connection|sec-websocket-key|content-length)$/;

/** Fields that a translation may have found in HTTP/1.1, and left in. */
const LEFT: readonly Field[] = [
  ['sec-websocket-key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
  ['te', 'trailers'],
  ['x-empty', ''],
  ['x-obs', '\xff\x80'],
];

/** Yields: a request that a server has to take, with what it says: pseudo-fields first, in any order. */
function connectRequest() {
  const plan = fc.record({
    sample: handshakeRequest(),
    secure: fc.boolean(),
    left: fc.subarray([...LEFT]),
    host: fc.constantFrom('none', 'same', 'upper case'),
    order: fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
  });
  return plan.map(({ sample, secure, left, host, order }) => {
    const others = sample.head.fields
      .map(({ name, value }): Field => [name.toLowerCase(), value.replace(/^[ \t]+|[ \t]+$/g, '')])
      .filter(([name]) => !GONE.test(name) && name !== 'http2-settings' && name !== 'te');
    const pseudo: readonly Field[] = [
      [':method', 'CONNECT'],
      [':protocol', 'websocket'],
      [':scheme', secure ? 'https' : 'http'],
      [':path', sample.target],
      [':authority', sample.host],
    ];
    const shuffled = [...pseudo].sort(
      (a, b) => order[pseudo.indexOf(a)]! - order[pseudo.indexOf(b)]!,
    );
    const hosts: readonly Field[] =
      host === 'none' ? [] : [['host', host === 'same' ? sample.host : sample.host.toUpperCase()]];
    return { sample, fields: [...shuffled, ...hosts, ...others, ...left] as Fields };
  });
}

/** A list with another value of a field, or without it. */
function put(fields: Fields, name: string, value?: string): Fields {
  return fields.flatMap((field): Fields => {
    if (field[0] !== name) return [field];
    return value === undefined ? [] : [[name, value]];
  });
}

type Defect = readonly [rule: string, spoil: (fields: Fields, at: number) => Fields];

/** A field anywhere behind the pseudo-fields. */
function inserted(rule: string, ...field: Field): Defect {
  return [
    rule,
    (fields, at) => {
      const begin = fields.findIndex(([name]) => name[0] !== ':');
      const place = begin + (at % (fields.length - begin + 1));
      return [...fields.slice(0, place), field, ...fields.slice(place)];
    },
  ];
}

function values(rule: string, name: string, ...all: readonly (string | undefined)[]): Defect[] {
  return all.map((value): Defect => [rule, (fields) => put(fields, name, value)]);
}

const PSEUDO = [':method', ':protocol', ':scheme', ':path', ':authority'];

const defects: readonly Defect[] = [
  ...PSEUDO.map((name): Defect => {
    return [
      'pseudo-field-misplaced',
      (fields, at) => {
        const again = fields.find((field) => field[0] === name)!;
        return [...fields.slice(0, at % 6), again, ...fields.slice(at % 6)];
      },
    ];
  }),
  ...PSEUDO.map((name): Defect => {
    return [
      'pseudo-field-misplaced',
      (fields) => [...put(fields, name), ['x', ''], ...fields.filter((field) => field[0] === name)],
    ];
  }),
  inserted('pseudo-field-misplaced', ':status', '200'),
  ...['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade'].map((name) =>
    inserted('connection-field-in-stream', name, 'x'),
  ),
  inserted('connection-field-in-stream', 'http2-settings', ''),
  inserted('connection-field-in-stream', 'te', 'gzip'),
  inserted('connection-field-in-stream', 'te', 'trailers, deflate'),
  ...['X-Upper', 'with space', 'a:b', ''].map((name) =>
    inserted('field-malformed-in-stream', name, 'x'),
  ),
  ...[' a', 'a ', '\ta', 'a\t', ' ', 'a\rb', 'a\nb', 'a\0b'].map((value) =>
    inserted('field-malformed-in-stream', 'x-value', value),
  ),
  ...values('method-not-connect', ':method', 'GET', 'connect', undefined),
  ...values('protocol-not-websocket', ':protocol', 'connect-udp', 'WebSocket', undefined),
  ...values('scheme-malformed', ':scheme', 'ftp', 'wss', '', undefined),
  ...values('path-malformed', ':path', 'chat', '*', '', '/#top', '/ a', 'http://a/', undefined),
  ...values('authority-malformed', ':authority', 'user@host', 'a:65536', 'a,b'),
  inserted('request-with-body', 'content-length', '0'),
  inserted('request-with-body', 'content-length', '5'),
  inserted('expectation-unsupported', 'expect', '100-continue'),
  inserted('field-repeated', 'sec-websocket-version', '13'),
  ...values('version-unsupported', 'sec-websocket-version', '12', '', undefined),
  inserted('subprotocols-malformed', 'sec-websocket-protocol', 'a b'),
  inserted('extensions-malformed', 'sec-websocket-extensions', 'a; ='),
];

describe('laws of Extended CONNECT', () => {
  it('a request says what the same request of HTTP/1.1 says', () => {
    fc.assert(
      fc.property(connectRequest(), ({ sample, fields }) => {
        const reading = readConnect(fields);
        expect(reading).toMatchObject({
          ok: true,
          offer: {
            target: sample.target,
            host: sample.host,
            origin: sample.origin,
            subprotocols: sample.subprotocols,
            extensions: sample.extensions,
            fields: fields.filter(([name]) => name[0] !== ':'),
          },
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('one defect is named, wherever it stands, with an answer that a stream can carry', () => {
    fc.assert(
      fc.property(
        connectRequest(),
        fc.constantFrom(...defects),
        fc.nat({ max: 99 }),
        ({ fields }, [rule, spoil], at) => {
          // Another authority is no defect of the Host field.
          const reading = readConnect(spoil(put(fields, 'host'), at));
          expect(reading.ok ? 'no defect' : reading.violation.rule).toBe(rule);
          if (reading.ok) return;
          const { fields: answer } = rejectConnect(reading.response);
          expect(Number(answer[0]![1])).toBeGreaterThanOrEqual(400);
          expect(answer[0]![1]).not.toBe('426');
          const request = createConnect('ws://a/');
          expect(readConnectResponse(answer, request).kind).toBe('rejected');
        },
      ),
      { numRuns: 2 * RUNS },
    );
  });

  it('two ends agree: the request, the answer, and the first event of both', () => {
    const known = ['x-first', 'x-second'].map((name, i) => tagging(name, 0x20 >> i, 0x61 + i));
    const some = fc.subarray(known);
    const header = fc.constantFrom<Field>(['X-One', '1'], ['Set-Cookie', 'a=b'], ['x-two', '']);
    const plan = fc.record({
      secure: fc.boolean(),
      path: fc.constantFrom('/', '/a?b=c', ''),
      subprotocols: fc.oneof(fc.constant([]), subprotocolOffer()),
      choice: fc.nat(),
      offered: some,
      supported: some,
      headers: fc.array(header, { maxLength: 3 }),
      status: fc.integer({ min: 200, max: 299 }),
    });
    fc.assert(
      fc.property(plan, (its) => {
        const { subprotocols, headers } = its;
        const asked = createConnect(`${its.secure ? 'wss' : 'ws'}://a.example${its.path}`, {
          subprotocols,
          extensions: offerExtensions(its.offered),
          headers,
        });
        const reading = readConnect(asked);
        if (!reading.ok) throw new Error(`The request breaks ${reading.violation.rule}`);
        const { offer } = reading;
        const subprotocol = subprotocols[its.choice % (subprotocols.length + 1)];
        const extensions = negotiateExtensions(offer.extensions, its.supported);
        const answer = acceptConnect(offer, { subprotocol, extensions, headers });
        // Any of these says yes (§5).
        const said = readConnectResponse(put(answer, ':status', `${its.status}`), asked);
        if (said.kind !== 'accepted') throw new Error(`The answer is ${said.kind}`);
        expect(said.subprotocol).toBe(subprotocol);
        const active = activateExtensions(said.extensions, its.offered);
        if (!active.ok) throw new Error(active.violation.detail);
        const ends = [
          { role: 'server', extensions, fields: offer.fields },
          { role: 'client', extensions: active.extensions, fields: said.fields },
        ] as const;
        for (const { role, ...of } of ends) {
          const end = new OpenConnection(role, { subprotocol, ...of }, 0);
          const names = of.extensions.map(({ name }) => name).join(', ');
          const event = { type: 'open', subprotocol, extensions: names, fields: of.fields };
          expect(end.nextEvent()).toEqual(event);
          // By default it is over TCP: a server may be moved, as one that has made the opening handshake.
          if (of.extensions.length === 0) expect(() => end.snapshot()).not.toThrow();
          else expect(() => new OpenConnection(role, of, 0)).toThrow(/another one has/);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('any status but one from 200 to 299 says no, and any offer of extensions can be declined', () => {
    const status = fc.oneof(fc.integer({ min: 100, max: 199 }), fc.integer({ min: 300, max: 599 }));
    fc.assert(
      fc.property(status, extensionOffer(), (number, extensions) => {
        const asked = createConnect('wss://a.example/', { extensions });
        const no = readConnectResponse([[':status', `${number}`]], asked);
        expect(no).toMatchObject({ kind: 'rejected', status: number });
        const yes = readConnectResponse([[':status', '200']], asked);
        expect(yes).toMatchObject({ kind: 'accepted', extensions: [] });
      }),
      { numRuns: RUNS },
    );
  });
});
