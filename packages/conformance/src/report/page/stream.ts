/**
 * The bytes of one direction, part by part: heads of HTTP/1.1 and frames (RFC 6455 §5.2), legal or not, complete or not.
 *
 * @module
 */

/** The kind of a field, which gives it its colour. */
export type FieldKind = 'line' | 'flags' | 'length' | 'key' | 'payload' | 'code' | 'rest';

/** Consecutive bytes with one meaning. */
export interface Field {
  readonly start: number;
  readonly end: number;
  readonly kind: FieldKind;
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

const opcodes: Readonly<Record<number, string>> = {
  0: 'continuation',
  1: 'text',
  2: 'binary',
  8: 'Close',
  9: 'ping',
  10: 'pong',
};

function frame(bytes: Uint8Array, start: number): Part {
  const [byte0 = 0, byte1 = 0] = bytes.subarray(start, start + 2);
  const short = byte1 & 0x7f;
  const keyAt = start + 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
  const payloadAt = keyAt + (byte1 >= 0x80 ? 4 : 0);
  const declared = short < 126 ? short : numberOf(bytes.subarray(start + 2, keyAt));
  const end = Math.min(payloadAt + declared, bytes.length);
  const payload = unmasked(bytes.subarray(payloadAt, end), bytes.subarray(keyAt, payloadAt));
  const isClose = (byte0 & 0x0f) === 8;
  const codeEnd = isClose && payload.length > 1 ? payloadAt + 2 : payloadAt;
  const fields: readonly Field[] = [
    { start, end: start + 1, kind: 'flags', name: `fin, rsv, opcode: ${bits(byte0)}` },
    { start: start + 1, end: start + 2, kind: 'length', name: `mask, length: ${bits(byte1)}` },
    { start: start + 2, end: keyAt, kind: 'length', name: `extended length: ${declared}` },
    { start: keyAt, end: payloadAt, kind: 'key', name: 'masking key' },
    { start: payloadAt, end: codeEnd, kind: 'code', name: 'close code' },
    { start: codeEnd, end, kind: 'payload', name: 'payload' },
  ];
  return {
    start,
    end,
    title: titleOf(byte0, byte1, declared, payload.length),
    text: textOf(byte0, payload),
    fields: fields
      .map((field) => ({ ...field, end: Math.min(field.end, bytes.length) }))
      .filter((field) => field.start < field.end),
  };
}

function titleOf(byte0: number, byte1: number, declared: number, come: number): string {
  const opcode = byte0 & 0x0f;
  const rsv = [4, 2, 1].flatMap((bit, i) => ((byte0 >> 4) & bit ? [`rsv${i + 1}`] : []));
  return [
    opcodes[opcode] ?? `opcode ${opcode}`,
    ...(byte0 < 0x80 ? ['not the last'] : []),
    ...rsv,
    byte1 < 0x80 ? 'not masked' : 'masked',
    come < declared ? `${come} of ${bytesText(declared)}` : bytesText(declared),
  ].join(', ');
}

function textOf(byte0: number, payload: Uint8Array): string {
  const opcode = byte0 & 0x0f;
  if (payload.length === 0) return '';
  if ((byte0 & 0x40) !== 0) return 'compressed';
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

function bits(byte: number): string {
  return byte.toString(2).padStart(8, '0');
}

function unmasked(payload: Uint8Array, key: Uint8Array): Uint8Array {
  return key.length < 4 ? payload : payload.map((byte, i) => byte ^ key[i % 4]!);
}

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
