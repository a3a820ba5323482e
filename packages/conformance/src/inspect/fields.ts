/**
 * The fields of frames by Wireshark's names, with Wireshark's values, and those that Wireshark does not have.
 *
 * @module
 */

import { closeCodeName } from '@sansocket/annotate';
import type { Frame } from './items.ts';
import type { Session } from './session.ts';

/** A value: a truth is 1 or 0, bytes are hexadecimal digits with colons. */
export type FieldValue = string | number;

/** How a field is found; absent: the frame does not have it. */
type Find = (frame: Frame, session: Session) => FieldValue | undefined;

const isOpcode = ({ header }: Frame, opcode: number): boolean => header.opcode === opcode;

/** The fields that can be asked for. */
export const fields: Readonly<Record<string, Find>> = {
  'tcp.stream': (_, { capture }) => capture.stream,
  'frame.number': ({ packet }) => packet,
  'websocket.fin': ({ header }) => Number(header.fin),
  'websocket.rsv': ({ header }) => header.rsv,
  'websocket.pmc': ({ header }, { extensions }) =>
    extensions?.includes('permessage-deflate') === true ? header.rsv >> 2 : undefined,
  'websocket.opcode': ({ header }) => header.opcode,
  'websocket.mask': ({ header }) => Number(header.isMasked),
  'websocket.payload_length': ({ header: { form, length } }) =>
    form === 7 ? length : form === 16 ? 126 : 127,
  'websocket.payload_length_ext_16': ({ header: { form, length } }) =>
    form === 16 ? length : undefined,
  'websocket.payload_length_ext_64': ({ header: { form, length } }) =>
    form === 64 ? length : undefined,
  'websocket.masking_key': ({ header }) => header.maskingKey && colons(header.maskingKey),
  'websocket.payload.text': (frame) =>
    frame.place?.kind === 'text' && frame.message !== undefined
      ? textOf(frame.message.data)
      : undefined,
  'websocket.payload.close.status_code': (frame) => closeOf(frame)?.code,
  'websocket.payload.close.reason': (frame) => closeOf(frame)?.reason,
  'websocket.payload.ping': (frame) =>
    isOpcode(frame, 9) ? colons(frame.header.payload) : undefined,
  'websocket.payload.pong': (frame) =>
    isOpcode(frame, 10) ? colons(frame.header.payload) : undefined,
  'sansocket.from': ({ way }) => way,
  'sansocket.ms': ({ at }, session) => Number((at - startOf(session)).toFixed(3)),
  'sansocket.length': ({ header }) => header.length,
  'sansocket.inflated_length': ({ place, message }) =>
    place?.isCompressed === true ? message?.data.length : undefined,
  'sansocket.message': ({ place }) => place?.number,
  'sansocket.fragment': ({ place }) => place?.fragment,
  'sansocket.data': ({ message }) => message && colons(message.data),
  'sansocket.rule': ({ breach }) => breach?.rule,
  'sansocket.note': ({ notes }) => (notes.length === 0 ? undefined : notes.join('; ')),
};

/** The fields whose values are texts or bytes; those of all others are numbers. */
export const textFields: ReadonlySet<string> = new Set([
  'websocket.masking_key',
  'websocket.payload.text',
  'websocket.payload.close.reason',
  'websocket.payload.ping',
  'websocket.payload.pong',
  'sansocket.from',
  'sansocket.data',
  'sansocket.rule',
  'sansocket.note',
]);

/** All fields that a frame has. */
export function fieldsOf(frame: Frame, session: Session): Readonly<Record<string, FieldValue>> {
  const found = Object.entries(fields).map(([name, find]) => [name, find(frame, session)] as const);
  return Object.fromEntries(
    found.filter((entry): entry is [string, FieldValue] => entry[1] !== undefined),
  );
}

/** When the connection began, in milliseconds. */
export function startOf({ capture }: Session): number {
  // A connection without a byte begins with its end.
  return (capture.segments[0] ?? capture.endings[0])?.at ?? 0;
}

/** Code and reason of a Close frame; `undefined` for any other, and for one without a code. */
export function closeOf({
  header: { opcode, payload },
}: Frame): { readonly code: number; readonly reason: string } | undefined {
  if (opcode !== 8 || payload.length < 2) return undefined;
  return { code: payload[0]! * 256 + payload[1]!, reason: textOf(payload.subarray(2)) };
}

/** A close code with its name. */
export function closeText(code: number): string {
  const name = closeCodeName(code);
  return name === undefined ? String(code) : `${code} ${name}`;
}

/** As UTF-8; invalid bytes become U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Such as `0a:ff`. */
function colons(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$&:');
}
