/**
 * Opening handshakes that agree on permessage-deflate, with any parameters (RFC 7692 §5, §7.1): a server's answer to an
 * offer, and a client's reaction to an answer or to none.
 *
 * @module
 */

import fc from 'fast-check';
import type { ExtensionOffer, ExtensionParameter } from 'sansocket/extensions';
import {
  deflateOffer,
  extensionOffer,
  illegalDeflateOffer,
  SAMPLE_KEY,
} from '../arbitraries/index.ts';
import {
  expectedAccept,
  judgeResponse,
  type ModelDeflate,
  type ModelExtension,
  ownDeflate,
  peerDeflate,
} from '../model/index.ts';
import { latin1, serializeHead } from '../wire/index.ts';
import { askedBy, extensionsField } from './asked-request.ts';
import { assert } from './describe.ts';
import type { Note } from './label-tally.ts';
import { violationIn } from './like-model.ts';
import type { Subject } from './subject.ts';
import { Tracer } from './trace.ts';

/** The peer's part in the negotiation of permessage-deflate. */
export interface DeflateOpening {
  /** The client's offers: those sent to a server under test, or those that the client under test is to make. */
  readonly offers: readonly ExtensionOffer[];
  /** To a client: the parameters of the answer; absent where the server does not answer the offer. */
  readonly answer: ExtensionOffer | undefined;
  /** Whether the answer is first changed to agree with the first offer. */
  readonly isFitted: boolean;
}

/** An open subject, and its agreement with its peer. */
export interface OpenSubject {
  readonly tracer: Tracer;
  /** The bytes that the subject had received, and sent, when it was open. */
  readonly received: number;
  readonly sent: number;
  /** How the peer compresses, and how the subject does; absent without an agreement. */
  readonly peer: ModelDeflate | undefined;
  readonly own: ModelDeflate | undefined;
}

/** Yields: any offers and any answer. Shrinks to: no offer, and no answer. */
export function deflateOpening(): fc.Arbitrary<DeflateOpening> {
  const offer = fc.oneof(
    { withCrossShrink: true },
    { weight: 8, arbitrary: deflateOffer() },
    { weight: 2, arbitrary: illegalDeflateOffer() },
  );
  const offers = fc.oneof(
    { withCrossShrink: true },
    { weight: 9, arbitrary: fc.array(offer, { maxLength: 3 }) },
    { weight: 1, arbitrary: extensionOffer() },
  );
  return fc.record({
    offers,
    answer: fc.option(offer, { nil: undefined, freq: 6 }),
    isFitted: fc.constantFrom(true, true, true, false),
  });
}

/** Notes the kind of agreement. */
export const AGREEMENT_LABELS: readonly string[] = [
  'agreement: none',
  'agreement: without parameters',
  ...[
    'server_no_context_takeover',
    'client_no_context_takeover',
    'server_max_window_bits',
    'client_max_window_bits',
  ].map((name) => `agreement: ${name}`),
  ...[8, 9, 10, 11, 12, 13, 14, 15].map((bits) => `window of the peer: ${bits} bits`),
];

/** The opening in which most ends agree, on as little as they can. */
export const LEAST_OPENING: DeflateOpening = {
  offers: [{ name: 'permessage-deflate', parameters: [['client_max_window_bits', true]] }],
  answer: { name: 'permessage-deflate', parameters: [] },
  isFitted: true,
};

/**
 * Opens a subject.
 *
 * @returns `undefined` where a client has to refuse the answer, and does.
 * @throws Error when the subject agrees to parameters that it must refuse, or refuses those that it must accept.
 */
export function opened(
  subject: Subject,
  opening: DeflateOpening,
  note: Note,
): OpenSubject | undefined {
  return subject.role === 'server'
    ? openedServer(subject, opening, note)
    : openedClient(subject.asking!(requestOf(opening)), opening, note);
}

function requestOf({ offers }: DeflateOpening) {
  return { key: SAMPLE_KEY, subprotocols: [], extensions: offers.filter(isAskable) };
}

/** A client can be asked for legal offers only. */
function isAskable({ name, parameters }: ExtensionOffer): boolean {
  const names = parameters.map(([parameter]) => parameter);
  return (
    name === DEFLATE &&
    new Set(names).size === names.length &&
    parameters.every(([parameter, value]) =>
      parameter.endsWith('_takeover')
        ? value === true
        : /^(?:[89]|1[0-5])$/.test(String(value)) ||
          (value === true && parameter === 'client_max_window_bits'),
    )
  );
}

function openedServer(subject: Subject, { offers }: DeflateOpening, note: Note): OpenSubject {
  const tracer = new Tracer(subject);
  const request = withOffers(subject.opening!, extensionsField(offers));
  subject.receive(request.slice());
  tracer.takeAll();
  const { output } = tracer.trace;
  const key = KEY_FIELD.exec(String.fromCharCode(...request))?.[1] ?? '';
  const judged = judgeResponse(output, { key, extensions: extensionsField(offers) || undefined });
  const verdict = judged.kind === 'failed' ? judged.violation.rule : judged.kind;
  assert(judged.kind === 'established', `The answer of the server is not one: ${verdict}`);
  noteAgreement(note, judged.extensions, 'server');
  return {
    tracer,
    received: request.length,
    sent: judged.length,
    peer: peerDeflate(judged.extensions, 'server'),
    own: ownDeflate(judged.extensions, 'server', []),
  };
}

const KEY_FIELD = /^sec-websocket-key:[ \t]*(\S+)/im;

/** The same opening, with another field of extensions or without the field. */
function withOffers(opening: Uint8Array, field: string): Uint8Array {
  const head = String.fromCharCode(...opening);
  const others = head.replaceAll(/^sec-websocket-extensions:.*\r\n/gim, '');
  const line = field === '' ? '' : `Sec-WebSocket-Extensions: ${field}\r\n`;
  return latin1(others.replace('\r\n\r\n', `\r\n${line}\r\n`));
}

function openedClient(
  subject: Subject,
  opening: DeflateOpening,
  note: Note,
): OpenSubject | undefined {
  const asked = askedBy(subject, requestOf(opening));
  const tracer = new Tracer(subject);
  const answer = answerOf(opening, asked.extensions);
  const bytes = responseTo(asked.key, answer);
  const field = extensionsField(asked.extensions);
  const judged = judgeResponse(bytes, { key: asked.key, extensions: field || undefined });
  subject.receive(bytes.slice());
  tracer.takeAll();
  const isOpen = tracer.events.some(({ type }) => type === 'open');
  const isLegal = judged.kind === 'established';
  const what = `the answer ${extensionsField(answer) || 'of nothing'} to ${field || 'nothing'}`;
  assert(isOpen === isLegal, `${isOpen ? 'Takes' : 'Refuses'} ${what}`);
  if (judged.kind !== 'established') {
    note('answer: refused');
    assert(violationIn(tracer.events) !== undefined, `Nobody is told why not: ${what}`);
    return undefined;
  }
  note(`answer: ${answer.length === 0 ? 'silence' : 'taken'}`);
  noteAgreement(note, judged.extensions, 'client');
  const offers = asked.extensions.filter(({ name }) => name === DEFLATE);
  return {
    tracer,
    received: bytes.length,
    sent: 0,
    peer: peerDeflate(judged.extensions, 'client'),
    own: ownDeflate(
      judged.extensions,
      'client',
      offers.map(({ parameters }) => parameters),
    ),
  };
}

const DEFLATE = 'permessage-deflate';

/** The server's answer: empty, or one element. */
function answerOf(
  { answer, isFitted }: DeflateOpening,
  asked: readonly ExtensionOffer[],
): readonly ExtensionOffer[] {
  const offer = asked.find(({ name }) => name === DEFLATE);
  if (answer === undefined) return [];
  if (!isFitted || offer === undefined) return isFitted ? [] : [answer];
  return [{ name: DEFLATE, parameters: fitted(answer, offer) }];
}

/** The parameters, changed so that they agree with the offer. */
function fitted({ parameters }: ExtensionOffer, offer: ExtensionOffer): ExtensionParameter[] {
  const wanted = new Map(parameters);
  const offered = new Map(offer.parameters);
  const bits = (name: string, most: string | true | undefined): ExtensionParameter[] => {
    const value = Number(wanted.get(name));
    const limit = typeof most === 'string' ? Number(most) : 15;
    if (value >= 8 && value <= 15) return [[name, String(Math.min(value, limit))]];
    return name === SERVER_BITS && most !== undefined ? [[name, String(limit)]] : [];
  };
  const forgets = (name: string): ExtensionParameter[] =>
    wanted.has(name) || (offered.has(name) && name === SERVER_FORGETS) ? [[name, true]] : [];
  return [
    ...forgets(SERVER_FORGETS),
    ...forgets('client_no_context_takeover'),
    ...bits(SERVER_BITS, offered.get(SERVER_BITS)),
    // The answer may exceed the hint, which the client keeps to anyway.
    ...(offered.has(CLIENT_BITS) ? bits(CLIENT_BITS, true) : []),
  ];
}

const SERVER_FORGETS = 'server_no_context_takeover';
const SERVER_BITS = 'server_max_window_bits';
const CLIENT_BITS = 'client_max_window_bits';

function responseTo(key: string, answer: readonly ExtensionOffer[]): Uint8Array {
  const field = extensionsField(answer);
  return serializeHead({
    firstLine: 'HTTP/1.1 101 Switching Protocols',
    fields: [
      { name: 'Upgrade', value: 'websocket' },
      { name: 'Connection', value: 'Upgrade' },
      { name: 'Sec-WebSocket-Accept', value: expectedAccept(key) },
      ...(field === '' ? [] : [{ name: 'Sec-WebSocket-Extensions', value: field }]),
    ],
  });
}

function noteAgreement(
  note: Note,
  inUse: readonly ModelExtension[],
  role: 'server' | 'client',
): void {
  const deflate = inUse.find(({ name }) => name === DEFLATE);
  if (deflate === undefined) {
    note('agreement: none');
    return;
  }
  const { parameters } = deflate;
  if (parameters.length === 0) note('agreement: without parameters');
  for (const [name] of parameters) note(`agreement: ${name}`);
  note(`window of the peer: ${peerDeflate(inUse, role)!.windowBits} bits`);
}
