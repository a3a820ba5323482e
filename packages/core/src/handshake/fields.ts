/**
 * Header fields as an ordered list (RFC 9110 §5), and the reading of their values.
 *
 * A list of pairs keeps order, spelling and repetition, and has no prototype whose members a hostile
 * name could reach. Letters are compared as ASCII.
 *
 * @module
 */

import { type ExtensionOffer, isToken, parseExtensions } from '../extensions/index.ts';
import { checkKind, strings } from '../options/index.ts';

/** One header field: the name as received or as it will be sent, the value without white space around it. */
export type Field = readonly [name: string, value: string];

/** The fields of a head in their order, repeated names kept. */
export type Fields = readonly Field[];

/** Fields to send: as a list, or as an object of values by name, in which a list of values repeats the name. */
export type HeaderFields = Fields | Readonly<Record<string, string | readonly string[]>>;

const NONE: readonly string[] = [];
const NO_FIELDS: Fields = [];

/**
 * Makes fields from a list in which names and values alternate, such as the raw headers of HTTP servers.
 *
 * @throws TypeError for anything but an array of strings; RangeError if the last name has no value.
 */
export function pairFields(namesAndValues: readonly string[]): Fields {
  checkKind('namesAndValues', namesAndValues, strings);
  if (namesAndValues.length % 2 > 0) {
    throw new RangeError(`namesAndValues must have an even length, got ${namesAndValues.length}`);
  }
  const fields: Field[] = [];
  for (let i = 0; i < namesAndValues.length; i += 2) {
    fields.push([namesAndValues[i]!, namesAndValues[i + 1]!]);
  }
  return fields;
}

/** The fields of an object as a list; a list as it is. */
export function fieldList(headers: HeaderFields = NO_FIELDS): Fields {
  if (Array.isArray(headers)) return headers as Fields;
  return Object.entries(headers as Exclude<HeaderFields, Fields>).flatMap(([name, values]) =>
    (typeof values === 'string' ? [values] : values).map((value) => [name, value] as const),
  );
}

/** Whether a text, with its ASCII letters in lower case, equals `lowerCase`. */
export function equalsIgnoringCase(text: string, lowerCase: string): boolean {
  if (text.length !== lowerCase.length) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isUpperCase = code >= 0x41 && code <= 0x5a;
    if ((isUpperCase ? code + 0x20 : code) !== lowerCase.charCodeAt(i)) return false;
  }
  return true;
}

/**
 * Finds the values of all fields with a name, in order, without white space around them.
 *
 * @param name - In any case.
 */
export function fieldValues(fields: Fields, name: string): readonly string[] {
  const lowerCaseName = name.toLowerCase();
  let values: string[] | undefined;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!;
    if (!equalsIgnoringCase(field[0], lowerCaseName)) continue;
    values ??= [];
    values.push(trimSpace(field[1]));
  }
  return values ?? NONE;
}

/**
 * Finds the value of a field.
 *
 * @param name - In any case.
 * @returns Several values are joined by commas (RFC 9110 §5.3); `undefined` without such a field.
 */
export function fieldValue(fields: Fields, name: string): string | undefined {
  const values = fieldValues(fields, name);
  return values.length === 0 ? undefined : values.join(', ');
}

/**
 * Reads the values of Cookie fields (RFC 6265 §5.4).
 *
 * @param values - Such as `cookies` of a handshake request.
 * @returns The values by name, as received, without quotes around them; of a repeated name the first.
 */
export function parseCookies(values: readonly string[]): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of values.flatMap((value) => value.split(';'))) {
    const equals = pair.indexOf('=');
    const name = trimSpace(pair, 0, Math.max(equals, 0));
    const value = trimSpace(pair, equals + 1);
    const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
    if (equals >= 0 && !cookies.has(name)) cookies.set(name, isQuoted ? value.slice(1, -1) : value);
  }
  return cookies;
}

/** The elements of a list that spans several values, without empty elements (RFC 9110 §5.6.1). */
export function listElements(values: readonly string[]): readonly string[] {
  const elements: string[] = [];
  for (const value of values) {
    for (let start = 0; start <= value.length; ) {
      const comma = value.indexOf(',', start);
      const end = comma === -1 ? value.length : comma;
      const element = trimSpace(value.slice(start, end));
      if (element !== '') elements.push(element);
      start = end + 1;
    }
  }
  return elements;
}

/**
 * Parses several values as one list of tokens (`1#token`).
 *
 * @returns The tokens; an empty list if there is no value; `undefined` if the values are not such a list.
 */
export function parseTokens(values: readonly string[]): readonly string[] | undefined {
  const elements = listElements(values);
  return elements.every(isToken) && (elements.length > 0 || values.length === 0)
    ? elements
    : undefined;
}

/** Whether a list that spans several values has an element, apart from the case of ASCII letters. */
export function listHas(values: readonly string[], lowerCaseElement: string): boolean {
  const isIt = (element: string): boolean => equalsIgnoringCase(element, lowerCaseElement);
  // Most often the element is a whole value.
  return values.some(isIt) || listElements(values).some(isIt);
}

/** The extensions listed in several values; empty if there is no value, or the values are not a valid list. */
export function extensionsIn(values: readonly string[]): readonly ExtensionOffer[] {
  const reading = parseExtensions(values);
  return reading.ok ? reading.offers : [];
}

/**
 * Removes spaces and tabs from both ends of `text[from, to)`. A regular expression would scan inner runs of
 * spaces again and again.
 */
export function trimSpace(text: string, from = 0, to: number = text.length): string {
  let start = from;
  let end = to;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (start < end && isSpace(text.charCodeAt(end - 1))) end--;
  return end - start === text.length ? text : text.slice(start, end);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
