/**
 * Heads as bytes (RFC 9112 §2). Every part is checked, so that no text of an application can end a line
 * or begin a field: a part that cannot be sent unchanged throws and is never repaired.
 *
 * @module
 */

import { isToken } from '../extensions/index.ts';
import { byteClasses, TARGET, VALUE } from './byte-classes.ts';
import { type Field, type Fields, fieldList, type HeaderFields } from './fields.ts';
import type { RequestHead, ResponseHead } from './head.ts';

/**
 * Serializes a head with the empty line that ends it.
 *
 * @throws TypeError that names the part that cannot stand in a head.
 */
export function serializeHead(head: RequestHead | ResponseHead): Uint8Array {
  return 'method' in head ? serializeRequest(head) : serializeResponse(head);
}

/** As `serializeHead`, for responses only: a server needs no more. */
export function serializeResponse(head: ResponseHead): Uint8Array {
  return serialize(statusLineOf(head), head.fields);
}

/** As `serializeHead`, for requests only: a client needs no more. */
export function serializeRequest(head: RequestHead): Uint8Array {
  return serialize(requestLineOf(head), head.fields);
}

function serialize(firstLine: string, fields: Fields): Uint8Array {
  let length = firstLine.length + 4;
  for (const field of fields) {
    const [name, value] = checkedField(field);
    length += name.length + value.length + 4;
  }
  const bytes = new Uint8Array(length);
  // Piece by piece: the engine would first have to join one text of all parts to read its letters.
  let at = put(bytes, 0, firstLine);
  for (const [name, value] of fields) {
    at = put(bytes, at, '\r\n');
    at = put(bytes, at, name);
    at = put(bytes, at, ': ');
    at = put(bytes, at, value);
  }
  put(bytes, at, '\r\n\r\n');
  return bytes;
}

/**
 * Checks that a field can be sent unchanged (RFC 9110 §5.5).
 *
 * @returns The same field.
 * @throws TypeError if the name is not a token, or the value has a control character other than tab or a
 *   character above U+00FF.
 */
export function checkedField(field: Field): Field {
  const [name, value] = field;
  checkedToken('Field name', name);
  if (!isOf(VALUE, value)) throw unsendable(`Value of the field ${name}`);
  return field;
}

/**
 * Checks the fields that an application adds to a head.
 *
 * @param reserved - Matches the names that the application may not set.
 * @throws TypeError if a field cannot be sent unchanged, or its name is reserved.
 */
export function checkedFields(headers: HeaderFields, reserved: RegExp): Fields {
  const fields = fieldList(headers);
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
  if (target === '' || !isOf(TARGET, target)) throw unsendable('Target');
  return `${method} ${target} HTTP/${checked('HTTP version', httpVersion, VERSION)}`;
}

function statusLineOf({ status, reason, httpVersion }: ResponseHead): string {
  checked('Status', `${status}`, STATUS);
  checked('Reason', reason, PHRASE);
  return `HTTP/${checked('HTTP version', httpVersion, VERSION)} ${status} ${reason}`;
}

const VERSION = /^\d\.\d$/;
const STATUS = /^\d{3}$/;

/** ASCII without control characters except tab: a sender must not make obs-text (RFC 9110 §5.5). */
const PHRASE = /^[\t\x20-\x7e]*$/;

function checkedToken(part: string, text: string): string {
  // A field that was not cut at its colon has its value in the name, so the error does not contain the name.
  if (!isToken(text)) throw new TypeError(`${part} must be a token, got ${text.length} characters`);
  return text;
}

function checked(part: string, text: string, pattern: RegExp): string {
  if (typeof text !== 'string' || !pattern.test(text)) throw unsendable(part);
  return text;
}

/** Whether each character of a text is a byte of a class. */
function isOf(byteClass: number, text: unknown): boolean {
  if (typeof text !== 'string') return false;
  for (let i = 0; i < text.length; i++) {
    if ((byteClasses[text.charCodeAt(i)]! & byteClass) === 0) return false;
  }
  return true;
}

function unsendable(part: string): TypeError {
  return new TypeError(`${part} has a character that cannot be sent`);
}

/**
 * Writes a text into bytes, each character as one byte.
 *
 * @returns The position after the text.
 */
export function put(bytes: Uint8Array, position: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[position + i] = text.charCodeAt(i);
  return position + text.length;
}
