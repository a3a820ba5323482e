/**
 * The common part of both Hixie handshakes for a client: the fields of the request, and the fields of the answer
 * that repeat them (hybi-00 §4.1).
 *
 * @module
 */

import type { AskOptions, VersionRequest } from 'sansocket/connection';
import {
  createRequest,
  type Field,
  type Fields,
  fieldList,
  fieldValues,
  type ProtocolVersion,
  parseWsUrl,
  type ResponseHead,
  type ResponseReading,
  urlOf,
} from 'sansocket/handshake';
import type { Violation } from 'sansocket/violations';
import { broken } from './broken.ts';
import { HANDSHAKE_NAME, type Prefix } from './hixie-names.ts';
import type { LegacyViolation, LegacyViolationId } from './legacy-violations.ts';
import { UnsupportedError } from './unsupported-error.ts';

/** Visible ASCII with inner spaces: white space around a value is not part of the value. */
const SUBPROTOCOL = /^[!-~](?:[ -~]*[!-~])?$/;

/** A request with its fields in two lists: those of the handshake, and those that the application adds. */
export interface HixieFields {
  readonly own: Fields;
  readonly added: Fields;
  readonly request: VersionRequest;
}

/**
 * Makes the request of a Hixie handshake.
 *
 * @throws UnsupportedError for extensions and for more than one subprotocol; TypeError without an origin;
 *   RangeError and TypeError as `createRequest`.
 */
export function hixieFields(
  url: string,
  options: AskOptions,
  { version, prefix }: { version: ProtocolVersion; prefix: Prefix },
): HixieFields {
  const { extensions = [], subprotocols = [], origin } = options;
  if (extensions.length > 0) throw new UnsupportedError(version, 'extensions');
  if (subprotocols.length > 1) throw new UnsupportedError(version, 'more than one subprotocol');
  if (origin === undefined) {
    throw new TypeError(`origin must be given: the answer of version ${version} repeats it`);
  }
  for (const [name] of fieldList(options.headers)) {
    if (HANDSHAKE_NAME.test(name)) {
      throw new TypeError(`Field ${name} is set by the opening handshake itself`);
    }
  }
  // The request of RFC 6455 with the same options has the fields that all versions share.
  const others = { headers: options.headers, credentials: options.credentials };
  const key = new Uint8Array(16);
  const request = createRequest(url, { ...others, key, origin: lowerCase(origin) });
  const isOwn = ([name]: Field): boolean =>
    HANDSHAKE_NAME.test(name) || /^(?:host|origin)$/i.test(name);
  const [host, from] = ['Host', 'Origin'].map((name) =>
    request.fields.find((field) => field[0] === name),
  );
  const own: Field[] = [['Upgrade', 'WebSocket'], ['Connection', 'Upgrade'], host!, from!];
  for (const subprotocol of subprotocols) {
    if (!SUBPROTOCOL.test(subprotocol)) {
      throw new RangeError(
        'Subprotocol has more than visible ASCII and inner spaces (hybi-00 §4.1)',
      );
    }
    own.push([`${prefix}WebSocket-Protocol`, subprotocol]);
  }
  const added = request.fields.filter((field) => !isOwn(field));
  return { own, added, request: { ...request, location: urlOf(parseWsUrl(url)) } };
}

/**
 * Checks the fields of the answer that repeat the request.
 *
 * @param mayLack - Whether the subprotocol may be missing. Default: false.
 */
export function readRepeated(
  { fields }: ResponseHead,
  request: VersionRequest,
  { prefix, offset, mayLack = false }: { prefix: Prefix; offset: number; mayLack?: boolean },
): ResponseReading<Violation | LegacyViolation> {
  const asked = prefix.toLowerCase();
  const answered = (name: string) => fieldValues(fields, `${asked}websocket-${name}`);
  const [wanted] = [
    ...fieldValues(request.fields, 'sec-websocket-protocol'),
    ...fieldValues(request.fields, 'websocket-protocol'),
  ];
  const subprotocol = mayLack && answered('protocol').length === 0 ? undefined : wanted;
  const expected: readonly (readonly [string, string | undefined, LegacyViolationId])[] = [
    ['origin', fieldValues(request.fields, 'origin')[0], 'answer-origin-wrong'],
    ['location', request.location, 'answer-location-wrong'],
    ['protocol', subprotocol, 'answer-subprotocol-wrong'],
  ];
  for (const [name, value, rule] of expected) {
    const values = answered(name);
    const isRight =
      value === undefined ? values.length === 0 : values.length === 1 && values[0] === value;
    if (!isRight) {
      const detail = `Field ${asked}websocket-${name} is not what the request says, once`;
      return { kind: 'violation', violation: broken(rule, offset, detail) };
    }
  }
  return { kind: 'accepted', subprotocol, extensions: [], fields };
}

/** Makes ASCII letters lower case: a host in an origin has no other letters. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
