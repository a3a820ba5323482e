/** Opening handshakes, legal and not, as core and the model take them (RFC 6455 §4). */
import { describe, expect, it } from '@jest/globals';
import {
  chunking,
  cutIntoChunks,
  extensionOffer,
  handshakeRequest,
  handshakeResponse,
  requestDefect,
  responseBytes,
  responseDefect,
} from '@sansocket/testkit/arbitraries';
import {
  judgeRequest,
  judgeResponse,
  type ModelExtension,
  type RequestSetup,
  type ResponseSetup,
} from '@sansocket/testkit/model';
import { serializeHead } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import { everyCut } from '../support/agreement.ts';
import {
  coreOnRequest,
  coreOnResponse,
  type OpeningVerdict,
  ZERO_KEY,
} from '../support/core-opening.ts';
import { oddRequest, oddResponse, requestsWithOneOddField } from '../support/head-lines.ts';
import { assertFor, damaged } from '../support/properties.ts';

function modelOnRequest(bytes: Uint8Array, setup: RequestSetup = {}): OpeningVerdict {
  const judgement = judgeRequest(bytes, setup);
  if (judgement.kind === 'need-more') return judgement;
  if (judgement.kind === 'acceptable') return { kind: 'acceptable', says: judgement.request };
  const { rule, offset, status } = judgement.violation;
  return { kind: 'broken', rule, offset, status: status! };
}

function modelOnResponse(bytes: Uint8Array, setup: ResponseSetup): OpeningVerdict {
  const judgement = judgeResponse(bytes, setup);
  switch (judgement.kind) {
    case 'need-more':
      return judgement;
    case 'failed': {
      const { rule, offset } = judgement.violation;
      return { kind: 'broken', rule, offset };
    }
    case 'rejected':
      return { kind: 'rejected', status: judgement.status };
    case 'established':
      return { kind: 'acceptable', says: { subprotocol: judgement.subprotocol } };
  }
}

function limits(): fc.Arbitrary<RequestSetup> {
  return fc.record({
    maxHandshakeBytes: fc.constantFrom(1, 40, 150, 160, 170, 10_000),
    maxHandshakeLineBytes: fc.constantFrom(1, 18, 19, 20, 40, 10_000),
    maxHandshakeFields: fc.constantFrom(1, 4, 5, 6, 100),
  });
}

const policies: readonly RequestSetup[] = [
  {},
  { allowedHosts: ['server.example.com', 'a:80', '[2001:db8::7]'] },
  { allowedOrigins: ['http://a'] },
  { allowedHosts: [], allowedOrigins: ['http://a', 'null'] },
];

describe('a server of core and the model agree', () => {
  const requests: Readonly<Record<string, fc.Arbitrary<Uint8Array>>> = {
    'legal requests': handshakeRequest().map(({ head }) => serializeHead(head)),
    'requests with one defect': requestDefect().map(({ bytes }) => bytes),
    'requests of odd lines': oddRequest(),
    'requests with damaged bytes': damaged(
      handshakeRequest().map(({ head }) => serializeHead(head)),
    ),
    'any bytes': fc.uint8Array({ maxLength: 30 }),
  };

  it.each(Object.entries(requests))('on %s', (_, request) => {
    assertFor(
      fc.property(request, chunking(), fc.constantFrom(...policies), (bytes, its, policy) => {
        const chunks = cutIntoChunks(bytes, its);
        expect(coreOnRequest(chunks, policy)).toEqual(modelOnRequest(bytes, policy));
      }),
      300,
    );
  });

  it.each(Object.entries(requests))('on %s under limits', (_, request) => {
    assertFor(
      fc.property(request, chunking(), limits(), (bytes, its, setup) => {
        const chunks = cutIntoChunks(bytes, its);
        expect(coreOnRequest(chunks, setup)).toEqual(modelOnRequest(bytes, setup));
      }),
      100,
    );
  });

  it.each(requestsWithOneOddField())('on a request with the field %j', (_, bytes) => {
    expect(coreOnRequest([bytes], {})).toEqual(modelOnRequest(bytes));
  });

  it('on requests cut anywhere', () => {
    assertFor(
      fc.property(
        fc.oneof(
          oddRequest(),
          requestDefect().map(({ bytes }) => bytes),
        ),
        (bytes) => {
          const expected = modelOnRequest(bytes);
          for (const chunks of everyCut(bytes)) expect(coreOnRequest(chunks, {})).toEqual(expected);
        },
      ),
      10,
    );
  });
});

describe('a client of core and the model agree', () => {
  const offers: readonly ModelExtension[] = [
    { name: 'permessage-deflate', parameters: [['client_max_window_bits', true]] },
    { name: 'x-other', parameters: [] },
  ];
  const setup: ResponseSetup = {
    key: ZERO_KEY,
    subprotocols: ['chat', 'superchat'],
    extensions: 'permessage-deflate; client_max_window_bits, x-other',
  };
  const request = { key: ZERO_KEY, subprotocols: ['chat', 'superchat'], extensions: offers };
  const responses: Readonly<Record<string, fc.Arbitrary<Uint8Array>>> = {
    'legal responses': handshakeResponse(request).map(responseBytes),
    'responses with one defect': responseDefect(request).map(({ bytes }) => bytes),
    'responses of odd lines': oddResponse(),
    'responses with damaged bytes': damaged(handshakeResponse(request).map(responseBytes)),
    'any bytes': fc.uint8Array({ maxLength: 30 }),
  };

  it.each(Object.entries(responses))('on %s', (_, response) => {
    assertFor(
      fc.property(response, chunking(), fc.boolean(), (bytes, its, requireSubprotocol) => {
        const chunks = cutIntoChunks(bytes, its);
        const told = { ...setup, requireSubprotocol };
        expect(coreOnResponse(chunks, told, offers)).toEqual(modelOnResponse(bytes, told));
      }),
      300,
    );
  });

  it.each(Object.entries(responses))('on %s under limits', (_, response) => {
    assertFor(
      fc.property(response, chunking(), limits(), (bytes, its, limited) => {
        const chunks = cutIntoChunks(bytes, its);
        const told = { ...setup, ...limited };
        expect(coreOnResponse(chunks, told, offers)).toEqual(modelOnResponse(bytes, told));
      }),
      100,
    );
  });

  it('on any answer to any offer of extensions', () => {
    const offered = extensionOffer().map((its) => its.filter(({ name }) => !name.startsWith('x-')));
    const pair = offered.chain((its) =>
      handshakeResponse({ key: ZERO_KEY, extensions: its }).map((response) => ({ its, response })),
    );
    assertFor(
      fc.property(pair, ({ its, response }) => {
        const bytes = responseBytes(response);
        const field = its.map(({ name, parameters }) =>
          [
            name,
            ...parameters.map(([key, value]) => (value === true ? key : `${key}=${value}`)),
          ].join(';'),
        );
        const told = { key: ZERO_KEY, extensions: field.length > 0 ? field.join() : undefined };
        expect(coreOnResponse([bytes], told, its)).toEqual(modelOnResponse(bytes, told));
        expect(modelOnResponse(bytes, told).kind).toBe('acceptable');
      }),
      200,
    );
  });
});
