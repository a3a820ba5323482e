/**
 * The client's verdict on the response of an opening handshake (RFC 6455 §4.1).
 *
 * @module
 */

import { expectedAccept } from './accept-value.ts';
import { DEFLATE, isLegalAnswer } from './deflate-parameters.ts';
import { extensionsIn, type ModelExtension } from './extension-list.ts';
import { type HeadLimits, listHas, type ModelHead, readHead, valuesOf } from './head.ts';
import { bodyOf } from './response-body.ts';
import { type HandshakeRule, type ModelViolation, responseViolation } from './rule.ts';

/** The request of the client, and its options. */
export interface ResponseSetup extends HeadLimits {
  /** Sec-WebSocket-Key of the request. */
  readonly key: string;
  /** The subprotocols offered. Default: none. */
  readonly subprotocols?: readonly string[] | undefined;
  /** Sec-WebSocket-Extensions of the request; legal. Default: none. */
  readonly extensions?: string | undefined;
  /** Whether the server has to choose a subprotocol of those offered, if any. Default: false. */
  readonly requireSubprotocol?: boolean | undefined;
}

/** The result for the bytes so far. */
export type ResponseJudgement =
  | { readonly kind: 'need-more' }
  | {
      readonly kind: 'failed';
      readonly violation: ModelViolation;
      /** All rules broken, the violation's first: which of them an implementation names is its choice. */
      readonly broken: readonly HandshakeRule[];
    }
  | {
      /** A final response with another status than 101. */
      readonly kind: 'rejected';
      readonly status: number;
      /** Of all heads together, in bytes. */
      readonly length: number;
      /** The body so far, with the data of chunks joined. */
      readonly body: Uint8Array;
    }
  | {
      readonly kind: 'established';
      readonly subprotocol: string | undefined;
      /** In use, in the order of the answer. */
      readonly extensions: readonly ModelExtension[];
      /** Of all heads together, in bytes. */
      readonly length: number;
    };

/**
 * Judges a response: its syntax at the byte, its meaning at the last byte of the head. Interim responses before it are
 * skipped (RFC 9110 §15.2).
 *
 * @param bytes - All bytes received on the connection.
 */
export function judgeResponse(bytes: Uint8Array, setup: ResponseSetup): ResponseJudgement {
  for (let at = 0; ; ) {
    const { maxHandshakeBytes = Infinity } = setup;
    const room = Math.max(maxHandshakeBytes - at, 1);
    const limits = { ...setup, maxHandshakeBytes: room };
    const reading = readHead(bytes.subarray(at), 'status', limits);
    if (reading.kind === 'need-more') return reading;
    if (reading.kind === 'broken') return failed([reading.rule], at + reading.offset);
    const { head } = reading;
    const status = Number(head.firstLine.split(' ')[1]);
    at += head.length;
    if (status === 101) return judgeHead(head, setup, at);
    if (status < 100 || status > 199) {
      return { kind: 'rejected', status, length: at, body: bodyOf(head, bytes.subarray(at)) };
    }
  }
}

function judgeHead(head: ModelHead, setup: ResponseSetup, length: number): ResponseJudgement {
  const answer = valuesOf(head, 'sec-websocket-extensions');
  const extensions = extensionsIn(answer);
  const [subprotocol] = valuesOf(head, 'sec-websocket-protocol');
  const broken = [
    ...brokenHead(head, setup),
    ...(extensions === undefined ? ['extensions-malformed' as const] : []),
    ...brokenExtensions(extensions ?? [], setup),
  ];
  if (broken.length > 0) return failed(broken, length - 1);
  return { kind: 'established', subprotocol, extensions: extensions ?? [], length };
}

function failed(broken: readonly HandshakeRule[], offset: number): ResponseJudgement {
  return { kind: 'failed', violation: responseViolation(broken[0]!, offset), broken };
}

function brokenHead(head: ModelHead, setup: ResponseSetup): readonly HandshakeRule[] {
  const { key, subprotocols = [], requireSubprotocol = false } = setup;
  const [version] = head.firstLine.split(' ') as [string];
  const accepts = valuesOf(head, 'sec-websocket-accept');
  const chosen = valuesOf(head, 'sec-websocket-protocol');
  const isMissing = requireSubprotocol && subprotocols.length > 0 && chosen.length === 0;
  const checks: readonly (readonly [HandshakeRule, boolean])[] = [
    ['http-version-unsupported', version.startsWith('HTTP/1.') && version !== 'HTTP/1.0'],
    [
      'answer-upgrade-not-websocket',
      valuesOf(head, 'upgrade').join().toLowerCase() === 'websocket',
    ],
    ['answer-connection-not-upgrade', listHas(valuesOf(head, 'connection'), 'upgrade')],
    ['field-repeated', accepts.length <= 1],
    ['accept-value-wrong', accepts[0] === expectedAccept(key)],
    ['field-repeated', chosen.length <= 1],
    ['subprotocol-not-offered', chosen.every((name) => subprotocols.includes(name))],
    ['subprotocol-missing', !isMissing],
  ];
  return checks.filter(([, isKept]) => !isKept).map(([rule]) => rule);
}

/** Names that were not offered first; then, element by element, repetition and parameters (§9.1). */
function brokenExtensions(
  answer: readonly ModelExtension[],
  { extensions }: ResponseSetup,
): readonly HandshakeRule[] {
  const offers = extensions === undefined ? [] : (extensionsIn([extensions]) ?? []);
  const unknown = answer.filter(({ name }) => !offers.some((offer) => offer.name === name));
  const wrong = answer.flatMap(({ name, parameters }, i): readonly HandshakeRule[] => {
    if (answer.slice(0, i).some((earlier) => earlier.name === name)) return ['extension-repeated'];
    if (name !== DEFLATE) return [];
    const offered = offers.filter((offer) => offer.name === DEFLATE);
    const isLegal = isLegalAnswer(
      parameters,
      offered.map((offer) => offer.parameters),
    );
    return isLegal ? [] : ['extension-answer-illegal'];
  });
  return [...unknown.map(() => 'extension-not-offered' as const), ...wrong];
}
