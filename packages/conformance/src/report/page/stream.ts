/**
 * The bytes of one direction, part by part: heads of HTTP/1.1 and frames (RFC 6455 §5.2), legal or not, complete or not.
 *
 * @module
 */

import { annotateFrame, type FieldKind, type FrameHeader, opcodeName } from '@sansocket/annotate';

/** Consecutive bytes with one meaning. */
export interface Field {
  readonly start: number;
  readonly end: number;
  readonly kind: FieldKind | 'rest';
  readonly name: string;
}

/** A head, a frame, or other bytes. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  /** The contents in words; empty: there is nothing to say. */
  readonly text: string;
  readonly fields: readonly Field[];
}

/**
 * Splits a stream into parts.
 *
 * @param isOpen - Whether frames follow the heads.
 */
export function partsOf(bytes: Uint8Array, isOpen: boolean): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < bytes.length; at = parts.at(-1)!.end) {
    const headEnd = headEndIn(bytes, at);
    if (headEnd !== undefined) parts.push(head(bytes, at, headEnd));
    else if (isOpen) parts.push(frame(bytes, at));
    else parts.push(rest(bytes, at));
  }
  return parts;
}

/** Whether frames follow what was sent: one side has agreed, or there is no opening handshake at all. */
export function hasFrames(sent: Uint8Array, received: Uint8Array): boolean {
  const agreed = /(?:^|\r\n\r\n)HTTP\/1\.\d 101[ \r]/;
  return [sent, received].some((it) => agreed.test(latin1(it))) || !beginsAsText(sent);
}

/** No header of a frame that is sent first is a printable character, or an end of a line. */
function beginsAsText([byte]: Uint8Array): boolean {
  return byte === undefined || byte === 0x0a || byte === 0x0d || (byte >= 0x20 && byte < 0x7f);
}

/** @returns Where a head ends, or its bytes do; `undefined` where none begins. */
function headEndIn(bytes: Uint8Array, start: number): number | undefined {
  const text = latin1(bytes.subarray(start));
  const isFirst = start === 0 && beginsAsText(bytes);
  if (!isFirst && !/^\s*(HTTP\/\d|[A-Za-z]+ \S* *HTTP)/.test(text)) return undefined;
  const end = /\r?\n\r?\n|\r\r/.exec(text);
  return start + (end === null ? text.length : end.index + end[0].length);
}

function head(bytes: Uint8Array, start: number, end: number): Part {
  const text = latin1(bytes.subarray(start, end));
  const [title = ''] = text.trimStart().split(/[\r\n]/);
  return { start, end, title, text: text.trimEnd(), fields: [] };
}

/** Bytes up to the next head. */
function rest(bytes: Uint8Array, start: number): Part {
  const next = latin1(bytes).indexOf('HTTP/1.', start + 1);
  const end = next < 0 ? bytes.length : next;
  const fields: Field[] = [{ start, end, kind: 'rest', name: 'no frame' }];
  return {
    start,
    end,
    title: bytesText(end - start),
    text: quoted(bytes.subarray(start, end)),
    fields,
  };
}

/** A frame as the annotator reads it; the title and the text are shorter than its own. */
function frame(bytes: Uint8Array, start: number): Part {
  const { end, header, fields } = annotateFrame(bytes, start);
  return {
    start,
    end,
    title: titleOf(header!),
    text: textOf(header!),
    fields: fields.map(({ name, meaning, ...field }) => ({
      ...field,
      name: `${name}: ${meaning}`,
    })),
  };
}

function titleOf({ fin, rsv, opcode, isMasked, length, payload }: FrameHeader): string {
  const name = opcodeName(opcode);
  return [
    name === 'reserved' ? `opcode ${opcode}` : name === 'close' ? 'Close' : name,
    ...(fin ? [] : ['not the last']),
    ...[4, 2, 1].flatMap((bit, i) => (rsv & bit ? [`rsv${i + 1}`] : [])),
    isMasked ? 'masked' : 'not masked',
    payload.length < length ? `${payload.length} of ${bytesText(length)}` : bytesText(length),
  ].join(', ');
}

function textOf({ rsv, opcode, payload }: FrameHeader): string {
  if (payload.length === 0) return '';
  if ((rsv & 4) !== 0) return 'compressed';
  if (opcode !== 8 || payload.length < 2) return opcode === 2 ? '' : quoted(payload);
  const code = payload[0]! * 256 + payload[1]!;
  return payload.length === 2 ? String(code) : `${code} ${quoted(payload.subarray(2))}`;
}

/** As text, with marks around it; the first 160 bytes. */
function quoted(bytes: Uint8Array): string {
  const most = 160;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, most));
  return `${JSON.stringify(text)}${bytes.length > most ? ' …' : ''}`;
}

function bytesText(count: number): string {
  return `${count} ${count === 1 ? 'byte' : 'bytes'}`;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
