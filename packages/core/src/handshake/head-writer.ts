/**
 * Heads as bytes (RFC 9112 §2). Every part is checked, so that nothing that an application passes
 * in can end a line or begin a field: what cannot be sent as it is throws, and is never repaired.
 *
 * @module
 */

import { isToken } from '../extensions/index.ts';
import type { Field, Fields } from './fields.ts';
import type { RequestHead, ResponseHead } from './head.ts';

/**
 * Serializes a head with the empty line that ends it.
 *
 * @throws TypeError naming the part that cannot stand in a head.
 */
export function serializeHead(head: RequestHead | ResponseHead): Uint8Array {
  const lines = ['method' in head ? requestLineOf(head) : statusLineOf(head)];
  for (const field of head.fields) {
    const [name, value] = checkedField(field);
    lines.push(`${name}: ${value}`);
  }
  return encodeLatin1(`${lines.join('\r\n')}\r\n\r\n`);
}

/**
 * Checks that a field can be sent as it is (RFC 9110 §5.5).
 *
 * @returns The same field.
 * @throws TypeError when the name is no token, or the value has a control character or one above
 *   U+00FF.
 */
export function checkedField(field: Field): Field {
  const [name, value] = field;
  checked(`Value of the field ${checkedToken('Field name', name)}`, value, VALUE);
  return field;
}

/**
 * Checks the fields that an application adds to a head.
 *
 * @param reserved - Matches the names that are not the application's to set.
 * @throws TypeError when a field cannot be sent as it is, or its name is reserved.
 */
export function checkedFields(fields: Fields, reserved: RegExp): Fields {
  for (const field of fields) {
    const [name] = checkedField(field);
    if (reserved.test(name)) {
      throw new TypeError(`Field ${name} is set by the opening handshake itself`);
    }
  }
  return fields;
}

function requestLineOf({ method, target, httpVersion }: RequestHead): string {
  checkedToken('Method', method);
  checked('Target', target, TARGET);
  return `${method} ${target} HTTP/${checked('HTTP version', httpVersion, VERSION)}`;
}

function statusLineOf({ status, reason, httpVersion }: ResponseHead): string {
  checked('Status', `${status}`, STATUS);
  checked('Reason', reason, PHRASE);
  return `HTTP/${checked('HTTP version', httpVersion, VERSION)} ${status} ${reason}`;
}

const VERSION = /^\d\.\d$/;
const STATUS = /^\d{3}$/;

/** Visible ASCII without the start of a fragment. */
const TARGET = /^[!"$-~]+$/;

/** ASCII without control characters but tabs: obs-text is not to be made (RFC 9110 §5.5). */
const PHRASE = /^[\t\x20-\x7e]*$/;

/** No control characters but tabs, and one byte for each character. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

function checkedToken(part: string, text: string): string {
  if (!isToken(text)) throw new TypeError(`${part} must be a token, got ${JSON.stringify(text)}`);
  return text;
}

function checked(part: string, text: string, pattern: RegExp): string {
  if (typeof text !== 'string' || !pattern.test(text)) {
    throw new TypeError(`${part} has a character that cannot be sent`);
  }
  return text;
}

function encodeLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
