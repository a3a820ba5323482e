/**
 * The request that a client has sent, and responses to it (RFC 6455 §4.1, §4.2.2).
 *
 * @module
 */

import fc from 'fast-check';
import type { ExtensionOffer } from 'sansocket/extensions';
import { extensionOffer, handshakeKey, subprotocolOffer } from '../arbitraries/index.ts';
import { expectedAccept, judgeRequest, type OlderName } from '../model/index.ts';
import { latin1 } from '../wire/index.ts';
import { assert } from './describe.ts';
import type { Subject, SubjectRequest } from './subject.ts';

/** Yields: any key, subprotocols and extensions or none. Shrinks to: the key of RFC 6455 §1.3 alone. */
export function anyRequest(): fc.Arbitrary<SubjectRequest> {
  return fc.record({
    key: handshakeKey(),
    subprotocols: fc.oneof({ withCrossShrink: true }, fc.constant([]), subprotocolOffer(3)),
    extensions: extensionOffer(2),
  });
}

/**
 * Reads the request that a subject has sent.
 *
 * @param wanted - The request that the subject was to send; returned where the subject has no output.
 * @throws Error when a server would refuse the request.
 */
export function askedBy(subject: Subject, wanted: SubjectRequest): SubjectRequest {
  if (subject.takeOutput === undefined) return wanted;
  const { bytes } = subject.takeOutput();
  const judgement = judgeRequest(inRfc6455(bytes, subject.version));
  const verdict = judgement.kind === 'refused' ? judgement.violation.rule : judgement.kind;
  assert(judgement.kind === 'acceptable', `The request of the subject is not one: ${verdict}`);
  const [, key = ''] = KEY_FIELD.exec(String.fromCharCode(...bytes)) ?? [];
  return { ...judgement.request, key };
}

/** Drafts 07 and 08 have the same request, with another version number and another name for the origin. */
function inRfc6455(request: Uint8Array, version: OlderName | undefined): Uint8Array {
  if (version === undefined) return request;
  const numbered = new RegExp(`^(sec-websocket-version:[ \\t]*)${version}\r$`, 'im');
  return latin1(
    String.fromCharCode(...request)
      .replace(numbered, '$113\r')
      .replace(/^sec-websocket-origin:/im, 'Origin:'),
  );
}

const KEY_FIELD = /^sec-websocket-key:[ \t]*(\S+)/im;

/** The value of Sec-WebSocket-Extensions for these elements; empty without elements. */
export function extensionsField(extensions: readonly ExtensionOffer[]): string {
  const parameter = ([name, value]: readonly [string, string | true]): string =>
    value === true ? name : `${name}=${value}`;
  return extensions
    .map(({ name, parameters }) => [name, ...parameters.map(parameter)].join('; '))
    .join(', ');
}

/**
 * Turns the answer to one key into the answer to another: replaces the accept value wherever it stands, in capitals,
 * small letters or as it is. The length stays the same.
 */
export function answerTo(key: string, answer: Uint8Array, answeredKey: string): Uint8Array {
  if (key === answeredKey) return answer;
  let text = String.fromCharCode(...answer);
  const [from, to] = [answeredKey, key].map((its) => expectedAccept(its).slice(0, -1)) as [
    string,
    string,
  ];
  text = text.replaceAll(from, to).replaceAll(from.toLowerCase(), to.toLowerCase());
  return latin1(text.replaceAll(from.toUpperCase(), to.toUpperCase()));
}
