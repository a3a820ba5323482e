/**
 * The server's refusal of an opening handshake (RFC 6455 §4.2.2): a response that ends the
 * connection.
 *
 * @module
 */

import { encodeUtf8, plainBytes } from '../bytes/index.ts';
import {
  aMessage,
  type Checks,
  checkKind,
  checkOptions,
  headerFields,
  type Kind,
} from '../options/index.ts';
import {
  type RequestAnswers,
  requestAnswers,
  type ViolationId,
  type ViolationRow,
} from '../violations/index.ts';
import { equalsIgnoringCase, type Fields, fieldList, type HeaderFields } from './fields.ts';
import type { ResponseHead } from './head.ts';
import { checkedFields } from './head-writer.ts';
import { reasonPhrase } from './reason-phrase.ts';

/** The response to send instead of 101. */
export interface Rejection {
  /** The HTTP status, 300 to 599. */
  readonly status: number;
  /** Fields to add; the fields that frame the response are always set. Default: none. */
  readonly headers?: HeaderFields | undefined;
  /** A string is sent as UTF-8 text; bytes are not modified and not copied. Default: empty. */
  readonly body?: string | Uint8Array | undefined;
}

/** The response to a request that does not ask for WebSocket. */
export interface PlainResponse extends Omit<Rejection, 'status'> {
  /** The HTTP status, 200 to 599. */
  readonly status: number;
}

/** The head and the body of a response: send one after the other, then end the stream. */
export interface RejectionResponse {
  readonly head: ResponseHead;
  readonly body: Uint8Array;
}

/** A status below 300 is not a refusal of the handshake (RFC 6455 §4.2.2). */
const aStatus: Kind<number> = 'a whole number from 300 to 599';

export const rejectionChecks: Checks<Rejection> = {
  status: aStatus,
  headers: headerFields,
  body: aMessage,
};

const aPlainStatus: Kind<number> = 'a whole number from 200 to 599';
const plainChecks: Checks<PlainResponse> = { ...rejectionChecks, status: aPlainStatus };

const RESERVED = /^(?:connection|content-length|transfer-encoding|sec-websocket-accept)$/i;

/**
 * Makes the response of a rejection. The connection ends with it.
 *
 * @throws RangeError if the status is not 300 to 599, or is 304 and there is a body.
 * @throws TypeError if a field cannot be sent unchanged, or the handshake itself sets it.
 */
export function rejectRequest(rejection: Rejection): RejectionResponse {
  checkOptions(rejection, rejectionChecks, 'rejection');
  checkKind('status', rejection.status, aStatus);
  return responseTo(rejection);
}

/**
 * Makes the response to a request that does not ask for WebSocket. The connection ends with it.
 *
 * @param method - The response to HEAD has no body, and the length of one (RFC 9110 §9.3.2).
 * @throws As `rejectRequest`; RangeError if the status is not 200 to 599.
 */
export function respondPlainly(response: PlainResponse, method: string): RejectionResponse {
  checkOptions(response, plainChecks, 'response');
  checkKind('status', response.status, aPlainStatus);
  const { head, body } = responseTo(response);
  return { head, body: method === 'HEAD' ? new Uint8Array(0) : body };
}

function responseTo(rejection: Rejection): RejectionResponse {
  const { status, body = '' } = rejection;
  const headers = fieldList(rejection.headers);
  const bytes = typeof body === 'string' ? encodeUtf8(body) : plainBytes(body, 'body');
  // A response 304 ends with its head, and a length in it would be that of another response (RFC 9110 §8.6).
  const isEmpty = status === 304;
  if (isEmpty && bytes.length > 0) {
    throw new RangeError(
      `body must be empty with status 304, got ${bytes.length} bytes (RFC 9110 §15.4.5)`,
    );
  }
  const has = (name: string) => headers.some(([other]) => equalsIgnoringCase(other, name));
  const isText = typeof body === 'string' && body !== '' && !has('content-type');
  const fields: Fields = [
    // A sender of Upgrade lists it in Connection (RFC 9110 §7.8).
    ['Connection', has('upgrade') ? 'close, Upgrade' : 'close'],
    ...(isEmpty ? [] : [['Content-Length', `${bytes.length}`] as const]),
    ...(isText ? [['Content-Type', 'text/plain; charset=utf-8'] as const] : []),
    ...checkedFields(headers, RESERVED),
  ];
  return {
    head: { status, reason: reasonPhrase(status), httpVersion: '1.1', fields },
    body: bytes,
  };
}

/**
 * Makes the rejection that answers a violation of a request: its body is the rule and the section, without any text
 * from the peer.
 *
 * @param versions - Versions supported besides RFC 6455: a response 426 lists 13 and those of them that have a number
 *   (§4.4). Default: none.
 * @param answers - The rules with their statuses and sentences. Default: those of HTTP/1.1.
 */
export function rejectionOf(
  rule: ViolationId,
  versions: readonly { readonly name: number | string }[] = [],
  answers: RequestAnswers = requestAnswers,
): Rejection {
  const row: Partial<ViolationRow> = answers[rule] ?? {};
  const { status = 400, section = 'RFC 6455', sentence = rule } = row;
  // The fields that a status demands (RFC 9110 §15.5.6, §15.5.22; RFC 6455 §4.4).
  const names = [13, ...versions.map(({ name }) => name)];
  const headers: Readonly<Record<number, Fields>> = {
    405: [['Allow', 'GET']],
    426: [
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', names.filter((name) => typeof name === 'number').join(', ')],
    ],
  };
  return { status, headers: headers[status], body: `${sentence} (${section})\n` };
}
