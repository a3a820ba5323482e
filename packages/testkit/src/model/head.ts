/**
 * The head of an HTTP/1.1 message (RFC 9112 §2 to §5), judged byte after byte: the bytes of a line so far are compared
 * with a pattern of everything that the line can begin with.
 *
 *     request  = *2( CRLF ) method SP target SP "HTTP/" DIGIT "." DIGIT CRLF  fields
 *     response = "HTTP/" DIGIT "." DIGIT SP 3DIGIT [ SP text ] CRLF  fields
 *     fields   = *( name ":" text CRLF )  CRLF
 *     text     = *( HTAB / SP / VCHAR / obs-text )
 *
 * @module
 */

import { elementsOf, TCHAR, withoutSpace } from './extension-list.ts';
import { latin1 } from './octets.ts';
import type { HandshakeRule } from './rule.ts';

/** Bounds of a head. */
export interface HeadLimits {
  /** Of the whole head, in bytes. Default: any number. */
  readonly maxHandshakeBytes?: number | undefined;
  /** One line with its CR LF, in bytes. Default: any number. */
  readonly maxHandshakeLineBytes?: number | undefined;
  /** Fields. Default: any number. */
  readonly maxHandshakeFields?: number | undefined;
}

/** A complete head. */
export interface ModelHead {
  /** Without its CR LF. */
  readonly firstLine: string;
  /** Names as received, values without white space around them; one character for each byte. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** In bytes. */
  readonly length: number;
}

/** The result for some bytes as a head. */
export type HeadReading =
  | { readonly kind: 'need-more' }
  | { readonly kind: 'broken'; readonly rule: HandshakeRule; readonly offset: number }
  | { readonly kind: 'head'; readonly head: ModelHead };

type LineKind = 'request' | 'status' | 'field';

const VERSION = ['H', 'T', 'T', 'P', '/', '\\d', '\\.', '\\d'];
const LINE_END = ['\\r', '\\n'];
const TEXT = '[\\t -~\\x80-\\xff]*';
const STATUS = [...VERSION, ' ', '\\d', '\\d', '\\d'];

/** The parts of the lines; a target has no fragment. */
const lines: Readonly<Record<LineKind, readonly RegExp[]>> = {
  request: [beginningOf([`${TCHAR}+`, ' ', '[!"$-~]+', ' ', ...VERSION, ...LINE_END])],
  status: [beginningOf([...STATUS, ...LINE_END]), beginningOf([...STATUS, ' ', TEXT, ...LINE_END])],
  field: [beginningOf(LINE_END), beginningOf([`${TCHAR}+`, ':', TEXT, ...LINE_END])],
};

/** Whether a line can begin with a text, the whole line included. */
function beginningOf(pieces: readonly string[]): RegExp {
  return new RegExp(`^${pieces.reduceRight((rest, piece) => `(?:${piece}${rest})?`, '')}$`);
}

/**
 * Reads the head at the beginning of some bytes.
 *
 * @param kind - The kind of the first line.
 */
export function readHead(
  bytes: Uint8Array,
  kind: 'request' | 'status',
  limits: HeadLimits,
): HeadReading {
  const text = latin1(bytes);
  const heard: string[] = [];
  let emptyLines = 0;
  let lineStart = 0;
  for (let at = 0; at < bytes.length; at++) {
    const line = text.slice(lineStart, at + 1);
    const isEmptyLine =
      heard.length === 0 && emptyLines < 2 && kind === 'request' && line[0] === '\r';
    const lineKind = heard.length > 0 || isEmptyLine ? 'field' : kind;
    const rule = brokenLimit(at, line, heard, limits, kind) ?? brokenSyntax(line, lineKind);
    if (rule !== undefined) return { kind: 'broken', rule, offset: at };
    if (!line.endsWith('\n')) continue;
    lineStart = at + 1;
    if (isEmptyLine) emptyLines++;
    else if (line === '\r\n') return { kind: 'head', head: headOf(heard, lineStart) };
    else heard.push(line.slice(0, -2));
  }
  return { kind: 'need-more' };
}

/** @param heard - The previous lines: the first line, then one for each field. */
function brokenLimit(
  at: number,
  line: string,
  heard: readonly string[],
  limits: HeadLimits,
  kind: 'request' | 'status',
): HandshakeRule | undefined {
  const { maxHandshakeBytes = Infinity, maxHandshakeLineBytes = Infinity } = limits;
  const { maxHandshakeFields = Infinity } = limits;
  const isLineTooLong = line.length > maxHandshakeLineBytes;
  if (isLineTooLong && kind === 'request' && heard.length === 0) return 'request-line-too-long';
  if (at >= maxHandshakeBytes) return 'head-too-long';
  if (isLineTooLong) return 'head-line-too-long';
  const beginsField = heard.length > 0 && line.length === 1 && line !== '\r';
  return beginsField && heard.length > maxHandshakeFields ? 'too-many-fields' : undefined;
}

/** The rule that the last byte of the line breaks; the bytes before it can begin such a line. */
function brokenSyntax(line: string, kind: LineKind): HandshakeRule | undefined {
  if (lines[kind].some((pattern) => pattern.test(line))) return undefined;
  const before = line.slice(0, -1);
  const byte = line.at(-1)!;
  if (before.endsWith('\r')) return 'head-carriage-return-without-line-feed';
  if (byte === '\n') return 'head-line-feed-without-carriage-return';
  if (kind === 'request') return 'request-line-malformed';
  if (kind === 'status') return 'status-line-malformed';
  if (before.includes(':')) return 'field-value-with-control';
  if (byte !== ' ' && byte !== '\t') return 'field-name-malformed';
  return before === '' ? 'field-line-folded' : 'field-name-before-space';
}

function headOf([firstLine, ...fieldLines]: readonly string[], length: number): ModelHead {
  const fields = fieldLines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), withoutSpace(line.slice(colon + 1))] as const;
  });
  return { firstLine: firstLine!, fields, length };
}

/** The values of all fields of a name, in order. */
export function valuesOf({ fields }: ModelHead, name: string): readonly string[] {
  return fields.filter(([its]) => its.toLowerCase() === name).map(([, value]) => value);
}

/** Whether the list that the fields of a name make has an element, whatever its case. */
export function listHas(values: readonly string[], element: string): boolean {
  return elementsOf(values).some((its) => its.toLowerCase() === element);
}
